"""How a change is kept: the dispute, its event and all that follows from it, or nothing."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.debts import Debt, debts_of
from bot.domain.dispute import Changed, Dispute
from bot.domain.ending import rule_at_end
from bot.domain.events import Deed, Event
from bot.domain.ids import UserId
from bot.domain.notices import Notice, Ruled
from bot.domain.promise import promised_on
from bot.domain.ruling import Basis, Ruling
from bot.domain.telling import Announcement, Delivery, deliveries
from bot.services.ports import Transaction
from bot.services.signatures import ask_founders


async def save(tx: Transaction, before: Dispute, changed: Changed, event: Event) -> Dispute:
    """The dispute as changed; what changed nothing leaves no trace."""
    after, notices = changed
    if after != before:
        await tx.disputes.save(before, after, event)
        await tell_clock(tx, before, after, now=event.at)
    await tell(tx, after, notices)
    if after != before:
        await ask_founders(tx, before, after, notices)
    return after


async def close(tx: Transaction, dispute: Dispute, *, now: datetime) -> Dispute:
    """The dispute with the ruling that is due at the end of its window."""
    ruled = rule_at_end(dispute, now=now)
    return await save(tx, dispute, ruled, Event(deed=Deed.WINDOW_ENDED, at=now))


async def tell(tx: Transaction, dispute: Dispute, notices: Iterable[Notice]) -> None:
    """Every message that the notices ask for, and every App Home anew."""
    asked = tuple(notices)
    if not asked:
        return
    announced = await _announcements(tx, dispute, asked)
    await tx.outbox.put((*deliveries(dispute, asked), *announced))
    await tx.outbox.put_homes(dispute.id.team)


async def _announcements(
    tx: Transaction, dispute: Dispute, notices: Iterable[Notice]
) -> tuple[Delivery, ...]:
    """The ruling in the channel that the settings name, unless it is told there anyway."""
    ruled = next((notice for notice in notices if isinstance(notice, Ruled)), None)
    state = dispute.state
    if ruled is None or not isinstance(state, Ruling) or state.basis is Basis.WITHDRAWN:
        return ()
    channel = (await tx.settings.get(dispute.id.team)).announcements
    if channel is None or channel == dispute.opening.channel:
        return ()
    return (Delivery(about=dispute.id, notice=ruled, place=Announcement(channel)),)


async def tell_clock(
    tx: Transaction, before: Dispute | None, after: Dispute, *, now: datetime
) -> None:
    """Whoever owes something new, or hears of it again, is looked at when the clock ticks next."""
    if people := _who_owes_anew(before, after, now) | _who_hears_again(before, after):
        await tx.reminders.look(after.id.team, people, at=now)


def _who_owes_anew(before: Dispute | None, after: Dispute, now: datetime) -> frozenset[UserId]:
    known = _asked(before, now) if before else frozenset()
    return frozenset(user for user, _ in _asked(after, now) - known)


def _who_hears_again(before: Dispute | None, after: Dispute) -> frozenset[UserId]:
    if not (_is_looked_at_anew(before, after) or _promises_anew(before, after)):
        return frozenset()
    return frozenset(after.speakers)


def _is_looked_at_anew(before: Dispute | None, after: Dispute) -> bool:
    known = before.look_again if before else None
    return after.look_again not in {None, known}


def _promises_anew(before: Dispute | None, after: Dispute) -> bool:
    """The winners owe its answer, and the others hear when it is overdue."""
    return promised_on(after) is not None and (before is None or promised_on(before) is None)


def _asked(dispute: Dispute, now: datetime) -> frozenset[tuple[UserId, Debt]]:
    """Every debt with each of those who speak for its side."""
    return frozenset(
        (user, debt)
        for party in (dispute.product, dispute.research)
        for debt in debts_of(dispute, party.lead, now=now)
        for user in party.speakers
    )
