"""The only calls that post: the card, its thread, and messages to one person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.services.ports import Posted
from handlers.blocks import Message
from handlers.calling import Calls, posted
from handlers.pacing import Pacing
from handlers.slack_errors import Fate, error_of, understand
from handlers.text import Json

Call = Callable[..., Awaitable[AsyncSlackResponse]]

EVENT_TYPE = "roadmap_delivery"
POST, UPDATE = "chat.postMessage", "chat.update"
PUBLISH, UPLOAD = "views.publish", "files.upload"
OPEN, HISTORY = "conversations.open", "conversations.history"
_A_PAGE = 200
_BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "only_one_table_allowed"}
)


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
    """Posts for one workspace, at Slack's pace; each call may raise what the client raises.

    Each may raise Waiting as well, where Slack has asked for patience.
    """

    def __init__(self, client: AsyncWebClient, pacing: Pacing) -> None:
        self._client = client
        self._pacing = pacing
        self._calls = Calls(pacing)

    def end(self) -> None:
        """Keep nothing waiting for its turn any more: the program ends."""
        self._pacing.end()

    async def post(
        self, team: TeamId, channel: str, drawing: Drawing, *, key: str, thread: str | None = None
    ) -> Posted:
        """A new message in a channel, a thread, or the direct messages with a person.

        Raises:
            InDoubtError: it may stand there, or not.

        """
        call = partial(
            self._client.chat_postMessage,
            channel=channel,
            thread_ts=thread,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"delivery": key}},
            unfurl_links=False,
            unfurl_media=False,
        )

        async def post() -> Posted:
            answer = await _shown(call, drawing)
            return Posted(ChannelId(answer["channel"]), answer["ts"])

        return await self._calls.make(team, POST, lambda: posted(post), channel=channel)

    async def redraw(self, team: TeamId, place: Posted, drawing: Drawing) -> None:
        """Change a message in place; once more changes nothing."""
        call = partial(self._client.chat_update, channel=place.channel, ts=place.ts)
        await self._calls.make(team, UPDATE, lambda: _shown(call, drawing))

    async def check_takes_messages(self, team: TeamId, channel: str) -> None:
        """Nothing, while Slack answers as it should to what it is asked to post there.

        It is handed an empty message, which it must refuse by name (`no_text`). So a message that
        may have arrived is not sent once more into an outage, where it would be in doubt again.
        """
        call = partial(self._client.api_call, POST, json={"channel": channel})
        try:
            await self._calls.make(team, POST, call, channel=channel)
        except SlackApiError as refusal:
            if understand(refusal).fate is not Fate.NEVER:
                raise

    async def show_home(self, team: TeamId, user: UserId, view: Json) -> None:
        """Show a person's App Home in place of the one before."""
        await self._calls.make(
            team, PUBLISH, lambda: self._client.views_publish(user_id=user, view=view)
        )

    async def hand_over(self, team: TeamId, user: UserId, attachment: Attachment) -> None:
        """A file in the direct messages with a person; Slack wants the channel's id for it.

        Raises:
            InDoubtError: it may stand there, or not.

        """
        upload = partial(
            self._client.files_upload_v2,
            channel=await self._open(team, user),
            content=attachment.content,
            filename=attachment.filename,
            title=attachment.title,
            initial_comment=attachment.comment,
        )
        await self._calls.make(team, UPLOAD, lambda: posted(upload))

    async def was_sent_to(self, team: TeamId, user: UserId, *, key: str) -> bool:
        """Whether the direct messages with a person hold the one with that key."""
        async for message in self._said_to(team, user):
            if _key(message) == key:
                return True
        return False

    async def was_handed_to(self, team: TeamId, user: UserId, *, filename: str) -> bool:
        """Whether the direct messages with a person hold a file of that name."""
        async for message in self._said_to(team, user):
            if filename in [file.get("name") for file in message.get("files", ())]:
                return True
        return False

    async def _said_to(self, team: TeamId, user: UserId) -> AsyncIterator[Json]:
        read = partial(
            self._client.conversations_history,
            channel=await self._open(team, user),
            include_all_metadata=True,
            limit=_A_PAGE,
        )
        cursor: str | None = None
        while cursor != "":
            page = await self._calls.make(team, HISTORY, partial(read, cursor=cursor))
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    async def _open(self, team: TeamId, user: UserId) -> str:
        opened = await self._calls.make(
            team, OPEN, partial(self._client.conversations_open, users=user)
        )
        return str(opened["channel"]["id"])


def _key(message: Json) -> object:
    told = message.get("metadata") or {}
    return told.get("event_payload", {}).get("delivery")


async def _shown(call: Call, drawing: Drawing) -> AsyncSlackResponse:
    """The call with the full drawing, or with the plain one where Slack refuses its blocks."""
    try:
        return await call(text=drawing.full.text, blocks=drawing.full.blocks)
    except SlackApiError as refusal:
        if error_of(refusal) not in _BLOCKS_REFUSED:
            raise
        plain = drawing.plain()
        return await call(text=plain.text, blocks=plain.blocks)
