"""The small Slack with the real bot in it, and the clock by which the rules go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import bindparam, exists, func, or_, select

from bot.app import App, build
from bot.config import Settings
from bot.domain.ids import TeamId
from bot.services.ports import Transaction
from bot.services.sweep import next_due
from handlers.http import make_web
from sandbox.clock import MovableClock, real_now
from sandbox.doings import tell_doings
from sandbox.server import Slack, build_slack
from sandbox.serving import serve
from sandbox.stories.people import BEGINS_AT, PEOPLE, build_workspace
from storage.engine import reading
from storage.schema import upgrade
from storage.tables import EVENTS, OUTBOX

PATIENCE = 10.0
"""How many seconds a move waits for messages; where Slack is slow they come later."""
_GLANCE = 0.01
MOST_LOOKS = 30
"""How many mornings to go through before it is clear that nobody owes anything."""
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Stage:
    """A workspace to play in; everything that the bot does here it does by itself."""

    slack: Slack
    people: tuple[str, ...]
    bot: App
    clock: MovableClock
    _moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    def now(self) -> datetime:
        """Give the instant by which the rules go."""
        return self.clock()

    async def move(self, by: timedelta) -> tuple[str, ...]:
        """Move the clock on, stopping wherever something is due; say what the bot did.

        A line for each thing, in plain words and without what only some may read.
        """
        async with self._moving:
            return await self._move_to(self.now() + by)

    async def to_next_deadline(self) -> tuple[str, ...]:
        """Move to the instant at which the next dispute ends, if one is open."""
        async with self._moving:
            deadline = await self.next_deadline()
            return await self._move_to(deadline) if deadline else ()

    async def next_deadline(self) -> datetime | None:
        """Give the instant at which the next dispute ends, or None when none is open."""
        async with self.bot.begin(reading=True) as tx:
            running = await tx.disputes.open_ones(TeamId(self.slack.workspace.team_id))
        return next((dispute.opening.window.closes_at for dispute in running), None)

    async def to_next_reminder(self) -> tuple[str, ...]:
        """Move on until the bot looks at whom to remind, and tells somebody something."""
        async with self._moving:
            told: tuple[str, ...] = ()
            for _ in range(MOST_LOOKS):
                look_at = await self.next_reminder()
                if told or look_at is None:
                    break
                told = await self._move_to(look_at)
            return told

    async def next_reminder(self) -> datetime | None:
        """Give the instant at which the bot looks next whether there is somebody to be told.

        That is of what they owe, of a day that has come, or of the customers' month.
        """
        async with self.bot.begin(reading=True) as tx:
            moments = (await tx.reminders.next_at(), await self._next_month(tx))
        return min(filter(None, moments), default=None)

    async def _next_month(self, tx: Transaction) -> datetime | None:
        """Give the instant of the next month, where there is an answer to tell and a channel."""
        team = TeamId(self.slack.workspace.team_id)
        told_until = await tx.months.told_until(team)
        if told_until is None or not (await tx.settings.get(team)).announcements:
            return None
        recorded = await tx.disputes.recorded(team, after=told_until, until=self.now())
        return await tx.months.next_at() if recorded else None

    async def settle(self) -> bool:
        """Wait until all has arrived that the bot can send now; say whether it did in time."""
        self.bot.deliverer.nudge()
        try:
            async with asyncio.timeout(PATIENCE):
                while await self._is_sending():  # noqa: ASYNC110 - nobody announces a commit
                    await asyncio.sleep(_GLANCE)
        except TimeoutError:
            return False
        return True

    async def last_event_at(self) -> datetime | None:
        """Give the instant of the last thing on record, or None when nothing is."""
        async with reading(self.bot.engine).begin() as connection:
            last = await connection.scalar(select(func.max(EVENTS.c.at)))
        return last if isinstance(last, datetime) else None

    async def _move_to(self, until: datetime) -> tuple[str, ...]:
        stopped_at = self.now()
        lines = [*await self._stop_at(stopped_at)]
        while stopped_at < (due := await self._next_due() or until) < until:
            lines += await self._stop_at(due)
            stopped_at = due
        return (*lines, *await self._stop_at(until))

    async def _next_due(self) -> datetime | None:
        """Give the next instant to stop at; while Slack is silent the bot asks it each minute."""
        if not self.slack.faults.is_silent:
            return await next_due(begin=self.bot.begin)
        async with self.bot.begin(reading=True) as tx:
            return await tx.disputes.next_at()

    async def _stop_at(self, instant: datetime) -> tuple[str, ...]:
        """Tick there, as the bot's own clock does every few seconds, and wait for its words."""
        before = len(self.slack.calls)
        self.clock.move_to(instant)
        await self.bot.tick()
        arrived = await self.settle()
        calls = self.slack.calls[before:]
        return tell_doings(calls, self.slack.workspace, at=instant, still_sending=not arrived)

    async def _is_sending(self) -> bool:
        """Whether a message is on its way, or could be; one that waits for better days is not."""
        async with reading(self.bot.engine).begin() as connection:
            return bool(await connection.scalar(_SENDING, {"now": real_now()}))


_MESSAGE = OUTBOX.c
_FIRST_OF_EACH_QUEUE = (
    select(func.min(_MESSAGE.id))
    .where(_MESSAGE.state == "waiting")
    .group_by(_MESSAGE.team_id, _MESSAGE.queue)
)
_SENDING = select(
    exists().where(
        _MESSAGE.id.in_(_FIRST_OF_EACH_QUEUE),
        or_(_MESSAGE.not_before.is_(None), _MESSAGE.not_before <= bindparam("now")),
    )
)

Furnish = Callable[[FastAPI, Stage], None]


@asynccontextmanager
async def open_stage(
    *,
    port: int,
    database_url: str,
    begins_at: datetime = BEGINS_AT,
    furnish: Furnish | None = None,
) -> AsyncIterator[Stage]:
    """Give a stage, all of it on one port of the loopback; `furnish` may add to its site.

    Raises:
        OSError: the port cannot be had.

    """
    clock = MovableClock(begins_at)
    slack = build_slack(build_workspace(clock))
    slack.connect(slack_url=f"http://{LOOPBACK}:{port}")
    async with build(
        _settings(slack, database_url),
        clock=clock,
        real_clock=real_now,
        seconds_between_messages=0,
    ) as bot:
        stage = Stage(slack, PEOPLE, bot, clock)
        site = _make_site(stage)
        if furnish:
            furnish(site, stage)
        await upgrade(bot.engine)
        async with serve(site, port) as url, bot.running(with_clock=True):
            slack.connect(bot_url=f"{url}/slack/events")
            yield stage


def _settings(slack: Slack, database_url: str) -> Settings:
    """Join the bot to the small Slack as one joins it to Slack: an address and secrets."""
    app = slack.workspace.app
    return Settings(
        slack_bot_token=app.bot_token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=f"{slack.courier.slack_url}/api/",
        database_url=database_url,
    )


def _make_site(stage: Stage) -> FastAPI:
    """Put the small Slack's side of the wire and the bot's beside each other."""
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    site.router.routes.extend([*stage.slack.app.routes, *make_web(stage.bot.bolt).routes])
    return site
