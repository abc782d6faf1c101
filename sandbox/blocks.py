"""Slack's limits on blocks, as a table, and which surface takes which block.

Source: docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Iterator

from sandbox.elements import ACCESSORIES, ID, IMAGE_ELEMENT, IN_ACTIONS, IN_INPUT, URL, plain, text
from sandbox.rich_text import RICH_TEXT
from sandbox.schema import (
    Check,
    Problem,
    array,
    at_least_one,
    boolean,
    choice,
    exactly_one,
    mapping,
    number,
    positive,
    string,
    tagged,
    typed,
)
from sandbox.wire import Json

_BLOCK: dict[str, Check] = {"block_id": ID}
_WORDS = dict.fromkeys(("plain_text", "mrkdwn"), text(3000))

_CELL = typed(
    {
        **tagged("raw_text", {"text": string()}),
        **tagged("raw_number", {"value": number}, {"text": string()}),
        **RICH_TEXT,
    }
)
_COLUMN = mapping({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})

# docs.slack.dev/reference/block-kit/blocks/data-visualization-block
_POINT = mapping({"label": string(20), "value": number})
_SEGMENT = mapping({"label": string(20), "value": positive})
_SERIES = mapping({"name": string(20), "data": array(_POINT, 20)})
_AXIS = mapping(
    {"categories": array(string(20), 20)}, {"x_label": string(50), "y_label": string(50)}
)


def _series_fit_the_axis(chart: Json, at: str) -> Iterator[Problem]:
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        yield Problem(f"{at}/series", "series names must be unique")
    for place, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != chart["axis_config"]["categories"]:
            yield Problem(f"{at}/series/{place}/data", "labels must match the axis categories")


def _axis_chart(name: str) -> dict[str, Check]:
    return tagged(
        name, {"series": array(_SERIES, 6), "axis_config": _AXIS}, rules=[_series_fit_the_axis]
    )


_CHART = typed(
    {
        **_axis_chart("bar"),
        **_axis_chart("line"),
        **_axis_chart("area"),
        **tagged("pie", {"segments": array(_SEGMENT, 6)}),
    }
)

EVERYWHERE = {
    **tagged(
        "section",
        None,
        {
            **_BLOCK,
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": typed(ACCESSORIES),
            "expand": boolean,
        },
        [at_least_one("text", "fields")],
    ),
    **tagged("header", {"text": plain(150)}, _BLOCK),
    **tagged("divider", None, _BLOCK),
    **tagged(
        "context",
        {"elements": array(typed({**IMAGE_ELEMENT, **_WORDS}), 10)},
        _BLOCK,
    ),
    **tagged("actions", {"elements": array(typed(IN_ACTIONS), 25)}, _BLOCK),
    **tagged(
        "image",
        {"alt_text": string(2000)},
        {**_BLOCK, "image_url": URL, "title": plain(2000)},
        [exactly_one("image_url")],
    ),
    **tagged(
        "input",
        {"label": plain(2000), "element": typed(IN_INPUT)},
        {**_BLOCK, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    **RICH_TEXT,
}
FIGURES = {
    **tagged(
        "table",
        {"rows": array(array(_CELL, 20), 100)},
        {**_BLOCK, "column_settings": array(_COLUMN, 20)},
    ),
    **tagged("data_visualization", {"title": string(50), "chart": _CHART}, _BLOCK),
}
MARKDOWN = tagged("markdown", {"text": string(12_000)}, _BLOCK)

ON_MESSAGE = {**EVERYWHERE, **FIGURES, **MARKDOWN}
ON_MODAL = EVERYWHERE
ON_HOME = {**EVERYWHERE, **FIGURES}
