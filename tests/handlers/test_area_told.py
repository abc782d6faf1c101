"""What the leads of an area are told of it, and the channel of rulings of its handoff."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.area import Area, HandedOff, HandoffProposed, LimitsProposed, Stage, Terms
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import AreaNews
from bot.domain.settings import WorkspaceSettings
from bot.services import areas as services
from bot.services.ports import AreaChange, AreaDeed, Begin, SettingsChange
from handlers.area_told import handed_off, told
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import JONAS, MAYA, MONDAY, OLU, ZOE, usd
from tests.domain.bound import AREA, CHECKLIST
from tests.handlers.area_deeds import FOUNDER, FULL, LONGEST, TIGHT, an_area, propose_limits
from tests.handlers.deeds import TEAM, everything_in
from tests.handlers.looks import check_message, check_pings_nobody, read
from tests.handlers.test_sending import until_sent
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID
from tests.world import ROADMAP

LIMITS = replace(AREA, limits_proposed=LimitsProposed(minimum=TIGHT, by=MAYA.id, at=MONDAY))
HANDOFF = replace(
    AREA, handoff_proposed=HandoffProposed(checklist=CHECKLIST, by=JONAS.id, at=MONDAY)
)
DUE = replace(AREA, handoff_due_since=MONDAY)
DONE = replace(
    AREA,
    terms=replace(AREA.terms, stage=Stage.AFTER),
    handed_off=HandedOff(checklist=CHECKLIST, by=MAYA.id, at=MONDAY, proposed_by=JONAS.id),
)
KEEP = "Disputes that are open keep what held when they were opened."


def a_change(area: Area, deed: AreaDeed = AreaDeed.CHANGED, by: UserId = OLU.id) -> AreaChange:
    return AreaChange(area=area, deed=deed, by=by, at=MONDAY)


def said(news: AreaNews, to: UserId, *changes: AreaChange) -> str:
    message = told(changes, news, to)
    assert message
    check_message(message)
    return read(message)


def test_proposed_limits_are_told_by_what_they_change() -> None:
    assert said(AreaNews.LIMITS_PROPOSED, JONAS.id, a_change(LIMITS)).splitlines() == [
        "@Maya proposes other limits for fraud detection.",
        "New limits: accuracy at least 95 %.",
        (
            "No longer: accuracy at least 92 %; latency at most 200 ms; cost per query at most "
            "0.03 USD; lineage recorded, yes."
        ),
        "As before: GPU memory at most 48 GB.",
        "An option that misses one of them cannot be chosen by the rule.",
        f"They hold once you accept them. {KEEP}",
        "[Accept the limits] [Change]",
    ]


def test_what_a_founder_changed_is_told_with_what_it_was() -> None:
    before = replace(AREA, terms=Terms(stage=Stage.BEFORE, gpu_budget=usd(8)))

    lines = said(AreaNews.TERMS_CHANGED, JONAS.id, a_change(before), a_change(AREA)).splitlines()
    assert lines[0] == f"@{OLU.id} has changed the area fraud detection."
    assert lines[2] == "GPU budget for one option: 5 GPU-weeks a month; before: 8."
    assert lines[3] == "As it is now"
    assert lines[-2:] == [KEEP, "[Change]"]


def test_a_lead_of_a_new_area_reads_that_they_are_one() -> None:
    made = a_change(AREA, AreaDeed.CREATED)

    assert said(AreaNews.TERMS_CHANGED, MAYA.id, made).splitlines()[:3] == [
        f"@{OLU.id} has made you a lead of the new area fraud detection.",
        "As it is now",
        "Stage: before the first customer prototype; @Jonas decides.",
    ]


def test_a_proposed_handoff_is_told_with_its_checklist_and_what_it_changes() -> None:
    assert said(AreaNews.HANDOFF_PROPOSED, MAYA.id, a_change(HANDOFF)).splitlines() == [
        "@Jonas proposes to hand fraud detection off to product.",
        "Who saw the prototype: Acme and Borealis",
        "What a query may cost: 0.03 USD",
        "What research keeps working on: New fraud patterns.",
        "Once you accept it, product decides the disputes that are opened here.",
        "To propose another checklist instead: [Hand off].",
        "[Accept the handoff] [Hand off]",
    ]


def test_a_handoff_that_is_due_is_told_to_either_lead() -> None:
    for lead in (MAYA, JONAS):
        assert said(AreaNews.HANDOFF_DUE, lead.id, a_change(DUE)).splitlines() == [
            (
                "fraud detection: a customer's first answer was recorded Mon 2 March 2026, "
                "10:00 UTC."
            ),
            (
                "So its handoff to product is due. Once it is made, product decides the disputes "
                "that are opened here. Either lead can make it now, alone."
            ),
            "[Hand off]",
        ]


def test_a_handoff_is_told_with_who_made_it_and_who_decides_from_now_on() -> None:
    message = handed_off(DONE)

    assert message
    assert message.text == "fraud detection is handed off: from now on product decides"
    assert read(message).splitlines() == [
        "fraud detection is handed off.",
        "@Maya handed it off Mon 2 March 2026, 10:00 UTC, as @Jonas proposed.",
        "Who saw the prototype: Acme and Borealis",
        "What a query may cost: 0.03 USD",
        "What research keeps working on: New fraud patterns.",
        "From now on @Maya, who leads product, decides the disputes that are opened here.",
        KEEP,
    ]


@pytest.mark.parametrize(
    ("news", "to", "area"),
    [
        (AreaNews.LIMITS_PROPOSED, JONAS.id, AREA),
        (AreaNews.LIMITS_PROPOSED, MAYA.id, LIMITS),
        (AreaNews.HANDOFF_PROPOSED, MAYA.id, AREA),
        (AreaNews.HANDOFF_PROPOSED, JONAS.id, HANDOFF),
        (AreaNews.HANDOFF_DUE, MAYA.id, AREA),
        (AreaNews.HANDOFF_DUE, MAYA.id, DONE),
        (AreaNews.HANDED_OFF, MAYA.id, AREA),
        (AreaNews.TERMS_CHANGED, ZOE.id, AREA),
        (AreaNews.HANDED_OFF, ZOE.id, DONE),
    ],
)
def test_what_is_not_so_any_more_is_told_to_nobody(news: AreaNews, to: UserId, area: Area) -> None:
    assert told((a_change(area),), news, to) is None


def test_terms_that_nobody_has_changed_need_no_word() -> None:
    typed = a_change(AREA, AreaDeed.TYPED)

    assert told((typed,), AreaNews.TERMS_CHANGED, MAYA.id) is None


@pytest.mark.parametrize("news", AreaNews)
def test_every_word_fits_with_every_field_at_its_longest(news: AreaNews) -> None:
    long = replace(CHECKLIST, seen_by="x" * 300, may_cost="<!here>" * 14, research_keeps="<" * 300)
    terms = replace(AREA.terms, minimum=FULL)
    area = replace(
        AREA,
        name=LONGEST,
        terms=terms,
        limits_proposed=LimitsProposed(minimum=FULL, by=JONAS.id, at=MONDAY),
        handoff_proposed=HandoffProposed(checklist=long, by=JONAS.id, at=MONDAY),
        handoff_due_since=MONDAY,
        handed_off=HandedOff(checklist=long, by=JONAS.id, at=MONDAY),
    )
    message = told((a_change(LIMITS), a_change(area)), news, MAYA.id)

    assert message
    check_message(message)
    check_pings_nobody(message)


# In Slack


async def dms(slack: Slack, bot: App, who: str) -> list[str]:
    await until_sent(bot)
    return [everything_in(message) for message in slack.dms(who)]


async def test_proposed_limits_reach_the_other_lead_with_the_button(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    await propose_limits(begin, area.id)

    assert "proposes other limits for fraud detection" in (await dms(slack, bot, JONAS_ID))[-1]
    assert "proposes other limits" not in "".join(await dms(slack, bot, MAYA_ID))
    await slack.as_person(JONAS_ID).click(
        slack.dms(JONAS_ID)[-1], action_id=Click.ACCEPT_LIMITS.value
    )
    assert "has accepted the limits of fraud detection" in (await dms(slack, bot, MAYA_ID))[-1]


async def test_a_handoff_is_announced_in_the_channel_of_rulings(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    await set_channel(begin, ROADMAP)
    await services.propose_handoff(
        area.id, CHECKLIST, by=FOUNDER, now=MONDAY + timedelta(hours=1), begin=begin
    )
    await until_sent(bot)

    channel = slack.messages(ROADMAP, as_person=LEE_ID)
    assert "fraud detection is handed off." in everything_in(channel[-1])
    assert "fraud detection is handed off." in (await dms(slack, bot, MAYA_ID))[-1]


async def test_who_set_the_channel_hears_when_it_takes_no_handoff(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    await set_channel(begin, "C0NOWHERE")
    await services.propose_handoff(area.id, CHECKLIST, by=FOUNDER, now=MONDAY, begin=begin)

    sentence = (await dms(slack, bot, FOUNDER.id))[-1]
    assert "That fraud detection is handed off could not be announced" in sentence
    assert "It is handed off all the same, and its two leads have been told." in sentence


async def set_channel(begin: Begin, channel: str) -> None:
    async with begin() as tx:
        settings = WorkspaceSettings(announcements=ChannelId(channel))
        await tx.settings.put(TEAM, SettingsChange(settings=settings, by=FOUNDER.id, at=MONDAY))
