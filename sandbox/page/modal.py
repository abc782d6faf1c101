"""The form or window on top of a person's screen."""

from collections.abc import Mapping

from sandbox.page.blocks import draw_blocks
from sandbox.page.composer import draw_trouble
from sandbox.page.icons import icon_button
from sandbox.page.markup import NOTHING, Html, act, h
from sandbox.page.reader import Reader
from sandbox.page.sheet import sheet_of_view
from sandbox.records import View


def draw_modal(
    view: View, reader: Reader, errors: Mapping[str, str], trouble: str | None = None
) -> Html:
    """A dialog with its title, its blocks, and its buttons; it keeps what is typed in it."""
    sheet = sheet_of_view(view, reader, errors)
    form = h(
        "form",
        _draw_head(view),
        h(
            "div",
            draw_trouble(trouble),
            draw_blocks(view.blocks, sheet),
            class_="modal-body",
            tabindex=0,
            role="group",
            aria_labelledby="modal-title",
        ),
        _draw_foot(view),
        novalidate=True,
        **(act("submit", view=view.id) if "submit" in view.content else {}),
    )
    return h(
        "dialog",
        form,
        class_="modal",
        role="dialog",
        aria_modal="true",
        aria_labelledby="modal-title",
        data_testid="modal",
        data_key=view.id,
        data_escape="close",
        data_args=f'{{"view": "{view.id}"}}',
    )


def _draw_head(view: View) -> Html:
    cross = icon_button("close", "Close this window", act("close", view=view.id, whole=True))
    title = h("h2", view.content["title"]["text"], id="modal-title")
    return h("header", title, cross, class_="modal-head")


def _draw_foot(view: View) -> Html:
    content = view.content
    close, submit = _words(content, "close", "Cancel"), _words(content, "submit", "")
    return h(
        "footer",
        h("button", close, type="button", class_="button", **act("close", view=view.id)),
        h("button", submit, type="submit", class_="button is-primary") if submit else NOTHING,
        class_="modal-foot",
    )


def _words(content: Mapping[str, Mapping[str, str] | None], name: str, otherwise: str) -> str:
    text = content.get(name)
    return text["text"] if text else otherwise
