"""What an area's limits ask of an option, by the fields of the form."""

from collections.abc import Iterable
from enum import StrEnum

from bot.domain.minimum_model import Bound, MinimumModel, OwnLimit
from bot.domain.words import say_number


class Kept(StrEnum):
    """The answers to a limit that has no number."""

    YES = "yes"
    NO = "no"


def own_fields(own: Iterable[OwnLimit]) -> dict[str, OwnLimit]:
    """The limits that an area has named itself, by the names of their fields."""
    return {f"own_{number}": limit for number, limit in enumerate(own, start=1)}


def asked_for(minimum: MinimumModel) -> dict[str, str]:
    """What each limit asks for, by the name of its field: at least 92 %."""
    limits = (
        ("accuracy_percent", Bound.AT_LEAST, minimum.lowest_accuracy_percent, "%"),
        ("latency_ms", Bound.AT_MOST, minimum.highest_latency_ms, "ms"),
        ("cost_per_query_usd", Bound.AT_MOST, minimum.highest_cost_per_query_usd, "USD"),
    )
    said = {
        name: f"{bound} {say_number(number)} {unit}"
        for name, bound, number, unit in limits
        if number is not None
    }
    return said | {name: _say_own(limit) for name, limit in own_fields(minimum.own).items()}


def _say_own(limit: OwnLimit) -> str:
    if limit.number is None:
        return '"yes"'
    return f"{limit.bound} {say_number(limit.number)} {limit.unit}".rstrip()
