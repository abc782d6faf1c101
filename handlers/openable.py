"""Why no dispute can be opened here by this person, or that it can."""

import asyncio
from dataclasses import dataclass

from bot.domain.ids import ChannelId
from bot.domain.person import Membership, Person
from bot.domain.rights import Privacy
from bot.services.ports import Place
from handlers.blocks import paragraph, preformatted
from handlers.context import Request
from handlers.text import Json

INVITE = "/invite @roadmap"


@dataclass(frozen=True, slots=True)
class Where:
    """A channel or a direct message, as a command or a shortcut names it."""

    channel: ChannelId
    name: str

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message between two or more people."""
        return (
            self.channel.startswith("D")
            or self.name == "directmessage"
            or self.name.startswith("mpdm-")
        )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way, what to do, and the lines to type for it."""

    sentence: str
    lines: tuple[str, ...] = ()

    def blocks(self) -> list[Json]:
        """The sentence, and the lines so that they can be copied."""
        return [paragraph((self.sentence,)), *map(preformatted, self.lines)]


async def find_obstacle(where: Where, asked: Request, *, again: str = "") -> Obstacle | None:
    """What keeps them from opening a dispute there; `again` is the command to give once more."""
    lines = (again,) if again else ()
    if where.is_direct:
        return Obstacle(
            "A dispute needs a channel: the bot cannot post between people in a direct message. "
            "Open it in a channel that both sides can read.",
            lines,
        )
    person, place = await asyncio.gather(asked.person(), asked.directory.place(where.channel))
    if not person.is_full_member:
        return Obstacle(why_not_open(person))
    if place.privacy is Privacy.UNKNOWN:
        return Obstacle(NOT_KNOWN, lines)
    if not place.takes_messages:
        return Obstacle(
            "The bot is not in this channel yet, so it could not post the dispute's card. "
            "Invite it, then try again.",
            (INVITE, *lines),
        )
    return None


NOT_KNOWN = "Slack did not say in time whether the bot can post here. Try again in a moment."
CANNOT_POST = f"The bot cannot post in the dispute's channel. Type {INVITE} there, then try again."


def why_not_posted(place: Place) -> str:
    """What a form says of a channel that takes no messages; "" when it does."""
    if place.takes_messages:
        return ""
    return NOT_KNOWN if place.privacy is Privacy.UNKNOWN else CANNOT_POST


def why_not_open(person: Person) -> str:
    """Why somebody who is not a full member cannot open a dispute."""
    if person.membership is Membership.UNKNOWN:
        return "Slack did not say in time who you are. Try again in a moment."
    return (
        "Only a full member of this workspace can open a dispute. "
        "Ask one in this channel to open it; they can name whoever fits as a lead."
    )
