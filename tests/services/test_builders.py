"""What a builder answers, by the use cases that the buttons call, on real databases."""

from dataclasses import replace

import pytest

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.errors import HasEnded, Refusal
from bot.domain.events import Deed
from bot.domain.ids import DisputeId, OptionId
from bot.domain.notices import BuilderAsked, CaseFiled, CaseRevised, DaysRaised
from bot.domain.ruling import Ruling
from bot.domain.telling import Direct, Thread
from bot.services import builders
from bot.services.drafts import keep_draft
from bot.services.ports import Begin
from bot.services.reads import show
from tests.builders import DAY, HOUR, JONAS, MAYA, MONDAY, ZOE, an_option
from tests.services.directories import SmallDirectory
from tests.services.goings_on import filed, on_record, opened
from tests.services.posted import direct_messages, posted

NOW = MONDAY + 2 * HOUR
OURS = an_option("Rules-based filter", 14, builder=ZOE.id)
THEIRS = an_option("Transformer upgrade", 70)
WHY = "The labelling takes a week."


async def sealed(begin: Begin) -> DisputeId:
    dispute = await opened(begin)
    await posted(begin)
    await filed(begin, dispute, Side.PRODUCT, OURS)
    return dispute


async def raised(begin: Begin, dispute: DisputeId, days: int = 80) -> None:
    await builders.raise_days(
        dispute, Side.PRODUCT, OURS.id, days, WHY, by=ZOE, now=NOW, begin=begin
    )


async def stands(begin: Begin, dispute: DisputeId, days: int = 14) -> None:
    await builders.confirm_days(
        dispute, Side.PRODUCT, OURS.id, days=days, by=ZOE, now=NOW, begin=begin
    )


async def test_filing_sends_the_builder_one_message(begin: Begin) -> None:
    dispute = await sealed(begin)

    asked = await direct_messages(begin, BuilderAsked)
    assert asked == [(ZOE.id, BuilderAsked(dispute, Side.PRODUCT, ZOE.id))]


async def test_days_that_stand_are_kept_and_an_event_without_their_text(begin: Begin) -> None:
    dispute = await sealed(begin)

    await stands(begin, dispute)
    await stands(begin, dispute)

    (case,) = (await on_record(begin, dispute)).filed
    assert case.case.options[0].is_confirmed
    async with begin(reading=True) as tx:
        events = await tx.disputes.events(dispute)
    assert [event.deed for event in events].count(Deed.CONFIRMED_DAYS) == 1


@pytest.mark.parametrize("deed", [Deed.CONFIRMED_DAYS, Deed.RAISED_DAYS])
async def test_that_a_builder_answered_is_sealed_with_the_case(begin: Begin, deed: Deed) -> None:
    dispute = await sealed(begin)
    await (stands if deed is Deed.CONFIRMED_DAYS else raised)(begin, dispute)
    slack = SmallDirectory()

    async def known_to(who: str) -> set[Deed]:
        person = await slack.person(MAYA.id if who == "Maya" else JONAS.id)
        record = await show(dispute, to=person, directory=slack, now=NOW, begin=begin)
        return {event.deed for event in record.events}

    assert deed in await known_to("Maya")
    assert deed not in await known_to("Jonas")


async def test_longer_while_sealed_reaches_its_own_side_alone(begin: Begin) -> None:
    dispute = await sealed(begin)
    await posted(begin)

    await raised(begin, dispute)

    told = [one for one in await posted(begin) if isinstance(one.notice, DaysRaised)]
    assert [one.place for one in told] == [Direct(MAYA.id)]


async def test_longer_flips_what_the_rule_chooses_at_the_end(begin: Begin) -> None:
    dispute = await sealed(begin)
    await filed(begin, dispute, Side.RESEARCH, THEIRS)
    await posted(begin)

    await raised(begin, dispute)

    told = [one for one in await posted(begin) if isinstance(one.notice, DaysRaised)]
    assert {one.place for one in told} == {Thread(), Direct(MAYA.id)}
    choice = (await on_record(begin, dispute)).verdict().choice
    assert choice is not None
    assert choice.side is Side.RESEARCH


async def test_what_it_would_be_to_look_after_is_kept(begin: Begin) -> None:
    dispute = await sealed(begin)

    await builders.state_burden(dispute, Side.PRODUCT, OURS.id, 4, by=ZOE, now=NOW, begin=begin)

    (case,) = (await on_record(begin, dispute)).filed
    assert case.case.options[0].figures.ops_burden == 4


DAYS, BURDEN = (f"option:{OURS.id}:{name}" for name in ("days_to_feedback", "ops_burden"))


async def look_at_the_form(begin: Begin, dispute: DisputeId, days: str = "14") -> None:
    """The side's form is kept with what stands in it."""
    draft = Draft(evidence=(), options=(OURS.id,), values={DAYS: days})
    await keep_draft(dispute, draft, by=MAYA, now=NOW, begin=begin)


async def in_the_form(begin: Begin, dispute: DisputeId, side: Side = Side.PRODUCT) -> Draft | None:
    async with begin(reading=True) as tx:
        return await tx.drafts.get(dispute, side)


async def test_a_form_that_was_only_looked_at_says_what_the_builder_said(begin: Begin) -> None:
    dispute = await sealed(begin)
    await look_at_the_form(begin, dispute)

    await raised(begin, dispute)
    await builders.state_burden(dispute, Side.PRODUCT, OURS.id, 4, by=ZOE, now=NOW, begin=begin)

    draft = await in_the_form(begin, dispute)
    assert draft is not None
    assert draft.values == {DAYS: "80", BURDEN: "4"}
    assert await in_the_form(begin, dispute, Side.RESEARCH) is None


async def test_more_days_than_the_builder_says_stay_in_the_form(begin: Begin) -> None:
    dispute = await sealed(begin)
    await look_at_the_form(begin, dispute, "90")

    await raised(begin, dispute)

    draft = await in_the_form(begin, dispute)
    assert draft is not None
    assert draft.values == {DAYS: "90"}


async def test_where_nothing_was_typed_there_is_no_draft_after_it(begin: Begin) -> None:
    dispute = await sealed(begin)

    await raised(begin, dispute)

    assert await in_the_form(begin, dispute) is None


async def test_what_is_refused_changes_no_form(begin: Begin) -> None:
    dispute = await sealed(begin)
    await look_at_the_form(begin, dispute)

    with pytest.raises(Refusal):
        await builders.raise_days(
            dispute, Side.PRODUCT, OURS.id, 80, WHY, by=JONAS, now=NOW, begin=begin
        )

    draft = await in_the_form(begin, dispute)
    assert draft is not None
    assert draft.values == {DAYS: "14"}


async def test_who_is_asked_again_before_they_were_told_reads_one_message(begin: Begin) -> None:
    dispute = await sealed(begin)
    for days in (15, 16):
        await filed(begin, dispute, Side.PRODUCT, replace(OURS, days_to_feedback=days))

    assert len(await direct_messages(begin, BuilderAsked)) == 1


async def test_the_side_reads_at_once_what_a_builder_says_of_the_burden(begin: Begin) -> None:
    dispute = await sealed(begin)
    await posted(begin)

    await builders.state_burden(dispute, Side.PRODUCT, OURS.id, 4, by=ZOE, now=NOW, begin=begin)
    told = [one for one in await posted(begin) if isinstance(one.notice, CaseFiled)]
    assert [one.place for one in told] == [Direct(MAYA.id)]

    await filed(begin, dispute, Side.RESEARCH, THEIRS)
    await posted(begin)
    await builders.state_burden(dispute, Side.PRODUCT, OURS.id, 5, by=ZOE, now=NOW, begin=begin)
    told = [one for one in await posted(begin) if isinstance(one.notice, CaseRevised)]
    assert [one.place for one in told] == [Thread()]


async def test_an_answer_after_the_end_is_refused_and_the_ruling_made(begin: Begin) -> None:
    dispute = await sealed(begin)

    with pytest.raises(HasEnded):
        await builders.confirm_days(
            dispute,
            Side.PRODUCT,
            OURS.id,
            days=14,
            by=ZOE,
            now=MONDAY + 7 * DAY,
            begin=begin,
        )
    assert isinstance((await on_record(begin, dispute)).state, Ruling)


async def test_an_option_that_is_no_more_needs_no_answer(begin: Begin) -> None:
    dispute = await sealed(begin)

    with pytest.raises(Refusal, match="your answer is not needed"):
        await builders.confirm_days(
            dispute, Side.PRODUCT, OptionId("gone"), days=14, by=ZOE, now=NOW, begin=begin
        )
