"""The form "Hand off": who may, when one word is enough, and what holds afterwards."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given

from bot.app import App
from bot.domain.area import Area, HandoffProposed, Stage
from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Person
from bot.domain.settings import WorkspaceSettings
from bot.services.areas import note_first_answer
from bot.services.ports import Begin, SettingsChange
from handlers.ids import Click
from handlers.modals.handoff import Answer, answer_of, build, parse
from sandbox.answers import Outcome
from sandbox.server import Slack
from tests.builders import JONAS, MAYA, MONDAY, OLU
from tests.domain.bound import AREA, CHECKLIST
from tests.handlers.area_deeds import FOUNDER, an_area, on_record, until_told
from tests.handlers.deeds import TEAM, a_dispute, person, press, send, told
from tests.handlers.deeds import on_record as dispute_on_record
from tests.handlers.forms import sent_back, typed_texts
from tests.handlers.looks import check_window, read
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID
from tests.world import OLU as OLU_ID
from tests.world import ROADMAP, on_screen

DUE = replace(AREA, handoff_due_since=MONDAY)
PROPOSED = replace(
    AREA, handoff_proposed=HandoffProposed(checklist=CHECKLIST, by=JONAS.id, at=MONDAY)
)
ANSWERS = asdict(CHECKLIST)


# How it looks, and what comes back


def test_a_lead_proposes_it_to_the_other_one() -> None:
    view = build(AREA, MAYA, Answer())

    assert view["submit"]["text"] == "Propose"
    assert read(view).splitlines() == [
        "fraud detection",
        (
            "From then on product decides the disputes that are opened here. Those that are open "
            "keep who decides them. Nothing moves it back."
        ),
        "It is handed off once @Jonas accepts this checklist.",
    ]


@pytest.mark.parametrize(("area", "by"), [(DUE, MAYA), (DUE, JONAS), (AREA, OLU)])
def test_where_one_word_is_enough_the_form_says_so(area: Area, by: Person) -> None:
    view = build(area, by, Answer())

    assert view["submit"]["text"] == "Hand off"
    assert "This hands it off at once." in read(view)


def test_a_checklist_that_is_proposed_stands_in_the_form() -> None:
    view = build(PROPOSED, MAYA, answer_of(PROPOSED))

    assert "Below stands the checklist that @Jonas has proposed." in read(view)
    assert parse(sent_back(view)) == Answer(**ANSWERS)


@given(typed_texts, typed_texts, typed_texts)
def test_what_stands_in_the_form_comes_back_from_it(
    seen_by: str, may_cost: str, research_keeps: str
) -> None:
    answer = Answer(seen_by=seen_by, may_cost=may_cost, research_keeps=research_keeps)
    view = build(AREA, MAYA, answer)

    check_window(view)
    assert parse(sent_back(view)) == answer


# In Slack


async def hand_off(slack: Slack, bot: App, who: str, **changes: str) -> Outcome:
    await press(slack, bot, who, Click.HANDOFF, "fraud detection")
    return await send(slack, who, **{**ANSWERS, **changes})


async def make_due(begin: Begin) -> None:
    """A customer has answered on a dispute of the area."""
    dispute = await dispute_on_record(begin, (await a_dispute(begin)).number)
    async with begin() as tx:
        await note_first_answer(tx, dispute, by=person(MAYA_ID), now=MONDAY)


async def test_one_leads_checklist_waits_for_the_other_lead(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    assert (await hand_off(slack, bot, JONAS_ID)).ok

    area = await on_record(begin)
    assert area.terms.stage is Stage.BEFORE
    assert area.handoff_proposed == HandoffProposed(
        checklist=CHECKLIST, by=UserId(JONAS_ID), at=MONDAY
    )
    await until_told(slack, MAYA_ID, having=f"<@{JONAS_ID}> proposes to hand fraud detection off")
    said = read(on_screen(slack, JONAS_ID).content)
    assert f"@{MAYA_ID} is asked to accept this checklist." in said


@pytest.mark.parametrize("who", [MAYA_ID, JONAS_ID])
async def test_once_it_is_due_the_word_of_either_lead_is_enough(
    slack: Slack, bot: App, begin: Begin, who: str
) -> None:
    await an_area(begin)
    await make_due(begin)
    assert (await hand_off(slack, bot, who)).ok

    area = await on_record(begin)
    assert area.terms.stage is Stage.AFTER
    assert area.handed_off
    assert (area.handed_off.by, area.handed_off.checklist) == (who, CHECKLIST)
    assert "is handed off: from now on product decides." in read(on_screen(slack, who).content)


async def test_a_founder_hands_it_off_and_the_channel_of_rulings_is_told(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    async with begin() as tx:
        settings = WorkspaceSettings(announcements=ChannelId(ROADMAP))
        change = SettingsChange(settings=settings, by=FOUNDER.id, at=MONDAY)
        await tx.settings.put(TEAM, change)
    assert (await hand_off(slack, bot, OLU_ID)).ok

    said = "fraud detection is handed off: from now on product decides"
    await until_told(slack, MAYA_ID, JONAS_ID, having=said)
    await slack.wait_for(lambda: any(said in one.text for one in slack.messages(ROADMAP, LEE_ID)))


async def test_what_is_left_open_or_too_long_is_said_at_its_field(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    outcome = await hand_off(
        slack, bot, MAYA_ID, seen_by=" ", may_cost="x" * 101, research_keeps=" "
    )

    assert outcome.errors == {
        "seen_by": "Say who saw the prototype.",
        "may_cost": "At most 100 characters fit here; these are 101. Put the rest behind a link.",
        "research_keeps": "Say what research keeps working on.",
    }


async def test_who_neither_leads_it_nor_founded_it_reads_who_may(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    await press(slack, bot, LEE_ID, Click.HANDOFF, "fraud detection")

    assert told(slack, LEE_ID) == (
        f"You cannot hand off fraud detection. <@{MAYA_ID}> or <@{JONAS_ID}> can."
    )


async def test_what_is_handed_off_is_not_handed_off_again(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin, stage=Stage.AFTER)
    await press(slack, bot, MAYA_ID, Click.HANDOFF, "fraud detection")

    assert "is past its first customer prototype" in told(slack, MAYA_ID)
