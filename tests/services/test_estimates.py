"""What has come of promises, as whoever is shown it may know it, on real databases."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.estimates import MOST, TrackRecord
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId
from bot.domain.outcome import Became
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.ruling import Ruling
from bot.services.afterwards import set_aside
from bot.services.estimates import MOST_SETTLED, record_for, record_in
from bot.services.ports import Begin, Directory, Place
from bot.services.windows import close_due_windows
from tests.builders import (
    ANSWER,
    DAY,
    DROPPED,
    HOUR,
    LEADS,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    ZOE,
    a_ruled_dispute,
    an_option,
    with_outcome,
)
from tests.services.directories import BOSS, PRIVATE, PUBLIC, SILENT, SmallDirectory
from tests.services.goings_on import TEAM, both_filed, opened, recorded

RULED = MONDAY + 7 * DAY
NOW = RULED + 60 * DAY


async def kept(
    begin: Begin,
    *words: Became,
    channel: ChannelId = PUBLIC,
    question: str = "Transformer upgrade or rules-based filter?",
) -> None:
    """The filter was chosen and promised in 14 days; that is what came of it."""
    dispute = await opened(begin, channel=channel, question=question)
    await both_filed(begin, dispute)
    await close_due_windows(now=RULED, begin=begin)
    for number, word in enumerate(words):
        await recorded(begin, dispute, word, at=RULED + 20 * DAY + number * HOUR)


def after(days: int) -> Became:
    return replace(ANSWER, on=(RULED + timedelta(days=days)).date())


async def known_to(begin: Begin, person: Person = ZOE) -> TrackRecord:
    return await record_for(TEAM, person, now=NOW, begin=begin, directory=SmallDirectory())


async def known_in(
    begin: Begin, channel: ChannelId, directory: Directory | None = None
) -> TrackRecord | None:
    directory = directory or SmallDirectory()
    return await record_in(TEAM, channel, now=NOW, begin=begin, directory=directory)


def real(record: TrackRecord | None) -> list[int]:
    assert record is not None
    return sorted(one.real for one in record.of(Side.PRODUCT))


async def test_a_record_has_what_was_answered_dropped_and_is_overdue(begin: Begin) -> None:
    await kept(begin, after(14))
    await kept(begin, after(7), question="Word export?")
    await kept(begin, NOT_YET, after(20), question="Better summaries?")
    await kept(begin, DROPPED, question="Fewer blocks?")
    await kept(begin, question="A dashboard?")

    record = await known_to(begin)
    assert real(record) == [7, 14, 20]
    assert str(record.ratio(Side.PRODUCT)) == "1.0"
    assert record.dropped == record.overdue == (Side.PRODUCT,)


async def test_what_was_set_aside_is_in_no_record(begin: Begin) -> None:
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await close_due_windows(now=RULED, begin=begin)
    await recorded(begin, dispute, ANSWER, at=RULED + 20 * DAY)
    await set_aside(dispute, "So.", by=OLU, now=RULED + 21 * DAY, begin=begin)

    assert await known_to(begin) == TrackRecord()


@pytest.mark.rule("A ratio rests on nothing that its readers may not see.")
async def test_a_private_channel_counts_for_those_who_may_see_it(begin: Begin) -> None:
    for number, channel in enumerate((PUBLIC, PRIVATE, SILENT), start=1):
        await kept(begin, after(number), channel=channel)

    assert real(await known_to(begin, ZOE)) == [1]
    assert real(await known_to(begin, BOSS)) == [1]
    assert real(await known_to(begin, MAYA)) == [1, 2, 3]
    assert real(await known_to(begin, OLU)) == [1, 2, 3]


async def test_a_channel_is_shown_public_ones_and_its_own(begin: Begin) -> None:
    for number, channel in enumerate((PUBLIC, PRIVATE), start=1):
        await kept(begin, after(number), channel=channel)

    assert real(await known_in(begin, PUBLIC)) == [1]
    assert real(await known_in(begin, PRIVATE)) == [1, 2]


@pytest.mark.rule("Where it is not known who may see what a record rests on, none is shown.")
async def test_while_slack_is_silent_of_a_channel_that_counts_no_record_is_known(
    begin: Begin,
) -> None:
    for number, channel in enumerate((PUBLIC, SILENT), start=1):
        await kept(begin, after(number), channel=channel)

    assert await known_in(begin, PUBLIC) is None
    assert real(await known_in(begin, SILENT)) == [1, 2]
    assert await known_in(begin, SILENT, SmallDirectory(is_silent=True)) is None


# Among many


@dataclass
class CountingDirectory(SmallDirectory):
    """A workspace in which every channel is public, and which counts the questions."""

    asked: list[ChannelId] = field(default_factory=list)

    async def place(self, channel: ChannelId) -> Place:
        self.asked.append(channel)
        return Place(Privacy.PUBLIC, takes_messages=True)


def promise(
    number: int, became: Became, side: Side = Side.PRODUCT, channel: str = PUBLIC
) -> Dispute:
    """A ruling whose promise of ten days ended so, recorded the later the higher its number."""
    dispute = a_ruled_dispute(an_option("Filter", 10))
    assert isinstance(dispute.state, Ruling)
    assert dispute.state.chosen is not None
    chosen = replace(dispute.state.chosen, side=side)
    identity = DisputeId(TEAM, number)
    known = replace(
        dispute,
        opening=replace(dispute.opening, id=identity, channel=ChannelId(channel)),
        state=replace(dispute.state, chosen=chosen),
    )
    by, at = LEADS[side], RULED + 20 * DAY + number * HOUR
    return with_outcome(known, became, now=at, by=by)


async def keep(begin: Begin, *disputes: Dispute) -> None:
    opened_by = Event(deed=Deed.OPENED, at=MONDAY, by=OLU.id)
    async with begin() as tx:
        for dispute in disputes:
            await tx.disputes.add(dispute, opened_by, form=f"form {dispute.id}")


async def test_a_side_that_seldom_wins_keeps_its_record(begin: Begin) -> None:
    rare = [promise(number, after(15), Side.RESEARCH) for number in range(1, 4)]
    many = [promise(number, after(10)) for number in range(4, 4 + MOST_SETTLED)]
    await keep(begin, *rare, *many)

    record = await known_to(begin)
    assert str(record.ratio(Side.RESEARCH)) == "1.5"
    assert record.ratio(Side.PRODUCT).of == MOST


async def test_what_a_side_drops_pushes_none_of_its_answers_out(begin: Begin) -> None:
    answered = [promise(number, after(15)) for number in range(1, 4)]
    await keep(begin, *answered, *(promise(4 + n, DROPPED) for n in range(MOST_SETTLED + 1)))

    record = await known_to(begin)
    assert str(record.ratio(Side.PRODUCT)) == "1.5"
    assert len(record.dropped) == MOST_SETTLED


async def test_answers_that_may_not_be_seen_leave_twenty_that_may(begin: Begin) -> None:
    seen = [promise(number, after(10)) for number in range(1, MOST + 1)]
    hidden = [promise(100 + n, after(20), channel=PRIVATE) for n in range(MOST_SETTLED - MOST)]
    await keep(begin, *seen, *hidden)

    assert (await known_to(begin)).ratio(Side.PRODUCT).of == MOST


async def test_slack_is_asked_of_the_ten_channels_with_the_most_and_the_newest_of_them(
    begin: Begin,
) -> None:
    in_two = [promise(number, after(15), channel="C-busy") for number in (1, 2)]
    in_one = [promise(number, after(10), channel=f"C-{number}") for number in range(3, 15)]
    await keep(begin, *in_two, *in_one)
    directory = CountingDirectory()

    record = await known_in(begin, PUBLIC, directory)
    assert directory.asked == ["C-busy", *(f"C-{number}" for number in range(14, 5, -1))]
    assert real(record) == [10] * 9 + [15] * 2


async def test_the_channel_itself_is_never_asked_of(begin: Begin) -> None:
    await keep(begin, promise(1, after(10)))
    directory = CountingDirectory()

    assert real(await known_in(begin, PUBLIC, directory)) == [10]
    assert directory.asked == []
