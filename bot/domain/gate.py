"""A feasibility gate: a limit that an option breaks, in numbers, and what would lift it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.case import Option, Side
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import Bound
from bot.domain.window import Window
from bot.domain.words import say_number

TIME_TO_ANSWER = timedelta(hours=24)
"""So long before the end a gate is raised, or its figure revised, that the others can answer."""


class Gated(StrEnum):
    """What of an option a gate is about."""

    ACCURACY = "accuracy"
    LATENCY = "latency"
    COST_PER_QUERY = "cost per query"
    GPU_WEEKS = "GPU-weeks a month"
    OTHER = "another limit"
    BAR = "a legal or safety bar"


_FIGURES: dict[Gated, Callable[[Option], Decimal | None]] = {
    Gated.ACCURACY: lambda option: option.figures.accuracy_percent,
    Gated.LATENCY: lambda option: option.figures.latency_ms,
    Gated.COST_PER_QUERY: lambda option: option.figures.cost_per_query_usd,
    Gated.GPU_WEEKS: lambda option: option.figures.gpu_weeks_per_month,
}
"""The figures that a gate can be about; of anything else an option has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What research says: the limit, its number with a unit, and what would lift the gate."""

    gated: Gated
    name: str
    """Such as "real-time answers"."""
    bound: Bound = Bound.AT_MOST
    number: Decimal | None = None
    """None for a bar alone, which is kept or not."""
    unit: str = ""
    lifted_by: str = ""
    source: str = ""
    """Of a bar: the law, the contract or the policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEnded:
    """A gate that stands no more."""

    at: datetime
    by: UserId | None
    """Who lifted it; None where it fell because its figure was revised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A limit against one option, from when research raised it until it is lifted or falls."""

    side: Side
    """The side whose option it is."""
    option: OptionId
    limit: Limit
    by: UserId
    at: datetime
    figure: Decimal | None = None
    """What the option said then; None where it said nothing."""
    ended: GateEnded | None = None
    renews: datetime | None = None
    """When one like it fell because the figure was revised; None for the first."""

    @property
    def stands(self) -> bool:
        """Whether it has neither been lifted nor fallen."""
        return self.ended is None

    def is_against(self, side: Side, option: Option) -> bool:
        """Whether it is raised against that option of that side."""
        return (self.side, self.option) == (side, option.id)

    def binds(self, window: Window, both_in_at: datetime) -> bool:
        """Whether the rule looks at it; one that came too late to be answered is shown only."""
        answered = [both_in_at, self.renews or both_in_at]
        in_time = self.at <= window.closes_at - TIME_TO_ANSWER
        return self.stands and (in_time or self.at <= max(answered) + TIME_TO_ANSWER)

    @property
    def fell(self) -> bool:
        """Whether the other side's revision ended it, and not research."""
        return self.ended is not None and self.ended.by is None

    def falls_with(self, after: Option | None) -> bool:
        """Whether its option is gone, or says a better figure than when the gate was raised.

        Where it said none, one that keeps within the limit is better.
        """
        if after is None:
            return True
        new, limit = figure_of(after, self.limit.gated), self.limit
        if new is None or limit.number is None:
            return False
        if self.figure is None:
            return limit.bound.holds(new, limit.number)
        return new != self.figure and limit.bound.holds(new, self.figure)

    def over(self, *, at: datetime, by: UserId | None) -> "Gate":
        """The same, ended."""
        return replace(self, ended=GateEnded(at=at, by=by))


def figure_of(option: Option, gated: Gated) -> Decimal | None:
    """What an option says of that; None where it says nothing, or has no figure for it."""
    of = _FIGURES.get(gated)
    return of(option) if of else None


def say_limit(limit: Limit) -> str:
    """A limit in words: real-time answers, at most 0.03 USD a query."""
    if limit.number is None:
        return f"{limit.name} ({limit.source})"
    return f"{limit.name}, {limit.bound} {say_number(limit.number)} {limit.unit}".rstrip()


def say_gate(limit: Limit) -> str:
    """A limit and what would lift it, as a reason against an option."""
    return f"{say_limit(limit)}; not before: {limit.lifted_by}"
