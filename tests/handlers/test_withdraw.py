"""Withdrawing: what a click on "withdraw" means, and the form that says so."""

import json

import pytest

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import PROPOSAL_LASTS, Dispute, Open
from bot.domain.errors import HasEnded, NotAllowed, Refusal
from bot.domain.person import Person
from bot.domain.ruling import Basis
from bot.domain.sealing import seen_in_channel
from bot.domain.withdrawal import propose_withdrawal
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals import withdraw
from handlers.modals.withdraw import Way, way_of
from sandbox.server import Slack
from tests import world
from tests.builders import (
    END,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    ZOE,
    an_open_dispute,
    file,
    ruling_of,
)
from tests.handlers.deeds import a_dispute, on_record, press, send, told
from tests.handlers.deeds import file as file_case
from tests.handlers.forms import NASTY, read_aloud, sent_back
from tests.world import MovableClock, on_screen

NOW = MONDAY + 2 * HOUR


def with_a_case() -> Dispute:
    return file(an_open_dispute(), Side.PRODUCT)


def proposed() -> Dispute:
    dispute, _ = propose_withdrawal(with_a_case(), Side.PRODUCT, by=MAYA, now=NOW)
    return dispute


def form(dispute: Dispute, way: Way) -> str:
    return read_aloud(withdraw.build(seen_in_channel(dispute, now=NOW), way, now=NOW))


def test_the_opener_withdraws_at_once_while_no_case_is_in() -> None:
    assert way_of(an_open_dispute(), LEE, now=NOW) is Way.AT_ONCE


def test_an_opener_who_leads_a_side_withdraws_at_once_too() -> None:
    dispute = an_open_dispute()
    dispute = dispute.with_party(Side.PRODUCT, type(dispute.product)(lead=LEE.id))

    assert way_of(dispute, LEE, now=NOW) is Way.AT_ONCE


@pytest.mark.parametrize("lead", [MAYA, JONAS])
def test_a_lead_proposes(lead: Person) -> None:
    assert way_of(an_open_dispute(), lead, now=NOW) is Way.PROPOSE
    assert way_of(with_a_case(), lead, now=NOW) is Way.PROPOSE


def test_the_other_sides_lead_confirms_what_is_proposed() -> None:
    assert way_of(proposed(), JONAS, now=NOW) is Way.CONFIRM


def test_who_has_proposed_waits() -> None:
    with pytest.raises(Refusal, match="Your side has proposed to withdraw #12") as refused:
        way_of(proposed(), MAYA, now=NOW)

    assert NOW + PROPOSAL_LASTS in refused.value.words


def test_a_proposal_that_has_lapsed_is_made_again() -> None:
    assert way_of(proposed(), JONAS, now=NOW + PROPOSAL_LASTS) is Way.PROPOSE


def test_an_opener_without_a_side_learns_that_it_takes_both_once_a_case_is_in() -> None:
    with pytest.raises(Refusal, match="it takes both sides"):
        way_of(with_a_case(), LEE, now=NOW)


def test_somebody_else_learns_who_may_withdraw_it() -> None:
    with pytest.raises(NotAllowed) as refused:
        way_of(an_open_dispute(), ZOE, now=NOW)
    assert refused.value.may == (LEE.id,)

    with pytest.raises(NotAllowed) as refused:
        way_of(with_a_case(), ZOE, now=NOW)
    assert refused.value.may == (MAYA.id, JONAS.id)


def test_nothing_is_withdrawn_after_the_end() -> None:
    with pytest.raises(HasEnded):
        way_of(an_open_dispute(), LEE, now=END)


@pytest.mark.parametrize("way", Way)
def test_the_form_remembers_what_it_said(way: Way) -> None:
    shown = withdraw.build(seen_in_channel(proposed(), now=NOW), way, now=NOW)

    assert withdraw.parse(sent_back(shown)) is way
    assert json.loads(shown["private_metadata"]) == {"dispute": 12, "way": way.value}


def test_each_form_says_what_will_happen() -> None:
    assert "so you can withdraw it alone" in form(an_open_dispute(), Way.AT_ONCE)
    assert "The other side is asked now, and has until " in form(with_a_case(), Way.PROPOSE)
    assert " has proposed for product to withdraw it." in form(proposed(), Way.CONFIRM)


@pytest.mark.parametrize("text", NASTY)
def test_any_question_can_be_shown(text: str) -> None:
    assert text in form(an_open_dispute(question=text), Way.AT_ONCE)


async def test_the_opener_withdraws(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.LEE, Click.WITHDRAW)
    assert (await send(slack, world.LEE)).ok

    assert ruling_of(await on_record(begin, 1)).basis is Basis.WITHDRAWN
    assert slack.top_view(world.LEE) is None


async def test_one_side_proposes_and_the_other_confirms(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await file_case(begin, await a_dispute(begin), Side.PRODUCT)
    clock.move(hours=2)
    await press(slack, bot, world.MAYA, Click.WITHDRAW)
    assert (await send(slack, world.MAYA)).ok
    state = (await on_record(begin, 1)).state
    assert isinstance(state, Open)
    assert state.proposal

    await press(slack, bot, world.JONAS, Click.WITHDRAW)
    assert (await send(slack, world.JONAS)).ok
    assert ruling_of(await on_record(begin, 1)).basis is Basis.WITHDRAWN


async def test_a_proposal_that_lapsed_while_the_form_stood_open_is_not_confirmed(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await file_case(begin, await a_dispute(begin), Side.PRODUCT)
    clock.move(hours=2)
    await press(slack, bot, world.MAYA, Click.WITHDRAW)
    await send(slack, world.MAYA)
    await press(slack, bot, world.JONAS, Click.WITHDRAW)
    clock.move(hours=24)
    await send(slack, world.JONAS)

    answer = read_aloud(on_screen(slack, world.JONAS).content)
    assert "Product has no proposal to withdraw #1 standing" in answer


async def test_a_case_that_came_in_while_the_form_stood_open_keeps_the_opener_from_withdrawing(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await press(slack, bot, world.LEE, Click.WITHDRAW)
    await file_case(begin, dispute, Side.PRODUCT)
    clock.move(hours=2)
    await send(slack, world.LEE)

    answer = read_aloud(on_screen(slack, world.LEE).content)
    assert "A case is in on #1, so it takes both sides" in answer


async def test_what_cannot_be_withdrawn_is_said_before_a_form_opens(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, world.ZOE, Click.WITHDRAW)

    assert told(slack, world.ZOE) == (
        f"You cannot withdraw on #1. <@{world.LEE}> (who opened it) can."
    )
    assert slack.top_view(world.ZOE) is None
