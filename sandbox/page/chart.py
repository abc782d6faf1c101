"""A data_visualization block: a title, the drawing, a legend, and all of it in words.

docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
"""

from collections.abc import Iterable, Iterator

from sandbox.page.markup import NOTHING, Html, h, join
from sandbox.page.pie import draw_pie, say_share
from sandbox.page.plot import DRAWINGS
from sandbox.page.scale import HEIGHT, Scale, fit, say_number
from sandbox.wire import Json

CROWDED = 10
"""So many labels stand beside each other on a telephone; more are turned upright."""


def draw_chart(block: Json) -> Html:
    """The chart as one picture, of which its name tells every figure."""
    chart, title = block["chart"], block["title"]
    is_pie = chart["type"] == "pie"
    return h(
        "div",
        h("p", title, class_="chart-title"),
        _draw_pie(chart) if is_pie else _draw_plot(chart),
        class_=f"chart is-{chart['type']}",
        role="img",
        aria_label=f"{title}. {say_chart(chart)}",
    )


def say_chart(chart: Json) -> str:
    """Everything that a chart shows, in words."""
    if chart["type"] == "pie":
        return f"Pie chart. {_say_points(chart['segments'])}."
    said = (f"{one['name']}: {_say_points(one['data'])}." for one in chart["series"])
    labels = [chart["axis_config"].get(key) for key in ("y_label", "x_label")]
    axes = " by ".join(label for label in labels if label)
    return " ".join([f"{str(chart['type']).capitalize()} chart{axes and f' of {axes}'}.", *said])


def _say_points(points: Iterable[Json]) -> str:
    return ", ".join(f"{point['label']} {say_number(point['value'])}" for point in points)


def _draw_pie(chart: Json) -> Html:
    segments = chart["segments"]
    total = sum(segment["value"] for segment in segments)
    legend = [(one["label"], _say_slice(one["value"], total)) for one in segments]
    return h("div", draw_pie(segments), _draw_legend(legend), class_="chart-beside")


def _say_slice(value: float, total: float) -> str:
    return f"{say_number(value)} ({say_share(value / total)})"


def _draw_plot(chart: Json) -> Html:
    series, axis = chart["series"], chart["axis_config"]
    scale = fit([point["value"] for one in series for point in one["data"]])
    drawing = join(_draw_grid(scale), DRAWINGS[chart["type"]](series, scale))
    return join(
        _draw_axis_name(axis.get("y_label")),
        h(
            "div",
            _draw_ticks(scale),
            h(
                "div",
                h("svg", drawing, class_="chart-plot", height=HEIGHT, width="100%"),
                _draw_categories(axis["categories"]),
                _draw_axis_name(axis.get("x_label"), "is-below"),
                class_="chart-main",
            ),
            class_="chart-row",
        ),
        _draw_legend(_explain_series(chart)),
    )


def _explain_series(chart: Json) -> Iterator[tuple[str, str]]:
    """Bars add up; the points of a line or an area need not."""
    for one in chart["series"]:
        total = sum(point["value"] for point in one["data"])
        yield one["name"], f"{say_number(total)} in all" if chart["type"] == "bar" else ""


def _draw_grid(scale: Scale) -> Html:
    return join(
        h(
            "line",
            x1=0,
            x2="100%",
            y1=f"{scale.y(tick):.1f}",
            y2=f"{scale.y(tick):.1f}",
            class_="chart-grid is-zero" if tick == 0 else "chart-grid",
        )
        for tick in scale.ticks
    )


def _draw_ticks(scale: Scale) -> Html:
    numbers = [
        h("span", say_number(tick), style=f"top:{scale.y(tick):.1f}px") for tick in scale.ticks
    ]
    widest = max(len(say_number(tick)) for tick in scale.ticks)
    return h("div", numbers, class_="chart-ticks", style=f"width:{widest + 1}ch")


def _draw_categories(categories: Iterable[str]) -> Html:
    labels = [h("span", label) for label in categories]
    look = "chart-categories is-crowded" if len(labels) > CROWDED else "chart-categories"
    return h("div", labels, class_=look)


def _draw_axis_name(name: str | None, look: str = "") -> Html:
    return h("p", name, class_=f"chart-axis {look}".strip()) if name else NOTHING


def _draw_legend(entries: Iterable[tuple[str, str]]) -> Html:
    items = [
        h(
            "span",
            h("span", class_=f"swatch is-series-{number}"),
            h("span", name),
            h("span", says, class_="legend-says") if says else NOTHING,
            class_="legend-entry",
        )
        for number, (name, says) in enumerate(entries, start=1)
    ]
    return h("div", items, class_="chart-legend")
