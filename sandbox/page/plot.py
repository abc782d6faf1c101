"""What stands on the axes of a chart: grouped bars, lines, or areas behind each other.

Widths are shares of the whole, heights are pixels: so the drawing fits every screen, and its
numbers stay readable.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from sandbox.page.markup import Html, h, join
from sandbox.page.scale import HEIGHT, Scale, say_number
from sandbox.wire import Json

GROUP = 0.8
"""The share of its place that a group of bars takes."""
MOST_NUMBERS = 40
"""More bars than these have no room for their numbers; they are told when one points at them."""
LONGEST_NUMBER = 2

Point = tuple[float, float]


def _draw_bars(series: Sequence[Json], scale: Scale) -> Html:
    return join(_draw_group(one, number, series, scale) for number, one in enumerate(series))


def _draw_group(one: Json, number: int, series: Sequence[Json], scale: Scale) -> Iterator[Html]:
    place = 100 / len(one["data"])
    width = place * GROUP / len(series)
    for at, point in enumerate(one["data"]):
        left = place * (at + (1 - GROUP) / 2) + width * number
        yield _draw_bar(point, scale, left=left, width=width, tip=_tip(one, point), number=number)
        if _has_number(one, point, series):
            yield _draw_number(point, scale, left + width / 2)


def _draw_bar(
    point: Json, scale: Scale, *, left: float, width: float, tip: Html, number: int
) -> Html:
    top, bottom = scale.y(max(point["value"], 0)), scale.y(min(point["value"], 0))
    return h(
        "rect",
        tip,
        x=f"{left + width * 0.05:.3f}%",
        y=f"{top:.1f}",
        width=f"{width * 0.9:.3f}%",
        height=f"{bottom - top:.1f}",
        class_=f"is-series-{number + 1}",
    )


def _has_number(one: Json, point: Json, series: Sequence[Json]) -> bool:
    is_short = len(say_number(point["value"])) <= LONGEST_NUMBER
    has_room = len(series) * len(one["data"]) <= MOST_NUMBERS
    return point["value"] > 0 and is_short and has_room


def _draw_number(point: Json, scale: Scale, middle: float) -> Html:
    y = scale.y(point["value"]) - 3
    return h("text", say_number(point["value"]), x=f"{middle:.3f}%", y=f"{y:.1f}")


def _draw_lines(series: Sequence[Json], scale: Scale) -> Html:
    return join(_draw_line(one, number, scale) for number, one in enumerate(series, start=1))


def _draw_line(one: Json, number: int, scale: Scale) -> Html:
    points = _points(one, scale)
    strokes = [
        h("line", **_ends(start, end), class_=f"chart-line is-series-{number}")
        for start, end in pairwise(points)
    ]
    dots = [
        h(
            "circle",
            _tip(one, point),
            cx=f"{x:.3f}%",
            cy=f"{y:.1f}",
            r=4,
            class_=f"is-series-{number}",
        )
        for (x, y), point in zip(points, one["data"], strict=True)
    ]
    return join(strokes, dots)


def _ends(start: Point, end: Point) -> Mapping[str, str]:
    return {
        "x1": f"{start[0]:.3f}%",
        "y1": f"{start[1]:.1f}",
        "x2": f"{end[0]:.3f}%",
        "y2": f"{end[1]:.1f}",
    }


def _draw_areas(series: Sequence[Json], scale: Scale) -> Html:
    """Each behind the next one, as Slack layers them."""
    return join(
        join(_draw_area(one, number, scale), _draw_line(one, number, scale))
        for number, one in enumerate(series, start=1)
    )


def _draw_area(one: Json, number: int, scale: Scale) -> Html:
    points = _points(one, scale)
    ground = scale.y(0)
    corners = [(points[0][0], ground), *points, (points[-1][0], ground)]
    shape = h(
        "polygon",
        points=" ".join(f"{x:.3f},{y:.1f}" for x, y in corners),
        class_=f"chart-area is-series-{number}",
    )
    return h(
        "svg",
        shape,
        viewBox=f"0 0 100 {HEIGHT}",
        preserveAspectRatio="none",
        width="100%",
        height=HEIGHT,
    )


def _points(one: Json, scale: Scale) -> list[Point]:
    place = 100 / len(one["data"])
    return [(place * (at + 0.5), scale.y(point["value"])) for at, point in enumerate(one["data"])]


def _tip(one: Json, point: Json) -> Html:
    said = f"{one['name']}, {point['label']}: {say_number(point['value'])}"
    return h("title", said)


DRAWINGS: Mapping[str, Callable[[Sequence[Json], Scale], Html]] = {
    "bar": _draw_bars,
    "line": _draw_lines,
    "area": _draw_areas,
}
