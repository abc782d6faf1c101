"""Slack's limits on rich text, as a table.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from sandbox.elements import ID
from sandbox.schema import Check, array, boolean, choice, integer, mapping, string, tagged, typed

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight")
_STYLE: dict[str, Check] = {"style": mapping({}, dict.fromkeys(_STYLES, boolean))}
_BORDER: dict[str, Check] = {"border": integer(0, 1)}

_TEXT = tagged("text", {"text": string()}, _STYLE)
_LINK = tagged("link", {"url": string()}, {**_STYLE, "text": string(), "unsafe": boolean})
_LEAVES = typed(
    {
        **_TEXT,
        **_LINK,
        **tagged("emoji", {"name": string()}, {**_STYLE, "unicode": string()}),
        **tagged("user", {"user_id": ID}, _STYLE),
        **tagged("channel", {"channel_id": ID}, _STYLE),
        **tagged("usergroup", {"usergroup_id": ID}, _STYLE),
        **tagged("broadcast", {"range": choice("here", "channel", "everyone")}, _STYLE),
        **tagged("color", {"value": string()}),
        **tagged(
            "date",
            {"timestamp": integer(0, 10**11), "format": string()},
            {**_STYLE, "url": string(), "fallback": string()},
        ),
    }
)
_MANY = 1000
_SECTION = tagged("rich_text_section", {"elements": array(_LEAVES, _MANY, least=0)})
_PARTS = {
    **_SECTION,
    **tagged(
        "rich_text_list",
        {"style": choice("bullet", "ordered"), "elements": array(typed(_SECTION), _MANY)},
        {**_BORDER, "indent": integer(0, 8), "offset": integer(0, 10**6)},
    ),
    **tagged(
        "rich_text_preformatted",
        {"elements": array(typed({**_TEXT, **_LINK}), _MANY)},
        {**_BORDER, "language": string()},
    ),
    **tagged("rich_text_quote", {"elements": array(_LEAVES, _MANY)}, _BORDER),
}

RICH_TEXT = tagged("rich_text", {"elements": array(typed(_PARTS), _MANY)}, {"block_id": ID})
