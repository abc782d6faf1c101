"""How long the reminders of many people in one zone take, from the tick to the last message."""

import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.workspace import forget_messages, open_between
from bot.app import build
from sandbox.records import Person
from sandbox.server import Slack
from storage.schema import upgrade
from tests.world import ROADMAP, MovableClock, settings_for, small_slack

PEOPLE = 200
ZONE = "Europe/Berlin"
NINE_IN_BERLIN = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
ASKED_AT = NINE_IN_BERLIN - timedelta(hours=20)
PATIENCE_SECONDS = 300
GOAL_SECONDS = 60


async def measure_reminding(folder: Path) -> AsyncIterator[str]:
    """Everybody owes a case since yesterday, and at nine the clock ticks; over HTTP, as paced."""
    clock = MovableClock(ASKED_AT)
    url = f"sqlite:///{folder / 'reminding.sqlite3'}"
    async with small_slack(clock) as slack:
        names = [f"U{number}LEAD" for number in range(PEOPLE)]
        for name in names:
            slack.workspace.add_person(Person(name, name.lower(), name, tz=ZONE))
        async with build(settings_for(slack, url), clock=clock) as app:
            await upgrade(app.engine)
            for place in range(0, PEOPLE, 2):
                await open_between(
                    names[place : place + 2],
                    team=slack.workspace.team_id,
                    channel=ROADMAP,
                    at=ASKED_AT,
                    form=f"form {place}",
                    begin=app.begin,
                )
            await app.tick()
            await forget_messages(app.engine)
            async with app.running(with_clock=False):
                clock.now = NINE_IN_BERLIN
                started = time.perf_counter()
                await app.tick()
                await slack.wait_for(lambda: _all_are_reminded(slack, names), PATIENCE_SECONDS)
                seconds = time.perf_counter() - started
    yield _report(seconds)


def _all_are_reminded(slack: Slack, names: Sequence[str]) -> bool:
    return all(slack.dms(name) for name in names)


def _report(seconds: float) -> str:
    return (
        f"the reminders of {PEOPLE} people in one zone took {seconds:.1f} s from the tick "
        f"to the last message; the goal is {GOAL_SECONDS} s"
    )
