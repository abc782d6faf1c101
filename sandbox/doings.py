"""What the bot did in a while, in plain words: told from what the small Slack received."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import unescape

from sandbox.calls import CallRecord
from sandbox.records import Channel
from sandbox.wire import Json
from sandbox.workspace import Workspace

_POST, _UPDATE = "chat.postMessage", "chat.update"
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_PERSON = re.compile(r"<@(\w+)>")
STILL_SENDING = "Some messages are still on their way."


def tell_doings(
    calls: Sequence[CallRecord], workspace: Workspace, *, at: datetime, still_sending: bool
) -> tuple[str, ...]:
    """Tell them, a line each; of direct messages and private channels only that there was one."""
    told = list(dict.fromkeys(_told(calls, workspace)))
    lines = [*told, *([STILL_SENDING] if still_sending else [])]
    return tuple(f"{say_moment(at)}: {line}" for line in lines)


def say_moment(instant: datetime) -> str:
    """Say an instant as in Mon 9 March 10:00 UTC."""
    at = instant.astimezone(UTC)
    return f"{at:%a} {at.day} {at:%B %H:%M} UTC"


def _told(calls: Iterable[CallRecord], workspace: Workspace) -> Iterator[str]:
    posts = [call for call in calls if call.method == _POST]
    arrived = [call for call in posts if call.ok]
    for call in arrived:
        channel = _channel_of(call, workspace)
        if not channel.is_im:
            yield _said_in(channel, call, workspace)
    if readers := _told_directly(arrived, workspace):
        yield f"{_listed(readers)} got a direct message."
    if any(not call.ok for call in calls if call.method in {_POST, _UPDATE}):
        yield "A message did not arrive. The bot sends it again by itself."


def _channel_of(call: CallRecord, workspace: Workspace) -> Channel:
    """Where the message stands; a person's id means the DM with that person."""
    return workspace.channels[str((call.answer or {})["channel"])]


def _said_in(channel: Channel, call: CallRecord, workspace: Workspace) -> str:
    if channel.is_private:
        return f"The bot wrote in #{channel.name}, which is private."
    message: Json = (call.answer or {})["message"]
    return _in_plain_words(_headline(message), workspace)


def _headline(message: Json) -> str:
    """Its heading, or else what a notification would show of it."""
    headers = [block for block in message.get("blocks", []) if block["type"] == "header"]
    said = headers[0]["text"]["text"] if headers else message["text"]
    return said if said.endswith((".", "?")) else f"{said}."


def _told_directly(posts: Iterable[CallRecord], workspace: Workspace) -> list[str]:
    channels = [_channel_of(call, workspace) for call in posts]
    readers = {person for channel in channels if channel.is_im for person in channel.members}
    return [
        person.real_name
        for person in workspace.people.values()
        if person.id in readers and not person.is_bot
    ]


def _in_plain_words(text: str, workspace: Workspace) -> str:
    named = _PERSON.sub(lambda found: workspace.get_person(found[1]).real_name, text)
    return unescape(_DATE.sub(r"\1", named))


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
