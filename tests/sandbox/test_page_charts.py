"""Charts as pictures, and the same in words for who does not see them."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.chart import say_chart
from sandbox.page.scale import HEIGHT, fit, say_number
from sandbox.wire import Json
from tests.sandbox.test_page_blocks import draw

WEEKS = ("2 Feb", "9 Feb", "16 Feb")


def chart(kind: str = "bar", title: str = "Endings", **series: tuple[float, ...]) -> Json:
    drawn = [{"name": name, "data": points(*values)} for name, values in series.items()]
    axis = {"categories": list(WEEKS), "x_label": "Week", "y_label": "Endings"}
    plot = {"type": kind, "series": drawn, "axis_config": axis}
    return {"type": "data_visualization", "title": title, "chart": plot}


def points(*values: float) -> list[Json]:
    return [{"label": label, "value": value} for label, value in zip(WEEKS, values, strict=True)]


def pie(**segments: float) -> Json:
    slices = [{"label": label, "value": value} for label, value in segments.items()]
    block = {"type": "pie", "segments": slices}
    return {"type": "data_visualization", "title": "Bases", "chart": block}


def drawing(block: Json) -> list[ET.Element]:
    found = re.search(r"<svg.*</svg>", draw(block))
    assert found
    return list(ET.fromstring(found[0]).iter())  # noqa: S314 - drawn by our own page


def heights(block: Json) -> list[float]:
    return [float(one.attrib["height"]) for one in drawing(block) if one.tag == "rect"]


def test_a_chart_says_every_figure_to_who_does_not_see_it() -> None:
    shown = draw(chart(agreed=(1, 0, 2), decided=(0, 3, 0.5)))

    assert (
        'role="img" aria-label="Endings. Bar chart of Endings by Week. '
        'agreed: 2 Feb 1, 9 Feb 0, 16 Feb 2. decided: 2 Feb 0, 9 Feb 3, 16 Feb 0.5."' in shown
    )


def test_a_chart_has_a_title_its_categories_and_a_legend_with_sums() -> None:
    shown = draw(chart(agreed=(1, 0, 2)))

    assert '<p class="chart-title">Endings</p>' in shown
    assert "".join(f"<span>{week}</span>" for week in WEEKS) in shown
    assert '<span>agreed</span><span class="legend-says">3 in all</span>' in shown


def test_bars_stand_side_by_side_and_are_as_high_as_their_values() -> None:
    block = chart(agreed=(1, 0, 2), decided=(0, 3, 4))

    assert heights(block) == [HEIGHT / 4, 0, HEIGHT / 2, 0, HEIGHT * 3 / 4, HEIGHT]
    lefts = [float(one.attrib["x"].rstrip("%")) for one in drawing(block) if one.tag == "rect"]
    assert len(set(lefts)) == 6


def test_a_bar_below_nothing_hangs_from_the_line_of_nothing() -> None:
    block = chart(change=(2, -2, 0))

    tops = [float(one.attrib["y"]) for one in drawing(block) if one.tag == "rect"]
    assert tops == [0, HEIGHT / 2, HEIGHT / 2]
    assert heights(block) == [HEIGHT / 2, HEIGHT / 2, 0]


def test_each_point_of_a_line_tells_its_figure() -> None:
    shown = draw(chart("line", days=(7, 5.5, 6)))

    assert shown.count("<circle") == 3
    assert shown.count('class="chart-line is-series-1"') == 2
    assert "<title>days, 9 Feb: 5.5</title>" in shown
    assert "in all" not in shown


def test_an_area_is_a_line_with_its_ground_filled() -> None:
    shown = draw(chart("area", days=(7, 5, 6), more=(1, 2, 3)))

    assert shown.count("<polygon") == 2
    assert shown.index("chart-area is-series-1") < shown.index("chart-area is-series-2")


def test_a_pie_tells_figures_and_shares() -> None:
    block = pie(agreed=3, decided=1)

    shown = draw(block)

    assert [one.tag for one in drawing(block)].count("path") == 2
    assert '<span>agreed</span><span class="legend-says">3 (75%)</span>' in shown
    assert 'aria-label="Bases. Pie chart. agreed 3, decided 1."' in shown


def test_a_pie_of_one_slice_is_whole() -> None:
    assert "<circle" in draw(pie(agreed=3))


def test_names_never_become_markup() -> None:
    named: dict[str, Any] = {"<b>": (1, 2, 3)}

    assert "<b>" not in draw(chart(title="<b>", **named))


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_chart_of_nothing_but_zeros_is_drawn(kind: str) -> None:
    assert "NaN" not in draw(chart(kind, agreed=(0, 0, 0)))


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 3)), min_size=1, max_size=20))
def test_every_value_has_its_place_on_the_scale(values: list[float]) -> None:
    scale = fit(values)

    assert all(-0.01 <= scale.y(value) <= HEIGHT + 0.01 for value in [*values, 0])
    assert 2 <= len(scale.ticks) <= 8
    assert scale.ticks[-1] == pytest.approx(scale.high)


def test_whole_numbers_get_whole_steps() -> None:
    assert fit([0, 1, 1]).ticks == [0, 1]
    assert fit([0, 12, 3]).ticks == [0, 5, 10, 15]


def test_numbers_are_told_as_people_write_them() -> None:
    assert [say_number(value) for value in (3, 3.0, 0.25, 1234567)] == [
        "3",
        "3",
        "0.25",
        "1,234,567",
    ]


def test_a_chart_without_names_of_its_axes_leaves_them_out() -> None:
    block = chart("line", days=(1, 2, 3))["chart"]
    axis = {"categories": list(WEEKS)}

    assert say_chart({**block, "axis_config": axis}).startswith("Line chart. days: ")
