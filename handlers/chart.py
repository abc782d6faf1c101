"""The endings of eight weeks as a chart, and the same facts in a sentence."""

from collections.abc import Sequence
from datetime import date

from bot.domain.digest import Digest, Week
from bot.domain.ruling import Basis
from handlers.text import Json

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


def chart(digest: Digest) -> Json:
    """The bars: a group for each week, a bar for each basis that occurs."""
    series = [_series(basis, digest.weeks) for basis in _bases(digest)]
    categories = [_label(week.monday) for week in digest.weeks]
    axis = {"categories": categories, "x_label": "Week from", "y_label": "Disputes"}
    return {
        "type": "data_visualization",
        "title": TITLE,
        "chart": {"type": "bar", "series": series, "axis_config": axis},
    }


def in_words(digest: Digest) -> str:
    """What the chart shows: In eight weeks 9 ended: 4 agreed, 3 by the rule, 2 decided."""
    ended = sum(digest.endings.values())
    told = ", ".join(f"{digest.endings[basis]} {NAMES[basis]}" for basis in _bases(digest))
    return f"In eight weeks {ended} ended: {told}."


def _bases(digest: Digest) -> list[Basis]:
    """Those that occur, the most frequent first."""
    occurring = [basis for basis in Basis if basis in digest.endings]
    return sorted(occurring, key=lambda basis: -digest.endings[basis])


def _series(basis: Basis, weeks: Sequence[Week]) -> Json:
    points = [{"label": _label(week.monday), "value": week.endings.get(basis, 0)} for week in weeks]
    return {"name": NAMES[basis].capitalize(), "data": points}


def _label(monday: date) -> str:
    return f"{monday.day} {monday:%b}"
