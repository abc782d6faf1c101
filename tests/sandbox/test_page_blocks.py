"""Blocks as HTML: every kind that the bot uses, for eyes, screen readers and tests alike."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox.inputs import carry_over
from sandbox.page.blocks import draw_blocks
from sandbox.page.reader import Reader
from sandbox.page.sheet import Sheet
from sandbox.wire import Json

READER = Reader(
    me="U1ADA",
    zone=ZoneInfo("Asia/Tokyo"),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    people={"U1ADA": "Ada", "U2BEN": "Ben"},
    channels={},
)


def draw(*blocks: Json, folds: bool = False) -> str:
    named = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]
    return draw_blocks(named, Sheet(READER, {"view": "V1"}, carry_over({}, named), folds=folds))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def part(kind: str, *leaves: Json, **more: object) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(leaves), **more}


def option(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


def field(element: Json, **more: object) -> Json:
    element = {"action_id": "answer", **element}
    return {"type": "input", "label": plain("Why?"), "element": element, **more}


@pytest.mark.parametrize(
    ("leaf", "html"),
    [
        (text("loud", bold=True), "<strong>loud</strong>"),
        (text("both", bold=True, italic=True), "<em><strong>both</strong></em>"),
        (text("*not bold* <b>"), "*not bold* &lt;b&gt;"),
        ({"type": "user", "user_id": "U2BEN"}, '<span class="mention">@Ben</span>'),
        ({"type": "link", "url": "javascript:x"}, "javascript:x"),
        ({"type": "emoji", "name": "tada", "unicode": "1f389"}, "\N{PARTY POPPER}"),
        ({"type": "broadcast", "range": "here"}, '<span class="mention">@here</span>'),
    ],
)
def test_each_leaf_of_rich_text(leaf: Json, html: str) -> None:
    assert f'<p class="text">{html}</p>' in draw(rich(part("section", leaf)))


def test_a_date_in_rich_text_is_told_in_the_readers_zone() -> None:
    leaf = {"type": "date", "timestamp": 1772445600, "format": "{date_long_pretty}, {time}"}

    assert ">today, 19:00</time>" in draw(rich(part("section", leaf)))


def test_lists_quotes_and_lines_to_copy() -> None:
    items = (part("section", text("one")), part("section", text("two")))
    shown = draw(
        rich(
            part("list", *items, style="ordered", offset=2),
            part("quote", text("said")),
            part("preformatted", text("a  b")),
        )
    )

    assert '<ol class="text" start="3"><li>one</li><li>two</li></ol>' in shown
    assert '<blockquote class="text">said</blockquote>' in shown
    assert "<pre>a  b</pre>" in shown


def test_a_table_has_a_head_and_can_be_scrolled_by_the_keyboard() -> None:
    shown = draw(
        {
            "type": "table",
            "rows": [
                [rich(part("section", text("Days"))), {"type": "raw_text", "text": "Who"}],
                [{"type": "raw_number", "value": 14}, {"type": "raw_text", "text": "<pilots>"}],
            ],
            "column_settings": [{"align": "right"}, {"is_wrapped": True}],
        }
    )

    assert '<th scope="col">Who</th>' in shown
    assert '<td class="to-right">14</td><td class="wraps">&lt;pilots&gt;</td>' in shown
    assert 'tabindex="0"' in shown


def test_a_button_says_where_it_stands() -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary"}

    shown = draw({"type": "actions", "elements": [button]})

    assert 'class="button is-primary"' in shown
    assert "&quot;block&quot;: &quot;b0&quot;, &quot;action&quot;: &quot;go&quot;" in shown
    assert ">Go</button>" in shown


def test_an_overflow_menu_has_a_name_and_each_of_its_choices() -> None:
    menu = {"type": "overflow", "action_id": "menu", "options": [option("edit"), option("remove")]}

    shown = draw({"type": "section", "text": plain("Option 1"), "accessory": menu})

    assert 'aria-label="More actions"' in shown
    assert ">Edit</button>" in shown
    assert "&quot;value&quot;: &quot;remove&quot;" in shown


def test_a_field_has_a_label_of_its_own_a_hint_and_a_hook() -> None:
    shown = draw(field({"type": "plain_text_input"}, hint=plain("Honestly."), optional=True))

    assert '<label for="field-b0" class="label">Why?<span class="optional"> (optional)' in shown
    assert 'id="field-b0" data-block="b0"' in shown
    assert 'aria-describedby="hint-b0"' in shown


def test_a_long_answer_gets_more_than_a_line() -> None:
    element = {"type": "plain_text_input", "multiline": True, "initial_value": "a\n</textarea>"}

    assert ">a\n&lt;/textarea&gt;</textarea>" in draw(field(element))


def test_what_is_chosen_at_first_is_chosen() -> None:
    offered = {"options": [option("yes"), option("no")], "initial_option": option("no")}

    assert '<option value="no" selected>No</option>' in draw(
        field({"type": "static_select", **offered})
    )
    assert 'type="radio" name="V1/field-b0/answer" value="no" checked' in draw(
        field({"type": "radio_buttons", **offered})
    )
    assert '<option value="U2BEN" selected>Ben</option>' in draw(
        field({"type": "users_select", "initial_user": "U2BEN"})
    )


def test_a_choice_that_dispatches_is_a_click_and_any_other_only_kept() -> None:
    select = {"type": "static_select", "options": [option("yes")]}

    assert 'data-change="click"' in draw(field(select, dispatch_action=True))
    assert 'data-change="fill"' in draw(field(select))


def test_a_text_that_dispatches_does_so_on_enter() -> None:
    element = {"type": "plain_text_input"}

    assert 'data-enter="click"' in draw(field(element, dispatch_action=True))
    assert "data-enter" not in draw(field(element))


def test_pictures_are_left_out_and_what_is_unknown_says_so() -> None:
    image = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}

    shown = draw(image, {"type": "video"})

    assert "example.com" not in shown
    assert "(video is not shown here)" in shown
