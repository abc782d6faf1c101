from datetime import datetime, timedelta

from bot.domain.ids import TeamId
from bot.services.ports import Begin
from tests.builders import DAY, END, HOUR, MONDAY
from tests.storage.keeping import ANOTHER, roll_back

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)


async def put(
    begin: Begin, team: TeamId = TEAM, *, told_until: datetime = MONDAY, next_at: datetime = END
) -> None:
    async with begin() as tx:
        await tx.months.put(team, told_until=told_until, next_at=next_at)


async def due(begin: Begin, now: datetime) -> tuple[TeamId, ...]:
    async with begin(reading=True) as tx:
        return await tx.months.due(now)


async def told_until(begin: Begin, team: TeamId = TEAM) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.months.told_until(team)


async def next_at(begin: Begin) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.months.next_at()


async def number_on(begin: Begin, team: TeamId = TEAM) -> int:
    async with begin() as tx:
        return await tx.disputes.next_number(team)


async def test_a_workspace_is_looked_at_as_soon_as_it_has_a_dispute(begin: Begin) -> None:
    assert await due(begin, END) == ()
    assert await next_at(begin) is None

    await number_on(begin)
    assert await due(begin, MONDAY) == (TEAM,)
    assert await told_until(begin) is None
    at = await next_at(begin)
    assert at is not None
    assert at < MONDAY


async def test_a_month_is_due_from_that_very_instant(begin: Begin) -> None:
    await put(begin, next_at=END)

    assert await due(begin, END - INSTANT) == ()
    assert await due(begin, END) == (TEAM,)


async def test_the_last_word_on_a_month_counts(begin: Begin) -> None:
    await put(begin)
    await put(begin, told_until=MONDAY + INSTANT, next_at=END + HOUR)

    assert await told_until(begin) == MONDAY + INSTANT
    assert await next_at(begin) == END + HOUR


async def test_each_workspace_has_its_own_month(begin: Begin) -> None:
    await put(begin, ANOTHER, next_at=END)
    await put(begin, TEAM, told_until=MONDAY + DAY, next_at=END + DAY)

    assert await due(begin, END) == (ANOTHER,)
    assert await due(begin, END + DAY) == (TEAM, ANOTHER)
    assert await next_at(begin) == END
    assert await told_until(begin, ANOTHER) == MONDAY


async def test_a_month_changes_neither_the_numbers_nor_when_founders_are_looked_up(
    begin: Begin,
) -> None:
    await number_on(begin)
    async with begin() as tx:
        await tx.digests.look(TEAM, at=END)
    await put(begin)

    assert await number_on(begin) == 2
    async with begin(reading=True) as tx:
        assert await tx.digests.teams_to_look_at(END - INSTANT) == ()
    assert await told_until(begin) == MONDAY


async def test_who_is_told_of_a_month_may_be_told_in_the_same_transaction(begin: Begin) -> None:
    await put(begin)
    async with begin() as tx:
        assert await tx.months.told_until(TEAM) == MONDAY
        await tx.months.put(TEAM, told_until=END, next_at=END + DAY)

    assert await told_until(begin) == END


async def test_a_month_is_not_told_after_a_rollback(begin: Begin) -> None:
    await put(begin)
    await roll_back(begin, lambda tx: tx.months.put(TEAM, told_until=END, next_at=END + DAY))

    assert await told_until(begin) == MONDAY
