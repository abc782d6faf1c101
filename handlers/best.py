"""What is best in each column of the comparison, so that it is seen, and read out, at a glance."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.case import Option
from bot.domain.facts import own_label
from bot.domain.minimum_model import Bound, OwnLimit
from bot.domain.words import Words

Figure = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Contest:
    """A figure by which options are compared, and what the best of them is called."""

    of: Callable[[Option], Figure]
    best: str
    higher_wins: bool = False

    def best_of(self, options: Iterable[Option]) -> Figure:
        """The best figure, which several can have; None while fewer than two are known."""
        known = [figure for option in options if (figure := self.of(option)) is not None]
        if len(known) <= 1:
            return None
        return max(known) if self.higher_wins else min(known)


CONTESTS: Mapping[str, Contest] = {
    "days": Contest(lambda option: option.days_to_feedback, "fewest"),
    "accuracy": Contest(
        lambda option: option.figures.accuracy_percent, "highest", higher_wins=True
    ),
    "latency": Contest(lambda option: option.figures.latency_ms, "lowest"),
    "cost per query": Contest(lambda option: option.figures.cost_per_query_usd, "lowest"),
    "GPU-weeks a month": Contest(lambda option: option.figures.gpu_weeks_per_month, "fewest"),
}
"""The columns in which one figure is better than another, whoever looks at it."""


def contests(own: Collection[OwnLimit]) -> dict[str, Contest]:
    """Those that all disputes have, and those of the area's own limits that have a number."""
    named = {own_label(one.name): _own(one) for one in own if one.number is not None}
    return {**CONTESTS, **named}


def _own(limit: OwnLimit) -> Contest:
    def of(option: Option) -> Figure:
        said = (one.number for one in option.figures.own if one.name == limit.name)
        return next(said, None)

    if limit.bound is Bound.AT_LEAST:
        return Contest(of, "highest", higher_wins=True)
    return Contest(of, "lowest")


def marked(fact: Words, best: str) -> Words:
    """A fact with a word behind its figure: 97.5 % (highest), measured on customers' data."""
    figure, *rest = fact
    number, comma, more = str(figure).partition(", ")
    return (f"{number} ({best}){comma}{more}", *rest)
