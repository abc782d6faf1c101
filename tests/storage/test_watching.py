"""What there is to know of the clock and the outbox, as the tables have it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Executable, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import CardChanged, HomeChanged, Ruled
from bot.domain.telling import Card, Delivery, Home, Thread
from bot.services.ports import Backlog, Begin, Claimed, Parked
from storage.tables import OUTBOX
from storage.watching import PARKED, PARKED_OF, WAITING, WINDOWS
from tests.builders import END, HOUR, MONDAY
from tests.storage.keeping import keep, numbered
from tests.storage.test_plans import plan

TEAM = TeamId("T1")
REAL_NOW = datetime(2030, 1, 1, tzinfo=UTC)
NOTHING = Backlog(
    open_windows=0,
    overdue_windows=0,
    waiting=0,
    in_doubt=0,
    parked=0,
    oldest_waits=timedelta(),
)


async def backlog(begin: Begin, now: datetime = MONDAY) -> Backlog:
    async with begin(reading=True) as tx:
        return await tx.watching.backlog(now)


def card(number: int) -> Delivery:
    return Delivery(
        about=numbered(number).id, notice=CardChanged(numbered(number).id), place=Card()
    )


def reply(number: int) -> Delivery:
    return Delivery(about=numbered(number).id, notice=Ruled(numbered(number).id), place=Thread())


async def queue(begin: Begin, *deliveries: Delivery) -> None:
    async with begin() as tx:
        await tx.outbox.put(deliveries)


async def claim(begin: Begin) -> Claimed:
    async with begin() as tx:
        until = REAL_NOW + timedelta(minutes=1)
        (first, *_) = await tx.outbox.claim(now=REAL_NOW, until=until, limit=1)
    return first


async def park(begin: Begin, error: str) -> None:
    claimed = await claim(begin)
    async with begin() as tx:
        await tx.outbox.park(claimed, error=error)


async def test_an_empty_database_has_nothing_before_it(begin: Begin) -> None:
    assert await backlog(begin) == NOTHING


async def test_the_kind_of_database_has_a_name(begin: Begin, kind_of_database: str) -> None:
    async with begin(reading=True) as tx:
        assert tx.watching.database.casefold() == kind_of_database


async def test_a_window_is_overdue_from_its_end_on_until_it_is_ruled(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2))

    before = await backlog(begin, END - timedelta(microseconds=1))
    after = await backlog(begin, END)

    assert (before.open_windows, before.overdue_windows) == (2, 0)
    assert (after.open_windows, after.overdue_windows) == (2, 2)


async def test_messages_wait_and_are_in_doubt_and_are_parked(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2), numbered(3))
    await queue(begin, card(1))
    await park(begin, "is_archived")
    await queue(begin, card(2))
    doubtful = await claim(begin)
    async with begin() as tx:
        await tx.outbox.postpone(doubtful, until=REAL_NOW + HOUR, error="timeout", in_doubt=True)
    await queue(begin, card(3))

    found = await backlog(begin)

    assert (found.waiting, found.in_doubt, found.parked) == (2, 1, 1)


async def test_the_oldest_has_waited_by_the_clock_that_queued_it(
    begin: Begin, engine: AsyncEngine
) -> None:
    await keep(begin, numbered(1), numbered(2))
    await queue(begin, card(1), card(2))
    assert (await backlog(begin)).oldest_waits < timedelta(minutes=1)

    async with engine.begin() as connection:
        queued_at = await connection.scalar(OUTBOX.select().with_only_columns(OUTBOX.c.queued_at))
        assert isinstance(queued_at, datetime)
        an_hour_ago = update(OUTBOX).where(OUTBOX.c.number == 1)
        await connection.execute(an_hour_ago.values(queued_at=queued_at - HOUR))

    assert HOUR <= (await backlog(begin)).oldest_waits < HOUR + timedelta(minutes=1)


async def test_what_waited_before_there_was_a_clock_counts_without_an_age(
    begin: Begin, engine: AsyncEngine
) -> None:
    await keep(begin, numbered(1))
    await queue(begin, card(1))
    async with engine.begin() as connection:
        await connection.execute(update(OUTBOX).values(queued_at=None))

    found = await backlog(begin)

    assert (found.waiting, found.oldest_waits) == (1, timedelta())


async def test_an_app_home_that_is_to_be_redrawn_has_an_age_too(begin: Begin) -> None:
    async with begin() as tx:
        await tx.homes.opened(TEAM, UserId("U1"))
        await tx.outbox.put_homes(TEAM)
        home = Delivery(about=TEAM, notice=HomeChanged(), place=Home(UserId("U2")))
        await tx.outbox.put([home])

    assert (await backlog(begin)).waiting == 2


async def test_what_is_parked_is_named_once_an_error_and_in_its_workspace_alone(
    begin: Begin,
) -> None:
    elsewhere = numbered(3, team="T2")
    await keep(begin, numbered(1), numbered(2), elsewhere)
    for delivery, error in (
        (card(2), "is_archived"),
        (reply(2), "is_archived"),
        (card(1), "msg_too_long"),
        (
            Delivery(about=elsewhere.id, notice=CardChanged(elsewhere.id), place=Card()),
            "is_archived",
        ),
    ):
        await queue(begin, delivery)
        await park(begin, error)

    async with begin(reading=True) as tx:
        assert await tx.watching.parked(TEAM, limit=10) == (
            Parked(1, "msg_too_long"),
            Parked(2, "is_archived"),
        )
        assert len(await tx.watching.parked(TEAM, limit=1)) == 1


# A scrape reads what is open, however much has ended


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (WINDOWS, {"now": END}, "disputes_due|disputes_open"),
        (WAITING, {}, "outbox_waiting"),
        (PARKED, {}, "outbox_parked"),
        (PARKED_OF, {"team_id": TEAM, "limit": 10}, "outbox_parked"),
    ],
)
async def test_what_is_counted_stands_in_an_index_of_its_own(
    engine: AsyncEngine, statement: Executable, values: dict[str, object], index: str
) -> None:
    async def count(connection: AsyncConnection) -> None:
        await connection.execute(statement, values)

    assert re.search(index, await plan(engine, count))
