"""The GPU ledger: what running rulings have committed, by area, and how it is released."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.domain.afterwards import refuse_unless_followed
from bot.domain.dispute import Changed, Dispute, Retired
from bot.domain.ids import AreaId, DisputeId
from bot.domain.notices import CardChanged
from bot.domain.person import Person
from bot.domain.promise import chosen_by, is_dropped
from bot.domain.rights import Action, Situation, check


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What one ruling uses of an area's GPUs."""

    dispute: DisputeId
    area: str
    """"" for a dispute without an area."""
    title: str
    gpu_weeks: Decimal
    """A month."""
    budget: Decimal | None
    """Of the area for one option, when the dispute was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLedger:
    """What the running rulings of an area use together, the largest first."""

    area: str
    commitments: tuple[Commitment, ...]

    @property
    def gpu_weeks(self) -> Decimal:
        """A month, all of them together."""
        return sum((one.gpu_weeks for one in self.commitments), Decimal(0))

    @property
    def budget(self) -> Decimal:
        """What its options could use together, each within the budget for one."""
        return sum((one.budget or Decimal(0) for one in self.commitments), Decimal(0))


def commitment_of(dispute: Dispute) -> Commitment | None:
    """What a ruling in force uses; None once it is dropped, set aside or retired."""
    chosen = chosen_by(dispute)
    weeks = chosen.option.figures.gpu_weeks_per_month if chosen else None
    if chosen is None or not weeks or not _is_running(dispute):
        return None
    terms = dispute.opening.terms
    return Commitment(
        dispute=dispute.id,
        area=dispute.opening.area,
        title=chosen.option.title,
        gpu_weeks=weeks,
        budget=terms.gpu_budget if terms else None,
    )


def _is_running(dispute: Dispute) -> bool:
    return not (dispute.set_aside or dispute.retired or is_dropped(dispute))


def ledger_of(disputes: Iterable[Dispute]) -> tuple[AreaLedger, ...]:
    """The areas with something committed, the largest sum first, then by name.

    An area that was typed in several ways is one, named as it was last.
    """
    by_area: dict[AreaId, list[Commitment]] = {}
    for one in filter(None, map(commitment_of, disputes)):
        by_area.setdefault(AreaId.of(one.dispute.team, one.area), []).append(one)
    ledgers = (
        AreaLedger(area=_newest(of).area, commitments=_sorted(of)) for of in by_area.values()
    )
    return tuple(sorted(ledgers, key=lambda one: (-one.gpu_weeks, one.area)))


def _newest(commitments: Iterable[Commitment]) -> Commitment:
    return max(commitments, key=lambda one: one.dispute.number)


def _sorted(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    return tuple(sorted(commitments, key=lambda one: (-one.gpu_weeks, one.dispute.number)))


def retire(dispute: Dispute, *, by: Person, now: datetime) -> Changed:
    """What was chosen runs no more, and its GPUs are free; twice is once.

    Raises:
        NotAllowed: `by` neither speaks for the winning side nor is a founder.
        Refusal: there is no ruling in force that chose something.

    """
    chosen = refuse_unless_followed(dispute)
    check(Action.RETIRE, by, Situation(dispute=dispute, side=chosen.side))
    if dispute.retired:
        return dispute, ()
    retired = replace(dispute, retired=Retired(by=by.id, at=now))
    return retired, (CardChanged(dispute.id),)
