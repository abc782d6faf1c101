"""chat.*: posting, editing, and telling one person only."""

from sandbox.arguments import Arguments
from sandbox.limits import (
    MOST_TEXT,
    MOST_UPDATED_TEXT,
    check_message_blocks,
    check_metadata,
    check_said,
    check_text,
)
from sandbox.records import Channel, Message, Said
from sandbox.rendering import render_message
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    """Post to a channel, a thread or, given a person's id, to the DM with that person.

    docs.slack.dev/reference/methods/chat.postMessage.
    """
    said = read_said(arguments)
    channel = find_channel_to_post_in(workspace, arguments.demand("channel"))
    thread_ts = find_thread(workspace, channel, arguments.get("thread_ts"))
    message = workspace.post(channel.id, workspace.app.bot_user_id, said, thread_ts=thread_ts)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": render_message(workspace, message, with_metadata=True),
    }


def update_message(workspace: Workspace, arguments: Arguments) -> Json:
    """Change a message of the bot's own; blocks and metadata left out stay as they were.

    docs.slack.dev/reference/methods/chat.update.
    """
    channel = workspace.get_visible_channel(arguments.demand("channel"))
    message = workspace.get_message(channel.id, arguments.demand("ts"))
    _check_own(workspace, message)
    kept = Said(message.text, message.blocks, message.metadata)
    if not arguments.has("blocks") and not arguments.get("text"):
        raise SlackError("no_text")
    edited = workspace.edit(message, read_said(arguments, kept, most=MOST_UPDATED_TEXT))
    shown = render_message(workspace, edited, with_metadata=True)
    return {"channel": channel.id, "ts": edited.ts, "text": edited.text, "message": shown}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    """Show a message to one member of a channel only.

    docs.slack.dev/reference/methods/chat.postEphemeral.
    """
    said = read_said(arguments)
    channel = find_channel_to_post_in(workspace, arguments.demand("channel"))
    person = workspace.get_person(arguments.demand("user"))
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = workspace.post(
        channel.id,
        workspace.app.bot_user_id,
        said,
        thread_ts=find_thread(workspace, channel, arguments.get("thread_ts")),
        only_for=person.id,
    )
    return {"message_ts": message.ts}


def read_said(arguments: Arguments, kept: Said | None = None, most: int = MOST_TEXT) -> Said:
    """Read what a message shall say, within Slack's limits; `kept` fills in what was left out."""
    before = kept or Said("")
    text = (arguments.get("text") or "") if arguments.has("text") else before.text
    check_text(text, most)
    said = Said(text, _read_blocks(arguments, before), _read_metadata(arguments, before))
    check_said(said.text, said.blocks)
    return said


def _read_blocks(arguments: Arguments, before: Said) -> tuple[Json, ...]:
    if not arguments.has("blocks"):
        return before.blocks
    blocks = arguments.json("blocks")
    check_message_blocks(blocks)
    return tuple(blocks) if isinstance(blocks, list) else ()


def _read_metadata(arguments: Arguments, before: Said) -> Json | None:
    metadata = arguments.json("metadata")
    if metadata is None:
        return before.metadata
    check_metadata(metadata)
    return metadata if isinstance(metadata, dict) else None


def find_channel_to_post_in(workspace: Workspace, channel_id: str) -> Channel:
    """Find where a message goes: public channels need no membership, private ones do."""
    if channel_id in workspace.people:
        return workspace.open_dm(channel_id)
    channel = workspace.get_visible_channel(channel_id)
    check_open(channel)
    if not workspace.has_bot(channel) and not workspace.app.posts_in_public:
        raise SlackError("not_in_channel")
    return channel


def check_open(channel: Channel) -> None:
    """Refuse an archived channel as `is_archived`."""
    if channel.is_archived:
        raise SlackError("is_archived")


def find_thread(workspace: Workspace, channel: Channel, thread_ts: str | None) -> str | None:
    """Find the message to reply to, if one is named; replies have none below them."""
    if thread_ts is None:
        return None
    try:
        parent = workspace.get_message(channel.id, thread_ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    if parent.thread_ts is not None or parent.only_for is not None:
        raise SlackError("cannot_reply_to_message")
    return parent.ts


def _check_own(workspace: Workspace, message: Message) -> None:
    if message.only_for is not None:
        raise SlackError("message_not_found")
    if message.user_id != workspace.app.bot_user_id:
        raise SlackError("cant_update_message")
