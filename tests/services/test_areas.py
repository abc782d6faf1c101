"""What people do to areas, kept in a real database: who did what, who hears of it, what binds."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.area import Area, Checklist, Stage
from bot.domain.areas import AreaAsked, edition
from bot.domain.case import Audience, Evidence, EvidenceKind, Side
from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchArea, Refusal, Unfit
from bot.domain.ids import AreaId, ChannelId, DisputeId, UserId
from bot.domain.minimum_model import MinimumModel
from bot.domain.notices import AreaChanged, AreaNews
from bot.domain.opening import News
from bot.domain.person import Person
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Announcement, Delivery
from bot.services import areas, disputes
from bot.services.ports import AreaChange, AreaDeed, Begin, SettingsChange
from tests.builders import (
    ANSWER,
    DAY,
    DROPPED,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    ZOE,
    an_option,
    usd,
)
from tests.domain.bound import CHECKLIST, STRICT, TEAM, asked
from tests.services.bound_steps import AREA, made
from tests.services.goings_on import A_DAY, filed, happen, on_record, opened, recorded
from tests.services.posted import direct_messages, posted

FRAUD = AreaId.of(TEAM, AREA)
LATER = MONDAY + HOUR
WEEK = [A_DAY] * 7


def told(*whom: UserId, news: AreaNews) -> list[tuple[UserId, AreaChanged]]:
    return [(one, AreaChanged(FRAUD, news)) for one in whom]


async def deeds(begin: Begin) -> list[tuple[AreaDeed, UserId | None]]:
    async with begin(reading=True) as tx:
        return [(one.deed, one.by) for one in await tx.areas.changes(FRAUD)]


async def change(begin: Begin, wanted: AreaAsked, by: Person = OLU) -> Area:
    """The area as asked for, by a founder unless a test says who."""
    read = edition(await areas.find(FRAUD, begin=begin))
    return await areas.change_area(FRAUD, wanted, as_read=read, by=by, now=LATER, begin=begin)


async def test_of_two_who_change_it_at_once_the_second_is_told_and_undoes_nothing(
    begin: Begin,
) -> None:
    read = edition(await made(begin))
    wishes = [asked(minimum=STRICT), asked(minimum=MinimumModel(), gpu_budget=usd(9))]

    done = await asyncio.gather(
        *(
            areas.change_area(FRAUD, wish, as_read=read, by=OLU, now=LATER, begin=begin)
            for wish in wishes
        ),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in done) == ["Area", "StaleArea"]
    assert [deed for deed, _ in await deeds(begin)] == [AreaDeed.CREATED, AreaDeed.CHANGED]
    assert await areas.find(FRAUD, begin=begin) in done


async def test_the_same_change_sent_twice_at_once_is_one(begin: Begin) -> None:
    read = edition(await made(begin))
    wish = asked(minimum=STRICT)
    one, other = await asyncio.gather(
        *(
            areas.change_area(FRAUD, wish, as_read=read, by=by, now=LATER, begin=begin)
            for by in (JONAS, JONAS)
        )
    )

    assert one == other
    assert len(await deeds(begin)) == 2


# Making one


async def test_a_new_area_is_on_record_and_both_its_leads_are_told(begin: Begin) -> None:
    area = await made(begin)

    assert await areas.find(FRAUD, begin=begin) == area
    assert await deeds(begin) == [(AreaDeed.CREATED, OLU.id)]
    expected = told(MAYA.id, JONAS.id, news=AreaNews.TERMS_CHANGED)
    assert await direct_messages(begin, AreaChanged) == expected


async def test_the_same_area_asked_for_twice_is_made_once(begin: Begin) -> None:
    assert await made(begin) == await made(begin)

    assert len(await deeds(begin)) == 1
    assert len(await direct_messages(begin, AreaChanged)) == 2


async def test_two_who_make_the_same_area_at_once_make_one_and_both_see_it(begin: Begin) -> None:
    one, other = await asyncio.gather(made(begin), made(begin))

    assert one == other
    assert len(await deeds(begin)) == 1


async def made_by_its_lead(begin: Begin, now: datetime = MONDAY) -> Area:
    return await areas.create_area(
        TEAM, asked(minimum=STRICT), Stage.BEFORE, by=MAYA, now=now, begin=begin
    )


async def test_the_limits_of_who_makes_it_alone_wait_for_the_other_lead(begin: Begin) -> None:
    area = await made_by_its_lead(begin)
    assert await made_by_its_lead(begin, LATER) == area
    assert area.terms.minimum == MinimumModel()
    assert await direct_messages(begin, AreaChanged) == [
        *told(MAYA.id, JONAS.id, news=AreaNews.TERMS_CHANGED),
        *told(JONAS.id, news=AreaNews.LIMITS_PROPOSED),
    ]

    await areas.accept_limits(FRAUD, STRICT, by=JONAS, now=LATER, begin=begin)
    assert (await areas.find(FRAUD, begin=begin)).terms.minimum == STRICT


async def test_an_area_that_was_only_typed_is_made_by_who_will_lead_it(begin: Begin) -> None:
    typed = Area(id=FRAUD, name=AREA)
    async with begin() as tx:
        await tx.areas.put(AreaChange(area=typed, deed=AreaDeed.TYPED, by=None, at=MONDAY))
    area = await made_by_its_lead(begin)

    assert await made_by_its_lead(begin, LATER) == area
    assert area.terms.stage is Stage.BEFORE
    assert await deeds(begin) == [(AreaDeed.TYPED, None), (AreaDeed.CREATED, MAYA.id)]


async def test_who_first_leads_an_area_that_was_typed_asks_for_limits_and_the_other_hears_both(
    begin: Begin,
) -> None:
    typed = Area(id=FRAUD, name=AREA)
    async with begin() as tx:
        await tx.areas.put(AreaChange(area=typed, deed=AreaDeed.TYPED, by=None, at=MONDAY))
    area = await change(begin, asked(minimum=STRICT), MAYA)

    assert (area.leads, area.terms) == ((MAYA.id, JONAS.id), typed.terms)
    assert await deeds(begin) == [(AreaDeed.TYPED, None), (AreaDeed.CHANGED, MAYA.id)]
    assert await direct_messages(begin, AreaChanged) == [
        *told(JONAS.id, news=AreaNews.TERMS_CHANGED),
        *told(JONAS.id, news=AreaNews.LIMITS_PROPOSED),
    ]


async def test_another_area_of_the_same_name_is_refused_with_what_to_do(begin: Begin) -> None:
    await made(begin)
    with pytest.raises(Unfit, match="fraud detection is an area already"):
        await made(begin, " FRAUD  Detection")


async def test_who_makes_another_one_of_that_name_at_once_is_told_so(begin: Begin) -> None:
    done = await asyncio.gather(made(begin), made(begin, stage=Stage.AFTER), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["Area", "Unfit"]


async def test_an_area_that_nobody_made_is_not_found(begin: Begin) -> None:
    with pytest.raises(NoSuchArea):
        await areas.find(FRAUD, begin=begin)


async def test_all_areas_are_listed_by_name(begin: Begin) -> None:
    await made(begin)
    await made(begin, "Abuse")

    listed = await areas.list_areas(TEAM, begin=begin)
    assert [area.name for area in listed] == ["Abuse", "fraud detection"]


# Changing one


async def test_a_founders_word_holds_at_once_and_what_changes_nothing_leaves_no_trace(
    begin: Begin,
) -> None:
    await made(begin)
    changed = await change(begin, asked(minimum=STRICT))
    await change(begin, asked(minimum=STRICT))

    assert changed.terms.minimum == STRICT
    assert await deeds(begin) == [(AreaDeed.CREATED, OLU.id), (AreaDeed.CHANGED, OLU.id)]


async def test_a_leads_limits_wait_for_the_other_lead_who_is_told(begin: Begin) -> None:
    before = await made(begin)
    await posted(begin)
    await change(begin, asked(), JONAS)

    assert (await areas.find(FRAUD, begin=begin)).terms == before.terms
    assert await direct_messages(begin, AreaChanged) == told(MAYA.id, news=AreaNews.LIMITS_PROPOSED)
    await areas.accept_limits(FRAUD, STRICT, by=MAYA, now=LATER, begin=begin)
    assert (await areas.find(FRAUD, begin=begin)).terms.minimum == STRICT
    assert [deed for deed, _ in await deeds(begin)][1:] == [
        AreaDeed.PROPOSED_LIMITS,
        AreaDeed.ACCEPTED_LIMITS,
    ]


async def test_of_two_limits_at_once_the_other_lead_accepts_what_they_have_read_or_nothing(
    begin: Begin,
) -> None:
    await made(begin)
    await change(begin, asked(), JONAS)
    loose = MinimumModel()
    accepts = areas.accept_limits(FRAUD, STRICT, by=MAYA, now=LATER, begin=begin)
    done = await asyncio.gather(
        accepts, change(begin, asked(minimum=loose), JONAS), return_exceptions=True
    )

    minimum = (await areas.find(FRAUD, begin=begin)).terms.minimum
    refused = [one for one in done if isinstance(one, Refusal)]
    assert minimum == (STRICT if not refused else minimum)
    assert minimum != loose


# The handoff


async def hand_off(begin: Begin, by: Person, *, now: datetime = LATER) -> Area:
    return await areas.propose_handoff(FRAUD, CHECKLIST, by=by, now=now, begin=begin)


async def test_a_handoff_takes_two_leads_and_is_told_to_both_and_announced(begin: Begin) -> None:
    await made(begin)
    await announce_in(begin, ChannelId("C9"))
    await hand_off(begin, JONAS)
    await posted(begin)
    area = await areas.accept_handoff(FRAUD, LATER, by=MAYA, now=LATER + HOUR, begin=begin)
    news = await posted(begin)

    assert area.terms.stage is Stage.AFTER
    assert [deed for deed, _ in await deeds(begin)][1:] == [
        AreaDeed.PROPOSED_HANDOFF,
        AreaDeed.HANDED_OFF,
    ]
    assert (
        Delivery(
            about=TEAM,
            notice=AreaChanged(FRAUD, AreaNews.HANDED_OFF),
            place=Announcement(ChannelId("C9")),
        )
        in news
    )
    assert len(news) == 3


async def announce_in(begin: Begin, channel: ChannelId) -> None:
    settings = WorkspaceSettings(announcements=channel)
    async with begin() as tx:
        await tx.settings.put(TEAM, SettingsChange(settings=settings, by=OLU.id, at=MONDAY))


async def test_without_a_channel_of_rulings_a_handoff_is_told_to_the_leads_alone(
    begin: Begin,
) -> None:
    await made(begin)
    await posted(begin)
    await hand_off(begin, OLU)

    expected = told(MAYA.id, JONAS.id, news=AreaNews.HANDED_OFF)
    assert await direct_messages(begin, AreaChanged) == expected
    assert (await deeds(begin))[-1] == (AreaDeed.HANDED_OFF, OLU.id)


async def test_an_open_checklist_changes_nothing(begin: Begin) -> None:
    await made(begin)
    nothing = Checklist(seen_by="", may_cost="", research_keeps="")
    with pytest.raises(Unfit):
        await areas.propose_handoff(FRAUD, nothing, by=JONAS, now=LATER, begin=begin)

    assert len(await deeds(begin)) == 1


async def test_of_an_acceptance_and_a_founders_word_at_once_one_hands_it_off(
    begin: Begin,
) -> None:
    await made(begin)
    proposed = (await hand_off(begin, JONAS)).handoff_proposed
    assert proposed
    accepts = areas.accept_handoff(FRAUD, proposed.at, by=MAYA, now=LATER, begin=begin)
    done = await asyncio.gather(accepts, hand_off(begin, OLU), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["Area", "Refusal"]
    assert [deed for deed, _ in await deeds(begin)].count(AreaDeed.HANDED_OFF) == 1


async def test_both_leads_who_propose_the_same_handoff_at_once_have_agreed_on_it(
    begin: Begin,
) -> None:
    await made(begin)
    await asyncio.gather(hand_off(begin, MAYA), hand_off(begin, JONAS))

    area = await areas.find(FRAUD, begin=begin)
    assert area.handed_off
    assert {area.handed_off.by, area.handed_off.proposed_by} == {MAYA.id, JONAS.id}


async def a_ruling(begin: Begin, *, area: str = AREA, now: datetime = MONDAY) -> DisputeId:
    dispute = await opened(begin, area=area, at=now, question=f"At {now}?")
    await happen(begin, dispute, ["product files", "research files", *WEEK], now)
    return dispute


END = MONDAY + 8 * DAY


async def test_the_first_answer_makes_the_handoff_due_and_one_word_is_then_enough(
    begin: Begin,
) -> None:
    await made(begin)
    dispute = await a_ruling(begin)
    await posted(begin)
    answer = replace(ANSWER, on=END.date())
    await recorded(begin, dispute, answer, at=END)

    assert (await areas.find(FRAUD, begin=begin)).handoff_due_since == END
    expected = told(MAYA.id, JONAS.id, news=AreaNews.HANDOFF_DUE)
    assert await direct_messages(begin, AreaChanged) == expected
    assert (await hand_off(begin, MAYA, now=END)).terms.stage is Stage.AFTER


async def chosen_for(begin: Begin, audience: Audience) -> DisputeId:
    """A ruling for an option that such people see; both sides agreed on it."""
    dispute = await opened(begin, area=AREA, question=f"For {audience}?")
    option = an_option("Shadow run", id="product 1", audience=audience)
    await filed(begin, dispute, Side.PRODUCT, option)
    await happen(
        begin,
        dispute,
        ["research files", "product confirms its own", "research confirms product's"],
        MONDAY + HOUR,
    )
    return dispute


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.PROSPECT])
async def test_what_only_we_have_seen_is_no_customers_answer(
    begin: Begin, audience: Audience
) -> None:
    await made(begin)
    dispute = await chosen_for(begin, audience)
    await recorded(begin, dispute, replace(ANSWER, on=END.date()), at=END)

    is_due = (await areas.find(FRAUD, begin=begin)).handoff_due_since is not None
    assert is_due is (audience is not Audience.INTERNAL)


async def test_what_is_built_no_further_makes_nothing_due(begin: Begin) -> None:
    await made(begin)
    await recorded(begin, await a_ruling(begin), DROPPED, at=END)

    assert (await areas.find(FRAUD, begin=begin)).handoff_due_since is None


async def test_a_second_answer_and_no_answer_make_nothing_due(begin: Begin) -> None:
    await made(begin)
    first, second = await a_ruling(begin), await a_ruling(begin, now=MONDAY + HOUR)
    put_off = replace(NOT_YET, until=(END + 30 * DAY).date())
    await recorded(begin, first, put_off, at=END)
    assert (await areas.find(FRAUD, begin=begin)).handoff_due_since is None

    answer = replace(ANSWER, on=END.date())
    await recorded(begin, first, answer, at=END + HOUR)
    await recorded(begin, second, answer, at=END + 2 * HOUR)
    assert (await areas.find(FRAUD, begin=begin)).handoff_due_since == END + HOUR
    assert [deed for deed, _ in await deeds(begin)].count(AreaDeed.HANDOFF_DUE) == 1


async def test_an_answer_in_no_area_or_in_one_that_was_only_typed_is_recorded_as_ever(
    begin: Begin,
) -> None:
    for area in ("", "Typed only"):
        dispute = await a_ruling(begin, area=area, now=MONDAY + len(area) * HOUR)
        await recorded(begin, dispute, replace(ANSWER, on=END.date()), at=END + DAY)
        assert len((await on_record(begin, dispute)).outcomes) == 1

    assert await areas.list_areas(TEAM, begin=begin) == ()


# Disputes in an area

ASK = disputes.Ask(
    team=TEAM,
    channel=ChannelId("C1"),
    question="Filter or transformer?",
    problem="Merchants ask why.",
    product_lead=MAYA,
    research_lead=JONAS,
    by=LEE,
    form="V1",
    area=AREA,
)


async def open_in_it(begin: Begin, number: int) -> Dispute:
    dispute = await opened(begin, area=AREA, at=END, question=f"Number {number}?")
    return await on_record(begin, dispute)


async def test_a_dispute_keeps_the_terms_with_which_it_was_opened(begin: Begin) -> None:
    area = await made(begin)
    before = await open_in_it(begin, 1)
    await change(begin, asked(minimum=STRICT))
    after = await open_in_it(begin, 2)

    assert (await on_record(begin, before.id)).opening.terms == area.terms
    assert after.opening.terms == replace(area.terms, minimum=STRICT)
    assert (before.decider_side, before.opening.is_led_by_area) == (Side.RESEARCH, True)


async def test_the_opener_cannot_override_the_leads_of_an_area(begin: Begin) -> None:
    await made(begin)
    with pytest.raises(Unfit, match="has its own lead for product"):
        await disputes.open_dispute(replace(ASK, product_lead=ZOE), now=MONDAY, begin=begin)


async def reopen(begin: Begin, ended: DisputeId) -> None:
    evidence = Evidence(kind=EvidenceKind.INCIDENT, statement="A merchant has left.")
    news = News(evidence, END.date())
    ask = replace(ASK, question=f"{ended} again?", form=f"again {ended}")
    await disputes.reopen_dispute(ask, ended, news, now=END + DAY, begin=begin)


async def test_disputes_are_opened_answered_and_reopened_in_one_area_at_once(
    begin: Begin,
) -> None:
    """Whoever comes second waits, and nobody waits for somebody who waits for them."""
    await made(begin)
    ended = [await a_ruling(begin, now=MONDAY + number * HOUR) for number in range(8)]
    async with begin() as tx:
        for person in (MAYA, JONAS, OLU):
            await tx.homes.opened(TEAM, person.id)
    answer = replace(ANSWER, on=(END + DAY).date())
    await asyncio.gather(
        *(recorded(begin, dispute, answer, at=END + DAY) for dispute in ended),
        *(open_in_it(begin, number) for number in range(8)),
        *(reopen(begin, dispute) for dispute in ended),
    )

    assert [deed for deed, _ in await deeds(begin)].count(AreaDeed.HANDOFF_DUE) == 1
