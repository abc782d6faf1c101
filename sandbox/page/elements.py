"""What can be pressed or chosen in blocks."""

from collections.abc import Callable, Iterable, Mapping

from sandbox.elements import options_of
from sandbox.inputs import KINDS, sends_at_once
from sandbox.page.icons import icon
from sandbox.page.markup import NOTHING, Attribute, Html, act, h, join, on_change
from sandbox.page.sheet import Sheet
from sandbox.page.texts import draw_text
from sandbox.wire import Json

Draw = Callable[[Json, Json, Sheet], Html]


def draw_element(block: Json, element: Json, sheet: Sheet) -> Html:
    """An element of a block; what this page does not know says so."""
    draw = _ELEMENTS.get(element["type"])
    if draw is None:
        return h("span", f"({element['type']} is not shown here)", class_="unknown")
    return draw(block, element, sheet)


def field_id(block: Json) -> str:
    """The HTML id by which a label finds its field."""
    return f"field-{block['block_id']}"


def _spot(block: Json, element: Json, sheet: Sheet) -> dict[str, object]:
    return {**sheet.address, "block": block["block_id"], "action": element["action_id"]}


def _chosen(block: Json, element: Json, sheet: Sheet) -> object:
    value = sheet.values.get(block["block_id"], {}).get(element["action_id"], {})
    return value.get(KINDS[element["type"]].key)


def _placeholder(element: Json, otherwise: str = "") -> str:
    return str(element.get("placeholder", {}).get("text", otherwise))


def _touch(block: Json, element: Json, sheet: Sheet) -> Mapping[str, str]:
    """The change of an element is a click where that sends at once, else it is only noted."""
    if sends_at_once(block, element):
        return on_change("click", **_spot(block, element, sheet))
    return on_change("fill", **sheet.address)


def _field(block: Json, element: Json, sheet: Sheet) -> dict[str, Attribute]:
    """The attributes that all fields have: hooks, what describes them, whether they are wrong."""
    label = _placeholder(element) or element["action_id"]
    wrong = block["block_id"] in sheet.errors
    described = [f"hint-{block['block_id']}"] if "hint" in block else []
    described += [f"error-{block['block_id']}"] if wrong else []
    return {
        "id": field_id(block) if block["type"] == "input" else None,
        "data_block": block["block_id"],
        "data_action": element["action_id"],
        "aria_label": None if block["type"] == "input" else label,
        "aria_describedby": " ".join(described) or None,
        "aria_invalid": "true" if wrong else None,
    }


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
        data_key=f"{block['block_id']}/{element['action_id']}",
        **act("click", **_spot(block, element, sheet)),
    )


def _draw_overflow(block: Json, element: Json, sheet: Sheet) -> Html:
    spot = _spot(block, element, sheet)
    items = [
        h(
            "button",
            option["text"]["text"],
            type="button",
            **act("click", **spot, value=option["value"]),
        )
        for option in element["options"]
    ]
    return draw_menu("More actions", items, key=f"{block['block_id']}/{element['action_id']}")


def draw_menu(name: str, items: Iterable[Html], *, key: str) -> Html:
    """A button with three dots that unfolds a list."""
    dots = h("summary", icon("dots"), aria_label=name, title=name, class_="icon-button")
    return h("details", dots, h("div", items, class_="menu-list"), class_="menu", data_key=key)


def _draw_typed(kind: str) -> Draw:
    def draw(block: Json, element: Json, sheet: Sheet) -> Html:
        given = str(_chosen(block, element, sheet) or "")
        attributes: dict[str, Attribute] = {
            **_field(block, element, sheet),
            **on_change("fill", **sheet.address),
            "data_value": given,
            "placeholder": _placeholder(element) or None,
            "autocomplete": "off",
            "data_enter": "click" if block.get("dispatch_action") else None,
        }
        if element.get("multiline"):
            return h("textarea", given, rows=4, **attributes)
        return h("input", type=kind, value=given, **attributes)

    return draw


def _draw_select(
    block: Json, element: Json, sheet: Sheet, offered: Iterable[tuple[str, str]], chosen: str
) -> Html:
    empty = _placeholder(element, "Choose an option")
    options = [
        h("option", text, value=value, selected=value == chosen)
        for value, text in (("", empty), *offered)
    ]
    attributes = {**_field(block, element, sheet), **_touch(block, element, sheet)}
    return h("select", options, data_value=chosen, **attributes)


def _draw_static_select(block: Json, element: Json, sheet: Sheet) -> Html:
    offered = [(option["value"], option["text"]["text"]) for option in options_of(element)]
    return _draw_select(block, element, sheet, offered, _value_of(_chosen(block, element, sheet)))


def _draw_users_select(block: Json, element: Json, sheet: Sheet) -> Html:
    people = sorted(sheet.reader.people.items(), key=lambda person: person[1].casefold())
    chosen = str(_chosen(block, element, sheet) or "")
    return _draw_select(block, element, sheet, people, chosen)


def _value_of(option: object) -> str:
    return str(option["value"]) if isinstance(option, dict) else ""


def _draw_radio(block: Json, element: Json, sheet: Sheet) -> Html:
    chosen = {_value_of(_chosen(block, element, sheet))}
    return _draw_ticks(block, element, sheet, kind="radio", chosen=chosen)


def _draw_checkboxes(block: Json, element: Json, sheet: Sheet) -> Html:
    given = _chosen(block, element, sheet)
    chosen = {_value_of(option) for option in given} if isinstance(given, list) else set()
    return _draw_ticks(block, element, sheet, kind="checkbox", chosen=chosen)


def _draw_ticks(
    block: Json, element: Json, sheet: Sheet, *, kind: str, chosen: Iterable[str]
) -> Html:
    legend = h("legend", block["label"]["text"], class_="unseen") if "label" in block else NOTHING
    ticks = [
        _draw_tick(option, sheet, kind=kind, name=field_id(block), is_on=option["value"] in chosen)
        for option in element["options"]
    ]
    attributes = {**_field(block, element, sheet), **_touch(block, element, sheet)}
    return h("fieldset", legend, ticks, data_value=" ".join(sorted(chosen)), **attributes)


def _draw_tick(option: Json, sheet: Sheet, *, kind: str, name: str, is_on: bool) -> Html:
    more = option.get("description")
    return h(
        "label",
        h("input", type=kind, name=name, value=option["value"], checked=is_on),
        h("span", draw_text(option["text"], sheet.reader)),
        h("span", draw_text(more, sheet.reader), class_="tick-more") if more else NOTHING,
        class_="tick",
        data_key=option["value"],
    )


def draw_row(block: Json, sheet: Sheet) -> Html:
    """All elements of a block in a row."""
    return join(draw_element(block, element, sheet) for element in block["elements"])


_ELEMENTS: Mapping[str, Draw] = {
    "button": _draw_button,
    "overflow": _draw_overflow,
    "plain_text_input": _draw_typed("text"),
    "number_input": _draw_typed("text"),
    "email_text_input": _draw_typed("email"),
    "url_text_input": _draw_typed("url"),
    "datepicker": _draw_typed("date"),
    "timepicker": _draw_typed("time"),
    "static_select": _draw_static_select,
    "users_select": _draw_users_select,
    "radio_buttons": _draw_radio,
    "checkboxes": _draw_checkboxes,
}
