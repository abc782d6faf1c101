"""A run: so many payloads, each looked at, and what came of them."""

import asyncio
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Executable, func, select

from bot.app import App
from handlers.http import make_web
from sandbox.answers import take_command_answer, take_submission_answer
from sandbox.calls import Reply
from sandbox.delivering import COMMAND
from sandbox.server import Slack
from sandbox.wire import BotMistakeError
from storage.engine import reading
from storage.tables import DISPUTES, OUTBOX
from tests.fuzz.bringing import Straight
from tests.fuzz.chance import Chance
from tests.fuzz.desk import Desk, Sent
from tests.fuzz.marks import Marks
from tests.fuzz.payloads import Maker
from tests.fuzz.privacy import Privacy
from tests.fuzz.scenery import Scenery
from tests.fuzz.soundness import half_written
from tests.fuzz.watching import Listening, Sight, Watching
from tests.storage.databases import make_tables, sqlite_url
from tests.world import OLU, SECRET, MovableClock, at_work, small_slack

OURS = {
    "invalid_blocks",
    "invalid_arguments",
    "invalid_blocks_format",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "metadata_too_large",
    "view_too_large",
    "duplicate_external_id",
}
"""What Slack says of a message or form that is not as it should be."""
OK = 200
CLOCK_EVERY, LOOK_EVERY, CHECK_EVERY = 250, 50, 1000
MOST = 3000
"""How much is shown of what is wrong."""
AROUND = 400
"""How much on either side of a text that leaked."""
KEPT = 30
"""How many messages of a channel and of its threads stay, besides the cards."""


@dataclass(slots=True)
class Report:
    """What a run has found."""

    seed: int
    payloads: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    half_written: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    @property
    def found(self) -> list[str]:
        """All that is wrong."""
        return [*self.failures, *self.half_written, *self.leaks]

    def add(self, other: "Report") -> None:
        """Take in what another run has found."""
        self.payloads += other.payloads
        self.kinds += other.kinds
        self.failures += other.failures
        self.half_written += other.half_written
        self.leaks += other.leaks

    def __str__(self) -> str:
        return (
            f"fuzz: {self.payloads} payloads (seed {self.seed}), {len(self.kinds)} kinds, "
            f"{len(self.failures)} failures, {len(self.half_written)} half-written rows, "
            f"{len(self.leaks)} leaks"
        )


_WAITING = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state == "waiting")
_HIGHEST = select(func.max(DISPUTES.c.number))


class Run:
    """The bot at work in a small Slack, and somebody who sends it whatever could be sent."""

    def __init__(self, slack: Slack, app: App, clock: MovableClock, report: Report) -> None:
        self._slack, self._app, self._clock = slack, app, clock
        self._report = report
        self._chance = Chance(report.seed)
        self._marks = Marks()
        people = frozenset(slack.workspace.people) - {slack.workspace.app.bot_user_id}
        slack.workspace.seen = self._seen = Watching(self._marks, people, self.complain)
        self._now: Sent | None = None
        self._disputes = 0

    def complain(self, what: str, shown: str) -> None:
        """Note what is wrong, with the payload after which it showed."""
        kind, payload = (self._now.kind, self._now.payload) if self._now else ("start", {})
        said = f"{what}: {shown[:MOST]}\n  after {kind}: {json.dumps(payload)[:MOST]}"
        (self._report.leaks if "leak" in what else self._report.failures).append(said)

    async def send_all(self, payloads: int) -> None:
        """Set the scene, send them one by one, and look at what there is."""
        Listening(self.complain).listen()
        await Scenery(self._slack, self._app, self._clock, self._marks).build()
        members = self._slack.workspace.channels[SECRET].members
        privacy = Privacy(self._app, {SECRET: members}, {OLU})
        maker = Maker(Desk(self._slack, self._chance, self._marks, lambda: self._disputes))
        for number in range(payloads):
            if number % CLOCK_EVERY == 0:
                await self._move_on()
            await self._send(maker.make(), maker)
            if number % LOOK_EVERY == 0:
                await self._look(privacy)
            if number % CHECK_EVERY == CHECK_EVERY - 1:
                await self._check()
        await self._until_sent()
        await self._look(privacy)
        await self._check()

    async def _send(self, sent: Sent, maker: Maker) -> None:
        self._now = sent
        self._report.payloads += 1
        self._report.kinds[sent.kind] += 1
        copies = 2 if self._chance.often(0.02) else 1
        courier = self._slack.courier
        replies = await asyncio.gather(
            *(courier.send(sent.way, sent.payload) for _ in range(copies))
        )
        for reply in replies:
            self._take(sent, reply)
        maker.look_at(sent.who)
        courier.deliveries.clear()

    def _take(self, sent: Sent, reply: Reply) -> None:
        """Look at the answer, and do what Slack does with it."""
        if reply.status != OK:
            self.complain(f"status {reply.status}", str(reply.problem))
            return
        self._seen.add(frozenset({sent.who}), reply.body)
        try:
            if sent.way == COMMAND:
                place = sent.payload["channel_id"]
                take_command_answer(self._slack.workspace, sent.who, place, reply)
            elif sent.form:
                take_submission_answer(self._slack.workspace, sent.form.id, reply)
        except BotMistakeError as mistake:
            self.complain("mistake", repr(mistake))

    # Time

    async def _move_on(self) -> None:
        """Some hours later; what is due is done and has arrived."""
        self._clock.move(hours=self._chance.whole(0, 20), minutes=self._chance.whole(0, 59))
        await self._app.tick()
        await self._until_sent()
        self._forget()
        self._disputes = await self._count(_HIGHEST)

    async def _until_sent(self) -> None:
        async with asyncio.timeout(60):
            while await self._count(_WAITING):  # noqa: ASYNC110  (the database tells nobody)
                await asyncio.sleep(0.02)

    async def _count(self, query: Executable) -> int:
        async with reading(self._app.engine).begin() as connection:
            return int((await connection.execute(query)).scalar_one())

    def _forget(self) -> None:
        """Let old messages go, so that a long run does not fill the memory."""
        workspace = self._slack.workspace
        for place in workspace.channels:
            said = workspace.messages(place)
            for message in said[:-KEPT]:
                if place.startswith("D") or message.thread_ts or message.only_for:
                    workspace.delete(message)

    # Looking

    async def _look(self, privacy: Privacy) -> None:
        for call in self._slack.calls:
            error = (call.answer or {}).get("error")
            if error in OURS:
                self.complain(f"{call.method} {error}", str(call.answer) + str(call.arguments))
        self._slack.calls.clear()
        sights, self._seen.suspicious = self._seen.suspicious, []
        for leak in await privacy.leaks(sights):
            self.complain("leak", _told(leak))

    async def _check(self) -> None:
        self._report.half_written += [row async for row in half_written(self._app)]


def _told(leak: Sight) -> str:
    """Whose text stands before whose eyes, and what stands around it."""
    mark, place = leak.mark, leak.shown.index(str(leak.mark))
    around = leak.shown[max(0, place - AROUND) : place + AROUND]
    known = f"{mark} of {mark.author} (disputes {sorted(mark.disputes)}, {sorted(mark.forms)})"
    return f"{known} to {leak.reader}: {leak.shown[:AROUND]} … {around}"


async def run(payloads: int, seed: int, folder: Path) -> Report:
    """Send that many to a bot of its own, on a database in that folder."""
    report, clock = Report(seed), MovableClock()
    url = await asyncio.to_thread(make_tables, sqlite_url(folder / "fuzz.sqlite3"))
    async with small_slack(clock) as slack, at_work(slack, url, clock=clock) as joined:
        slack.courier = Straight(slack, make_web(joined.app.bolt))
        await Run(slack, joined.app, clock, report).send_all(payloads)
    return report


def run_alone(seed: int, payloads: int) -> Report:
    """The same in a process of its own, and in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        return asyncio.run(run(payloads, seed, Path(folder)))
