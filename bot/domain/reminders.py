"""When a person is reminded of what they owe: once a day at most, and never of nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.debts import Debt
from bot.domain.notices import ReminderDue
from bot.domain.occasions import Occasion
from bot.domain.rhythm import Rhythm

LAST_CALL_BEFORE_END = timedelta(hours=4)
SNOOZE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What the clock has told somebody, and what they asked of it."""

    day: date | None = None
    """Their last local day whose reminder is sent or dropped."""
    snoozed_until: datetime | None = None
    muted: tuple[int, ...] = ()
    """The disputes of which they want no reminder but the last call."""
    called: tuple[Debt, ...] = ()
    """The debts whose last call is sent."""
    reported: tuple[int, ...] = ()
    """The disputes whose opener knows that this person has left and nobody stands in."""
    heard: tuple[Occasion, ...] = ()
    """What they were told of on its day."""
    export: str = ""
    """The command by which they last asked for the records; delivered twice, it is one."""

    def is_asleep(self, now: datetime) -> bool:
        """Whether they want to be told later, and it is not later yet."""
        return self.snoozed_until is not None and now < self.snoozed_until

    def has_slept(self, now: datetime) -> bool:
        """Whether they wanted to be told later, and now it is later."""
        return self.snoozed_until is not None and now >= self.snoozed_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is sent to somebody now, and when to look again; None when nothing is."""

    due: ReminderDue | None
    reminded: Reminded
    look_at: datetime | None


def plan(debts: Sequence[Debt], reminded: Reminded, *, rhythm: Rhythm, now: datetime) -> Plan:
    """What somebody who owes that is told at `now`, as product.md says under *Being told*."""
    known = replace(
        reminded, called=tuple(filter(lambda one: _is_running(one, now), reminded.called))
    )
    calls = _calls(debts, known, rhythm, now)
    wanted = [debt for debt in debts if is_owed(debt, rhythm, now) and not _is_muted(debt, known)]
    bundled = _is_due_again(wanted, known, rhythm, now) or _is_due_today(wanted, known, rhythm, now)
    after = _noted(known, calls, rhythm, now, told=bundled or bool(calls))
    return Plan(
        due=_due(calls, known, rhythm, now, bundled=bundled) if bundled or calls else None,
        reminded=after,
        look_at=_look_at(debts, after, rhythm, now) if debts else None,
    )


def is_owed(debt: Debt, rhythm: Rhythm, now: datetime) -> bool:
    """Whether it is owed already: an outcome from its day on, anything else at once."""
    return debt.due_on is None or debt.due_on <= rhythm.day_of(now)


def _is_running(debt: Debt, now: datetime) -> bool:
    return debt.ends_at is None or now < debt.ends_at


def _is_muted(debt: Debt, known: Reminded) -> bool:
    """A dispute is muted until its last call; an outcome has none, and is put off by "not yet"."""
    return debt.ends_at is not None and debt.dispute.number in known.muted


def is_last_call(debt: Debt, rhythm: Rhythm, now: datetime) -> bool:
    """Whether no reminder of that debt is due after one that is sent at `now`.

    The last call is the last reminder moment at least four hours before the end. Who starts to
    owe after it gets it at once, in daytime.
    """
    if debt.ends_at is None:
        return False
    last = rhythm.last_moment(debt.ends_at - LAST_CALL_BEFORE_END)
    if debt.since <= last:
        return last <= now < debt.ends_at
    return debt.since <= now < debt.ends_at and rhythm.is_daytime(now)


def _calls(
    debts: Iterable[Debt], known: Reminded, rhythm: Rhythm, now: datetime
) -> tuple[Debt, ...]:
    """The debts whose last call is due; one that is sent comes again when it was snoozed."""
    return tuple(
        debt
        for debt in debts
        if (known.has_slept(now) if _is_called(debt, known) else is_last_call(debt, rhythm, now))
    )


def _is_called(debt: Debt, known: Reminded) -> bool:
    """Whether its last call is sent; another option to answer is no reason for a second one."""
    called = {(one.dispute, one.side, one.kind) for one in known.called}
    return (debt.dispute, debt.side, debt.kind) in called


def _is_due_again(wanted: Sequence[Debt], known: Reminded, rhythm: Rhythm, now: datetime) -> bool:
    """Whether what was snoozed comes now; what is missed is made up for a while, that day."""
    until = known.snoozed_until
    if not wanted or until is None or now < until:
        return False
    return now < max(_latest(rhythm, until), until + SNOOZE) and _is_one_day(rhythm, until, now)


def _is_due_today(wanted: Iterable[Debt], known: Reminded, rhythm: Rhythm, now: datetime) -> bool:
    """Whether today's reminder comes now; a debt has none on the day on which it was asked for."""
    today = rhythm.day_of(now)
    if known.day == today or known.is_asleep(now) or not rhythm.is_daytime(now):
        return False
    return any(_first_day(one, rhythm) <= today and not _is_called(one, known) for one in wanted)


def _first_day(debt: Debt, rhythm: Rhythm) -> date:
    """From when on the daily reminder tells of it: the day after it is asked for, or its own."""
    return debt.due_on or rhythm.day_of(debt.since) + timedelta(days=1)


def _is_one_day(rhythm: Rhythm, *instants: datetime) -> bool:
    return len({rhythm.day_of(instant) for instant in instants}) == 1


def _latest(rhythm: Rhythm, instant: datetime) -> datetime:
    return rhythm.latest_on(rhythm.day_of(instant)) or instant


def _noted(
    known: Reminded, calls: Sequence[Debt], rhythm: Rhythm, now: datetime, *, told: bool
) -> Reminded:
    today = rhythm.day_of(now)
    moment = rhythm.moment_on(today)
    is_past = moment is not None and moment <= now
    return replace(
        known,
        day=today if told or is_past else known.day,
        snoozed_until=known.snoozed_until if known.is_asleep(now) else None,
        called=tuple(dict.fromkeys((*known.called, *calls))),
    )


def _due(
    calls: Iterable[Debt], known: Reminded, rhythm: Rhythm, now: datetime, *, bundled: bool
) -> ReminderDue:
    latest = _latest(rhythm, now)
    until = max(latest, now + SNOOZE) if known.has_slept(now) else latest
    return ReminderDue(
        bundled_until=until if bundled else None,
        last_calls=tuple(dict.fromkeys(debt.dispute.number for debt in calls)),
    )


def _look_at(debts: Sequence[Debt], reminded: Reminded, rhythm: Rhythm, now: datetime) -> datetime:
    upcoming = min(rhythm.next_moment_from(debt.due_on or date.min, now) for debt in debts)
    return min(upcoming, reminded.snoozed_until or upcoming)


def snooze(reminded: Reminded, *, rhythm: Rhythm, now: datetime) -> Reminded:
    """Asked to be told again in two hours; on another day it is that day's reminder instead.

    Who has asked already, and has not been told again yet, waits no longer by it.
    """
    if reminded.is_asleep(now):
        return reminded
    until = now + SNOOZE
    return replace(reminded, snoozed_until=until if _is_one_day(rhythm, now, until) else None)


def leave_for_next_day(reminded: Reminded) -> Reminded:
    """Asked to be told nothing more today."""
    return replace(reminded, snoozed_until=None)


def mute(reminded: Reminded, number: int) -> Reminded:
    """Asked to hear of that dispute at its last call only."""
    return replace(reminded, muted=tuple(sorted({*reminded.muted, number})))


def unmute(reminded: Reminded, number: int) -> Reminded:
    """Asked to be reminded of that dispute again."""
    return replace(reminded, muted=tuple(one for one in reminded.muted if one != number))
