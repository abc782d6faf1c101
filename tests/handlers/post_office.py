"""The bot, people who use it, and the clock by which its leases and pauses go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Executable, bindparam, func, or_, select, text

from bot.app import App
from sandbox.records import Message
from sandbox.server import Slack
from storage.engine import reading
from storage.tables import OUTBOX
from tests.journeys.deeds import People
from tests.world import JONAS, MAYA, MovableClock, at_work, listening_over_http

WAITING = "SELECT count(*) FROM outbox WHERE state = 'waiting'"
PAUSED = f"{WAITING} AND not_before > '' AND leased_until IS NULL"
DOUBTS = "SELECT coalesce(max(doubts), 0) FROM outbox"
_ON_ITS_WAY = f"{WAITING} AND leased_until IS NOT NULL"
PARKED = "SELECT count(*) FROM outbox WHERE state = 'parked'"
_MESSAGE = OUTBOX.c
_FIRST = (
    select(func.min(_MESSAGE.id))
    .where(_MESSAGE.state == "waiting")
    .group_by(_MESSAGE.team_id, _MESSAGE.queue)
)
_BUSY = (
    select(func.count())
    .select_from(OUTBOX)
    .where(
        _MESSAGE.id.in_(_FIRST),
        or_(
            _MESSAGE.leased_until.is_not(None),
            _MESSAGE.not_before.is_(None),
            _MESSAGE.not_before <= bindparam("now"),
        ),
    )
)


@dataclass
class Post:
    """The bot at work, and what waits to be sent."""

    app: App
    slack: Slack
    people: People
    real_clock: MovableClock = field(default_factory=MovableClock)

    def later(self, **by: float) -> None:
        self.real_clock.move(**by)
        self.app.deliverer.nudge()

    async def paused(self) -> None:
        """Until a message waits for a later instant, and none is being sent."""
        async with asyncio.timeout(10):
            while not await self.count(PAUSED) or await self.count(_ON_ITS_WAY):  # noqa: ASYNC110  (the database tells nobody)
                await asyncio.sleep(0.01)

    async def settled(self) -> None:
        """Until nothing is being sent, and nothing can be at this instant."""
        async with asyncio.timeout(20):
            while await self._count(_BUSY, now=self.real_clock.now):  # noqa: ASYNC110  (the database tells nobody)
                await asyncio.sleep(0.01)

    async def until(self, query: str, found: int) -> None:
        """Until that many are found."""
        async with asyncio.timeout(10):
            while await self.count(query) != found:  # noqa: ASYNC110  (the database tells nobody)
                await asyncio.sleep(0.01)

    async def count(self, query: str) -> int:
        return await self._count(text(query))

    async def _count(self, query: Executable, **given: object) -> int:
        async with reading(self.app.engine).begin() as connection:
            return int((await connection.execute(query, given)).scalar_one())

    def dms(self, person: str) -> list[Message]:
        return self.slack.dms(person)

    async def has_opened(self) -> Message:
        """A dispute whose card stands and whose leads have been asked."""
        card = await self.people.has_opened()
        await self.slack.wait_for(lambda: self.dms(JONAS) and self.dms(MAYA))
        await self.until(WAITING, 0)
        return card


@asynccontextmanager
async def a_post(
    slack: Slack, database_url: str, *, clock: MovableClock, real_clock: MovableClock | None = None
) -> AsyncIterator[Post]:
    """The bot over HTTP, with a real clock that is moved by hand."""
    real_clock = real_clock or MovableClock()
    async with (
        at_work(slack, database_url, clock=clock, real_clock=real_clock) as joined,
        listening_over_http(slack, joined.app),
    ):
        yield Post(joined.app, slack, People(slack), real_clock)
