"""The minimum viable model: what an option must reach before it can be chosen by the rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.case import Figures, OwnFigure
from bot.domain.words import say_number

MOST_OWN_LIMITS = 5


class Bound(StrEnum):
    """On which side of its number a limit is kept."""

    AT_MOST = "at most"
    AT_LEAST = "at least"

    def holds(self, figure: Decimal, number: Decimal) -> bool:
        """Whether a figure keeps within the number."""
        return figure <= number if self is Bound.AT_MOST else figure >= number


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """A limit that an area has named itself: with a number, or kept or not."""

    name: str
    """Such as "GPU memory", or "lineage recorded"."""
    bound: Bound = Bound.AT_MOST
    number: Decimal | None = None
    """None for what is kept or not."""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumModel:
    """The limits of an area; None is "no limit"."""

    lowest_accuracy_percent: Decimal | None = None
    highest_latency_ms: Decimal | None = None
    highest_cost_per_query_usd: Decimal | None = None
    own: tuple[OwnLimit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is limited."""
        return self == MinimumModel()


def say_own_limit(limit: OwnLimit) -> str:
    """Such as: GPU memory at most 48 GB; or: lineage recorded, yes."""
    if limit.number is None:
        return f"{limit.name}, yes"
    return f"{limit.name} {limit.bound} {say_number(limit.number)} {limit.unit}".rstrip()


def say_limits(model: MinimumModel) -> tuple[str, ...]:
    """Every limit in words, the three that all areas can have first."""
    numbers = (
        ("accuracy at least", model.lowest_accuracy_percent, "%"),
        ("latency at most", model.highest_latency_ms, "ms"),
        ("cost per query at most", model.highest_cost_per_query_usd, "USD"),
    )
    said = (
        f"{name} {say_number(limit)} {unit}" for name, limit, unit in numbers if limit is not None
    )
    return (*said, *map(say_own_limit, model.own))


def why_not_met(model: MinimumModel, figures: Figures) -> Iterator[str]:
    """Every limit that the figures miss or leave open, as a reason against an option."""
    checks = (
        ("accuracy", "%", Bound.AT_LEAST, model.lowest_accuracy_percent, figures.accuracy_percent),
        ("latency", "ms", Bound.AT_MOST, model.highest_latency_ms, figures.latency_ms),
        (
            "cost per query",
            "USD",
            Bound.AT_MOST,
            model.highest_cost_per_query_usd,
            figures.cost_per_query_usd,
        ),
    )
    for name, unit, bound, limit, figure in checks:
        yield from _missed(name, unit, bound, limit, figure)
    for own in model.own:
        yield from _own_missed(own, figures)


def _missed(
    name: str, unit: str, bound: Bound, limit: Decimal | None, figure: Decimal | None
) -> Iterator[str]:
    if limit is None or (figure is not None and bound.holds(figure, limit)):
        return
    asked = f"the area asks for {bound} {say_number(limit)} {unit}".rstrip()
    if figure is None:
        yield f"its {name} is open; {asked}"
    else:
        yield f"its {name} is {say_number(figure)} {unit}".rstrip() + f"; {asked}"


def _own_missed(limit: OwnLimit, figures: Figures) -> Iterator[str]:
    figure = next((one for one in figures.own if one.name == limit.name), OwnFigure(limit.name))
    if limit.number is not None:
        yield from _missed(limit.name, limit.unit, limit.bound, limit.number, figure.number)
    elif not figure.is_kept:
        said = "is open" if figure.is_kept is None else "is not kept"
        yield f'"{limit.name}" {said}; the area asks for it'
