import asyncio
from datetime import datetime, timedelta

from bot.domain.ids import TeamId, UserId
from bot.services.ports import Begin, Recipient
from tests.builders import DAY, END, HOUR, LEE, MAYA, MONDAY, OLU
from tests.storage.keeping import ANOTHER, roll_back

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)


async def put(
    begin: Begin,
    user: UserId,
    *,
    next_at: datetime = END,
    covered_until: datetime = MONDAY,
    team: TeamId = TEAM,
) -> None:
    async with begin() as tx:
        await tx.digests.put(team, user, covered_until=covered_until, next_at=next_at)


async def keep_only(begin: Begin, *users: UserId) -> None:
    async with begin() as tx:
        await tx.digests.keep_only(TEAM, users)


async def look(begin: Begin, team: TeamId, *, at: datetime) -> None:
    async with begin() as tx:
        await tx.digests.look(team, at=at)


async def due(begin: Begin, now: datetime) -> tuple[Recipient, ...]:
    async with begin(reading=True) as tx:
        return await tx.digests.due(now)


async def covered_until(begin: Begin, user: UserId, team: TeamId = TEAM) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.digests.covered_until(team, user)


async def teams(begin: Begin, now: datetime) -> tuple[TeamId, ...]:
    async with begin(reading=True) as tx:
        return await tx.digests.teams_to_look_at(now)


async def next_at(begin: Begin) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.digests.next_at()


# Who gets it


async def test_somebody_new_has_been_told_of_no_time(begin: Begin) -> None:
    assert await covered_until(begin, OLU.id) is None


async def test_up_to_when_somebody_has_been_told_is_kept(begin: Begin) -> None:
    await put(begin, OLU.id, covered_until=MONDAY)
    await put(begin, OLU.id, covered_until=MONDAY + INSTANT)

    assert await covered_until(begin, OLU.id) == MONDAY + INSTANT
    assert await covered_until(begin, OLU.id, ANOTHER) is None


async def test_a_digest_is_due_from_that_very_instant(begin: Begin) -> None:
    await put(begin, OLU.id, next_at=END)

    assert await due(begin, END - INSTANT) == ()
    assert await due(begin, END) == ((TEAM, OLU.id),)


async def test_the_digests_of_all_workspaces_come_with_the_longest_due_first(begin: Begin) -> None:
    await put(begin, OLU.id, next_at=END)
    await put(begin, LEE.id, next_at=END)
    await put(begin, MAYA.id, next_at=END - HOUR, team=ANOTHER)

    assert await due(begin, END) == ((ANOTHER, MAYA.id), (TEAM, LEE.id), (TEAM, OLU.id))


async def test_a_digest_is_due_no_more_once_the_next_one_is_later(begin: Begin) -> None:
    await put(begin, OLU.id, next_at=END)
    await put(begin, OLU.id, next_at=END + 7 * DAY)

    assert await due(begin, END) == ()


async def test_who_is_no_founder_any_more_gets_none(begin: Begin) -> None:
    for user in (OLU.id, LEE.id, MAYA.id):
        await put(begin, user, next_at=END)
    await put(begin, MAYA.id, next_at=END, team=ANOTHER)
    await keep_only(begin, OLU.id, LEE.id)

    assert await due(begin, END) == ((TEAM, LEE.id), (TEAM, OLU.id), (ANOTHER, MAYA.id))
    assert await covered_until(begin, MAYA.id) is None


async def test_where_nobody_is_a_founder_nobody_gets_one(begin: Begin) -> None:
    await put(begin, OLU.id)
    await put(begin, LEE.id, team=ANOTHER)
    await keep_only(begin)

    assert await due(begin, END) == ((ANOTHER, LEE.id),)


async def test_a_digest_that_is_rolled_back_is_still_due(begin: Begin) -> None:
    await put(begin, OLU.id, next_at=END)
    later = END + 7 * DAY
    await roll_back(
        begin, lambda tx: tx.digests.put(TEAM, OLU.id, covered_until=END, next_at=later)
    )

    assert await due(begin, END) == ((TEAM, OLU.id),)
    assert await covered_until(begin, OLU.id) == MONDAY


async def send_what_was_covered_until(begin: Begin, known: datetime) -> bool:
    async with begin() as tx:
        if await tx.digests.covered_until(TEAM, OLU.id) != known:
            return False
        await tx.digests.put(TEAM, OLU.id, covered_until=END, next_at=END + 7 * DAY)
        return True


async def test_of_two_workers_one_sends_a_digest(begin: Begin) -> None:
    await put(begin, OLU.id, covered_until=MONDAY)
    sent = await asyncio.gather(*(send_what_was_covered_until(begin, MONDAY) for _ in range(10)))

    assert sorted(sent) == [*[False] * 9, True]


# Who the founders are


async def test_the_founders_of_a_new_workspace_are_looked_up_at_once(begin: Begin) -> None:
    assert await teams(begin, MONDAY) == ()
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)

    assert await teams(begin, MONDAY) == (TEAM,)


async def test_founders_are_looked_up_again_from_that_very_instant(begin: Begin) -> None:
    await look(begin, TEAM, at=MONDAY + DAY)
    await look(begin, ANOTHER, at=MONDAY)

    assert await teams(begin, MONDAY + DAY - INSTANT) == (ANOTHER,)
    assert await teams(begin, MONDAY + DAY) == (TEAM, ANOTHER)


async def test_founders_are_looked_up_when_it_was_said_last(begin: Begin) -> None:
    await look(begin, TEAM, at=MONDAY)
    await look(begin, TEAM, at=END)

    assert await teams(begin, END - INSTANT) == ()


async def test_looking_founders_up_changes_no_number(begin: Begin) -> None:
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)
    await look(begin, TEAM, at=MONDAY)
    async with begin() as tx:
        assert await tx.disputes.next_number(TEAM) == 2

    assert await teams(begin, MONDAY - INSTANT) == ()


# What comes next


async def test_nothing_comes_next_without_a_workspace(begin: Begin) -> None:
    assert await next_at(begin) is None


async def test_the_first_digest_or_look_at_founders_comes_next(begin: Begin) -> None:
    await look(begin, TEAM, at=END)
    assert await next_at(begin) == END

    await put(begin, OLU.id, next_at=MONDAY)
    await put(begin, LEE.id, next_at=MONDAY + DAY)
    assert await next_at(begin) == MONDAY


async def test_founders_who_were_never_looked_up_are_long_due(begin: Begin) -> None:
    await look(begin, ANOTHER, at=MONDAY)
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)

    upcoming = await next_at(begin)
    assert upcoming is not None
    assert upcoming < MONDAY
