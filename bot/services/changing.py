"""How somebody changes a dispute: load it, ask the rules, save it; or rule it where that is due."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId
from bot.domain.person import Membership, Person
from bot.domain.running import refuse_unless_running
from bot.services.ports import Begin, Directory, Transaction
from bot.services.saving import close, save

Ruled = tuple[Deed, Side | None, Changed]
"""What was done, for which side, and what the rules make of it."""
Rule = Callable[[Dispute], Ruled]


async def changed(
    dispute: DisputeId, rule: Rule, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The dispute as the rule changes it.

    Raises:
        HasEnded: its window is over; the ruling is then made on the spot.

    """
    async with begin() as tx:
        before, after = await change(tx, dispute, rule, by=by, now=now)
    return unless_over(before, after, now)


async def change(
    tx: Transaction, dispute: DisputeId, rule: Rule, *, by: Person, now: datetime
) -> tuple[Dispute, Dispute]:
    """The dispute before and after; one whose window is over is ruled on the spot instead."""
    before = await tx.disputes.get(dispute)
    if before.is_due(now):
        return before, await close(tx, before, now=now)
    deed, side, changed = rule(before)
    return before, await save(tx, before, changed, Event(deed=deed, at=now, by=by.id, side=side))


def unless_over(before: Dispute, after: Dispute, now: datetime) -> Dispute:
    """The dispute after its change; what came after the window's end is refused."""
    if before.is_due(now):
        refuse_unless_running(before, now)
    return after


async def lead_has_left(
    dispute: DisputeId, side: Side, by: Person, *, directory: Directory, begin: Begin
) -> bool:
    """Whether that side's lead is deactivated; asked only for a founder, who may act then."""
    if not by.founder:
        return False
    async with begin(reading=True) as tx:
        lead = (await tx.disputes.get(dispute)).party(side).lead
    return (await directory.person(lead)).membership is Membership.DEACTIVATED
