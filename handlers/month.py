"""The customers' month: what customers said, in the channel of rulings, once a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.notices import MonthEnded
from bot.domain.person import Person
from bot.domain.promise import chosen_by
from bot.domain.rights import Privacy
from bot.domain.words import count, say_day
from bot.services.months import Said, what_customers_said
from bot.services.ports import Begin, Directory, Place
from handlers.blocks import Message, context, header, message, paragraph, quote
from handlers.fitting import fitted
from handlers.ids import COMMAND
from handlers.pacing import ASK_AGAIN_SECONDS, Waiting
from handlers.page import Page
from handlers.text import Bold, Channel, Json

MOST_ANSWERS = 12
MOST_WHO = 120
_HALF_A_MONTH = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class CertainPlaces:
    """The same directory, which waits where it does not know of a channel."""

    directory: Directory

    async def person(self, user: UserId) -> Person:
        """Somebody; of unknown membership when Slack does not say."""
        return await self.directory.person(user)

    async def owners(self) -> tuple[UserId, ...] | None:
        """The owners of the workspace; None when Slack does not say."""
        return await self.directory.owners()

    async def place(self, channel: ChannelId) -> Place:
        """A channel as Slack knows it.

        Raises:
            Waiting: Slack does not say, just now.

        """
        place = await self.directory.place(channel)
        if place.privacy is Privacy.UNKNOWN:
            raise Waiting(ASK_AGAIN_SECONDS)
        return place


async def draw(
    team: TeamId,
    month: MonthEnded,
    channel: ChannelId,
    *,
    now: datetime,
    begin: Begin,
    directory: Directory,
) -> Message | None:
    """What customers said in that time, for everybody in the channel; None where they did not.

    Raises:
        Waiting: Slack does not say who can see the channel of a dispute.

    """
    known = CertainPlaces(directory)
    said = await what_customers_said(team, month, channel, now=now, begin=begin, directory=known)
    return build(said, month, now=now) if said else None


def build(said: Sequence[Said], month: MonthEnded, *, now: datetime) -> Message:
    """Every sentence with who said it, and the dispute that it answers."""
    return fitted(lambda most: _draw(said, month, now, most))


def _draw(said: Sequence[Said], month: MonthEnded, now: datetime, most: int) -> Message:
    title = f"What customers said {span(month)}"
    pages = [(Page(seen=one.dispute, now=now, most=most), one) for one in said[:MOST_ANSWERS]]
    return message(
        (f"{title}: {count(len(said), 'answer')}.",),
        header(title),
        *(block for page, one in pages for block in _answer(page, one)),
        *_the_rest(said),
    )


def _answer(page: Page, said: Said) -> list[Json]:
    chosen = chosen_by(page.known)
    title = f" {page.title(chosen.option)}: " if chosen else " "
    who = page.phrase(said.answer.who, most=MOST_WHO)
    return [
        quote(page.text(said.answer.words)),
        paragraph(
            (f"{who}, {say_day(said.answer.on)}",),
            (Bold(page.number), f"{title}{page.question}"),
            ("Settled in ", Channel(page.opening.channel), "."),
        ),
    ]


def _the_rest(said: Sequence[Said]) -> list[Json]:
    number = said[0].dispute.opening.id.number
    more = len(said) - MOST_ANSWERS
    rest = f"And {more} more: {COMMAND} log. " if more > 0 else ""
    return [context((f"{rest}To read one in full: {COMMAND} show {number}",))]


def span(month: MonthEnded) -> str:
    """The months that it tells of; both ends are the start of a month somewhere on earth."""
    first, last = (month.since + _HALF_A_MONTH).date(), (month.until - _HALF_A_MONTH).date()
    if (first.year, first.month) >= (last.year, last.month):
        return f"in {last:%B}"
    return f"from {_named(first, last)} to {_named(last, first)}"


def _named(day: date, other: date) -> str:
    return f"{day:%B}" if day.year == other.year else f"{day:%B %Y}"
