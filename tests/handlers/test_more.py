"""The window "More": what each person may do in each state, held against the rules themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.afterwards import record_outcome, set_look_again, stop_looking_again
from bot.domain.case import Case, Side
from bot.domain.dispute import PROPOSAL_LASTS, Changed, Dispute, Open
from bot.domain.ending import rule_at_end
from bot.domain.errors import Refusal
from bot.domain.filing import state_case
from bot.domain.gate import Gated, Limit
from bot.domain.gates import lift_gate, raise_gate
from bot.domain.ids import OptionId
from bot.domain.leads import name_deputy, pass_on_lead, replace_lead
from bot.domain.ledger import commitment_of, retire
from bot.domain.outcome import Dropped, NotYet
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.sealing import seen_by
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option, decide
from bot.domain.signing_off import sign_off
from bot.domain.withdrawal import propose_withdrawal
from bot.domain.yielding import yield_side
from bot.services.ports import Begin
from handlers import more
from handlers.details import fit
from handlers.ids import Click
from handlers.may_do import Asker
from handlers.modals.withdraw import way_of
from handlers.text import Json
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)
from tests.handlers import deeds
from tests.handlers.deeds import press, told
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    STATES,
    a_full_case,
    after,
    an_answer,
    as_json,
    buttons,
    check_pings_nobody,
    check_window,
    clicks,
    every_state,
    read,
)
from tests.world import on_screen

TUESDAY = MONDAY + DAY
LATER = END + 30 * DAY
SAID = every_state("x")
RUNNING = [
    state
    for state, (dispute, now) in SAID.items()
    if isinstance(dispute.state, Open) and not dispute.window.is_over(now)
]
PEOPLE = [LEE, MAYA, JONAS, ADA, OLU, ZOE]
FOUNDERS = (OLU.id,)
GATE = Limit(gated=Gated.BAR, name="no automated refusal", lifted_by="a look", source="GDPR")
LEAD_ONLY = [Click.NAME_DEPUTY, Click.NOT_ME]


def at(state: str) -> Dispute:
    return SAID[state][0]


def window(dispute: Dispute, who: Person, now: datetime = TUESDAY, *left: Side) -> Json:
    founders = FOUNDERS if who.founder else ()
    asker = Asker(dispute=dispute, person=who, now=now, left=frozenset(left), founders=founders)
    seen = seen_by(dispute, who, privacy=Privacy.PUBLIC, now=now)
    return fit(lambda page: more.build(page, asker), seen, now)


def offered(dispute: Dispute, who: Person, now: datetime = TUESDAY, *left: Side) -> list[str]:
    """What can be clicked, "How it ends" apart, which is always last."""
    *found, last = clicks(window(dispute, who, now, *left))
    assert last == Click.HOW_IT_ENDS
    return found


# While nothing is filed


def test_a_lead_may_state_the_case_yield_name_others_and_propose_to_withdraw() -> None:
    assert offered(an_open_dispute(), JONAS) == [
        Click.STATE_CASE,
        Click.YIELD,
        *LEAD_ONLY,
        Click.WITHDRAW,
    ]


def test_a_deputy_may_do_the_same_but_name_others() -> None:
    dispute = after(name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=TUESDAY))

    assert offered(dispute, ADA) == [Click.STATE_CASE, Click.YIELD, Click.WITHDRAW]


def test_the_opener_may_replace_leads_and_take_it_back() -> None:
    assert buttons(window(an_open_dispute(), LEE)) == {
        "Replace product's lead": "12 product",
        "Replace research's lead": "12 research",
        "Withdraw": "12",
        "How it ends": "12",
    }


def test_somebody_who_may_do_nothing_reads_who_may() -> None:
    assert offered(an_open_dispute(), ZOE) == []
    assert "<@Maya> and <@Jonas> speak for the two sides; <@Lee> opened it." in read(
        window(an_open_dispute(), ZOE)
    )


def test_the_decider_reads_from_when_they_may_decide() -> None:
    assert "You may decide, with a reason, from a day after both cases are in." in read(
        window(an_open_dispute(), MAYA)
    )
    assert "decide" not in read(window(an_open_dispute(), JONAS))


# Once something is filed


def test_a_lead_whose_side_has_filed_may_revise_and_not_yield() -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH)

    assert buttons(window(dispute, JONAS))["Revise our case"] == "12"
    assert Click.YIELD not in offered(dispute, JONAS)


def test_the_opener_cannot_take_it_back_any_more_nor_replace_the_lead_that_filed() -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH)

    assert buttons(window(dispute, LEE)) == {
        "Replace product's lead": "12 product",
        "How it ends": "12",
    }


def test_once_the_other_side_has_yielded_one_cannot_yield_too() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.PRODUCT, "No", by=MAYA, now=TUESDAY))

    assert Click.YIELD not in offered(dispute, JONAS)
    assert Click.YIELD not in offered(dispute, MAYA)


def test_after_a_yield_the_other_side_picks_once_it_has_filed() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.PRODUCT, "No", by=MAYA, now=TUESDAY))
    several = file(dispute, Side.RESEARCH, FILTER, an_option("Other", 5), now=TUESDAY)

    assert Click.CONFIRM not in offered(dispute, JONAS)
    assert Click.CONFIRM in offered(several, JONAS)
    assert "Product has yielded: pick an option." in read(window(several, JONAS))


def test_both_sides_may_confirm_once_both_cases_are_in() -> None:
    dispute = an_unsealed_dispute()

    assert Click.CONFIRM in offered(dispute, MAYA)
    assert Click.CONFIRM in offered(dispute, JONAS)
    assert offered(dispute, LEE) == []


def test_the_decider_may_decide_from_a_day_after_both_are_in() -> None:
    dispute, from_when = an_unsealed_dispute(), BOTH_IN + DAY

    assert Click.DECIDE not in offered(dispute, MAYA, TUESDAY)
    assert "You may decide, with a reason, from <!date^" in read(window(dispute, MAYA, TUESDAY))
    assert Click.DECIDE in offered(dispute, MAYA, from_when)
    assert Click.DECIDE not in offered(dispute, JONAS, from_when)


def test_a_proposal_to_withdraw_is_waited_for_by_one_side_and_answered_by_the_other() -> None:
    dispute = after(propose_withdrawal(an_unsealed_dispute(), Side.RESEARCH, by=JONAS, now=TUESDAY))

    assert Click.WITHDRAW not in offered(dispute, JONAS)
    assert "Your side proposes to withdraw it. Product can agree until" in read(
        window(dispute, JONAS)
    )
    assert "Agree to withdraw" in buttons(window(dispute, MAYA))
    assert "Propose to withdraw" in buttons(window(dispute, JONAS, TUESDAY + PROPOSAL_LASTS))


# A founder, for a lead who has left


def test_a_founder_acts_for_a_lead_who_has_left() -> None:
    found = buttons(window(an_open_dispute(), OLU, TUESDAY, Side.RESEARCH))

    assert found == {
        "Name a deputy": "12 research",
        "Another lead for research": "12 research",
        "How it ends": "12",
    }


def test_a_founder_does_nothing_for_a_lead_who_is_there() -> None:
    assert offered(an_open_dispute(), OLU) == []


# When it is over


def test_before_the_ruling_nobody_does_anything() -> None:
    assert offered(an_unsealed_dispute(), MAYA, END) == []
    assert "The seven days are over. The ruling is on its way." in read(
        window(an_unsealed_dispute(), MAYA, END)
    )


def test_after_the_end_everybody_may_read_and_reopen() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))

    assert offered(dispute, ZOE, END) == [Click.BOTH_CASES, Click.FULL_RANKING, Click.REOPEN]
    assert "It does not change any more." in read(window(dispute, ZOE, END))


def test_a_founder_may_also_set_the_ruling_aside() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))
    reading = [Click.BOTH_CASES, Click.FULL_RANKING, Click.REOPEN]

    assert offered(dispute, OLU, END) == [*reading, Click.LOOK_AGAIN, Click.SET_ASIDE]
    assert ", and set aside since. It does not change" in read(window(at("set aside"), ZOE, END))


def test_what_chose_nothing_cannot_be_set_aside_nor_looked_at_again() -> None:
    assert not {Click.SET_ASIDE, Click.LOOK_AGAIN} & {*offered(at("lapsed"), OLU, END)}


def test_the_winning_lead_may_record_the_outcome_while_it_is_awaited() -> None:
    recording = [Click.ANSWERED, Click.NOT_YET, Click.DROPPED]
    rest = [Click.LOOK_AGAIN, Click.RETIRE]

    assert offered(at("overdue"), MAYA, LATER)[3:] == [*recording, *rest]
    assert offered(at("put off"), MAYA, LATER)[3:] == [*recording, *rest]
    assert offered(at("overdue"), JONAS, LATER)[3:] == [Click.LOOK_AGAIN]
    assert offered(at("answered"), MAYA, LATER)[3:] == rest
    assert offered(at("answered, set aside"), MAYA, LATER)[3:] == []


def test_a_founder_records_the_outcome_when_the_winning_lead_has_left() -> None:
    assert Click.ANSWERED in offered(at("overdue"), OLU, LATER, Side.PRODUCT)
    assert Click.ANSWERED not in offered(at("overdue"), OLU, LATER, Side.RESEARCH)


def test_what_is_looked_at_again_can_be_stopped() -> None:
    assert Click.STOP_LOOKING_AGAIN in offered(at("awaited, looked at again"), JONAS, LATER)
    assert Click.STOP_LOOKING_AGAIN not in offered(at("agreed"), JONAS, LATER)


# Held against the rules


def _case(dispute: Dispute, side: Side) -> Case:
    filed = [known.case for known in dispute.filed if known.side is side]
    return filed[0] if filed else a_case()


def _option(dispute: Dispute, *sides: Side) -> OptionId:
    filed = (known for known in dispute.filed if known.side in sides)
    return next((known.case.options[0].id for known in filed), OptionId("none"))


Try = Callable[[Dispute, Side, Person, datetime], object]
TRIES: dict[Click, Try] = {
    Click.STATE_CASE: lambda at, side, who, now: state_case(
        at, side, _case(at, side), by=who, now=now
    ),
    Click.YIELD: lambda at, side, who, now: _first_time(
        yield_side(at, side, "Because", by=who, now=now)
    ),
    Click.CONFIRM: lambda at, side, who, now: _while_open(
        at,
        confirm_option(at, side, _option(at, side), revision=_revision(at, side), by=who, now=now),
    ),
    Click.DECIDE: lambda at, _, who, now: _while_open(
        at, decide(at, _option(at, *Side), "Because", by=who, now=now)
    ),
    Click.RAISE_GATE: lambda at, side, who, now: raise_gate(
        at, side, _option(at, side), GATE, by=who, now=now
    ),
    Click.LIFT_GATE: lambda at, _, who, now: _first_time(
        lift_gate(at, _standing(at), by=who, now=now)
    ),
    Click.SIGN_OFF: lambda at, side, who, now: _first_time(
        sign_off(at, side, _option(at, side), "Because", by=who, founders=FOUNDERS, now=now)
    ),
    Click.NAME_DEPUTY: lambda at, side, who, now: name_deputy(at, side, ZOE, by=who, now=now),
    Click.NOT_ME: lambda at, side, who, now: pass_on_lead(at, side, ZOE, by=who, now=now),
    Click.REPLACE_LEAD: lambda at, side, who, now: replace_lead(at, side, ZOE, by=who, now=now),
    Click.WITHDRAW: lambda at, _, who, now: way_of(at, who, now=now),
    Click.RETIRE: lambda at, _, who, now: _that_uses_gpus(at, retire(at, by=who, now=now)),
    Click.SET_ASIDE: lambda at, _, who, now: set_aside(at, "Because", by=who, now=now),
    Click.ANSWERED: lambda at, _, who, now: record_outcome(
        at, an_answer("New", on=now.date()), by=who, today=now.date(), now=now
    ),
    Click.NOT_YET: lambda at, _, who, now: record_outcome(
        at, NotYet(until=now.date() + 99 * DAY, why="New"), by=who, today=now.date(), now=now
    ),
    Click.DROPPED: lambda at, _, who, now: record_outcome(
        at, Dropped("New"), by=who, today=now.date(), now=now
    ),
    Click.LOOK_AGAIN: lambda at, _, who, now: set_look_again(
        at, None, 60, by=who, today=now.date(), now=now
    ),
    Click.STOP_LOOKING_AGAIN: lambda at, _, who, __: _first_time(stop_looking_again(at, by=who)),
}
"""What stands behind each button, tried for a side."""


def _revision(dispute: Dispute, side: Side) -> int:
    option = next((one.case.options[0] for one in dispute.filed if one.side is side), None)
    return option.revision if option else 1


def _standing(dispute: Dispute) -> int:
    """The place of a gate that stands, where one does."""
    standing = (place for place, gate in enumerate(dispute.gates) if gate.stands)
    place = next(standing, None)
    if place is None:
        raise Refusal("There is none.")
    return place


def _while_open(at: Dispute, changed: Changed) -> Changed:
    """What has ended it takes nothing more, though saying it twice is harmless."""
    if not isinstance(at.state, Open):
        raise Refusal("It has ended.")
    return changed


def _that_uses_gpus(at: Dispute, changed: Changed) -> Changed:
    """Where nothing is freed there is no button, though saying it is harmless."""
    if commitment_of(at) is None:
        raise Refusal("It uses none.")
    return changed


def _first_time(changed: Changed) -> Changed:
    """Twice is once: nothing is left to do."""
    if not changed[1]:
        raise Refusal("It is done.")
    return changed


def _is_allowed(click: Click, at: Dispute, who: Person, now: datetime) -> bool:
    return any(_passes(TRIES[click], at, side, who, now) for side in Side)


def _passes(attempt: Try, at: Dispute, side: Side, who: Person, now: datetime) -> bool:
    try:
        attempt(at, side, who, now)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", PEOPLE, ids=lambda person: person.id)
def test_exactly_what_the_rules_allow_is_offered(state: str, who: Person) -> None:
    dispute, now = SAID[state]
    allowed = {click for click in TRIES if _is_allowed(click, dispute, who, now)}

    assert set(offered(dispute, who, now)) & set(TRIES) == allowed


# For any text


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    who=st.sampled_from(PEOPLE),
)
def test_whatever_was_typed_slack_takes_the_window_and_nobody_is_pinged(
    text: str, state: str, who: Person
) -> None:
    dispute, now = every_state(text)[state]
    view = window(dispute, who, now, *Side)

    check_window(view)
    check_pings_nobody(view)


@pytest.mark.parametrize("state", RUNNING)
@pytest.mark.parametrize("who", PEOPLE, ids=lambda person: person.id)
def test_while_it_is_open_no_word_of_a_case_is_in_the_window(state: str, who: Person) -> None:
    marked = {side.value: a_full_case("sealed-7f3a", side) for side in Side}
    dispute, now = every_state("x", **marked)[state]

    assert "sealed-7f3a" not in as_json(window(dispute, who, now))


# The button


async def test_each_person_sees_their_own(slack: Slack, bot: App, begin: Begin) -> None:
    await deeds.a_dispute(begin)

    for who in (world.JONAS, world.LEE, world.ZOE):
        await press(slack, bot, who, Click.MORE)

    assert Click.STATE_CASE in clicks(on_screen(slack, world.JONAS).content)
    assert Click.REPLACE_LEAD in clicks(on_screen(slack, world.LEE).content)
    assert clicks(on_screen(slack, world.ZOE).content) == [Click.HOW_IT_ENDS]


async def test_a_button_there_opens_its_form(slack: Slack, bot: App, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    await press(slack, bot, world.LEE, Click.MORE)
    window = on_screen(slack, world.LEE)
    (second,) = [
        block["block_id"]
        for block in window.blocks
        if block.get("accessory", {}).get("value") == "1 research"
    ]

    outcome = await slack.as_person(world.LEE).click(
        window, action_id=Click.REPLACE_LEAD, block_id=second
    )

    assert outcome.ok
    assert "Who speaks for research instead?" in as_json(on_screen(slack, world.LEE).content)


async def test_a_founder_is_offered_a_lead_who_has_left(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin)
    gone = replace(slack.workspace.get_person(world.JONAS), deleted=True)
    slack.workspace.people[world.JONAS] = gone

    await press(slack, bot, world.OLU, Click.MORE)

    assert "Another lead for research" in buttons(on_screen(slack, world.OLU).content)


async def test_who_may_not_see_the_dispute_is_told_that_there_is_none(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    await press(slack, bot, world.ZOE, Click.MORE)

    assert told(slack, world.ZOE) == "There is no dispute #1 that you can see."
