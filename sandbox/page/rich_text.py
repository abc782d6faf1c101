"""Rich text as HTML.

docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Callable, Iterable, Mapping

from sandbox.page.markup import Html, h, join
from sandbox.page.moments import draw_moment
from sandbox.page.mrkdwn import draw_link, draw_mention, draw_place
from sandbox.page.reader import Reader
from sandbox.wire import Json

Draw = Callable[[Json, Reader], Html]

_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code", "underline": "u"}


def draw_rich_text(block: Json, reader: Reader) -> Html:
    """A rich_text block, or the cell of a table."""
    return join(_PARTS[part["type"]](part, reader) for part in block["elements"])


def _draw_leaves(leaves: Iterable[Json], reader: Reader) -> Html:
    return join(_draw_leaf(leaf, reader) for leaf in leaves)


def _draw_leaf(leaf: Json, reader: Reader) -> Html:
    drawn = _LEAVES[leaf["type"]](leaf, reader)
    for style, tag in _STYLES.items():
        if leaf.get("style", {}).get(style):
            drawn = h(tag, drawn)
    return drawn


def _draw_date(leaf: Json, reader: Reader) -> Html:
    return draw_moment(leaf["timestamp"], leaf["format"], reader)


_LEAVES: Mapping[str, Draw] = {
    "text": lambda leaf, _: join(leaf["text"]),
    "link": lambda leaf, _: draw_link(leaf["url"], leaf.get("text", "")),
    "emoji": lambda leaf, _: join(_say_emoji(leaf)),
    "user": lambda leaf, reader: draw_mention(leaf["user_id"], reader),
    "channel": lambda leaf, reader: draw_place(leaf["channel_id"], reader),
    "usergroup": lambda _, __: h("span", "@group", class_="mention"),
    "broadcast": lambda leaf, _: h("span", f"@{leaf['range']}", class_="mention"),
    "color": lambda leaf, _: h("code", leaf["value"]),
    "date": _draw_date,
}


def _say_emoji(leaf: Json) -> str:
    points = leaf.get("unicode", "")
    if not points:
        return f":{leaf['name']}:"
    return "".join(chr(int(point, 16)) for point in points.split("-"))


def _draw_section(part: Json, reader: Reader) -> Html:
    return h("p", _draw_leaves(part["elements"], reader), class_="text")


def _draw_list(part: Json, reader: Reader) -> Html:
    items = [h("li", _draw_leaves(item["elements"], reader)) for item in part["elements"]]
    tag = "ol" if part["style"] == "ordered" else "ul"
    start = part["offset"] + 1 if part.get("offset") else None
    return h(tag, items, class_="text", data_indent=part.get("indent"), start=start)


def _draw_quote(part: Json, reader: Reader) -> Html:
    return h("blockquote", _draw_leaves(part["elements"], reader), class_="text")


def _draw_preformatted(part: Json, reader: Reader) -> Html:
    return h("pre", _draw_leaves(part["elements"], reader))


_PARTS: Mapping[str, Draw] = {
    "rich_text_section": _draw_section,
    "rich_text_list": _draw_list,
    "rich_text_quote": _draw_quote,
    "rich_text_preformatted": _draw_preformatted,
}
