"""A whole small world: a workspace in the small Slack, the real bot in it, and a clock to move."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App, Clock, build
from bot.clock import utc_now
from bot.config import Settings
from handlers.http import make_web
from sandbox.records import Person, SlackApp, View
from sandbox.server import Slack, build_slack
from sandbox.serving import serve
from sandbox.workspace import Workspace
from tests.builders import MONDAY

LEE, MAYA, JONAS, ADA, OLU, ZOE = "U1LEE", "U2MAYA", "U3JONAS", "U4ADA", "U5OLU", "U6ZOE"
"""The opener, the product lead, the research lead, a deputy, the owner, somebody else."""
GUS, ROB, EVE, GONE = "U7GUS", "U8ROB", "U9EVE", "U10GONE"
"""A guest, a bot, somebody from another workspace, somebody whose account is deactivated."""
ROADMAP, SECRET, UNINVITED = "C1ROADMAP", "C2SECRET", "C3UNINVITED"
"""A public channel and a private one with the bot in it, and a public one without."""


@dataclass
class MovableClock:
    """The rules' clock, moved by hand."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def build_workspace(clock: Clock) -> Workspace:
    workspace = Workspace(clock, app=SlackApp(posts_in_public=False))
    for person in (
        Person(LEE, "lee", "Lee"),
        Person(MAYA, "maya", "Maya", tz="America/New_York"),
        Person(JONAS, "jonas", "Jonas", tz="Europe/Berlin"),
        Person(ADA, "ada", "Ada", tz="Asia/Tokyo"),
        Person(OLU, "olu", "Olu", is_owner=True),
        Person(ZOE, "zoe", "Zoe"),
        Person(GUS, "gus", "Gus", is_restricted=True),
        Person(ROB, "rob", "Rob the robot", is_bot=True),
        Person(EVE, "eve", "Eve", team_id="T9ELSEWHERE"),
        Person(GONE, "gone", "Gone", deleted=True),
    ):
        workspace.add_person(person)
    workspace.add_channel(ROADMAP, "roadmap", [LEE, MAYA, JONAS, ADA, OLU, ZOE], has_bot=True)
    workspace.add_channel(SECRET, "secret", [LEE, MAYA, JONAS], is_private=True, has_bot=True)
    workspace.add_channel(UNINVITED, "elsewhere", [LEE, MAYA])
    return workspace


def settings_for(slack: Slack, database_url: str) -> Settings:
    app = slack.workspace.app
    return Settings(
        slack_bot_token=app.bot_token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        database_url=database_url,
        slack_api_url=f"{slack.courier.slack_url}/api/",
    )


@asynccontextmanager
async def small_slack(clock: Clock = utc_now) -> AsyncIterator[Slack]:
    slack = build_slack(build_workspace(clock))
    async with slack.listening():
        yield slack


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot at work in the small Slack."""

    app: App
    wake: Callable[[], None]
    """Lets the clock tick now rather than within five seconds."""


@asynccontextmanager
async def at_work(
    slack: Slack,
    database_url: str,
    *,
    clock: Clock = utc_now,
    real_clock: Clock = utc_now,
    with_clock: bool = False,
) -> AsyncIterator[Joined]:
    """The bot with everything but its ears."""
    settings = settings_for(slack, database_url)
    async with (
        build(settings, clock=clock, real_clock=real_clock, seconds_between_messages=0) as app,
        app.running(with_clock=with_clock) as wake,
    ):
        yield Joined(app, wake)


@asynccontextmanager
async def listening_over_http(slack: Slack, app: App) -> AsyncIterator[None]:
    """As `roadmap-bot web` listens."""
    async with serve(make_web(app.bolt, *app.pages)) as url:
        slack.connect(bot_url=f"{url}/slack/events")
        yield


@asynccontextmanager
async def listening_over_socket_mode(slack: Slack, app: App) -> AsyncIterator[None]:
    """As `roadmap-bot run` listens."""
    base = f"{slack.courier.slack_url}/api/"
    handler = AsyncSocketModeHandler(
        app.bolt,
        slack.workspace.app.app_token,
        web_client=AsyncWebClient(base_url=base, retry_handlers=[]),
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await slack.wait_for(lambda: slack.links.count == 1)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


def on_screen(slack: Slack, person: str) -> View:
    """The form or window that the person looks at."""
    view = slack.top_view(person)
    assert view is not None, f"{person} sees no window"
    return view
