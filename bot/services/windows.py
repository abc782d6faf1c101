"""The clock's part: windows that are over get their ruling, and deciders learn that they may."""

from datetime import datetime

from bot.domain.errors import StaleDispute
from bot.domain.ids import DisputeId
from bot.domain.notices import MayDecide
from bot.services.each import each
from bot.services.ports import Begin
from bot.services.saving import close, tell

AT_ONCE = 5
"""On PostgreSQL they wait for the disk together rather than one after the other."""


async def close_due_windows(*, now: datetime, begin: Begin) -> int:
    """How many windows were closed; one that fails holds up no other.

    Raises:
        ExceptionGroup: with what went wrong, after all the others are closed.

    """
    async with begin(reading=True) as tx:
        due = await tx.disputes.due(now)

    async def close_one(dispute: DisputeId) -> bool:
        return await close_window(dispute, now=now, begin=begin)

    return await each(due, close_one, "closing a window", at_once=AT_ONCE)


async def close_window(dispute: DisputeId, *, now: datetime, begin: Begin) -> bool:
    """Whether the window was closed here; not when it is not due or another worker was faster."""
    try:
        async with begin() as tx:
            before = await tx.disputes.get_unless_taken(dispute)
            if before is None:
                return False
            after = await close(tx, before, now=now)
    except StaleDispute:
        return False
    return after is not before


async def tell_deciders(*, now: datetime, begin: Begin) -> int:
    """How many deciders are told that they may decide; each once a dispute.

    Raises:
        ExceptionGroup: with what went wrong, after all the others are told.

    """
    async with begin(reading=True) as tx:
        due = await tx.disputes.to_tell_deciders(now)

    async def tell_one(dispute: DisputeId) -> bool:
        async with begin() as tx:
            found = await tx.disputes.get(dispute)
            if not await tx.disputes.note_decider_told(dispute):
                return False
            await tell(tx, found, (MayDecide(dispute),))
            return True

    return await each(due, tell_one, "telling a decider")
