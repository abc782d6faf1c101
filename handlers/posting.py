"""The only calls that post: the card, its thread, and messages to one person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.services.ports import Posted
from handlers.blocks import Message
from handlers.pacing import Pacing
from handlers.slack_errors import Fate, error_of, understand
from handlers.text import Json

Call = Callable[..., Awaitable[AsyncSlackResponse]]

EVENT_TYPE = "roadmap_delivery"
POST, UPDATE = "chat.postMessage", "chat.update"
PUBLISH, UPLOAD = "views.publish", "files.upload"
_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message, and the same without the blocks that some of Slack's clients and plans refuse."""

    full: Message
    plain: Callable[[], Message]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, and the sentence that goes with it."""

    filename: str
    content: bytes
    title: str
    comment: str


class Poster:
    """Posts for one workspace, at Slack's pace; each call may raise what the client raises."""

    def __init__(self, client: AsyncWebClient, pacing: Pacing) -> None:
        self._client = client
        self._pacing = pacing

    def end(self) -> None:
        """Keep nothing waiting for its turn any more: the program ends."""
        self._pacing.end()

    async def post(
        self, team: TeamId, channel: str, drawing: Drawing, *, key: str, thread: str | None = None
    ) -> Posted:
        """A new message in a channel, a thread, or the direct messages with a person.

        Raises:
            Waiting: Slack has asked for patience.

        """
        await self._pacing.turn(channel)
        call = partial(
            self._client.chat_postMessage,
            channel=channel,
            thread_ts=thread,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"delivery": key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        answer = await self._call(team, POST, call, drawing)
        return Posted(ChannelId(answer["channel"]), answer["ts"])

    async def redraw(self, team: TeamId, posted: Posted, drawing: Drawing) -> None:
        """Change a message in place.

        Raises:
            Waiting: Slack has asked for patience.

        """
        call = partial(self._client.chat_update, channel=posted.channel, ts=posted.ts)
        await self._call(team, UPDATE, call, drawing)

    async def _call(
        self, team: TeamId, method: str, call: Call, drawing: Drawing
    ) -> AsyncSlackResponse:
        return await self._paced(team, method, lambda: _shown(call, drawing))

    async def _paced(
        self, team: TeamId, method: str, call: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        self._pacing.check(team, method)
        try:
            return await call()
        except SlackApiError as refusal:
            setback = understand(refusal)
            if setback.fate is Fate.WAIT:
                self._pacing.hold(team, method, setback.seconds)
            raise

    async def show_home(self, team: TeamId, user: UserId, view: Json) -> None:
        """Show a person's App Home in place of the one before.

        Raises:
            Waiting: Slack has asked for patience.

        """
        await self._paced(
            team, PUBLISH, lambda: self._client.views_publish(user_id=user, view=view)
        )

    async def hand_over(self, team: TeamId, user: UserId, attachment: Attachment) -> None:
        """A file in the direct messages with a person; Slack wants the channel's id for it.

        Raises:
            Waiting: Slack has asked for patience.

        """
        opened = await self._client.conversations_open(users=user)
        upload = partial(
            self._client.files_upload_v2,
            channel=opened["channel"]["id"],
            content=attachment.content,
            filename=attachment.filename,
            title=attachment.title,
            initial_comment=attachment.comment,
        )
        await self._paced(team, UPLOAD, upload)

    async def was_sent_to(self, user: UserId, *, key: str) -> bool:
        """Whether the direct messages with a person hold the one with that key."""
        opened = await self._client.conversations_open(users=user)
        history = await self._client.conversations_history(
            channel=opened["channel"]["id"], include_all_metadata=True, limit=_HISTORY
        )
        return any(_key(message) == key for message in history["messages"])


def _key(message: Json) -> object:
    told = message.get("metadata") or {}
    return told.get("event_payload", {}).get("delivery")


async def _shown(call: Call, drawing: Drawing) -> AsyncSlackResponse:
    """The call with the full drawing, or with the plain one where Slack refuses its blocks."""
    try:
        return await call(text=drawing.full.text, blocks=drawing.full.blocks)
    except SlackApiError as refusal:
        if error_of(refusal) not in {"invalid_blocks", "invalid_blocks_format"}:
            raise
        plain = drawing.plain()
        return await call(text=plain.text, blocks=plain.blocks)
