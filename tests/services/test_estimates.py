"""What has come of promises, as whoever is shown it may know it, on real databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import Side
from bot.domain.estimates import TrackRecord
from bot.domain.ids import ChannelId
from bot.domain.outcome import Became
from bot.domain.person import Person
from bot.services.afterwards import set_aside
from bot.services.estimates import record_for, record_in
from bot.services.ports import Begin
from bot.services.windows import close_due_windows
from tests.builders import ANSWER, DAY, DROPPED, HOUR, MAYA, MONDAY, NOT_YET, OLU, ZOE
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


async def known_in(begin: Begin, channel: ChannelId) -> TrackRecord:
    return await record_in(TEAM, channel, now=NOW, begin=begin, directory=SmallDirectory())


def real(record: TrackRecord) -> list[int]:
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
    for number, channel in enumerate((PUBLIC, PRIVATE, SILENT), start=1):
        await kept(begin, after(number), channel=channel)

    assert real(await known_in(begin, PUBLIC)) == [1]
    assert real(await known_in(begin, PRIVATE)) == [1, 2]
    assert real(await known_in(begin, SILENT)) == [1, 3]


async def test_while_slack_is_silent_what_may_be_private_does_not_count(begin: Begin) -> None:
    await kept(begin, after(14))
    silent = SmallDirectory(is_silent=True)

    record = await record_in(TEAM, PRIVATE, now=NOW, begin=begin, directory=silent)
    assert record == TrackRecord()
