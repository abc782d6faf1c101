"""The clock's part: whoever owes something is reminded, at an hour of theirs."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import reminders as rules
from bot.domain.debts import Debt, debts_of, sides_without_anybody
from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId, UserId
from bot.domain.notices import AnswerOverdue, HalfTimeReached, LookAgainDue, NobodyActs, Notice
from bot.domain.occasions import Occasion, OccasionKind, occasions_of
from bot.domain.on_the_day import plan_occasions
from bot.domain.person import Membership, Person
from bot.domain.reminders import Reminded
from bot.domain.rhythm import Rhythm
from bot.domain.telling import Delivery, Direct, deliveries
from bot.services.each import each
from bot.services.owing import beside, concerning, people_of
from bot.services.ports import Begin, Directory, Recipient, Transaction

AT_ONCE = 100
ASK_AGAIN = timedelta(minutes=1)
LOOK_AGAIN = timedelta(days=1)


async def send_reminders(*, now: datetime, begin: Begin, directory: Directory) -> int:
    """How many people were looked at; one who cannot be holds up no other.

    Raises:
        ExceptionGroup: with what went wrong, after all the others.

    """

    async def look_at(recipient: Recipient) -> bool:
        return await remind(*recipient, now=now, begin=begin, directory=directory)

    looked_at, tried, failures = 0, set[Recipient](), list[Exception]()
    while found := await _due(now, besides=tried, begin=begin):
        tried |= found
        try:
            looked_at += await each(sorted(found), look_at, "reminding somebody", at_once=10)
        except ExceptionGroup as failed:
            failures.append(failed)
    if failures:
        raise ExceptionGroup("some were not reminded", failures)
    return looked_at


async def _due(now: datetime, *, besides: Collection[Recipient], begin: Begin) -> set[Recipient]:
    """The next to be looked at; who was tried and is still due is left for the next tick."""
    async with begin(reading=True) as tx:
        return {*await tx.reminders.due(now, limit=AT_ONCE + len(besides))} - {*besides}


async def remind(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> bool:
    """Send to one person what is due to them now, and note when to look at them again."""
    async with begin(reading=True) as tx:
        disputes = await concerning(tx, team, user, now=now)
    known = await people_of({user, *beside(disputes, user)}, directory)
    left = {person.id for person in known.values() if person.has_left}
    unknown = {one.id for one in known.values() if one.membership is Membership.UNKNOWN}
    async with begin() as tx:
        reminded = await tx.reminders.get(team, user)
        disputes = await concerning(tx, team, user, now=now)
        debts = [debt for one in disputes for debt in debts_of(one, user, left=left, now=now)]
        if user in unknown or (not debts and unknown & _leadsbeside(disputes, user)):
            await tx.reminders.put(team, user, reminded, look_at=now + ASK_AGAIN)
        elif user in left:
            await _hand_over(tx, known[user], disputes, reminded, team=team, left=left, now=now)
        else:
            rhythm = Rhythm.of_reminders(await tx.settings.get(team), known[user].zone)
            today = rhythm.day_of(now)
            days = [
                day for one in disputes for day in occasions_of(one, user, left=left, today=today)
            ]
            told = _Told(debts=debts, occasions=days, rhythm=rhythm, now=now)
            await _tell(tx, known[user], told, reminded, team=team)
    return True


def _leadsbeside(disputes: Iterable[Dispute], user: UserId) -> set[UserId]:
    """For whom they may have to stand in."""
    parties = [party for one in disputes for party in (one.product, one.research)]
    return {party.lead for party in parties if user == party.deputy}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What there may be to tell somebody, and when."""

    debts: Sequence[Debt]
    occasions: Sequence[Occasion]
    rhythm: Rhythm
    now: datetime


async def _tell(
    tx: Transaction, person: Person, told: _Told, reminded: Reminded, *, team: TeamId
) -> None:
    plan = rules.plan(told.debts, reminded, rhythm=told.rhythm, now=told.now)
    days = plan_occasions(told.occasions, plan.reminded, rhythm=told.rhythm, now=told.now)
    to_one = Direct(person.id)
    if plan.due:
        await tx.outbox.put((Delivery(about=team, notice=plan.due, place=to_one),))
    for one in days.due:
        notice = _NOTICES[one.kind](one, person.id)
        await tx.outbox.put((Delivery(about=one.dispute, notice=notice, place=to_one),))
    here = replace(days.reminded, reported=())
    look_at = min(filter(None, (plan.look_at, days.look_at)), default=None)
    await tx.reminders.put(team, person.id, here, look_at=look_at)


_NOTICES: dict[OccasionKind, Callable[[Occasion, UserId], Notice]] = {
    OccasionKind.LOOK_AGAIN: lambda one, user: LookAgainDue(one.dispute, user, one.day),
    OccasionKind.HALF_TIME: lambda one, user: HalfTimeReached(one.dispute, user),
    OccasionKind.OVERDUE: lambda one, user: AnswerOverdue(one.dispute, user),
}


async def _hand_over(
    tx: Transaction,
    person: Person,
    disputes: Iterable[Dispute],
    reminded: Reminded,
    *,
    team: TeamId,
    left: Collection[UserId],
    now: datetime,
) -> None:
    """Somebody has left: the deputies are looked at; where there is none the opener is told."""
    led = [one for one in disputes if person.id in {one.product.lead, one.research.lead}]
    deputies = beside(led, person.id) - set(left)
    await tx.reminders.look(team, deputies, at=now)
    for dispute in led:
        if dispute.id.number not in reminded.reported:
            await _report(tx, dispute, person, left, now=now)
    stuck = (one for one in led if sides_without_anybody(one, left, now=now))
    numbers = tuple(sorted(one.id.number for one in stuck))
    look_at = now + LOOK_AGAIN if led else None
    await tx.reminders.put(team, person.id, replace(reminded, reported=numbers), look_at=look_at)


async def _report(
    tx: Transaction, dispute: Dispute, person: Person, left: Collection[UserId], *, now: datetime
) -> None:
    for side in sides_without_anybody(dispute, left, now=now):
        if dispute.party(side).lead == person.id and dispute.opening.by not in left:
            notice = NobodyActs(dispute.id, side)
            await tx.outbox.put(deliveries(dispute, (notice,)))
