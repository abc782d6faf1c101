"""The head above the app's own place: its name, and its tabs."""

from sandbox.page.icons import icon_button
from sandbox.page.markup import Html, act, h, join
from sandbox.server import Slack


def draw_app_head(slack: Slack, person_id: str, *, tab: str) -> Html:
    """Home and Messages; the one that is looked at is marked."""
    name, messages = slack.workspace.app.bot_name, slack.workspace.open_dm(person_id).id
    to_sidebar = icon_button("menu", "Channels and people", act("sidebar"), "to-sidebar")
    tabs = [
        _draw_tab("Home", "home", is_here=tab == "home", **act("home")),
        _draw_tab(
            "Messages", "messages", is_here=tab == "messages", **act("channel", channel=messages)
        ),
    ]
    return join(
        h("header", to_sidebar, h("h1", name), h("span", "APP", class_="badge"), class_="head"),
        h("nav", tabs, class_="tabs", aria_label=f"Tabs of {name}"),
    )


def _draw_tab(text: str, name: str, *, is_here: bool, **deed: str) -> Html:
    return h(
        "button",
        text,
        type="button",
        class_="app-tab",
        aria_current="page" if is_here else None,
        data_testid=f"tab-{name}",
        **deed,
    )
