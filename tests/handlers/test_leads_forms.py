"""Naming a deputy, passing the lead on and replacing a lead: the forms."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Side
from bot.domain.errors import HasEnded, NotAllowed, Refusal
from bot.domain.ids import UserId
from bot.services.ports import Begin
from handlers.context import submitted_side
from handlers.ids import Click
from handlers.modals import name_deputy, not_me, replace_lead
from handlers.modals.naming import Named, clicked_side
from handlers.modals.replace_lead import Answer, sides_to_replace
from sandbox.server import Slack
from tests import world
from tests.builders import ADA, END, HOUR, JONAS, LEE, MAYA, MONDAY, an_open_dispute, file
from tests.handlers.deeds import a_dispute, on_record, press, send, told
from tests.handlers.deeds import file as file_case
from tests.handlers.forms import NASTY, read_aloud, seen, sent_back
from tests.world import EVE, GONE, GUS, OLU, ROB, ZOE, MovableClock, on_screen

NOW = MONDAY + HOUR
users = st.sampled_from(["", "U1"])
sides = st.sampled_from(Side)


@given(sides, users)
def test_who_stands_in_a_form_comes_back_from_it(side: Side, user: str) -> None:
    dispute = seen(an_open_dispute())
    named = Named(user)

    deputy_form = sent_back(name_deputy.build(dispute, side, named))
    assert (submitted_side(deputy_form), name_deputy.parse(deputy_form)) == (side, named)
    lead_form = sent_back(not_me.build(dispute, side, JONAS.id, named))
    assert (submitted_side(lead_form), not_me.parse(lead_form)) == (side, named)


@given(st.sampled_from(["", *Side]), users)
def test_what_stands_in_the_form_for_both_sides_comes_back_from_it(side: str, user: str) -> None:
    answer = Answer(side=side, lead=user)
    form = replace_lead.build(seen(an_open_dispute()), tuple(Side), answer)

    assert replace_lead.parse(sent_back(form)) == answer


def test_a_side_is_asked_for_only_where_there_are_two() -> None:
    form = replace_lead.build(seen(an_open_dispute()), (Side.RESEARCH,), Answer())

    assert "side" not in [block.get("block_id") for block in form["blocks"]]
    assert submitted_side(form) is Side.RESEARCH


@pytest.mark.parametrize(
    ("value", "side"),
    [("12", None), ("12 research", Side.RESEARCH), ("12 product", Side.PRODUCT), ("12 x", None)],
)
def test_a_button_may_name_the_side(value: str, side: Side | None) -> None:
    assert clicked_side({"actions": [{"value": value}]}) is side


def test_a_deputy_who_would_be_replaced_is_named() -> None:
    dispute = an_open_dispute()
    dispute = dispute.with_party(
        Side.RESEARCH, type(dispute.research)(lead=JONAS.id, deputy=ADA.id)
    )

    said = read_aloud(name_deputy.build(seen(dispute), Side.RESEARCH, Named()))

    assert ADA.id in said
    assert "is the deputy now" in said


def test_a_lead_reads_you_and_a_founder_reads_who_has_left() -> None:
    dispute = seen(an_open_dispute())

    assert "You are the research lead." not in read_aloud(
        not_me.build(dispute, Side.RESEARCH, UserId("Olu"), Named())
    )
    assert "You are" in read_aloud(not_me.build(dispute, Side.RESEARCH, JONAS.id, Named()))


def test_the_opener_chooses_among_the_sides_that_have_not_filed() -> None:
    assert sides_to_replace(an_open_dispute(), None, LEE, now=NOW) == tuple(Side)

    filed = file(an_open_dispute(), Side.PRODUCT)
    assert sides_to_replace(filed, None, LEE, now=NOW) == (Side.RESEARCH,)


def test_a_side_that_has_filed_keeps_its_lead() -> None:
    filed = file(an_open_dispute(), Side.PRODUCT)
    with pytest.raises(Refusal, match="Product has filed its case on #12"):
        sides_to_replace(filed, Side.PRODUCT, LEE, now=NOW)

    both = file(filed, Side.RESEARCH)
    with pytest.raises(Refusal, match="only its lead can pass the lead on"):
        sides_to_replace(both, None, LEE, now=NOW)


def test_nobody_but_the_opener_replaces_a_lead_and_nobody_after_the_end() -> None:
    with pytest.raises(NotAllowed):
        sides_to_replace(an_open_dispute(), None, MAYA, now=NOW)
    with pytest.raises(HasEnded):
        sides_to_replace(an_open_dispute(), None, LEE, now=END)


@pytest.mark.parametrize("text", NASTY)
def test_any_question_can_be_shown(text: str) -> None:
    dispute = seen(an_open_dispute(), question=text)

    for form in (
        name_deputy.build(dispute, Side.PRODUCT, Named()),
        not_me.build(dispute, Side.PRODUCT, MAYA.id, Named()),
        replace_lead.build(dispute, tuple(Side), Answer()),
    ):
        assert text in read_aloud(sent_back(form))


async def test_a_lead_names_a_deputy(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.JONAS, Click.NAME_DEPUTY)
    assert (await send(slack, world.JONAS, deputy=world.ADA)).ok

    assert (await on_record(begin, 1)).research.deputy == world.ADA
    assert slack.top_view(world.JONAS) is None


async def test_a_lead_says_not_me(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.JONAS, Click.NOT_ME)
    assert (await send(slack, world.JONAS, lead=world.ADA)).ok

    assert (await on_record(begin, 1)).research.lead == world.ADA


@pytest.mark.parametrize("value", ["1", "1 research"])
async def test_the_opener_replaces_a_lead(slack: Slack, bot: App, begin: Begin, value: str) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.LEE, Click.REPLACE_LEAD, value)
    asked = {} if value == "1 research" else {"side": "research"}
    assert (await send(slack, world.LEE, lead=world.ADA, **asked)).ok

    assert (await on_record(begin, 1)).research.lead == world.ADA


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        (GUS, "A guest cannot speak for a side. Name a full member of this workspace."),
        (ROB, "A bot cannot speak for a side."),
        (EVE, "Somebody from another workspace cannot speak for a side."),
        (GONE, "This person's account is deactivated."),
        (world.MAYA, "This person speaks for product on #1. Name somebody else."),
    ],
)
@pytest.mark.parametrize(
    ("who", "click", "field"),
    [
        (world.JONAS, Click.NAME_DEPUTY, "deputy"),
        (world.JONAS, Click.NOT_ME, "lead"),
        (world.LEE, Click.REPLACE_LEAD, "lead"),
    ],
)
async def test_who_cannot_serve_is_refused_at_the_field(
    slack: Slack,
    bot: App,
    begin: Begin,
    who: str,
    click: Click,
    field: str,
    named: str,
    sentence: str,
) -> None:
    await a_dispute(begin)
    await press(slack, bot, who, click, "1 research")

    outcome = await send(slack, who, **{field: named})
    assert list(outcome.errors) == [field]
    assert outcome.errors[field].startswith(sentence)


async def test_a_lead_does_not_stand_in_for_themselves(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.JONAS, Click.NAME_DEPUTY)

    errors = (await send(slack, world.JONAS, deputy=world.JONAS)).errors
    assert errors == {"deputy": "The lead cannot stand in for themselves. Name somebody else."}


@pytest.mark.parametrize("click", [Click.NAME_DEPUTY, Click.NOT_ME])
async def test_somebody_else_learns_who_may_name_somebody(
    slack: Slack, bot: App, begin: Begin, click: Click
) -> None:
    await a_dispute(begin)
    await press(slack, bot, ZOE, click)
    assert f"<@{world.MAYA}> (for product) or <@{world.JONAS}> (for research) can." in told(
        slack, ZOE
    )

    await press(slack, bot, ZOE, click, "1 research")
    assert "for research on #1" in told(slack, ZOE)
    assert slack.top_view(ZOE) is None


async def test_a_founder_passes_the_lead_on_only_when_the_lead_has_left(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, OLU, Click.NOT_ME, "1 research")
    assert "A founder, when the lead has left" not in told(slack, OLU)
    assert "You cannot pass the lead on for research on #1." in told(slack, OLU)


async def test_a_founder_names_a_lead_for_one_who_has_left(
    slack: Slack, bot: App, begin: Begin
) -> None:
    slack.workspace.add_person(replace(slack.workspace.get_person(world.JONAS), deleted=True))
    await a_dispute(begin)
    await press(slack, bot, OLU, Click.NOT_ME, "1 research")
    assert "Pass the lead on" in read_aloud(on_screen(slack, OLU).content)
    assert (await send(slack, OLU, lead=world.ADA)).ok

    assert (await on_record(begin, 1)).research.lead == world.ADA


async def test_nobody_but_the_opener_gets_the_form_for_replacing_a_lead(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.MAYA, Click.REPLACE_LEAD)

    assert f"<@{world.LEE}> (who opened it) can." in told(slack, world.MAYA)


async def test_a_lead_whose_case_came_in_meanwhile_is_not_replaced(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await press(slack, bot, world.LEE, Click.REPLACE_LEAD, "1 research")
    await file_case(begin, dispute, Side.RESEARCH)
    clock.move(hours=2)
    await send(slack, world.LEE, lead=world.ADA)

    answer = read_aloud(on_screen(slack, world.LEE).content)
    assert "Research has filed its case on #1" in answer


@pytest.mark.parametrize("click", [Click.NAME_DEPUTY, Click.NOT_ME, Click.REPLACE_LEAD])
async def test_a_dispute_that_has_ended_keeps_its_people(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, click: Click
) -> None:
    await a_dispute(begin)
    clock.move(days=7)
    who = world.LEE if click is Click.REPLACE_LEAD else world.JONAS
    await press(slack, bot, who, click)

    assert "this came later and does not count" in told(slack, who)
