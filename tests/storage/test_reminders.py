import asyncio
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings

from bot.domain.case import Side
from bot.domain.debts import Debt, DebtKind
from bot.domain.ids import TeamId, UserId
from bot.domain.reminders import Reminded, mute
from bot.services.ports import Begin, Recipient
from storage.mapping import reminded_from_row, reminded_to_row
from tests.builders import ADA, DAY, END, HOUR, JONAS, MAYA, MONDAY
from tests.storage.keeping import ANOTHER, numbered, roll_back
from tests.storage.values import values_of

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)
CALLED = Debt(
    dispute=numbered(1).id, side=Side.PRODUCT, kind=DebtKind.CASE, since=MONDAY, ends_at=END
)
TOLD = Reminded(
    day=date(2026, 3, 2), snoozed_until=MONDAY + HOUR, muted=(2, 7), called=(CALLED,), reported=(9,)
)


@settings(max_examples=50)
@given(values_of(Reminded))
def test_whatever_somebody_was_told_is_read_from_its_row_as_it_was(told: Reminded) -> None:
    assert reminded_from_row(reminded_to_row((TEAM, MAYA.id), told, None)) == told


async def look(begin: Begin, *users: UserId, at: datetime, team: TeamId = TEAM) -> None:
    async with begin() as tx:
        await tx.reminders.look(team, users, at=at)


async def put(begin: Begin, user: UserId, told: Reminded, look_at: datetime | None) -> None:
    async with begin() as tx:
        await tx.reminders.put(TEAM, user, told, look_at=look_at)


async def get(begin: Begin, user: UserId = MAYA.id, team: TeamId = TEAM) -> Reminded:
    async with begin(reading=True) as tx:
        return await tx.reminders.get(team, user)


async def due(begin: Begin, now: datetime, limit: int = 10) -> tuple[Recipient, ...]:
    async with begin(reading=True) as tx:
        return await tx.reminders.due(now, limit=limit)


async def next_at(begin: Begin) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.reminders.next_at()


# What they were told


async def test_somebody_new_has_been_told_nothing(begin: Begin) -> None:
    assert await get(begin) == Reminded()
    await look(begin, MAYA.id, at=MONDAY)

    assert await get(begin) == Reminded()


async def test_what_somebody_was_told_is_read_as_it_was_kept(begin: Begin) -> None:
    await put(begin, MAYA.id, Reminded(muted=(1,)), None)
    await put(begin, MAYA.id, TOLD, None)

    assert await get(begin) == TOLD
    assert await get(begin, JONAS.id) == Reminded()
    assert await get(begin, team=ANOTHER) == Reminded()


async def test_being_looked_at_changes_nothing_of_what_somebody_was_told(begin: Begin) -> None:
    await put(begin, MAYA.id, TOLD, END)
    await look(begin, MAYA.id, at=MONDAY)

    assert await get(begin) == TOLD


async def mute_one(begin: Begin, number: int) -> None:
    async with begin() as tx:
        told = await tx.reminders.get(TEAM, MAYA.id)
        await tx.reminders.put(TEAM, MAYA.id, mute(told, number), look_at=None)


async def test_of_changes_that_come_at_once_each_builds_on_the_one_before(begin: Begin) -> None:
    await look(begin, MAYA.id, at=MONDAY)
    await asyncio.gather(*(mute_one(begin, number) for number in range(20)))

    assert (await get(begin)).muted == tuple(range(20))


async def test_who_only_reads_waits_for_nobody(begin: Begin) -> None:
    await put(begin, MAYA.id, TOLD, None)
    async with begin() as tx:
        await tx.reminders.get(TEAM, MAYA.id)
        await tx.reminders.put(TEAM, MAYA.id, Reminded(), look_at=None)

        assert await get(begin) == TOLD


# When they are looked at


async def test_somebody_is_due_from_that_very_instant(begin: Begin) -> None:
    await look(begin, MAYA.id, at=MONDAY)

    assert await due(begin, MONDAY - INSTANT) == ()
    assert await due(begin, MONDAY) == ((TEAM, MAYA.id),)


async def test_those_who_are_due_longest_come_first_and_no_more_than_asked_for(
    begin: Begin,
) -> None:
    await look(begin, MAYA.id, JONAS.id, at=MONDAY)
    await look(begin, ADA.id, at=MONDAY - HOUR, team=ANOTHER)
    await look(begin, ADA.id, at=END)

    in_order = ((ANOTHER, ADA.id), (TEAM, JONAS.id), (TEAM, MAYA.id))
    assert await due(begin, MONDAY) == in_order
    assert await due(begin, MONDAY, limit=2) == in_order[:2]


@pytest.mark.parametrize(
    ("known", "asked", "looked_at"),
    [
        (MONDAY, MONDAY + DAY, MONDAY),
        (MONDAY + DAY, MONDAY, MONDAY),
        (MONDAY, MONDAY, MONDAY),
        (MONDAY.replace(microsecond=1), MONDAY.replace(microsecond=2), MONDAY + INSTANT),
        (None, MONDAY, MONDAY),
    ],
)
async def test_somebody_is_looked_at_at_the_earlier_of_two_instants(
    begin: Begin, known: datetime | None, asked: datetime, looked_at: datetime
) -> None:
    await put(begin, MAYA.id, TOLD, known)
    await look(begin, MAYA.id, at=asked)

    assert await next_at(begin) == looked_at


async def test_to_look_at_nobody_is_nothing(begin: Begin) -> None:
    await look(begin, at=MONDAY)

    assert await due(begin, END) == ()


async def test_somebody_who_is_named_twice_is_looked_at_once(begin: Begin) -> None:
    await look(begin, MAYA.id, MAYA.id, at=MONDAY)

    assert await due(begin, MONDAY) == ((TEAM, MAYA.id),)


async def test_those_who_look_at_the_same_people_do_not_wait_in_a_ring(begin: Begin) -> None:
    people = [UserId(f"U{number}") for number in range(20)]
    await asyncio.gather(
        *(look(begin, *people[::step], at=MONDAY) for step in (1, -1) for _ in range(10))
    )

    assert len(await due(begin, MONDAY, limit=100)) == len(people)


async def test_somebody_is_due_no_more_once_they_are_looked_at_later_or_never(begin: Begin) -> None:
    await look(begin, MAYA.id, JONAS.id, at=MONDAY)
    await put(begin, MAYA.id, TOLD, MONDAY + DAY)
    await put(begin, JONAS.id, TOLD, None)

    assert await due(begin, MONDAY) == ()
    assert await due(begin, END) == ((TEAM, MAYA.id),)


async def test_all_who_are_to_be_looked_at_later_are_looked_at_at_once(begin: Begin) -> None:
    await put(begin, MAYA.id, TOLD, END)
    await put(begin, JONAS.id, TOLD, None)
    await look(begin, MAYA.id, at=END, team=ANOTHER)

    async with begin() as tx:
        await tx.reminders.look_at_all(TEAM, at=MONDAY)

    assert await due(begin, MONDAY) == ((TEAM, MAYA.id),)


async def test_the_first_to_be_looked_at_comes_next(begin: Begin) -> None:
    assert await next_at(begin) is None
    await put(begin, ADA.id, TOLD, None)
    assert await next_at(begin) is None

    await look(begin, MAYA.id, at=END)
    await look(begin, JONAS.id, at=MONDAY, team=ANOTHER)
    assert await next_at(begin) == MONDAY


async def test_nobody_is_looked_at_after_a_rollback(begin: Begin) -> None:
    await roll_back(begin, lambda tx: tx.reminders.look(TEAM, [MAYA.id], at=MONDAY))

    assert await due(begin, END) == ()
