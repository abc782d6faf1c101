"""Bars, and the endings of eight weeks as bars and in a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.digest import Digest
from bot.domain.ruling import Basis
from handlers.text import Json

CHART = "data_visualization"
TITLE = "Disputes ended, by week"
"""At most 50 characters (docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""

NAMES = {
    Basis.AGREED: "agreed",
    Basis.YIELDED: "yielded",
    Basis.DECIDED: "decided",
    Basis.DEFAULT_RULE: "by the rule",
    Basis.LAPSED: "lapsed",
    Basis.WITHDRAWN: "withdrawn",
}
"""Each basis as a series is called: at most six, of at most 20 characters."""


def bars(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float]],
    *,
    x_label: str,
    y_label: str,
) -> Json:
    """A group of bars for each label, a bar in it for each series."""
    axis = {"categories": list(labels), "x_label": x_label, "y_label": y_label}
    drawn = [_series(name, labels, values) for name, values in series.items()]
    return {
        "type": CHART,
        "title": title,
        "chart": {"type": "bar", "series": drawn, "axis_config": axis},
    }


def _series(name: str, labels: Sequence[str], values: Sequence[float]) -> Json:
    points = zip(labels, values, strict=True)
    return {"name": name, "data": [{"label": label, "value": value} for label, value in points]}


def chart(digest: Digest) -> Json:
    """The endings: a group for each week, a bar for each basis that occurs."""
    series = {
        NAMES[basis].capitalize(): [week.endings.get(basis, 0) for week in digest.weeks]
        for basis in _bases(digest)
    }
    labels = [_label(week.monday) for week in digest.weeks]
    return bars(TITLE, labels, series, x_label="Week from", y_label="Disputes")


def in_words(digest: Digest) -> str:
    """What the chart shows: In eight weeks 9 ended: 4 agreed, 3 by the rule, 2 decided."""
    ended = sum(digest.endings.values())
    told = ", ".join(f"{digest.endings[basis]} {NAMES[basis]}" for basis in _bases(digest))
    return f"In eight weeks {ended} ended: {told}."


def _bases(digest: Digest) -> list[Basis]:
    """Those that occur, the most frequent first."""
    occurring = [basis for basis in Basis if basis in digest.endings]
    return sorted(occurring, key=lambda basis: -digest.endings[basis])


def _label(monday: date) -> str:
    return f"{monday.day} {monday:%b}"
