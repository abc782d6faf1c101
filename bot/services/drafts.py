"""What a side has typed and not filed: kept for its lead and deputy, sealed from all others."""

from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.ids import DisputeId
from bot.domain.person import Person
from bot.domain.rights import Action, side_of
from bot.domain.running import refuse_unless_running
from bot.services.ports import Begin, Transaction


async def open_form(
    dispute: DisputeId, *, by: Person, now: datetime, begin: Begin
) -> tuple[Dispute, Side, Draft | None]:
    """The dispute, the side that `by` speaks for, and what it has typed so far.

    Raises:
        HasEnded, NotAllowed, NoSuchDispute: as stating the case would.

    """
    async with begin(reading=True) as tx:
        found, side = await _typing(tx, dispute, by, now)
        return found, side, await tx.drafts.get(dispute, side)


async def keep_draft(
    dispute: DisputeId, draft: Draft, *, by: Person, now: datetime, begin: Begin
) -> tuple[Dispute, Side]:
    """The draft in place of the one before.

    Raises:
        HasEnded, NotAllowed, NoSuchDispute: as stating the case would.

    """
    async with begin() as tx:
        found, side = await _typing(tx, dispute, by, now)
        await tx.drafts.put(dispute, side, draft)
    return found, side


async def _typing(
    tx: Transaction, dispute: DisputeId, by: Person, now: datetime
) -> tuple[Dispute, Side]:
    """The running dispute, and the side for which `by` may type."""
    found = await tx.disputes.get(dispute)
    refuse_unless_running(found, now)
    return found, side_of(found, by, Action.STATE_CASE)
