"""The composition root: the one module that knows every part; nothing imports it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.routing import Route

from bot.clock import utc_now
from bot.config import Settings
from bot.scheduler import make_scheduler, wake
from bot.services.ports import Begin
from bot.services.sweep import rule, tell
from handlers.bolt import CountingApp
from handlers.context import Supply
from handlers.delivery import Deliverer
from handlers.directory import SlackDirectory
from handlers.http import watching_pages
from handlers.meters import Meters
from handlers.metrics import Metrics
from handlers.pacing import SECONDS_BETWEEN_MESSAGES, Pacing
from handlers.posting import Poster
from handlers.readiness import Readiness
from handlers.register import register
from handlers.sending import Sender
from storage.engine import make_engine
from storage.transaction import make_begin

log = logging.getLogger("roadmap.app")

Clock = Callable[[], datetime]
UNUSED = "Socket Mode signs nothing"
PATIENCE = ClientTimeout(total=30, sock_connect=10)
"""Without a connection nothing was sent, so nothing is in doubt: that is told apart."""


@dataclass(frozen=True, slots=True)
class App:
    """All parts, joined; nothing of it runs yet but the connections it may open."""

    bolt: CountingApp
    client: AsyncWebClient
    engine: AsyncEngine
    begin: Begin
    deliverer: Deliverer
    clock: Clock
    directory: SlackDirectory
    meters: Meters
    pages: tuple[Route, ...]
    """What whoever runs it may ask over HTTP, beside Slack."""
    ruling: asyncio.Lock = field(default_factory=asyncio.Lock)
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tick(self) -> None:
        """Everything that is due now."""
        await self.rule()
        await self.tell()

    async def rule(self) -> None:
        """Rule where a window has ended, before anything more is sent; a stop waits for it."""
        async with self.ruling:
            with self.deliverer.held():
                await rule(now=self.clock(), begin=self.begin)

    async def tell(self) -> None:
        """Remind, and send digests, which may wait for Slack; a stop waits for it."""
        async with self.telling:
            await self.rule()
            await tell(now=self.clock(), begin=self.begin, directory=self.directory)

    async def look_at_outbox(self) -> None:
        """The safety net under the nudge that follows each commit."""
        self.deliverer.nudge()

    @asynccontextmanager
    async def running(self, *, with_clock: bool) -> AsyncIterator[Callable[[], None]]:
        """Deliver, and where asked for rule at deadlines, until the end of the block.

        It gives what has the clock tick at once. At the end what is being sent
        arrives; what is not waits in the outbox.
        """
        jobs = {"look at the outbox": self.look_at_outbox}
        if with_clock:
            jobs |= {"rule": self.rule, "tell": self.tell}
        scheduler = make_scheduler(jobs, now=utc_now())
        delivering = asyncio.create_task(self.deliverer.run())
        scheduler.start()
        try:
            yield lambda: wake(scheduler, now=utc_now())
        finally:
            scheduler.pause()
            # In the order in which `tell` takes them, or the two would wait for each other.
            async with self.telling, self.ruling:
                scheduler.shutdown()
            self.deliverer.stop()
            await delivering


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    real_clock: Clock = utc_now,
    seconds_between_messages: float = SECONDS_BETWEEN_MESSAGES,
) -> AsyncIterator[App]:
    """Every part made and joined, and let go of at the end.

    `clock` is the rules' clock and may be moved; leases and pauses go by `real_clock`.

    Raises:
        BadDatabaseUrl: DATABASE_URL is not understood.

    """
    engine = make_engine(settings.database_url)
    nudged = asyncio.Event()
    begin = make_begin(engine, after_commit=nudged.set)
    try:
        async with ClientSession(timeout=PATIENCE) as session:
            client = AsyncWebClient(
                settings.slack_bot_token, settings.api_url, session=session, retry_handlers=[]
            )
            pacing = Pacing(real_clock, seconds_between_messages=seconds_between_messages)
            poster = Poster(client, pacing)
            meters = Meters()
            directory = SlackDirectory(client)
            sender = Sender(poster, begin, directory, clock=clock)
            deliverer = Deliverer(sender, begin, nudged, real_clock=real_clock, meters=meters)
            bolt = _listen(settings, client, Supply(clock, begin, directory), meters)
            pages = watching_pages(
                Readiness(client, begin, clock=clock, real_clock=real_clock),
                Metrics(meters, begin, clock=clock, real_clock=real_clock),
            )
            yield App(bolt, client, engine, begin, deliverer, clock, directory, meters, pages)
    finally:
        await engine.dispose()


def _listen(
    settings: Settings, client: AsyncWebClient, supply: Supply, meters: Meters
) -> CountingApp:
    """Bolt with every listener; the answer waits for the listener, so that errors can fill it."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token: nothing that Slack would have to be asked."""
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.slack_bot_token
        )

    bolt = CountingApp(
        meters,
        client=client,
        authorize=authorize,
        signing_secret=settings.slack_signing_secret or UNUSED,
        process_before_response=True,
        logger=logging.getLogger("roadmap.bolt"),
    )
    register(bolt, supply)
    return bolt
