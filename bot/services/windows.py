"""The clock's part: windows that are over get their ruling."""

from datetime import datetime

from bot.domain.errors import StaleDispute
from bot.domain.ids import DisputeId
from bot.services.ports import Begin
from bot.services.saving import close


async def close_due_windows(*, now: datetime, begin: Begin) -> int:
    """How many windows were closed; one that fails holds up no other.

    Raises:
        ExceptionGroup: with what went wrong, after all the others are closed.

    """
    async with begin(reading=True) as tx:
        due = await tx.disputes.due(now)
    closed, failures = 0, []
    for dispute in due:
        try:
            closed += await close_window(dispute, now=now, begin=begin)
        except Exception as failure:  # noqa: BLE001  (raised below, once the others are closed)
            failure.add_note(f"while closing {dispute.team} {dispute}")
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some windows could not be closed", failures)
    return closed


async def close_window(dispute: DisputeId, *, now: datetime, begin: Begin) -> bool:
    """Whether the window was closed here; not when it is not due or another worker was faster."""
    try:
        async with begin() as tx:
            before = await tx.disputes.get(dispute)
            after = await close(tx, before, now=now)
    except StaleDispute:
        return False
    return after is not before
