"""How long the rulings of many windows take that end in the same instant, on both databases."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.serving import BOT, WORKER, served
from benchmarks.workspace import forget_messages, open_between
from bot.clock import utc_now
from bot.domain.window import WINDOW
from bot.services.ports import Begin
from storage.engine import make_engine, reading
from storage.schema import upgrade
from storage.tables import DISPUTES
from storage.transaction import make_begin
from tests.processes import free_port, settings_of
from tests.storage.databases import PostgreSQL, postgresql, sqlite_url
from tests.world import JONAS, MAYA, ROADMAP, small_slack

ENDING = 500
GOAL_SECONDS = 5
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 300


async def measure_ending(folder: Path) -> AsyncIterator[str]:
    """A line for each database; messages go out meanwhile, as they do."""
    yield _told("SQLite", await _seconds(sqlite_url(folder / "ending.sqlite3"), *BOT))
    with _durable_postgresql() as url:
        yield _told("PostgreSQL", await _seconds(url, *WORKER))


def _told(database: str, seconds: float) -> str:
    return (
        f"{ENDING} windows that end at once are ruled in {seconds:.1f} s on {database}, "
        f"{ENDING / seconds:.0f} a second; the goal is {GOAL_SECONDS} s"
    )


@contextmanager
def _durable_postgresql() -> Iterator[str]:
    """A database on a server that writes each commit to the disk, as it does outside of tests."""
    with postgresql() as server:
        if "TEST_DATABASE_URL" not in os.environ:
            _make_durable(server)
        with server.database() as name:
            yield server.url_of(name)


def _make_durable(server: PostgreSQL) -> None:
    server.run("ALTER SYSTEM RESET ALL")
    server.run("SELECT pg_reload_conf()")


async def _seconds(url: str, *command: str) -> float:
    """From the first ruling to the last, by a process of its own that finds all of them due."""
    engine = make_engine(url)
    await upgrade(engine)
    async with small_slack() as slack:
        await _open_all(slack.workspace.team_id, make_begin(engine))
        await forget_messages(engine)
        async with served(command, settings_of(slack, DATABASE_URL=url, PORT=str(free_port()))):
            await _until_at_most(ENDING - 1, engine)
            started = time.perf_counter()
            await _until_at_most(0, engine)
            seconds = time.perf_counter() - started
    await engine.dispose()
    return seconds


async def _open_all(team: str, begin: Begin) -> None:
    at = utc_now() - WINDOW - timedelta(seconds=1)
    for place in range(ENDING):
        form = f"form {place}"
        await open_between((MAYA, JONAS), team=team, channel=ROADMAP, at=at, form=form, begin=begin)


async def _until_at_most(left: int, engine: AsyncEngine) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await _not_ruled(engine) > left:  # noqa: ASYNC110  (a row says so, and no event)
            await asyncio.sleep(LOOK_SECONDS)


async def _not_ruled(engine: AsyncEngine) -> int:
    async with reading(engine).connect() as connection:
        open_ones = select(func.count()).where(DISPUTES.c.ruled_at.is_(None))
        return int(await connection.scalar(open_ones) or 0)
