"""What a tick with nothing due costs, with few ended disputes and with a million."""

import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import String, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.workspace import forget_messages, open_between
from bot.clock import utc_now
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.person import Person
from bot.services.ports import Begin, Place
from bot.services.sweep import rule, tell
from bot.services.windows import close_due_windows
from storage.engine import make_engine
from storage.schema import upgrade
from storage.tables import DISPUTES
from storage.transaction import make_begin

FEW, MANY = 100, 1_000_000
OPEN = 20
WARM_UP, TICKS = 20, 200
GOAL = 1.5
TEAM = "T1"
FIRST_COPY = 1000
"""Above the numbers of those that are opened one by one."""


class Nobody:
    """A directory that is not to be asked: nothing is due."""

    async def person(self, user: UserId) -> Person:
        """Nothing."""
        raise AssertionError(user)

    async def owners(self) -> tuple[UserId, ...] | None:
        """Nothing."""
        raise AssertionError

    async def place(self, channel: ChannelId) -> Place:
        """Nothing."""
        raise AssertionError(channel)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A database in which nothing is due."""

    begin: Begin

    async def tick(self) -> float:
        """The milliseconds of one tick, as the scheduler has two jobs do it."""
        now, started = utc_now(), time.perf_counter()
        await rule(now=now, begin=self.begin)
        await tell(now=now, begin=self.begin, directory=Nobody())
        return (time.perf_counter() - started) * 1000


async def measure_ticks(folder: Path) -> AsyncIterator[str]:
    """A line for each database, and the ratio; they tick by turns, to share the weather."""
    async with AsyncExitStack() as ending:
        few, many = [
            Quiet(make_begin(await _database(folder / f"{ended}.sqlite3", ended, ending)))
            for ended in (FEW, MANY)
        ]
        taken = [(await few.tick(), await many.tick()) for _ in range(WARM_UP + TICKS)]
    medians = [statistics.median(column) for column in zip(*taken[WARM_UP:], strict=True)]
    for line in _report(*medians):
        yield line


def _report(few: float, many: float) -> Iterator[str]:
    yield f"{f'a tick, {FEW:,} ended disputes':34}{few:9.1f} ms"
    yield f"{f'a tick, {MANY:,} ended disputes':34}{many:9.1f} ms"
    yield f"the second takes {many / few:.2f} of the first; the goal is at most {GOAL}"


async def _database(file: Path, ended: int, ending: AsyncExitStack) -> AsyncEngine:
    engine = make_engine(f"sqlite:///{file}")
    ending.push_async_callback(engine.dispose)
    await upgrade(engine)
    begin, now = make_begin(engine), utc_now()
    await _open(begin, "ended", days_ago=8)
    await close_due_windows(now=now, begin=begin)
    await _copy_first(engine, ended - 1)
    for place in range(OPEN):
        await _open(begin, f"open {place}", days_ago=1)
    await forget_messages(engine)
    async with begin() as tx:
        await tx.digests.look(TeamId(TEAM), at=now + timedelta(days=1))
        await tx.months.put(TeamId(TEAM), told_until=now, next_at=now + timedelta(days=1))
        for _, user in await tx.reminders.due(now, limit=10):
            reminded = await tx.reminders.get(TeamId(TEAM), user)
            await tx.reminders.put(TeamId(TEAM), user, reminded, look_at=now + timedelta(days=1))
    return engine


async def _open(begin: Begin, form: str, *, days_ago: int) -> None:
    at = utc_now() - timedelta(days=days_ago)
    await open_between(("U1", "U2"), team=TEAM, channel="C1", at=at, form=form, begin=begin)


async def _copy_first(engine: AsyncEngine, more: int) -> None:
    """The first dispute so many times over, each with a number and a form of its own."""
    counted = select(literal(1).label("i")).cte("counted", recursive=True)
    counted = counted.union_all(select(counted.c.i + 1).where(counted.c.i < more))
    changed = {"number": FIRST_COPY + counted.c.i, "form": "copy " + cast(counted.c.i, String)}
    columns = [changed.get(column.name, column) for column in DISPUTES.columns]
    first = counted.join(DISPUTES, DISPUTES.c.number == 1)
    copies = select(*columns).select_from(first)
    async with engine.begin() as connection:
        await connection.execute(insert(DISPUTES).from_select(list(DISPUTES.c), copies))
        held = await connection.scalar(select(func.count()).select_from(DISPUTES))
    if held != 1 + more:
        raise SystemExit(f"there are {held} disputes instead of {1 + more}")
