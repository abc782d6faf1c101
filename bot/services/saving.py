"""How a change is kept: the dispute, its event and the messages about it, all or nothing."""

from datetime import datetime

from bot.domain.dispute import Changed, Dispute
from bot.domain.ending import rule_at_end
from bot.domain.events import Deed, Event
from bot.domain.telling import deliveries
from bot.services.ports import Transaction


async def save(tx: Transaction, before: Dispute, changed: Changed, event: Event) -> Dispute:
    """The dispute as changed; what changed nothing leaves no trace."""
    after, notices = changed
    if after != before:
        await tx.disputes.save(before, after, event)
    await tx.outbox.put(deliveries(after, notices))
    return after


async def close(tx: Transaction, dispute: Dispute, *, now: datetime) -> Dispute:
    """The dispute with the ruling that is due at the end of its window."""
    ruled = rule_at_end(dispute, now=now)
    return await save(tx, dispute, ruled, Event(deed=Deed.WINDOW_ENDED, at=now))
