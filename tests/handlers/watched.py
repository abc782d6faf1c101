"""What whoever runs the bot reads over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import make_url

from bot.app import App
from sandbox.server import Slack
from tests.storage.databases import PostgreSQL
from tests.world import MovableClock, at_work, listening_over_http

PATIENCE = 10


@dataclass
class Watched:
    """The bot at work over HTTP, with both its clocks in hand."""

    slack: Slack
    app: App
    clock: MovableClock
    real_clock: MovableClock
    session: ClientSession

    async def get(self, page: str) -> tuple[int, str]:
        url = (self.slack.courier.bot_url or "").replace("/slack/events", page)
        async with self.session.get(url) as answer:
            return answer.status, await answer.text()

    async def figures(self) -> dict[tuple[str, ...], float]:
        """Each sample of /metrics by its name and the values of its labels."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    async def figures_once(self, *sample: str, reaches: float) -> dict[tuple[str, ...], float]:
        """The same as soon as one of them is so much."""
        async with asyncio.timeout(PATIENCE):
            while (figures := await self.figures())[sample] < reaches:
                pass
        return figures


@asynccontextmanager
async def watched(slack: Slack, database_url: str, clock: MovableClock) -> AsyncIterator[Watched]:
    real_clock = MovableClock()
    async with (
        at_work(slack, database_url, clock=clock, real_clock=real_clock) as joined,
        listening_over_http(slack, joined.app),
        ClientSession() as session,
    ):
        yield Watched(slack, joined.app, clock, real_clock, session)


def close_down(server: PostgreSQL, database_url: str) -> None:
    """The database throws everybody out and lets nobody in."""
    name = make_url(database_url).database or ""
    server.run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
