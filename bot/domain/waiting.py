"""What it costs to wait for an option while its dispute runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.case import Filed, Option, Side
from bot.domain.sealing import SeenDispute
from bot.domain.window import Window

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a week without an option costs, as its side says."""

    side: Side
    option: Option
    per_week: Decimal
    """USD."""

    def so_far(self, window: Window, now: datetime) -> Decimal:
        """USD, in proportion to the time since the window opened; it stops with the window."""
        waited = min(now, window.closes_at) - window.opens_at
        return self.per_week * Decimal(waited // _MICROSECOND) / Decimal(WEEK // _MICROSECOND)


_MICROSECOND = timedelta(microseconds=1)


def waiting_costs(seen: SeenDispute) -> tuple[Waiting, ...]:
    """The options with a cost of delay, the dearest first; none while a case is sealed."""
    if not seen.is_unsealed:
        return ()
    standings = [seen.party(side).standing for side in Side]
    known = [
        Waiting(side=filed.side, option=option, per_week=cost)
        for filed in standings
        if isinstance(filed, Filed)
        for option in filed.case.options
        if (cost := option.figures.cost_of_delay_per_week) is not None
    ]
    return tuple(sorted(known, key=lambda one: one.per_week, reverse=True))
