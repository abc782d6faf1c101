"""The real bot over real HTTP in the small Slack, on a real SQLite file.

`slack` is the workspace of `tests/world.py`; `bot` is joined to it; `begin` looks into its
database; `clock` is the rules' clock. `await bot.tick()` is one tick.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.services.ports import Begin
from sandbox.server import Slack
from tests.storage.databases import copy_sqlite
from tests.world import MovableClock, at_work, listening_over_http, small_slack


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[Slack]:
    async with small_slack(clock) as slack:
        yield slack


@pytest.fixture
def sqlite(sqlite_with_tables: Path, tmp_path: Path) -> str:
    return copy_sqlite(sqlite_with_tables, tmp_path)


@pytest.fixture
async def bot(slack: Slack, clock: MovableClock, sqlite: str) -> AsyncIterator[App]:
    async with (
        at_work(slack, sqlite, clock=clock) as joined,
        listening_over_http(slack, joined.app),
    ):
        yield joined.app


@pytest.fixture
def begin(bot: App) -> Begin:
    return bot.begin
