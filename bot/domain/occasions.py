"""The days on which somebody hears of a ruling again: to look again, half time, overdue."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.case import Side
from bot.domain.debts import bearer
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId, UserId
from bot.domain.promise import OVERDUE, asked_on, chosen_by, promised_on, ruled_on

MADE_UP_FOR = timedelta(days=7)
"""So long after its day one that was missed is still told."""


class OccasionKind(StrEnum):
    """Why somebody hears of a ruling again."""

    LOOK_AGAIN = "look again"
    HALF_TIME = "half time"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A day on which somebody hears of a ruling again, once."""

    dispute: DisputeId
    kind: OccasionKind
    day: date
    """A local day of theirs."""


def occasions_of(
    dispute: Dispute, user: UserId, *, left: Collection[UserId] = (), today: date
) -> tuple[Occasion, ...]:
    """The last occasion of each kind that has come by `today`, and the next that will."""
    return tuple(
        Occasion(dispute=dispute.id, kind=kind, day=day)
        for kind, day in _days(dispute, user, left, today)
    )


def _days(
    dispute: Dispute, user: UserId, left: Collection[UserId], today: date
) -> Iterator[tuple[OccasionKind, date]]:
    look, half = dispute.look_again, half_time(dispute)
    if look and not dispute.set_aside and _bears(dispute, user, left, *Side):
        for day in filter(None, (look.last_day(today), look.next_day(today))):
            yield OccasionKind.LOOK_AGAIN, day
    chosen = chosen_by(dispute)
    if half and chosen and _bears(dispute, user, left, chosen.side):
        yield OccasionKind.HALF_TIME, half
    promised = promised_on(dispute)
    if promised and chosen and _bears(dispute, user, left, chosen.side.other):
        yield OccasionKind.OVERDUE, promised + OVERDUE


def _bears(dispute: Dispute, user: UserId, left: Collection[UserId], *sides: Side) -> bool:
    return any(bearer(dispute.party(side), left) == user for side in sides)


def half_time(dispute: Dispute) -> date | None:
    """The UTC day on which half of the promised days are over, where a side said when to stop."""
    chosen, ruled, promised = chosen_by(dispute), ruled_on(dispute), promised_on(dispute)
    if not (chosen and ruled and promised and chosen.option.stop_if):
        return None
    return ruled + (promised - ruled) // 2


def tells_until(dispute: Dispute) -> date | None:
    """The last day on which anybody may have to hear of its ruling; None when nobody has to."""
    if asked_on(dispute):
        return date.max
    look = dispute.look_again
    if look is None or dispute.set_aside:
        return None
    return date.max if look.pace else look.on + MADE_UP_FOR
