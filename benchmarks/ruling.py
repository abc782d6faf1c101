"""How late a ruling is made, with many disputes open and all their leads looked at meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.workspace import forget_messages, open_between
from bot.app import build
from bot.clock import utc_now
from bot.domain.ids import DisputeId
from bot.domain.ruling import Ruling
from bot.domain.window import WINDOW
from bot.services.ports import Begin
from sandbox.records import Person
from storage.engine import make_engine
from storage.schema import upgrade
from storage.transaction import make_begin
from tests.world import ROADMAP, settings_for, small_slack

OPEN, ENDING, PEOPLE = 1000, 5, 40
SOON, APART = timedelta(seconds=8), timedelta(seconds=1.7)
"""When the first window ends, and the next; apart by no whole part of the five seconds a tick."""
LOOK_SECONDS = 0.05
GOAL_SECONDS = 15


async def measure_ruling(folder: Path) -> AsyncIterator[str]:
    """The latest of a few rulings, found by the bot's own scheduler and the real clock."""
    url = f"sqlite:///{folder / 'ruling.sqlite3'}"
    engine = make_engine(url)
    await upgrade(engine)
    begin = make_begin(engine)
    async with small_slack() as slack:
        names = [f"U{number}LEAD" for number in range(PEOPLE)]
        for name in names:
            slack.workspace.add_person(Person(name, name.lower(), name))
        ending = await _open_many(begin, slack.workspace.team_id, names)
        await forget_messages(engine)
        async with build(settings_for(slack, url)) as app, app.running(with_clock=True):
            late = await asyncio.gather(*(_seconds_late(begin, dispute) for dispute in ending))
    await engine.dispose()
    yield _report(max(late))


async def _open_many(begin: Begin, team: str, names: Sequence[str]) -> list[DisputeId]:
    """Most are half through; the last few end soon, one after the other."""
    half = utc_now() - WINDOW / 2
    for number in range(OPEN - ENDING):
        await _open(begin, team, names, number, at=half)
    soon = utc_now() + SOON - WINDOW
    return [
        await _open(begin, team, names, OPEN + place, at=soon + place * APART)
        for place in range(ENDING)
    ]


async def _open(
    begin: Begin, team: str, names: Sequence[str], number: int, *, at: datetime
) -> DisputeId:
    leads = (names[number % PEOPLE], names[(number + 1) % PEOPLE])
    form = f"form {number}"
    return await open_between(leads, team=team, channel=ROADMAP, at=at, form=form, begin=begin)


async def _seconds_late(begin: Begin, dispute: DisputeId) -> float:
    """How long after its window's end everybody can read the ruling in the database."""
    while True:
        async with begin(reading=True) as tx:
            found = await tx.disputes.get(dispute)
        if isinstance(found.state, Ruling):
            return (utc_now() - found.window.closes_at).total_seconds()
        await asyncio.sleep(LOOK_SECONDS)


def _report(seconds: float) -> str:
    return (
        f"with {OPEN:,} open disputes the latest of {ENDING} rulings came "
        f"{seconds:.1f} s after its window's end; the goal is {GOAL_SECONDS} s"
    )
