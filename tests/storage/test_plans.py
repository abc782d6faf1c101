"""What happens every minute reads what is due, however much there is that is not."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.case import Side
from bot.domain.ids import TeamId
from storage.areas import SqlAreas
from storage.digests import SqlDigests
from storage.disputes import SqlDisputes
from storage.lists import SqlLists
from storage.mapping import to_row
from storage.outbox import SqlOutbox
from storage.reminders import SqlReminders
from storage.settings import SqlSettings
from storage.tables import DISPUTES
from tests.builders import ANSWER, DUE, END, HOUR, JONAS, MAYA, MONDAY, with_outcome
from tests.storage.keeping import CREATED, asking, numbered

TEAM = TeamId("T1")
Act = Callable[[AsyncConnection], Awaitable[object]]
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


WAYS_AROUND = ("seqscan", "bitmapscan")
"""In which PostgreSQL reads a few rows faster than by an index."""


async def plan(engine: AsyncEngine, act: Act, *, without: tuple[str, ...] = WAYS_AROUND) -> str:
    """How the database carries out the last statement of the act."""
    seen: list[tuple[str, Any]] = []

    def see(*statement: Any) -> None:
        seen.append((statement[2], statement[3]))

    async with engine.connect() as connection:
        event.listen(engine.sync_engine, "before_cursor_execute", see)
        await act(connection)
        event.remove(engine.sync_engine, "before_cursor_execute", see)
        if engine.dialect.name == "postgresql":
            for way in without:
                await connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        statement, values = seen[-1]
        steps = await connection.exec_driver_sql(EXPLAIN[engine.dialect.name] + statement, values)
        return "\n".join(str(step) for step in steps)


async def find_due(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).due(END)


async def list_open(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).open_ones(TEAM)


async def list_ruled(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).ruled(TEAM, limit=20)


async def claim(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).claim(now=END, until=END + HOUR, limit=10)


async def look_for_parked(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).has_parked(numbered(1).id)


async def unpark(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).unpark(numbered(1).id)


async def list_open_of(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).open_ones_of(TEAM, [MAYA.id, JONAS.id])


async def find_deciders(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).to_tell_deciders(END)


async def list_found(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).found(TEAM, after=MONDAY, until=END)


async def list_set_aside(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).set_aside(TEAM, after=MONDAY, until=END)


async def list_promised(connection: AsyncConnection) -> None:
    await SqlLists(connection).promised(TEAM, from_day=DUE, limit=20)


async def list_overdue(connection: AsyncConnection) -> None:
    await SqlLists(connection).overdue(TEAM, until_day=DUE, limit=20)


async def list_recorded(connection: AsyncConnection) -> None:
    await SqlLists(connection).recorded(TEAM, after=MONDAY, until=END)


async def list_answered(connection: AsyncConnection) -> None:
    await SqlLists(connection).answered(TEAM, Side.RESEARCH, limit=20)


async def list_dropped(connection: AsyncConnection) -> None:
    await SqlLists(connection).dropped(TEAM, Side.RESEARCH, limit=20)


async def list_to_hear_of(connection: AsyncConnection) -> None:
    await SqlLists(connection).to_hear_of(TEAM, [MAYA.id, JONAS.id], from_day=DUE)


async def list_asking_like(connection: AsyncConnection) -> None:
    await SqlLists(connection).asking_like(TEAM, ["fraud", "filter"], limit=20)


async def list_using_gpus(connection: AsyncConnection) -> None:
    await SqlLists(connection).using_gpus(TEAM)


async def find_area(connection: AsyncConnection) -> None:
    await SqlAreas(connection, reading=True).get(CREATED.area.id)


async def find_next_end(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).next_at()


async def find_reminders(connection: AsyncConnection) -> None:
    await SqlReminders(connection, reading=True).due(END, limit=10)


async def find_next_reminder(connection: AsyncConnection) -> None:
    await SqlReminders(connection, reading=True).next_at()


async def find_digests(connection: AsyncConnection) -> None:
    await SqlDigests(connection, reading=True).due(END)


async def find_next_digest(connection: AsyncConnection) -> None:
    await SqlDigests(connection, reading=True).next_at()


async def find_settings(connection: AsyncConnection) -> None:
    await SqlSettings(connection).get(TEAM)


async def draw_homes(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).put_homes(TEAM)


@pytest.mark.parametrize(
    ("act", "index"),
    [
        (find_due, "disputes_due"),
        (list_open, "disputes_open"),
        (list_open_of, "disputes_open"),
        (list_ruled, "disputes_ruled"),
        (list_found, "disputes_found"),
        (list_set_aside, "disputes_set_aside"),
        (list_promised, "disputes_asked"),
        (list_overdue, "disputes_promised"),
        (list_recorded, "events_outcomes"),
        (list_answered, "disputes_settled"),
        (list_dropped, "disputes_settled"),
        (list_using_gpus, "disputes_using_gpus"),
        (find_deciders, "disputes_decidable"),
        (find_next_end, "disputes_due"),
        (find_next_end, "disputes_decidable"),
        (find_reminders, "reminders_due"),
        (find_next_reminder, "reminders_due"),
        (find_digests, "digests_due"),
        (find_next_digest, "digests_due"),
        (claim, "outbox_waiting"),
        (look_for_parked, "outbox_parked"),
        (unpark, "outbox_parked"),
    ],
)
async def test_what_is_looked_for_again_and_again_stands_in_an_index_of_its_own(
    engine: AsyncEngine, act: Act, index: str
) -> None:
    steps = await plan(engine, act)
    assert index in steps


WORDS = {"sqlite": "questions VIRTUAL TABLE INDEX 0:M", "postgresql": "disputes_question"}
ONE_FOR_BOTH = dict.fromkeys(("sqlite", "postgresql"), "disputes_told")


@pytest.mark.parametrize(
    ("act", "index"), [(list_asking_like, WORDS), (list_to_hear_of, ONE_FOR_BOTH)]
)
async def test_a_few_rulings_are_found_among_many_without_reading_them_all(
    engine: AsyncEngine, act: Act, index: dict[str, str]
) -> None:
    settled = [
        {**to_row(with_outcome(asking(f"Question {number}?", number), ANSWER)), "form": f"{number}"}
        for number in range(1, 1001)
    ]
    async with engine.begin() as connection:
        await connection.execute(insert(DISPUTES), settled)
        await connection.exec_driver_sql("ANALYZE")

    assert index[engine.dialect.name] in await plan(engine, act, without=())


IN_ORDER = [
    *(find_due, find_deciders, find_reminders, find_digests, find_settings, find_area),
    *(list_open, list_open_of, list_ruled, list_found, list_set_aside),
    *(list_promised, list_overdue, list_answered, list_dropped, list_using_gpus),
]


@pytest.mark.parametrize("act", IN_ORDER)
async def test_what_comes_in_order_is_not_sorted(engine: AsyncEngine, act: Act) -> None:
    steps = await plan(engine, act)

    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps


KEY = {"sqlite": "PRIMARY KEY|sqlite_autoindex", "postgresql": "_pkey"}


@pytest.mark.parametrize("act", [find_settings, find_area, draw_homes])
async def test_what_a_workspace_has_is_found_by_its_key(engine: AsyncEngine, act: Act) -> None:
    assert re.search(KEY[engine.dialect.name], await plan(engine, act))
