"""The app's Home tab, as it was published for the acting person."""

from sandbox.page.app_head import draw_app_head
from sandbox.page.blocks import draw_blocks
from sandbox.page.composer import draw_trouble
from sandbox.page.markup import Html, h
from sandbox.page.reader import Reader
from sandbox.page.screen import Screen
from sandbox.page.sheet import sheet_of_view
from sandbox.records import View
from sandbox.server import Slack


def draw_home(slack: Slack, screen: Screen, reader: Reader) -> Html:
    """The tabs of the app, and the view below them."""
    view, name = slack.home(reader.me), slack.workspace.app.bot_name
    return h(
        "section",
        draw_app_head(slack, reader.me, tab="home"),
        h(
            "div",
            _draw_view(view, screen, reader) if view else _draw_nothing(),
            class_="home-view",
            role="region",
            tabindex=0,
            aria_label=f"Home of {name}",
            data_testid="home-view",
            data_key=f"home-{reader.me}",
            data_form=True,
        ),
        class_="conversation",
        aria_label=name,
    )


def _draw_view(view: View, screen: Screen, reader: Reader) -> Html:
    sheet = sheet_of_view(view, reader, {})
    trouble = draw_trouble(screen.trouble_at(view.id))
    return h("div", trouble, draw_blocks(view.blocks, sheet), class_="home-blocks")


def _draw_nothing() -> Html:
    return h("p", "Nothing is shown here yet.", class_="empty")
