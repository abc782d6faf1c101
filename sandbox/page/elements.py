"""What can be pressed or chosen in blocks."""

from collections.abc import Callable, Iterable, Mapping

from sandbox.page.choices import draw_checkboxes, draw_multi_select, draw_radio, draw_select
from sandbox.page.fields import chosen_in, draw_field, key_of, placeholder_of, spot_of, touch
from sandbox.page.icons import icon
from sandbox.page.markup import Attribute, Html, act, h, join, on_change
from sandbox.page.sheet import Sheet
from sandbox.wire import Json

Draw = Callable[[Json, Json, Sheet], Html]


def draw_element(block: Json, element: Json, sheet: Sheet) -> Html:
    """An element of a block; what this page does not know says so."""
    draw = _ELEMENTS.get(element["type"])
    if draw is None:
        return h("span", f"({element['type']} is not shown here)", class_="unknown")
    return draw(block, element, sheet)


def draw_row(block: Json, sheet: Sheet) -> Html:
    """All elements of a block in a row."""
    return join(draw_element(block, element, sheet) for element in block["elements"])


def draw_menu(name: str, items: Iterable[Html], *, key: str) -> Html:
    """A button with three dots that unfolds a list."""
    dots = h("summary", icon("dots"), aria_label=name, title=name, class_="icon-button")
    return h("details", dots, h("div", items, class_="menu-list"), class_="menu", data_key=key)


def _draw_button(block: Json, element: Json, sheet: Sheet) -> Html:
    style = element.get("style", "default")
    return h(
        "a" if "url" in element else "button",
        element["text"]["text"],
        type=None if "url" in element else "button",
        href=element.get("url"),
        target="_blank" if "url" in element else None,
        rel="noopener noreferrer" if "url" in element else None,
        class_=f"button is-{style}",
        aria_label=element.get("accessibility_label"),
        data_key=key_of(block, element),
        **act("click", **spot_of(block, element, sheet)),
    )


def _draw_overflow(block: Json, element: Json, sheet: Sheet) -> Html:
    spot = spot_of(block, element, sheet)
    items = [
        h(
            "button",
            option["text"]["text"],
            type="button",
            **act("click", **spot, value=option["value"]),
        )
        for option in element["options"]
    ]
    return draw_menu("More actions", items, key=key_of(block, element))


def _draw_picked(kind: str) -> Draw:
    def draw(block: Json, element: Json, sheet: Sheet) -> Html:
        given = str(chosen_in(block, element, sheet) or "")
        attributes: dict[str, Attribute] = {
            **draw_field(block, element, sheet),
            **touch(block, element, sheet),
        }
        return h("input", type=kind, value=given, data_value=given, **attributes)

    return draw


def _draw_typed(kind: str) -> Draw:
    def draw(block: Json, element: Json, sheet: Sheet) -> Html:
        given = str(chosen_in(block, element, sheet) or "")
        attributes: dict[str, Attribute] = {
            **draw_field(block, element, sheet),
            **on_change("fill", **sheet.address),
            "data_value": given,
            "placeholder": placeholder_of(element) or None,
            "autocomplete": "off",
            "data_enter": "click" if block.get("dispatch_action") else None,
        }
        if element.get("multiline"):
            return h("textarea", given, rows=4, **attributes)
        return h("input", type=kind, value=given, **attributes)

    return draw


_ELEMENTS: Mapping[str, Draw] = {
    "button": _draw_button,
    "overflow": _draw_overflow,
    "plain_text_input": _draw_typed("text"),
    "number_input": _draw_typed("text"),
    "email_text_input": _draw_typed("email"),
    "url_text_input": _draw_typed("url"),
    "datepicker": _draw_picked("date"),
    "timepicker": _draw_picked("time"),
    "static_select": draw_select,
    "users_select": draw_select,
    "channels_select": draw_select,
    "conversations_select": draw_select,
    "multi_static_select": draw_multi_select,
    "multi_users_select": draw_multi_select,
    "multi_channels_select": draw_multi_select,
    "multi_conversations_select": draw_multi_select,
    "radio_buttons": draw_radio,
    "checkboxes": draw_checkboxes,
}
