"""Blocks as HTML, for messages and views alike."""

from collections.abc import Callable, Iterable, Mapping

from sandbox.inputs import KINDS
from sandbox.page.chart import draw_chart
from sandbox.page.elements import draw_element, draw_row
from sandbox.page.fields import field_id
from sandbox.page.markup import NOTHING, Html, h, join
from sandbox.page.rich_text import draw_rich_text
from sandbox.page.sheet import Sheet
from sandbox.page.table import draw_table
from sandbox.page.texts import draw_text, fold
from sandbox.wire import Json

Draw = Callable[[Json, Sheet], Html]


def draw_blocks(blocks: Iterable[Json], sheet: Sheet) -> Html:
    """Blocks one below the other; pictures are left out."""
    return join(_draw_block(block, sheet) for block in blocks if block["type"] != "image")


def _draw_block(block: Json, sheet: Sheet) -> Html:
    draw = _BLOCKS.get(block["type"], _draw_unknown)
    name = block["type"].replace("_", "-")
    return h("div", draw(block, sheet), class_=f"slack-block is-{name}", data_key=block["block_id"])


def _draw_unknown(block: Json, _sheet: Sheet) -> Html:
    return h("span", f"({block['type']} is not shown here)", class_="unknown")


def _fold(drawn: Html, content: object, sheet: Sheet) -> Html:
    return fold(drawn, content) if sheet.folds else drawn


def _draw_section(block: Json, sheet: Sheet) -> Html:
    texts = [block["text"]] if "text" in block else []
    drawn = [h("p", draw_text(text, sheet.reader), class_="text") for text in texts]
    fields = [h("p", draw_text(text, sheet.reader)) for text in block.get("fields", [])]
    grid = h("div", fields, class_="fields") if fields else NOTHING
    words = h("div", _fold(join(drawn), texts, sheet), grid, class_="words")
    accessory = block.get("accessory")
    if accessory is None or accessory["type"] == "image":
        return words
    return join(words, h("div", draw_element(block, accessory, sheet), class_="accessory"))


def _draw_header(block: Json, sheet: Sheet) -> Html:
    return h("h2", draw_text(block["text"], sheet.reader))


def _draw_context(block: Json, sheet: Sheet) -> Html:
    texts = [element for element in block["elements"] if element["type"] != "image"]
    return join(h("p", draw_text(text, sheet.reader), class_="text") for text in texts)


def _draw_rich(block: Json, sheet: Sheet) -> Html:
    return _fold(draw_rich_text(block, sheet.reader), block["elements"], sheet)


def _draw_input(block: Json, sheet: Sheet) -> Html:
    element, key = block["element"], block["block_id"]
    optional = h("span", " (optional)", class_="optional") if block.get("optional") else NOTHING
    # A group of choices has its own legend; a label would name only the first of them.
    is_group = KINDS[element["type"]].is_many or element["type"] == "radio_buttons"
    label_tag, label_for = ("div", None) if is_group else ("label", field_id(block))
    error, hint = sheet.errors.get(key), block.get("hint")
    return h(
        "div",
        h(label_tag, block["label"]["text"], optional, for_=label_for, class_="label"),
        draw_element(block, element, sheet),
        h("p", error, id=f"error-{key}", role="alert", class_="error") if error else NOTHING,
        h("p", hint["text"], id=f"hint-{key}", class_="hint") if hint else NOTHING,
        class_="field is-wrong" if error else "field",
        data_field=key,
    )


_BLOCKS: Mapping[str, Draw] = {
    "section": _draw_section,
    "header": _draw_header,
    "context": _draw_context,
    "divider": lambda _, __: h("hr"),
    "actions": draw_row,
    "rich_text": _draw_rich,
    "data_visualization": lambda block, _: draw_chart(block),
    "table": lambda block, sheet: draw_table(block, sheet.reader),
    "input": _draw_input,
}
