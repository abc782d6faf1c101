"""What the people of a story are told, worked out by hand from product.md, debt by debt.

Days and hours are counted by `tests.domain.oracle`, and no rule of `bot` is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.case import Side
from tests.domain.oracle import HOUR, NEVER_OFF, Off, Place, dailies, last_call, mornings_from
from tests.year.story import END, FOUNDERS, PEOPLE, PROMISED, START, Story, What

CONFIRMS = (What.CONFIRMS_PRODUCTS, What.CONFIRMS_RESEARCHS)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owing:
    """Somebody owes something in a dispute, from when it is asked until it is settled."""

    number: int
    who: str
    asked_at: datetime
    settled_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """A message that somebody gets, and the disputes of which it is the last call."""

    at: datetime
    who: str
    last_calls: tuple[int, ...]


def owings(stories: Iterable[Story]) -> Iterator[Owing]:
    for number, story in enumerate(stories, 1):
        for side in Side:
            for asked_at, settled_at in (_case(story, side), _answer(story, side)):
                if asked_at and asked_at < settled_at:
                    who = story.leads[side]
                    yield Owing(number, who, asked_at, settled_at, story.closes_at)


def _case(story: Story, side: Side) -> tuple[datetime | None, datetime]:
    answered_at = story.when(side, What.FILES, What.YIELDS)
    return story.opened_at, answered_at or story.ended_at


def _answer(story: Story, side: Side) -> tuple[datetime | None, datetime]:
    """Owed once the other side has confirmed an option, until this side says its own word."""
    return story.when(side.other, *CONFIRMS), story.when(side, *CONFIRMS) or story.ended_at


def place_of(who: str) -> Place:
    return Place(PEOPLE[who], hour=9, days=frozenset(range(5)))


# What is owed afterwards


def answered_at(story: Story, off: Off = NEVER_OFF) -> datetime | None:
    """When the winning side records the answer: once there is a ruling to record it of."""
    if story.winner is None:
        return None
    return max(story.ended_at + story.waits, found_at(story, off) + HOUR)


def outcomes(stories: Iterable[Story], off: Off) -> Iterator[tuple[datetime, str]]:
    """Each morning from the promised day on until the answer is recorded, and who is told then."""
    for story in stories:
        answered = answered_at(story, off)
        if story.winner and answered:
            who, due = story.leads[story.winner], _due_on(story, story.winner)
            for at in mornings_from(due, min(answered, END), place_of(who), off):
                yield at, who


def _due_on(story: Story, winner: Side) -> date:
    """The day in UTC, which is taken for one of the reader's own."""
    return story.ended_at.date() + timedelta(days=PROMISED[winner])


def overdue(stories: Iterable[Story], off: Off = NEVER_OFF) -> list[tuple[datetime, str, int]]:
    """The other side's lead, on the first morning from a week after the promised day on.

    What is missed is made up for a week.
    """
    return sorted(
        (at, story.leads[story.winner.other], number)
        for number, story in enumerate(stories, 1)
        if story.winner and (at := _overdue_at(story, story.winner, off))
    )


def _overdue_at(story: Story, winner: Side, off: Off) -> datetime | None:
    place, answered = place_of(story.leads[winner.other]), answered_at(story, off)
    day = _due_on(story, winner) + 7 * DAY
    mornings = mornings_from(day, min(answered or END, END), place, off)
    return next((at for at in mornings[:1] if place.day(at) <= day + 7 * DAY), None)


# Reminders


def reminders(stories: Iterable[Story], off: Off = NEVER_OFF) -> list[Reminder]:
    told: defaultdict[tuple[datetime, str], set[int]] = defaultdict(set)
    for debt in owings(stories):
        place = place_of(debt.who)
        for at in dailies(debt.asked_at, debt.ends_at, place, off):
            if at < debt.settled_at:
                told[at, debt.who] |= set()
        call = last_call(debt.asked_at, debt.ends_at, place, off)
        if call and call < debt.settled_at:
            told[call, debt.who].add(debt.number)
    for at, who in outcomes(stories, off):
        told[at, who] |= set()
    each = (Reminder(at, who, tuple(sorted(calls))) for (at, who), calls in told.items())
    return list(_once_a_day(sorted(each)))


def _once_a_day(reminders: Iterable[Reminder]) -> Iterator[Reminder]:
    """A last call that is made up at night is that day's reminder, unless there is another."""
    told: set[tuple[str, date]] = set()
    for one in reminders:
        day = (one.who, place_of(one.who).day(one.at))
        if one.last_calls or day not in told:
            yield one
        told.add(day)


# Deciders


def deciders(stories: Iterable[Story], off: Off = NEVER_OFF) -> list[tuple[datetime, str, int]]:
    """Product's lead, a day after the second case, if the dispute is open then."""
    told = []
    for number, story in enumerate(stories, 1):
        filed = [story.when(side, What.FILES) for side in Side]
        both_in = [at for at in filed if at]
        if len(both_in) == len(Side):
            at = off.next_look(max(both_in) + DAY)
            if at < story.ended_at:
                told.append((at, story.leads[Side.PRODUCT], number))
    return sorted(told)


# Digests and rulings


def digests(off: Off = NEVER_OFF) -> list[tuple[datetime, str]]:
    """Each founder's, every Monday at 09:00; what is missed comes in one when the bot is back."""
    told = {
        (off.next_look(morning), who)
        for who in FOUNDERS
        for morning in Place(PEOPLE[who], 9, frozenset({0})).mornings(START, END)
        if START <= morning < END
    }
    return sorted(told)


def found_at(story: Story, off: Off = NEVER_OFF) -> datetime:
    """When the bot writes the ruling down: at once where people end it, else at its next tick."""
    return story.ended_at if story.is_ended_by_people else off.next_look(story.closes_at)
