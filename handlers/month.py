"""The customers' month: what customers said, in the channel of rulings, once a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.notices import MonthEnded
from bot.domain.person import Person
from bot.domain.promise import chosen_by
from bot.domain.rights import Privacy
from bot.domain.words import count, listed, plain, say_day
from bot.services.months import Said, what_customers_said
from bot.services.ports import Begin, Directory, Place
from handlers.blocks import Message, context, header, message, paragraph, quote
from handlers.fitting import MOST_SHOWN, shown_length
from handlers.ids import COMMAND
from handlers.pacing import ASK_AGAIN_SECONDS, Waiting
from handlers.page import Page
from handlers.text import Bold, Channel, Json

MOST_ANSWERS = 48
"""A block each, beside the headline and the small print."""
MOST_WHO, MOST_WORDS = 120, 300
MOST_NAMED = 100
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
    """As many of the sentences as Slack takes, each with who said it and what it answers."""
    for shown in range(min(len(said), MOST_ANSWERS), 0, -1):
        drawn = _draw(said, month, now, shown)
        if shown_length(drawn.blocks) <= MOST_SHOWN:
            break
    return drawn


def _draw(said: Sequence[Said], month: MonthEnded, now: datetime, shown: int) -> Message:
    title = f"What customers said {span(month)}"
    return message(
        (f"{title}: {count(len(said), 'answer')}.",),
        header(title),
        *(_answer(Page(seen=one.dispute, now=now, most=MOST_WORDS), one) for one in said[:shown]),
        context((f"{_the_rest(said[shown:])}To read one in full: {_show(said[0])}",)),
    )


def _answer(page: Page, said: Said) -> Json:
    """One block, as a message has room for few of them."""
    chosen = chosen_by(page.known)
    title = f" {page.title(chosen.option)}: " if chosen else " "
    who = page.phrase(said.answer.who, most=MOST_WHO)
    words = quote(page.text(said.answer.words))
    source = paragraph(
        (f"{who}, {say_day(said.answer.on)}",),
        (Bold(page.number), f"{title}{page.question}"),
        ("Settled in ", Channel(page.opening.channel), "."),
    )
    return {**words, "elements": [*words["elements"], *source["elements"]]}


def _the_rest(others: Sequence[Said]) -> str:
    if not others:
        return ""
    cards = "card" if len(others) == 1 else "cards"
    return f"And {len(others)} more, on the {cards} of {_numbers(others)}. "


def _numbers(others: Sequence[Said]) -> str:
    named = [str(one.dispute.opening.id) for one in others[:MOST_NAMED]]
    unnamed = len(others) - len(named)
    if unnamed:
        named.append(count(unnamed, "other"))
    return plain(listed([(one,) for one in named], last=" and "))


def _show(said: Said) -> str:
    return f"{COMMAND} show {said.dispute.opening.id.number}"


def span(month: MonthEnded) -> str:
    """The months that it tells of; both ends are the start of a month somewhere on earth."""
    first, last = (month.since + _HALF_A_MONTH).date(), (month.until - _HALF_A_MONTH).date()
    if (first.year, first.month) >= (last.year, last.month):
        return f"in {last:%B}"
    return f"from {_named(first, last)} to {_named(last, first)}"


def _named(day: date, other: date) -> str:
    return f"{day:%B}" if day.year == other.year else f"{day:%B %Y}"
