"""A table block as a real table, which scrolls sideways inside itself."""

from collections.abc import Sequence

from sandbox.page.markup import Html, h, join
from sandbox.page.reader import Reader
from sandbox.page.rich_text import draw_rich_text
from sandbox.wire import Json


def draw_table(block: Json, reader: Reader) -> Html:
    """The first row is the head."""
    settings = block.get("column_settings", [])
    head, *body = block["rows"]
    table = h(
        "table",
        h("thead", h("tr", [h("th", _draw_cell(cell, reader), scope="col") for cell in head])),
        h("tbody", [_draw_row(row, settings, reader) for row in body]),
    )
    return h("div", table, class_="slack-table", tabindex=0, role="group", aria_label="Table")


def _draw_row(row: Sequence[Json], settings: Sequence[Json], reader: Reader) -> Html:
    padded = [*settings, *[{}] * len(row)]
    return h(
        "tr",
        [
            h("td", _draw_cell(cell, reader), class_=_look(setting))
            for cell, setting in zip(row, padded, strict=False)
        ],
    )


def _look(setting: Json | None) -> str | None:
    known = setting or {}
    wraps = ["wraps"] if known.get("is_wrapped") else []
    return " ".join([*wraps, f"to-{known['align']}"] if "align" in known else wraps) or None


def _draw_cell(cell: Json, reader: Reader) -> Html:
    match cell["type"]:
        case "rich_text":
            return draw_rich_text(cell, reader)
        case "raw_number":
            return join(str(cell.get("text", cell["value"])))
        case _:
            return join(cell["text"])
