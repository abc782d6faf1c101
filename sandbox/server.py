"""The small Slack as one thing: its HTTP side, the people who act, and what they see."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from sandbox.acting import Actor
from sandbox.calls import CallRecord, DeliveryRecord
from sandbox.delivering import AT_ONCE, PATIENCE, Courier
from sandbox.faults import Faults
from sandbox.records import Message, View
from sandbox.response_urls import ResponseUrls
from sandbox.seen import find_strings
from sandbox.serving import serve
from sandbox.socket_mode import Links
from sandbox.uploads import Uploads
from sandbox.web_api import WebApi
from sandbox.wire import NotOnScreenError
from sandbox.workspace import Workspace, content_of

T = TypeVar("T")


class Slack:
    """A small Slack; itself an ASGI app, to be served alone or mounted."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.faults = Faults()
        self.calls: list[CallRecord] = []
        self.links = Links(workspace.app.app_id, workspace.changes.announce)
        self.courier = Courier(workspace, self.links)
        self.app = self._make_app()

    def _make_app(self) -> Starlette:
        api = WebApi(self.workspace, self.faults, self.calls, self.links.hand_out)
        responses = ResponseUrls(self.workspace, self.faults, self.calls)
        uploads = Uploads(self.workspace, self.faults, self.calls)
        return Starlette(
            routes=[
                Route("/api/{method}", api.handle, methods=["GET", "POST"]),
                Route("/response/{url_id}", responses.handle, methods=["POST"]),
                Route("/upload/{ticket}", uploads.take, methods=["POST"]),
                Route("/files/{file_id}/{key}/{name}", uploads.give, methods=["GET"]),
                WebSocketRoute("/link/{ticket}", self.links.handle),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI app."""
        await self.app(scope, receive, send)

    @contextlib.asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncIterator[str]:
        """Serve on the loopback; the Web API is at `{url}/api/`."""
        async with serve(self, port) as url:
            self.connect(slack_url=url)
            yield url

    def connect(self, *, slack_url: str | None = None, bot_url: str | None = None) -> None:
        """Say where Slack and the bot are; without a bot's URL all goes over Socket Mode."""
        self.courier.slack_url = slack_url or self.courier.slack_url
        self.workspace.files.slack_url = self.courier.slack_url
        self.courier.bot_url = bot_url or self.courier.bot_url

    @property
    def deliveries(self) -> list[DeliveryRecord]:
        """All that was sent to the bot, with its replies."""
        return self.courier.deliveries

    def as_person(self, person_id: str) -> Actor:
        """Act as somebody."""
        self.workspace.get_person(person_id)
        return Actor(person_id, self.workspace, self.courier)

    def calls_of(self, method: str) -> list[CallRecord]:
        """Give the bot's calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5) -> T:  # noqa: ASYNC109
        """Wait until the predicate says something truthy, and give that."""
        return await self.workspace.changes.wait_for(predicate, timeout)

    # What a person sees

    def messages(self, channel_id: str, as_person: str) -> list[Message]:
        """Give what a person reads in a channel, threads and ephemeral messages left out."""
        if not self.workspace.can_read(as_person, channel_id):
            raise NotOnScreenError(f"{as_person} does not see channel {channel_id}")
        return [m for m in self._public(channel_id) if m.thread_ts is None]

    def thread(self, message: Message) -> list[Message]:
        """Give the replies to a message."""
        return [m for m in self._public(message.channel_id) if m.thread_ts == message.ts]

    def ephemerals(self, person_id: str) -> list[Message]:
        """Give what only that person is shown, in any channel."""
        return [
            message
            for channel_id in self.workspace.channels
            for message in self.workspace.messages(channel_id)
            if message.only_for == person_id
        ]

    def dms(self, person_id: str) -> list[Message]:
        """Give what stands in a person's DM with the bot, threads left out."""
        return self.messages(self.workspace.open_dm(person_id).id, person_id)

    def top_view(self, person_id: str) -> View | None:
        """Give the modal on top of a person's screen."""
        return self.workspace.views.top(person_id)

    def home(self, person_id: str) -> View | None:
        """Give what a person's Home tab shows."""
        return self.workspace.views.home(person_id)

    def everything_shown_to(self, person_id: str) -> str:
        """Give all strings of all that person was ever shown or can read now, edits included.

        Ids, values and metadata count as shown: they reach the person's client.
        """
        workspace = self.workspace
        readable = [
            message
            for channel_id in workspace.channels
            if workspace.can_read(person_id, channel_id)
            for message in self._public(channel_id)
        ]
        now = [content_of(message) for message in readable]
        return "\n".join([workspace.seen.text_for(person_id), *find_strings(now)])

    def _public(self, channel_id: str) -> list[Message]:
        return [m for m in self.workspace.messages(channel_id) if m.only_for is None]


def build_slack(
    workspace: Workspace,
    *,
    bot_url: str | None = None,
    patience: float = PATIENCE,
    retry_delays: Sequence[float] = AT_ONCE,
) -> Slack:
    """Build a small Slack around a workspace; `patience` is the seconds the bot has to answer."""
    slack = Slack(workspace)
    slack.courier.patience = patience
    slack.courier.retry_delays = retry_delays
    slack.connect(bot_url=bot_url)
    return slack
