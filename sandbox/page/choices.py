"""Lists to choose from: one of them, several of them, or ticks that stand open."""

from collections.abc import Iterable, Sequence

from sandbox.page.fields import chosen_in, draw_field, field_id, key_of, placeholder_of, touch
from sandbox.page.icons import icon
from sandbox.page.markup import NOTHING, Html, h
from sandbox.page.offers import offered_by
from sandbox.page.sheet import Sheet
from sandbox.page.texts import draw_text
from sandbox.wire import Json

CHOOSE_ONE, CHOOSE_SOME = "Choose an option", "Choose options"


def draw_select(block: Json, element: Json, sheet: Sheet) -> Html:
    """The browser's own list, for one choice."""
    chosen = _value_of(chosen_in(block, element, sheet))
    empty = placeholder_of(element, CHOOSE_ONE)
    options = [
        h("option", words, value=value, selected=value == chosen)
        for value, words in (("", empty), *offered_by(element, sheet.reader))
    ]
    attributes = {**draw_field(block, element, sheet), **touch(block, element, sheet)}
    return h("select", options, data_value=chosen, **attributes)


def draw_multi_select(block: Json, element: Json, sheet: Sheet) -> Html:
    """A field that shows what is chosen, and unfolds into ticks."""
    chosen, most = _chosen_values(block, element, sheet), element.get("max_selected_items")
    offered = offered_by(element, sheet.reader)
    is_full = most is not None and len(chosen) >= most
    ticks = [
        _draw_tick_in_list(value, words, is_on=value in chosen, is_full=is_full)
        for value, words in offered
    ]
    names = [words for value, words in offered if value in chosen]
    field = h(
        "details",
        _draw_chips(names, placeholder_of(element, CHOOSE_SOME)),
        h("div", ticks, class_="picker-list"),
        class_="menu picker",
        data_key=key_of(block, element),
    )
    return _draw_group(block, element, sheet, field, chosen=chosen, most=most)


def _draw_chips(names: Sequence[str], empty: str) -> Html:
    chips = [h("span", name, class_="chip") for name in names]
    shown = chips or h("span", empty, class_="picker-empty")
    return h(
        "summary",
        h("span", shown, class_="chips"),
        icon("down"),
        class_="picker-field",
        data_empty=empty,
    )


def _draw_tick_in_list(value: str, words: str, *, is_on: bool, is_full: bool) -> Html:
    tick = h("input", type="checkbox", value=value, checked=is_on, disabled=is_full and not is_on)
    return h("label", tick, h("span", words), class_="tick", data_key=value)


def draw_radio(block: Json, element: Json, sheet: Sheet) -> Html:
    """One of several, all in sight."""
    chosen = [_value_of(chosen_in(block, element, sheet))]
    ticks = _draw_ticks(block, element, sheet, kind="radio", chosen=chosen)
    return _draw_group(block, element, sheet, ticks, chosen=chosen)


def draw_checkboxes(block: Json, element: Json, sheet: Sheet) -> Html:
    """Any of several, all in sight."""
    chosen = _chosen_values(block, element, sheet)
    ticks = _draw_ticks(block, element, sheet, kind="checkbox", chosen=chosen)
    return _draw_group(block, element, sheet, ticks, chosen=chosen)


def _draw_group(
    block: Json,
    element: Json,
    sheet: Sheet,
    inside: Iterable[Html] | Html,
    *,
    chosen: Sequence[str],
    most: int | None = None,
) -> Html:
    legend = h("legend", block["label"]["text"], class_="unseen") if "label" in block else NOTHING
    attributes = {**draw_field(block, element, sheet), **touch(block, element, sheet)}
    value = " ".join(sorted(chosen))
    return h("fieldset", legend, inside, data_value=value, data_most=most, **attributes)


def _draw_ticks(
    block: Json, element: Json, sheet: Sheet, *, kind: str, chosen: Sequence[str]
) -> list[Html]:
    name = "/".join([*sheet.address.values(), field_id(block), element["action_id"]])
    return [
        _draw_tick(option, sheet, kind=kind, name=name, is_on=option["value"] in chosen)
        for option in element["options"]
    ]


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


def _chosen_values(block: Json, element: Json, sheet: Sheet) -> list[str]:
    chosen = chosen_in(block, element, sheet)
    return [_value_of(one) for one in chosen] if isinstance(chosen, list) else []


def _value_of(chosen: object) -> str:
    """The value of an option, or an id; empty where nothing is chosen."""
    return str(chosen["value"]) if isinstance(chosen, dict) else str(chosen or "")
