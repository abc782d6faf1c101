"""Outcomes and looking again, by the use cases that the forms call, on real databases."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import NotAllowed, Refusal
from bot.domain.events import Deed
from bot.domain.ids import DisputeId
from bot.domain.notices import OutcomeRecorded
from bot.domain.person import Membership
from bot.domain.promise import answer_of
from bot.domain.telling import Direct, Thread
from bot.services import afterwards
from bot.services.ports import Begin
from bot.services.windows import close_due_windows
from tests.builders import ANSWER, DAY, HOUR, JONAS, MAYA, MONDAY, NOT_YET, OLU, ZOE
from tests.services.directories import SmallDirectory
from tests.services.goings_on import both_filed, on_record, opened, recorded
from tests.services.posted import posted

RULED = MONDAY + 7 * DAY
LATER = RULED + 14 * DAY


async def ruled(begin: Begin) -> DisputeId:
    """The filter is chosen, with the answer due on 23 March."""
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await close_due_windows(now=RULED, begin=begin)
    await posted(begin)
    return dispute


async def deeds(begin: Begin, dispute: DisputeId) -> list[Deed]:
    async with begin(reading=True) as tx:
        return [event.deed for event in await tx.disputes.events(dispute)]


async def test_an_outcome_is_kept_told_and_an_event(begin: Begin) -> None:
    dispute = await ruled(begin)

    await recorded(begin, dispute, ANSWER, at=LATER)

    assert answer_of(await on_record(begin, dispute)) == ANSWER
    assert (await deeds(begin, dispute))[-1] is Deed.RECORDED_OUTCOME
    told = [one for one in await posted(begin) if isinstance(one.notice, OutcomeRecorded)]
    assert {one.place for one in told} == {Thread(), Direct(JONAS.id)}


async def test_the_same_outcome_twice_leaves_one_event(begin: Begin) -> None:
    dispute = await ruled(begin)
    await recorded(begin, dispute, NOT_YET, at=LATER)
    await posted(begin)

    await recorded(begin, dispute, NOT_YET, at=LATER + HOUR)

    assert (await deeds(begin, dispute)).count(Deed.RECORDED_OUTCOME) == 1
    assert await posted(begin) == []


async def test_a_founder_stands_in_for_a_lead_who_has_left(begin: Begin) -> None:
    dispute, slack = await ruled(begin), SmallDirectory()

    async def by_olu() -> None:
        await afterwards.record_outcome(
            dispute, ANSWER, by=OLU, directory=slack, now=LATER, begin=begin
        )

    with pytest.raises(NotAllowed):
        await by_olu()
    slack.change(MAYA.id, membership=Membership.DEACTIVATED)
    await by_olu()
    assert (await on_record(begin, dispute)).outcomes[0].by == OLU.id


async def test_today_is_the_day_of_who_records_it(begin: Begin) -> None:
    """At 20:00 in UTC it is tomorrow already where Maya is."""
    dispute, evening = await ruled(begin), LATER.replace(hour=20)
    tomorrow = replace(ANSWER, on=date(2026, 3, 24))

    await recorded(begin, dispute, tomorrow, by=replace(MAYA, zone="Asia/Tokyo"), at=evening)

    assert answer_of(await on_record(begin, dispute)) == tomorrow


async def test_what_is_due_for_its_ruling_gets_it_first_and_then_the_outcome(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    await both_filed(begin, dispute)

    await recorded(begin, dispute, ANSWER, at=LATER)

    found = await on_record(begin, dispute)
    assert [word.became for word in found.outcomes] == [ANSWER]
    async with begin(reading=True) as tx:
        deeds = [event.deed for event in await tx.disputes.events(dispute)]
    assert deeds[-2:] == [Deed.WINDOW_ENDED, Deed.RECORDED_OUTCOME]


async def test_of_an_open_dispute_there_is_no_outcome(begin: Begin) -> None:
    dispute = await opened(begin)

    with pytest.raises(Refusal, match="still open"):
        await recorded(begin, dispute, ANSWER, at=MONDAY + HOUR)


async def test_looking_again_is_set_and_stopped(begin: Begin) -> None:
    dispute = await ruled(begin)

    await afterwards.set_look_again(dispute, None, 14, by=JONAS, now=LATER, begin=begin)
    look = (await on_record(begin, dispute)).look_again
    assert look is not None
    assert (look.on, look.half_life_days) == (date(2026, 3, 30), 14)

    await afterwards.stop_looking_again(dispute, by=MAYA, now=LATER + DAY, begin=begin)
    assert (await on_record(begin, dispute)).look_again is None
    assert (await deeds(begin, dispute))[-2:] == [Deed.SET_LOOK_AGAIN, Deed.STOPPED_LOOKING_AGAIN]


async def test_who_may_not_look_again_changes_nothing(begin: Begin) -> None:
    dispute = await ruled(begin)

    with pytest.raises(NotAllowed):
        await afterwards.set_look_again(dispute, None, 14, by=ZOE, now=LATER, begin=begin)
    assert (await on_record(begin, dispute)).look_again is None
