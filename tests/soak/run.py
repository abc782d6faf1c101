"""One run: a bot on a database, people who use it, a Slack with troubles, and the kills."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.soak.clock import MovedClock
from tests.soak.company import Company, Toll
from tests.soak.reckoning import Reckoning
from tests.soak.record import Record
from tests.soak.stage import Stage
from tests.soak.story import Story
from tests.soak.troubles import Troubles

SHARES = (0.3, 0.15, 0.55)
"""How much of the time each day gets: what is opened on the first ends on the last."""
SECONDS_FOR_MISSING_STEPS = 30
SECONDS_UNTIL_QUIET = 120
SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, slots=True)
class Ran:
    """What was done in a run, and what came of it."""

    toll: Toll
    faults: int
    reckoning: Reckoning
    errors: Sequence[str]
    """What the log calls an error."""


async def soak(at: Stage, parts: Sequence[str], *, seconds: float, seed: int) -> Ran:
    """A run of these parts; the same seed makes the same choices."""
    chance = Random(seed)  # noqa: S311  (no secret)
    troubles = Troubles(at.slack.faults, chance)
    async with at.mortals(parts) as mortals:
        company = Company(mortals, chance)
        story = Story(at.slack, at.record, at.begin, at.clock, company.is_up, chance)
        await _live(company, story, troubles, seconds)
        await _until_quiet(at.record, at.clock)
        await company.stop()
        return Ran(company.toll, troubles.count, await at.reckon(), at.errors())


async def _live(company: Company, story: Story, troubles: Troubles, seconds: float) -> None:
    """The days of a run; at their end nothing is broken and nobody acts any more."""
    async with asyncio.TaskGroup() as group:
        group.create_task(company.live())
        acting = [group.create_task(story.go_on()), group.create_task(troubles.come())]
        for day, share in enumerate(SHARES):
            story.begin_day(day)
            await asyncio.sleep(seconds * share)
        await company.until_killed_at_each_step(SECONDS_FOR_MISSING_STEPS)
        for task in acting:
            task.cancel()
        story.slack.faults.clear()
        company.is_over = True


async def _until_quiet(record: Record, clock: MovedClock) -> None:
    """All is sent and ruled; what is not by then is found missing."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_UNTIL_QUIET):
            while not await record.is_quiet(clock()):  # noqa: ASYNC110  (the database tells nobody)
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
