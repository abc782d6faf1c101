import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import make_engine, reading
from tests.storage.databases import sqlite_url

COUNT = text(
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :most)"
    " SELECT count(*) FROM number"
)


@pytest.fixture
async def numbers(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(sqlite_url(tmp_path / "numbers.sqlite3"))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    yield engine
    await engine.dispose()


async def held_up(engine: AsyncEngine, most: int) -> tuple[int, bool]:
    """What a query gives, and whether nothing else went on meanwhile."""
    went_on = asyncio.Event()
    async with reading(engine).connect() as connection:
        await connection.execute(COUNT, {"most": 1})
        asyncio.get_running_loop().call_soon(went_on.set)
        found = (await connection.execute(COUNT, {"most": most})).scalar_one()
        return found, not went_on.is_set()


async def test_a_short_answer_is_not_waited_for(numbers: AsyncEngine) -> None:
    assert await held_up(numbers, 10) == (10, True)


async def test_a_long_answer_holds_up_nobody(numbers: AsyncEngine) -> None:
    assert await held_up(numbers, 100_000) == (100_000, False)


async def test_a_short_answer_is_right_however_often_it_is_asked_for(numbers: AsyncEngine) -> None:
    async with reading(numbers).connect() as connection:
        for _ in range(2_000):
            assert (await connection.execute(COUNT, {"most": 10})).scalar_one() == 10


async def test_waiting_for_another_writer_holds_up_nobody(
    numbers: AsyncEngine, tmp_path: Path
) -> None:
    other = make_engine(sqlite_url(tmp_path / "numbers.sqlite3"))
    async with numbers.begin() as connection:
        waiting = asyncio.create_task(_add(other, 2))
        began = time.monotonic()
        await asyncio.sleep(0.1)
        assert time.monotonic() - began < 5
        assert not waiting.done()
        await connection.execute(text("INSERT INTO numbers VALUES (1)"))
    await waiting

    assert await _all(numbers) == [1, 2]
    await other.dispose()


async def test_a_writer_who_is_cancelled_while_waiting_holds_no_lock(
    numbers: AsyncEngine, tmp_path: Path
) -> None:
    other = make_engine(sqlite_url(tmp_path / "numbers.sqlite3"))
    async with numbers.begin() as connection:
        waiting = asyncio.create_task(_add(other, 1))
        await asyncio.sleep(0.1)
        waiting.cancel()
        await connection.execute(text("INSERT INTO numbers VALUES (2)"))
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await _add(other, 3)
    await _add(numbers, 4)

    assert await _all(numbers) == [2, 3, 4]
    await other.dispose()


async def test_what_a_cancelled_commit_has_kept_is_all_or_nothing(numbers: AsyncEngine) -> None:
    for number in range(1, 21):
        writer = asyncio.create_task(_add(numbers, number, number))
        for _ in range(number):
            await asyncio.sleep(0)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
    kept = await _all(numbers)
    await _add(numbers, 100)

    assert all(kept.count(number) == 2 for number in kept)
    assert (await _all(numbers))[-1] == 100


async def _add(engine: AsyncEngine, *numbers: int) -> None:
    async with engine.begin() as connection:
        for number in numbers:
            await connection.execute(
                text("INSERT INTO numbers VALUES (:number)"), {"number": number}
            )


async def _all(engine: AsyncEngine) -> list[int]:
    async with reading(engine).connect() as connection:
        found = await connection.execute(text("SELECT number FROM numbers ORDER BY number"))
        return list(found.scalars())
