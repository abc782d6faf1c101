"""Seven days in a second: the real bot, its real clock frozen and moved, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from bot.app import App
from sandbox.server import Slack
from tests.builders import MONDAY
from tests.journeys.deeds import People
from tests.world import (
    Joined,
    at_work,
    listening_over_http,
    listening_over_socket_mode,
    small_slack,
)

Listening = Callable[[Slack, App], AbstractAsyncContextManager[None]]


@dataclass
class World:
    """The small Slack, the people in it, the clock, and the bot as long as it is on."""

    slack: Slack
    people: People
    frozen: FrozenDateTimeFactory
    database_url: str
    listening: Listening
    joined: Joined | None = None

    @asynccontextmanager
    async def bot_on(self) -> AsyncIterator[None]:
        """The bot is started, and stopped at the end of the block."""
        async with (
            at_work(self.slack, self.database_url, with_clock=True) as self.joined,
            self.listening(self.slack, self.joined.app),
        ):
            yield
        self.joined = None

    async def tick(self) -> None:
        """Let the clock do what is due, and wait until it has: it is not woken while it ticks."""
        assert self.joined is not None
        await self.joined.app.tick()
        await asyncio.sleep(0)

    def pass_time(self, **by: float) -> None:
        """Move the clock on; a bot that is on ticks at once."""
        self.frozen.tick(timedelta(**by))
        if self.joined:
            self.joined.wake()


@pytest.fixture
def frozen() -> Iterator[FrozenDateTimeFactory]:
    with freeze_time(MONDAY, real_asyncio=True) as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        yield frozen


@pytest.fixture(params=[listening_over_http, listening_over_socket_mode], ids=["http", "socket"])
def listening(request: pytest.FixtureRequest) -> Listening:
    chosen: Listening = request.param
    return chosen


@pytest.fixture
async def sleeping_world(
    database_url: str, listening: Listening, frozen: FrozenDateTimeFactory
) -> AsyncIterator[World]:
    """A world in which the bot is off."""
    async with small_slack() as slack:
        yield World(slack, People(slack), frozen, database_url, listening)


@pytest.fixture
async def world(sleeping_world: World) -> AsyncIterator[World]:
    """A world in which the bot is on."""
    async with sleeping_world.bot_on():
        yield sleeping_world
