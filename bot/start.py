"""How each process starts, what keeps it from starting, and how it ends."""

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from bot.app import App, build
from bot.config import Part, Settings, problems
from handlers.http import make_web
from handlers.preflight import NoAnswer, ask_slack
from storage.engine import BadDatabaseUrl, is_sqlite, make_engine
from storage.lock import DatabaseInUse, hold
from storage.lost_disk import why_lost
from storage.schema import upgrade, why_not_current

log = logging.getLogger("roadmap.start")

SECONDS_TO_DRAIN = 10
SIGNALS = (signal.SIGTERM, signal.SIGINT)
Say = Callable[[str], None]


class CannotStart(Exception):  # noqa: N818  (a sentence for who starts it, not a bug)
    """What is missing or wrong, each in a sentence with the place to find it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def start(part: Part, settings: Settings, say: Say) -> None:
    """Run that part until SIGTERM or Ctrl-C, then let what is under way end.

    Raises:
        CannotStart: with everything that was found.

    """
    _refuse(*problems(settings, part))
    if part is Part.WORKER and is_sqlite(settings.database_url):
        raise CannotStart(
            "With SQLite, `roadmap-bot web` runs the clock itself; a worker is for PostgreSQL. "
            "Set DATABASE_URL, or leave the worker out."
        )
    try:
        if lost := why_lost(settings.database_url):
            log.warning("the database may be lost", extra={"why": lost})
        with hold(settings.database_url):
            asyncio.run(_start(part, settings, say))
    except (BadDatabaseUrl, DatabaseInUse) as reason:
        raise CannotStart(str(reason)) from reason


async def _start(part: Part, settings: Settings, say: Say) -> None:
    async with build(settings) as app:
        await ready_database(app.engine, upgrading=part is Part.RUN)
        await _ask_slack(app.client, settings, part)
        serve = {Part.RUN: _run, Part.WEB: _web, Part.WORKER: _work}[part]
        await serve(app, settings, say)


async def ready_database(engine: AsyncEngine, *, upgrading: bool = False) -> None:
    """The tables are what this program needs, or are brought to it.

    Raises:
        CannotStart: they are not, or the database does not answer.

    """
    try:
        if upgrading:
            await upgrade(engine)
        _refuse(*filter(None, [await why_not_current(engine)]))
    except (DBAPIError, OSError) as failure:
        raise CannotStart(_no_database(failure)) from failure


def _no_database(failure: Exception) -> str:
    kind = type(failure).__name__
    return f"The database of DATABASE_URL does not answer ({kind}). Is it there, and reachable?"


async def _ask_slack(client: AsyncWebClient, settings: Settings, part: Part) -> None:
    """Refuse what Slack refuses; when Slack is silent start all the same, for the clock's sake."""
    try:
        _refuse(*await ask_slack(client, app_token=_app_token(settings, part)))
    except NoAnswer as silence:
        log.warning("Slack does not answer yet", extra={"error": str(silence)})


def _app_token(settings: Settings, part: Part) -> str:
    return settings.slack_app_token if part in {Part.RUN, Part.CHECK} else ""


async def _run(app: App, settings: Settings, say: Say) -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import (  # noqa: PLC0415  (`web` starts without it)
        AsyncSocketModeHandler,
    )

    stopping = _told_to_stop()
    web = AsyncWebClient(base_url=settings.api_url, retry_handlers=[])
    handler = AsyncSocketModeHandler(app.bolt, settings.slack_app_token, web_client=web)
    async with app.running(with_clock=True):
        connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
        say("roadmap-bot runs. Try /roadmap help in Slack; Ctrl-C ends it.")
        await stopping.wait()
        await app.bolt.idle(SECONDS_TO_DRAIN)
        connecting.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _work(app: App, settings: Settings, say: Say) -> None:
    del settings
    stopping = _told_to_stop()
    async with app.running(with_clock=True):
        say("roadmap-bot keeps the clock and delivers; Ctrl-C ends it.")
        await stopping.wait()


async def _web(app: App, settings: Settings, say: Say) -> None:
    with _listening(int(settings.port)) as listening:

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            async with app.running(with_clock=is_sqlite(settings.database_url)):
                say(f"roadmap-bot answers Slack at /slack/events on port {settings.port}.")
                yield

        config = uvicorn.Config(
            make_web(app.bolt, *app.pages, lifespan=lifespan),
            log_config=None,
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=SECONDS_TO_DRAIN,
        )
        server = _Server(config)
        _when_told_to_stop(server.stop)
        await server.serve([listening])


class _Server(uvicorn.Server):
    """Ends with 0 when it is told to stop; uvicorn's own would end with the signal."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to us."""
        yield

    def stop(self) -> None:
        """Answer what is under way, then end."""
        self.should_exit = True


def _listening(port: int) -> socket.socket:
    """The port, held from now on; who connects already waits until the server is ready."""
    try:
        listening = socket.create_server(("", port), backlog=2048)
    except OSError as failure:
        raise CannotStart(
            f"PORT {port} cannot be had ({failure.strerror}). Is another program using it?"
        ) from failure
    # asyncio leaves it out for a socket that it has not made, and small answers then wait 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _told_to_stop() -> asyncio.Event:
    stopping = asyncio.Event()
    _when_told_to_stop(stopping.set)
    return stopping


def _when_told_to_stop(stop: Callable[[], None]) -> None:
    for name in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(name, stop)


def check(settings: Settings) -> str:
    """Look at every setting and ask Slack once; what keeps nothing from starting is handed back.

    Raises:
        CannotStart: with everything that was found.

    """
    _refuse(*problems(settings, Part.CHECK))
    asyncio.run(_check(settings))
    return why_lost(settings.database_url)


async def _check(settings: Settings) -> None:
    web = AsyncWebClient(settings.slack_bot_token, settings.api_url, retry_handlers=[])
    try:
        wrong = await ask_slack(web, app_token=_app_token(settings, Part.CHECK))
    except NoAnswer:
        wrong = (f"Slack does not answer at {settings.api_url}. Is there a way out to it?",)
    if not _is_new_file(settings.database_url):
        wrong += await _wrong_with_database(settings.database_url)
    _refuse(*wrong)


def _is_new_file(url: str) -> bool:
    """Whether SQLite's file is still to be made, which `run` does by itself."""
    return is_sqlite(url) and not Path(url.rpartition("///")[2]).exists()


async def _wrong_with_database(url: str) -> tuple[str, ...]:
    try:
        async with connected(url) as engine:
            await ready_database(engine)
    except BadDatabaseUrl as reason:
        return (str(reason),)
    except CannotStart as reason:
        return reason.sentences
    return ()


def upgrade_database(settings: Settings) -> None:
    """Bring the tables to what this program needs; twice is once.

    Raises:
        CannotStart: the database cannot be reached, or is in use.

    """
    try:
        with hold(settings.database_url):
            asyncio.run(_upgrade(settings.database_url))
    except (BadDatabaseUrl, DatabaseInUse) as reason:
        raise CannotStart(str(reason)) from reason


async def _upgrade(url: str) -> None:
    async with connected(url) as engine:
        await ready_database(engine, upgrading=True)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine, let go of at the end of the block.

    Raises:
        BadDatabaseUrl: it is no URL, or one of another database.

    """
    engine = make_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


def _refuse(*sentences: str) -> None:
    if sentences:
        raise CannotStart(*sentences)
