"""How much memory `roadmap-bot web` holds, and whether it grows with what it is asked."""

import sys
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.bodies import Recorded, anew, record
from benchmarks.load import CONNECTIONS, Target
from benchmarks.serving import BOT, Process, served
from sandbox.server import Slack
from storage.engine import make_engine
from storage.schema import upgrade
from tests.processes import free_port, settings_of
from tests.storage.databases import sqlite_url
from tests.world import small_slack

FIRST, ALL = 1_000, 100_000
FILINGS, CLICKS, LISTS = 1, 5, 10
"""So many of a hundred requests; the rest ask for help."""
GOAL_MEGABYTES, GOAL_GROWTH = 150, 0.05


async def measure_memory(folder: Path) -> AsyncIterator[str]:
    """What is resident after the first thousand requests and after all, as Linux counts it."""
    if sys.platform != "linux":
        yield "memory: not measured, for this is no Linux"
        return
    url = sqlite_url(folder / "memory.sqlite3")
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()
    async with small_slack() as slack:
        recorded = await record(slack, url)
        first, last = await _megabytes(slack, url, _requests(recorded))
    growth = last / first - 1
    yield f"memory after {ALL:,} requests: {last:.0f} MB; the goal is at most {GOAL_MEGABYTES} MB"
    yield (
        f"after {FIRST:,} it was {first:.0f} MB, so it grew by {growth:.1%}; "
        f"the goal is at most {GOAL_GROWTH:.0%}"
    )
    yield (
        f"(of a hundred requests {FILINGS} is a revised case, {CLICKS} are clicks in a form, "
        f"{LISTS} /roadmap list and the others /roadmap help)"
    )


def _requests(recorded: Recorded) -> Iterator[bytes]:
    for number in range(ALL):
        of_hundred = number % 100
        if of_hundred < FILINGS:
            yield anew(f"Nobody has labelled {number} blocks.", recorded.filing)
        elif of_hundred < FILINGS + CLICKS:
            yield recorded.click
        elif of_hundred < FILINGS + CLICKS + LISTS:
            yield recorded.list_asked
        else:
            yield recorded.help_asked


async def _megabytes(slack: Slack, url: str, requests: Iterator[bytes]) -> tuple[float, float]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    target = Target(f"{base}/slack/events", slack.workspace.app.signing_secret)
    settings = settings_of(slack, DATABASE_URL=url, PORT=str(port))
    async with served(BOT, settings, f"{base}/healthz") as process:
        await target.measure(islice(requests, FIRST), connections=CONNECTIONS)
        first = _resident(process)
        await target.measure(requests, connections=CONNECTIONS)
        return first, _resident(process)


def _resident(process: Process) -> float:
    """The megabytes that are in memory of that process now."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    held = next(line for line in lines if line.startswith("VmRSS:"))
    return int(held.split()[1]) / 1024
