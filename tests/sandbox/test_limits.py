"""What Slack refuses: each limit once, just beyond it, and what lies just within it."""

from typing import Any

import pytest

from sandbox.limits import check_message_blocks, check_metadata, check_view
from sandbox.wire import Json, SlackError
from tests.sandbox.forms import actions, button, field, home, modal, option, plain, section


def table(rows: int = 1, cells: int = 1, text: str = "x") -> Json:
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * cells] * rows}


def chart(series: int = 1, label: str = "a", **extra: object) -> Json:
    data = [{"label": label, "value": 1}]
    return {
        "type": "data_visualization",
        "title": "Days",
        "chart": {
            "type": "bar",
            "series": [{"name": f"s{n}", "data": data} for n in range(series)],
            "axis_config": {"categories": [label]},
        },
        **extra,
    }


def chart_of(points: int) -> Json:
    labels = [f"week {number}" for number in range(points)]
    data = [{"label": label, "value": -1} for label in labels]
    axis = {"categories": labels, "x_label": "Week", "y_label": "Endings"}
    plot = {"type": "line", "series": [{"name": "s", "data": data}], "axis_config": axis}
    return {"type": "data_visualization", "title": "Days", "chart": plot}


def off_its_axis() -> Json:
    block = chart()
    return {**block, "chart": {**block["chart"], "axis_config": {"categories": ["b"]}}}


def named_twice() -> Json:
    block = chart()
    return {**block, "chart": {**block["chart"], "series": block["chart"]["series"] * 2}}


def pie(*values: object) -> Json:
    segments = [{"label": f"s{number}", "value": value} for number, value in enumerate(values)]
    return {
        "type": "data_visualization",
        "title": "Days",
        "chart": {"type": "pie", "segments": segments},
    }


def choices(kind: str, count: int, **extra: object) -> Json:
    options = [option(f"o{n}") for n in range(count)]
    return {"type": kind, "action_id": "pick", "options": options, **extra}


def confirmed(**longer: int) -> Json:
    sizes = {"title": 1, "text": 1, "confirm": 1, "deny": 1, **longer}
    return {**button("b"), "confirm": {key: plain("x" * size) for key, size in sizes.items()}}


def cell_of(cell: Json) -> Json:
    return {"type": "table", "rows": [[cell]]}


def rich(*leaves: Json) -> Json:
    elements = [{"type": "rich_text_section", "elements": list(leaves)}]
    return {"type": "rich_text", "elements": elements}


FITTING: list[Json] = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [plain("x")] * 10},
    actions(*[button(f"b{n}") for n in range(25)]),
    actions(choices("static_select", 100)),
    actions(choices("radio_buttons", 10), choices("overflow", 5, action_id="more")),
    actions(confirmed(title=100, text=300, confirm=30, deny=30)),
    table(100, 20),
    cell_of({"type": "raw_number", "value": 3}),
    cell_of(rich({"type": "text", "text": "bold", "style": {"bold": True}})),
    chart(6),
    chart_of(20),
    pie(*range(1, 7)),
    {"type": "markdown", "text": "x" * 12_000},
    rich({"type": "user", "user_id": "U1"}, {"type": "link", "url": "https://a.example"}),
    section("x", accessory={"type": "users_select", "action_id": "who"}),
    section("x", block_id="b" * 255),
]

REFUSED: dict[str, tuple[list[Json], str]] = {
    "an unknown block": ([{"type": "hologram"}], "/blocks/0/type"),
    "a block without a type": ([{"text": plain("x")}], "/blocks/0"),
    "an unknown key": ([section("x", colour="red")], "/blocks/0"),
    "an unknown element": ([actions({"type": "lever", "action_id": "a"})], "/elements/0/type"),
    "an empty text": ([section("")], "/blocks/0/text/text"),
    "a text too long": ([section("x" * 3001)], "/blocks/0/text/text"),
    "a section with neither": ([{"type": "section"}], "/blocks/0"),
    "eleven fields": ([{"type": "section", "fields": [plain("x")] * 11}], "/blocks/0/fields"),
    "a field too long": ([{"type": "section", "fields": [plain("x" * 2001)]}], "/fields/0/text"),
    "a header too long": ([{"type": "header", "text": plain("x" * 151)}], "/text/text"),
    "mrkdwn in a header": ([{**section("x"), "type": "header"}], "/blocks/0/text/type"),
    "eleven in a context": ([{"type": "context", "elements": [plain("x")] * 11}], "/elements"),
    "26 actions": ([actions(*[button(f"b{n}") for n in range(26)])], "/elements"),
    "51 blocks": ([{"type": "divider"}] * 51, "/blocks"),
    "a block_id twice": ([section("x", block_id="b")] * 2, "/blocks"),
    "a block_id too long": ([section("x", block_id="b" * 256)], "/blocks/0/block_id"),
    "an action_id twice": ([actions(button("b"), button("b"))], "/blocks/0"),
    "an action_id too long": ([actions(button("b" * 256))], "/action_id"),
    "a button text too long": ([actions({**button("b"), "text": plain("x" * 76)})], "/text/text"),
    "a button value too long": ([actions(button("b", "x" * 2001))], "/value"),
    "an unknown button style": ([actions({**button("b"), "style": "loud"})], "/style"),
    "101 options": ([actions(choices("static_select", 101))], "/options"),
    "eleven radio buttons": ([actions(choices("radio_buttons", 11))], "/options"),
    "eleven checkboxes": ([actions(choices("checkboxes", 11))], "/options"),
    "six in an overflow": ([actions(choices("overflow", 6))], "/options"),
    "none in an overflow": ([actions(choices("overflow", 0))], "/options"),
    "an option value too long": (
        [actions({**choices("static_select", 0), "options": [option("x" * 151)]})],
        "/options/0/value",
    ),
    "an option text too long": (
        [actions({**choices("static_select", 0), "options": [option("x" * 76)]})],
        "/options/0/text/text",
    ),
    "an option description too long": (
        [
            actions(
                choices("radio_buttons", 0)
                | {"options": [{**option("a"), "description": plain("x" * 76)}]}
            )
        ],
        "/options/0/description/text",
    ),
    "options and groups": (
        [
            actions(
                choices("static_select", 1, option_groups=[{"label": plain("g"), "options": []}])
            )
        ],
        "",
    ),
    "an initial option not offered": (
        [actions(choices("static_select", 2, initial_option=option("other")))],
        "/elements/0",
    ),
    "a placeholder too long": (
        [actions(choices("static_select", 1, placeholder=plain("x" * 151)))],
        "/placeholder/text",
    ),
    "a confirm title too long": ([actions(confirmed(title=101))], "/confirm/title/text"),
    "a confirm text too long": ([actions(confirmed(text=301))], "/confirm/text/text"),
    "a deny button too long": ([actions(confirmed(deny=31))], "/confirm/deny/text"),
    "a plain text input outside an input block": (
        [actions({"type": "plain_text_input", "action_id": "a"})],
        "/elements/0/type",
    ),
    "a datetime picker as accessory": (
        [section("x", accessory={"type": "datetimepicker", "action_id": "a"})],
        "/accessory/type",
    ),
    "101 table rows": ([table(101)], "/rows"),
    "21 table cells": ([table(1, 21)], "/rows/0"),
    "an empty table cell": ([table(text="")], "/rows/0/0/text"),
    "an unknown table cell": ([cell_of({"type": "raw_gold", "text": "x"})], "/rows/0/0/type"),
    "a number cell of text": ([cell_of({"type": "raw_number", "value": "3"})], "/value"),
    "too much text in a table": ([table(100, 1, "x" * 101)], "/blocks"),
    "a chart of seven series": ([chart(7)], "/chart/series"),
    "a chart label too long": ([chart(label="x" * 21)], "/label"),
    "a chart title too long": ([chart(title="x" * 51)], "/title"),
    "a chart with a label beside its axis": ([off_its_axis()], "/chart/series/0/data"),
    "a chart of 21 points": ([chart_of(21)], "/chart/series/0/data"),
    "a chart series named twice": ([named_twice()], "/chart/series"),
    "a pie of seven slices": ([pie(*range(1, 8))], "/chart/segments"),
    "a slice of nothing": ([pie(1, 0)], "/chart/segments/1/value"),
    "a slice less than nothing": ([pie(-1)], "/chart/segments/0/value"),
    "a slice of words": ([pie("much")], "/chart/segments/0/value"),
    "an unknown chart": ([chart() | {"chart": {"type": "radar"}}], "/chart/type"),
    "three charts": ([chart()] * 3, "/blocks"),
    "too much markdown": ([{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks"),
    "an unknown rich text part": ([rich({"type": "blink", "text": "x"})], "/elements/0/type"),
    "an empty rich text": ([rich({"type": "text", "text": ""})], "/elements/0/text"),
    "blocks that are no list": ({"type": "section"}, "/blocks"),  # type: ignore[dict-item]
}

REFUSED_VIEWS: dict[str, tuple[Json, str]] = {
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "/view/blocks"),
    "a title too long": (modal(title=plain("x" * 25)), "/view/title/text"),
    "a submit too long": (modal(submit=plain("x" * 25)), "/view/submit/text"),
    "a close too long": (modal(close=plain("x" * 25)), "/view/close/text"),
    "private metadata too long": (modal(private_metadata="x" * 3001), "/view/private_metadata"),
    "a callback_id too long": (modal(callback_id="x" * 256), "/view/callback_id"),
    "an external_id too long": (modal(external_id="x" * 256), "/view/external_id"),
    "an unknown key": (modal(colour="red"), "/view"),
    "a table": (modal(table()), "/view/blocks/0/type"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    "a home tab": (home(), "/view/type"),
    "an input without submit": (
        {key: item for key, item in modal(field("a")).items() if key != "submit"},
        "/view",
    ),
    "a label too long": (modal({**field("a"), "label": plain("x" * 2001)}), "/label/text"),
    "a hint too long": (modal({**field("a"), "hint": plain("x" * 2001)}), "/hint/text"),
    "a maximum too large": (modal(field("a", max_length=3001)), "/max_length"),
    "a minimum above the maximum": (modal(field("a", min_length=9, max_length=8)), "/element"),
    "an initial value too long": (modal(field("a", initial_value="x" * 3001)), "/initial_value"),
    "an initial value above the maximum": (
        modal(field("a", initial_value="xxx", max_length=2)),
        "/initial_value",
    ),
    "a bound that is a number": (
        modal(field("a", "number_input", is_decimal_allowed=False, min_value=1)),
        "/min_value",
    ),
    "a bound that is none": (
        modal(field("a", "number_input", is_decimal_allowed=False, min_value="one")),
        "/min_value",
    ),
    "bounds the wrong way": (
        modal(field("a", "number_input", is_decimal_allowed=False, min_value="2", max_value="1")),
        "/element",
    ),
    "an initial number out of bounds": (
        modal(
            field("a", "number_input", is_decimal_allowed=False, max_value="1", initial_value="2")
        ),
        "/initial_value",
    ),
    "a number input that does not say about decimals": (
        modal(field("a", "number_input")),
        "/element",
    ),
    "a button as input": (modal(field("a", "button", text=plain("x"))), "/element/type"),
    "two with focus": (
        modal(field("a", focus_on_load=True), field("b", focus_on_load=True)),
        "/view/blocks",
    ),
    "a block_id twice": (modal(field("a"), field("a")), "/view/blocks"),
    "a date that is none": (modal(field("a", "datepicker", initial_date="today")), "/initial_date"),
}


@pytest.mark.parametrize("block", FITTING, ids=lambda block: block["type"])
def test_what_is_just_within_the_limits_passes(block: Json) -> None:
    check_message_blocks([block])


@pytest.mark.parametrize(("blocks", "pointer"), REFUSED.values(), ids=REFUSED.keys())
def test_blocks_beyond_a_limit_are_refused_with_a_pointer(blocks: list[Json], pointer: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_message_blocks(blocks)

    assert refusal.value.error == "invalid_blocks"
    assert any(f"{pointer}]" in message for message in refusal.value.messages)


@pytest.mark.parametrize(("view", "pointer"), REFUSED_VIEWS.values(), ids=REFUSED_VIEWS.keys())
def test_a_view_beyond_a_limit_is_refused_with_a_pointer(view: Json, pointer: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_view(view, "modal")

    assert refusal.value.error == "invalid_arguments"
    assert any(f"{pointer}]" in message for message in refusal.value.messages)


def test_two_tables_in_one_message_have_an_error_of_their_own() -> None:
    with pytest.raises(SlackError, match="only_one_table_allowed"):
        check_message_blocks([table(), table()])


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*[section("x" * 3000)] * 90), "modal")


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("text", "invalid_metadata_format"),
        ({"event_type": "card"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "card", "event_payload": {"x": "x" * 8001}}, "metadata_too_large"),
    ],
)
def test_metadata_is_refused_by_its_own_names(metadata: Any, error: str) -> None:
    with pytest.raises(SlackError, match=error):
        check_metadata(metadata)
