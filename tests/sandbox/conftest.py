from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.records import Person
from sandbox.server import Slack, build_slack
from sandbox.serving import serve
from sandbox.workspace import Workspace

ADA, BEN, EVE = "U1ADA", "U2BEN", "U3EVE"
GENERAL, SECRET = "C1GENERAL", "C2SECRET"


def build_workspace() -> Workspace:
    workspace = Workspace()
    workspace.add_person(Person(ADA, "ada", "Ada Lovelace", is_admin=True))
    workspace.add_person(Person(BEN, "ben", "Ben Guest", is_restricted=True))
    workspace.add_person(Person(EVE, "eve", "Eve Elsewhere", tz="Asia/Tokyo"))
    workspace.add_channel(GENERAL, "general", [ADA, EVE])
    workspace.add_channel(SECRET, "secret", [ADA], is_private=True)
    return workspace


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack = build_slack(build_workspace())
    async with slack.listening():
        yield slack


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    app = slack.workspace.app
    url = f"{slack.courier.slack_url}/api/"
    return AsyncWebClient(app.bot_token, base_url=url, retry_handlers=[])


@pytest.fixture
def bot(slack: Slack, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch) -> AsyncApp:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)  # Bolt would silently prefer it
    return AsyncApp(client=client, signing_secret=slack.workspace.app.signing_secret)


def answer_over_http(bot: AsyncApp) -> Starlette:
    handler = AsyncSlackRequestHandler(bot)

    async def handle(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", handle, methods=["POST"])])


@pytest.fixture
async def over_http(slack: Slack, bot: AsyncApp) -> AsyncIterator[AsyncApp]:
    async with serve(answer_over_http(bot)) as url:
        slack.connect(bot_url=f"{url}/slack/events")
        yield bot


@pytest.fixture
async def over_socket_mode(slack: Slack, bot: AsyncApp) -> AsyncIterator[AsyncApp]:
    web = AsyncWebClient(base_url=f"{slack.courier.slack_url}/api/", retry_handlers=[])
    handler = AsyncSocketModeHandler(bot, slack.workspace.app.app_token, web_client=web)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.wait_for(lambda: slack.links.count == 1)
    yield bot
    await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture(params=["over_http", "over_socket_mode"])
def connected(request: pytest.FixtureRequest) -> AsyncApp:
    connected: AsyncApp = request.getfixturevalue(request.param)
    return connected
