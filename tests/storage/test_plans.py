"""What happens every minute reads what is due, however much there is that is not."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.ids import TeamId
from storage.disputes import SqlDisputes
from storage.outbox import SqlOutbox
from tests.builders import END, HOUR
from tests.storage.keeping import numbered

Act = Callable[[AsyncConnection], Awaitable[object]]
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


async def plan(engine: AsyncEngine, act: Act) -> str:
    """How the database carries out the last statement of the act."""
    seen: list[tuple[str, Any]] = []

    def see(*statement: Any) -> None:
        seen.append((statement[2], statement[3]))

    async with engine.connect() as connection:
        event.listen(engine.sync_engine, "before_cursor_execute", see)
        await act(connection)
        event.remove(engine.sync_engine, "before_cursor_execute", see)
        if engine.dialect.name == "postgresql":  # a few rows are read faster without an index
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        statement, values = seen[-1]
        steps = await connection.exec_driver_sql(EXPLAIN[engine.dialect.name] + statement, values)
        return "\n".join(str(step) for step in steps)


async def find_due(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).due(END)


async def list_open(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).open_ones(TeamId("T1"))


async def list_ruled(connection: AsyncConnection) -> None:
    await SqlDisputes(connection, reading=True).ruled(TeamId("T1"), limit=20)


async def claim(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).claim(now=END, until=END + HOUR, limit=10)


async def look_for_parked(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).has_parked(numbered(1).id)


async def unpark(connection: AsyncConnection) -> None:
    await SqlOutbox(connection).unpark(numbered(1).id)


@pytest.mark.parametrize(
    ("act", "index"),
    [
        (find_due, "disputes_due"),
        (list_open, "disputes_open"),
        (list_ruled, "disputes_ruled"),
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


@pytest.mark.parametrize("act", [find_due, list_open, list_ruled])
async def test_what_comes_in_order_is_not_sorted(engine: AsyncEngine, act: Act) -> None:
    steps = await plan(engine, act)

    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps
