"""Promised days against real ones: by side, never by person, and never part of the rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId
from bot.domain.promise import answer_of, chosen_by, is_dropped, is_overdue, ruled_on

FEWEST = 3
"""Fewer outcomes say nothing of a side's estimates (product.md)."""
MOST = 20
"""The last answers of a side on which its record rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A promise that a customer has answered, in days from the ruling."""

    dispute: DisputeId
    side: Side
    promised: int
    """At least 1."""
    real: int
    is_confirmed: bool
    """Whether its builder stood by the days."""

    @property
    def ratio(self) -> Fraction:
        """Real days for each promised one: 1 is as promised, 2 is twice as long."""
        return Fraction(self.real, self.promised)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The middle ratio of some estimates, and how many it rests on."""

    middle: Fraction | None
    """None where there are too few to say."""
    of: int

    def __str__(self) -> str:
        return say_ratio(self.middle) if self.middle is not None else "too few to say"


def ratio_of(estimates: Iterable[Estimate]) -> Ratio:
    """Their median ratio; of an even number, the mean of the two in the middle."""
    ratios = [one.ratio for one in estimates]
    return Ratio(median(ratios) if len(ratios) >= FEWEST else None, len(ratios))


def say_ratio(ratio: Fraction) -> str:
    """A ratio to a tenth: 1.8."""
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return f"{exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):f}"


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What has come of promises: those answered, the last one first, and those that were not."""

    answered: tuple[Estimate, ...] = ()
    dropped: tuple[Side, ...] = ()
    """The side of each promise that was dropped."""
    overdue: tuple[Side, ...] = ()
    """The side of each promise whose answer is seven days late."""

    def of(self, side: Side) -> tuple[Estimate, ...]:
        """A side's last answers, the last one first."""
        return tuple(one for one in self.answered if one.side is side)[:MOST]

    def ratio(self, side: Side, *, confirmed: bool | None = None) -> Ratio:
        """A side's ratio; of the confirmed or the unconfirmed alone where that is asked for."""
        own = self.of(side)
        return ratio_of(one for one in own if confirmed in {None, one.is_confirmed})


def estimate_of(dispute: Dispute) -> Estimate | None:
    """The promise of a ruling in force held against its answer; None where there is none."""
    answer, chosen, ruled = answer_of(dispute), chosen_by(dispute), ruled_on(dispute)
    if not (answer and chosen and ruled) or dispute.set_aside:
        return None
    promised = chosen.option.days_to_feedback or 0
    if promised < 1:
        return None
    return Estimate(
        dispute=dispute.id,
        side=chosen.side,
        promised=promised,
        real=max(0, (answer.on - ruled).days),
        is_confirmed=chosen.option.is_confirmed,
    )


def track_record(disputes: Iterable[Dispute], *, now: datetime) -> TrackRecord:
    """What has come of the promises of all those disputes."""
    known = tuple({dispute.id: dispute for dispute in disputes}.values())
    dated = [
        (estimate, answer.on)
        for dispute in known
        if (estimate := estimate_of(dispute)) and (answer := answer_of(dispute))
    ]
    dated.sort(key=lambda one: (one[1], one[0].dispute.number), reverse=True)
    return TrackRecord(
        answered=tuple(estimate for estimate, _ in dated),
        dropped=tuple(_sides(one for one in known if is_dropped(one) and not one.set_aside)),
        overdue=tuple(_sides(one for one in known if is_overdue(one, now))),
    )


def _sides(disputes: Iterable[Dispute]) -> Iterator[Side]:
    return (chosen.side for one in disputes if (chosen := chosen_by(one)))
