"""How long `roadmap-bot web` takes from its start to its first answer."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from benchmarks.serving import BOT, EMPTY, served
from storage.engine import make_engine
from storage.schema import upgrade
from tests.processes import free_port, settings_of
from tests.storage.databases import sqlite_url
from tests.world import small_slack

TIMES = 5
GOAL_SECONDS = 1.5


async def measure_starting(folder: Path) -> AsyncIterator[str]:
    """Medians of a few starts by turns, beside Python's own and the empty listener's."""
    url = sqlite_url(folder / "starting.sqlite3")
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()
    async with small_slack() as slack:
        settings = settings_of(slack, DATABASE_URL=url) | _keeping_what_is_compiled(folder)
        starts: dict[str, Callable[[], Awaitable[float]]] = {
            "Python alone": _python,
            "the empty listener": lambda: _start(settings, EMPTY, "healthz"),
            "roadmap-bot web, to /healthz": lambda: _start(settings, BOT, "healthz"),
            "roadmap-bot web, to /readyz": lambda: _start(settings, BOT, "readyz"),
        }
        rounds = [[await start() for start in starts.values()] for _ in range(1 + TIMES)]
    for name, taken in zip(starts, zip(*rounds[1:], strict=True), strict=True):
        goal = f"; the goal is {GOAL_SECONDS} s" if name.startswith("roadmap-bot") else ""
        yield f"start of {name}: {statistics.median(taken):.2f} s{goal}"


def _keeping_what_is_compiled(folder: Path) -> dict[str, str]:
    """From its second start on Python finds all code compiled, as where a program is installed."""
    return {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}


async def _python() -> float:
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
    await process.wait()
    return time.perf_counter() - started


async def _start(settings: dict[str, str], command: tuple[str, ...], page: str) -> float:
    port = str(free_port())
    started = time.perf_counter()
    async with served(command, {**settings, "PORT": port}, f"http://127.0.0.1:{port}/{page}"):
        return time.perf_counter() - started
