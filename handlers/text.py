"""Words as Slack shows them: escaped, times in the reader's zone, cut only with a word about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ids import ChannelId
from bot.domain.words import Mention, Part, Words, say_instant

Json = dict[str, Any]

INSTANT = "{date_long_pretty}, {time}"
"""docs.slack.dev/messaging/formatting-message-text: shown in the zone of the reader's device."""


@dataclass(frozen=True, slots=True)
class Bold:
    """Text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that can be followed; anything but http and https is shown as text."""

    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, which Slack shows by its name to who can see it."""

    id: ChannelId


_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

RichPart = Part | Bold | Link | Channel
Line = tuple[RichPart, ...]


def is_address(text: str) -> bool:
    """Whether it is an address that can be followed, and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def escape(text: str) -> str:
    """Text that pings nobody and breaks nothing in a mrkdwn object."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(words: Words) -> str:
    """Words for a mrkdwn object, or for a message's `text`."""
    return "".join(_mrkdwn_part(part) for part in words)


def _mrkdwn_part(part: Part) -> str:
    if isinstance(part, Mention):
        return f"<@{part.user}>"
    if isinstance(part, datetime):
        return f"<!date^{int(part.timestamp())}^{INSTANT}|{say_instant(part)}>"
    return escape(part)


def rich_elements(parts: Iterable[RichPart]) -> list[Json]:
    """Parts as elements of a rich_text section; typed text stays as typed, whatever it holds."""
    return [_rich_element(part) for part in parts if part != ""]


def _rich_element(part: RichPart) -> Json:  # noqa: PLR0911  (one row a part)
    match part:
        case Mention(user=user):
            return {"type": "user", "user_id": user}
        case Bold(text=text):
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Channel(id=channel):
            return {"type": "channel", "channel_id": channel}
        case Link(url=url) if is_address(url):
            return {"type": "link", "url": url}
        case Link(url=url):
            return {"type": "text", "text": url}
        case datetime():
            return {
                "type": "date",
                "timestamp": int(part.timestamp()),
                "format": INSTANT,
                "fallback": say_instant(part),
            }
        case _:
            return {"type": "text", "text": part}


def cut(text: str, most: int) -> str:
    """Text of at most that many characters, as Slack counts; a cut ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
