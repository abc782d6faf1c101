"""Where a run takes place: a small Slack, a database that notes what is sent, and processes."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.services.ports import Begin
from sandbox.server import Slack
from storage.engine import make_engine
from storage.schema import upgrade
from storage.transaction import make_begin
from tests.processes import Machine, free_port, settings_of
from tests.soak.clock import MovedClock
from tests.soak.mortal import LOG, Mortal
from tests.soak.reckoning import Reckoning, reckon
from tests.soak.record import Record
from tests.soak.story import let_in
from tests.soak.victim import CLOCK, PACE, VOID
from tests.world import small_slack

SECONDS_BETWEEN_MESSAGES = "0.05"
BAD = {"error", "critical"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A run's folder, and all that is in it and around it."""

    folder: Path
    database_url: str
    clock: MovedClock
    slack: Slack
    record: Record
    begin: Begin

    @asynccontextmanager
    async def mortals(self, parts: Iterable[str]) -> AsyncIterator[list[Mortal]]:
        """The parts of a bot, each loaded and not begun; none is left at the end."""
        loaded: list[Mortal] = []
        try:
            for part in parts:
                loaded.append(await Mortal.load(self._machine(), part))  # noqa: PERF401  (some may fail)
            yield loaded
        finally:
            for mortal in loaded:
                await mortal.unload()

    def _machine(self) -> Machine:
        """With a port of its own, to which Slack sends from now on."""
        port = str(free_port())
        self.slack.connect(bot_url=f"http://127.0.0.1:{port}/slack/events")
        own = {CLOCK: str(self.clock.file), VOID: str(self._void), PACE: SECONDS_BETWEEN_MESSAGES}
        settings = settings_of(self.slack, DATABASE_URL=self.database_url, PORT=port, **own)
        return Machine(self.folder, settings)

    @property
    def _void(self) -> Path:
        return self.folder / "void"

    async def reckon(self) -> Reckoning:
        """What came of it; the bot is off."""
        noted = set(self._void.read_text().split()) if self._void.exists() else set[str]()
        return await reckon(self.slack, self.record, noted, now=self.clock())

    def errors(self) -> list[str]:
        """What the processes have logged as errors."""
        lines = (self.folder / LOG).read_text().splitlines()
        return [line for line in lines if not line.startswith("{") or _level(line) in BAD]


def _level(line: str) -> str:
    return str(json.loads(line)["level"])


@asynccontextmanager
async def stage(folder: Path, database_url: str) -> AsyncIterator[Stage]:
    """A stage on a database without tables, on the first morning."""
    clock, engine = MovedClock(folder / "clock"), make_engine(database_url)
    clock.begin_day(0)
    try:
        await upgrade(engine)
        record = Record(engine)
        await record.note_what_is_expected()
        async with small_slack(clock) as slack:
            let_in(slack)
            yield Stage(folder, database_url, clock, slack, record, make_begin(engine))
    finally:
        await engine.dispose()
