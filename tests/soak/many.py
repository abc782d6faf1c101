"""Many windows that end at once, two `web` and two `worker` processes, one of them killed."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId
from bot.services.disputes import Ask, open_dispute
from tests.handlers.deeds import TEAM, person
from tests.soak.clock import MORNING
from tests.soak.mortal import Mortal
from tests.soak.reckoning import Reckoning
from tests.soak.stage import Stage
from tests.soak.story import CASTS

WINDOWS = 500
PARTS = ("web", "web", "worker", "worker")
AT_ONCE = 10
SHARE_UNTIL_THE_KILL = 0.4
SECONDS_OF_ENDINGS = 5
SECONDS_TO_WAIT = 300
SECONDS_BETWEEN_LOOKS = 0.2


async def rule_many(at: Stage, *, windows: int = WINDOWS) -> Reckoning:
    """What comes of it when the second worker dies in the midst of the rulings."""
    await _open_all(at, windows)
    async with at.mortals(PARTS) as mortals:
        for mortal in mortals:
            await mortal.begin()
        for mortal in mortals:
            await mortal.until_it_runs()
        await _end_all(at, windows, victim=mortals[-1])
        for mortal in mortals[:-1]:
            mortal.send(signal.SIGTERM)
        codes = [await mortal.until_it_ends() for mortal in mortals]
    sums = await at.reckon()
    if codes != [0, 0, 0, -signal.SIGKILL]:
        sums.wrong.append(f"the processes ended with {codes}")
    sums.wrong += at.errors()
    return sums


async def _open_all(at: Stage, windows: int) -> None:
    turns = asyncio.Semaphore(AT_ONCE)

    async def open_one(number: int) -> None:
        async with turns:
            later = timedelta(seconds=SECONDS_OF_ENDINGS * (1 + number / windows))
            await _open(at, number, now=MORNING + later)

    await asyncio.gather(*map(open_one, range(windows)))


async def _open(at: Stage, number: int, *, now: datetime) -> None:
    """Nobody files; they are opened, and so end, within a few seconds."""
    cast, channel = CASTS[number % len(CASTS)], f"C{number:03d}MANY"
    people = {cast.opener, cast.product, cast.research}
    at.slack.workspace.add_channel(channel, f"many-{number}", people, has_bot=True)
    ask = Ask(
        team=TEAM,
        channel=ChannelId(channel),
        question=f"Ship {number} or wait?",
        problem="Merchants ask why a payment was blocked.",
        product_lead=person(cast.product),
        research_lead=person(cast.research),
        by=person(cast.opener),
        form=channel,
    )
    await open_dispute(ask, now=now, begin=at.begin)


async def _end_all(at: Stage, windows: int, *, victim: Mortal) -> None:
    async def some_are_ruled() -> bool:
        return await at.record.count_ruled() >= windows * SHARE_UNTIL_THE_KILL

    async def all_are_ruled() -> bool:
        return await at.record.count_ruled() == windows

    async def nothing_waits() -> bool:
        return await at.record.is_quiet(at.clock())

    async with asyncio.timeout(SECONDS_TO_WAIT):
        await _until(nothing_waits)
    at.clock.set(MORNING + timedelta(days=7))
    async with asyncio.timeout(SECONDS_TO_WAIT):
        await _until(some_are_ruled)
        victim.send(signal.SIGKILL)
        await _until(all_are_ruled)
        await _until(nothing_waits)


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    while not await is_so():  # noqa: ASYNC110  (the database tells nobody)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
