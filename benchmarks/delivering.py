"""How many messages a second reach a Slack that takes its time."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.workspace import open_between
from bot.app import App, build
from bot.clock import utc_now
from sandbox.records import Person
from sandbox.server import Slack
from storage.schema import upgrade
from storage.tables import OUTBOX
from tests.storage.databases import sqlite_url
from tests.world import settings_for, small_slack

DISPUTES = 100
SLACK_TAKES_SECONDS = 0.2
LOOK_SECONDS = 0.05


async def measure_delivering(folder: Path) -> AsyncIterator[str]:
    """Each dispute has a channel and two leads of its own, so that none waits for its turn."""
    async with (
        small_slack() as slack,
        build(settings_for(slack, sqlite_url(folder / "delivering.sqlite3"))) as app,
    ):
        await upgrade(app.engine)
        for number in range(DISPUTES):
            await _open(slack, app, number)
        messages = await _waiting(app.engine)
        slack.faults.be_slow(SLACK_TAKES_SECONDS)
        started = time.perf_counter()
        async with app.running(with_clock=False):
            app.deliverer.nudge()
            await _all_sent(app.engine)
        seconds = time.perf_counter() - started
    yield (
        f"{messages} messages to {3 * DISPUTES} places reached a Slack that takes "
        f"{SLACK_TAKES_SECONDS * 1000:.0f} ms a call in {seconds:.1f} s, "
        f"{messages / seconds:.0f} a second"
    )


async def _open(slack: Slack, app: App, number: int) -> None:
    leads = (f"U{number}PRODUCT", f"U{number}RESEARCH")
    for name in leads:
        slack.workspace.add_person(Person(name, name.lower(), name))
    channel = f"C{number}CHANNEL"
    slack.workspace.add_channel(channel, channel.lower(), leads, has_bot=True)
    await open_between(
        leads,
        team=slack.workspace.team_id,
        channel=channel,
        at=utc_now(),
        form=f"form {number}",
        begin=app.begin,
    )


async def _all_sent(engine: AsyncEngine) -> None:
    while await _waiting(engine):  # noqa: ASYNC110  (a row says so, and no event)
        await asyncio.sleep(LOOK_SECONDS)


async def _waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(select(func.count()).select_from(OUTBOX)) or 0)
