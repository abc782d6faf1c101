"""The handoff: who can make it, and from when on product decides."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.area import Area, HandedOff, HandoffProposed, Stage, Terms
from bot.domain.areas import Told, change_area
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.handoff import accept_handoff, note_first_answer, propose_handoff
from bot.domain.notices import AreaNews
from bot.domain.opening import open_dispute
from bot.domain.person import Person
from bot.domain.settling import decide
from tests.builders import (
    BOTH_IN,
    DAY,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    an_opening,
    ruling_of,
)
from tests.domain.bound import AREA, CHECKLIST, asked, unsealed

NOW = MONDAY + HOUR
OTHER = replace(CHECKLIST, may_cost="0.02 USD")


def proposed(area: Area = AREA, *, by: Person = MAYA, **changes: Any) -> Area:
    after, _ = propose_handoff(area, replace(CHECKLIST, **changes), by=by, now=NOW)
    return after


def due() -> Area:
    """A customer has answered."""
    after, _ = note_first_answer(AREA, now=MONDAY)
    return after


# Who decides


@pytest.mark.rule(
    "Before an area's first customer prototype the research lead decides, after it the product "
    "lead does, and without an area the product lead does."
)
@pytest.mark.parametrize(
    ("terms", "decider", "other"),
    [
        (Terms(stage=Stage.BEFORE), JONAS, MAYA),
        (Terms(stage=Stage.AFTER), MAYA, JONAS),
        (None, MAYA, JONAS),
    ],
)
def test_the_stage_says_who_decides(terms: Terms | None, decider: Person, other: Person) -> None:
    dispute = unsealed(FILTER, terms=terms)
    ended, _ = decide(dispute, FILTER.id, "Soon.", by=decider, now=BOTH_IN + DAY)

    assert ruling_of(ended).by == decider.id
    with pytest.raises(NotAllowed) as refused:
        decide(dispute, FILTER.id, "Soon.", by=other, now=BOTH_IN + DAY)
    assert refused.value.may == (decider.id,)


@pytest.mark.rule("A handoff changes who decides the disputes that are opened after it, no others.")
def test_a_running_dispute_keeps_its_decider() -> None:
    before, _ = open_dispute(
        an_opening(), product_lead=MAYA, research_lead=JONAS, by=LEE, area=AREA
    )
    after, _ = open_dispute(
        an_opening(),
        product_lead=MAYA,
        research_lead=JONAS,
        by=LEE,
        area=proposed(by=OLU),
    )

    assert (before.decider_side.value, after.decider_side.value) == ("research", "product")


# Proposed and accepted


@pytest.mark.rule(
    "Either lead of an area can propose its handoff: who saw the prototype, what it may cost a "
    "query, and what research keeps."
)
@pytest.mark.parametrize(("lead", "other"), [(MAYA, JONAS), (JONAS, MAYA)])
def test_one_lead_proposes_and_the_other_is_asked(lead: Person, other: Person) -> None:
    after, told = propose_handoff(AREA, CHECKLIST, by=lead, now=NOW)

    assert after == replace(
        AREA, handoff_proposed=HandoffProposed(checklist=CHECKLIST, by=lead.id, at=NOW)
    )
    assert told == (Told(other.id, AreaNews.HANDOFF_PROPOSED),)


@pytest.mark.rule("It is handed off when the other lead accepts that checklist.")
def test_the_other_lead_accepts() -> None:
    after, told = accept_handoff(proposed(), NOW, by=JONAS, now=NOW + HOUR)

    assert after.terms == replace(AREA.terms, stage=Stage.AFTER)
    assert after.handed_off == HandedOff(
        checklist=CHECKLIST, by=JONAS.id, at=NOW + HOUR, proposed_by=MAYA.id
    )
    assert after.handoff_proposed is None
    assert told == (Told(MAYA.id, AreaNews.HANDED_OFF), Told(JONAS.id, AreaNews.HANDED_OFF))


def test_nobody_accepts_their_own_checklist() -> None:
    with pytest.raises(NotAllowed, match="The other lead of fraud detection accepts"):
        accept_handoff(proposed(), NOW, by=MAYA, now=NOW + HOUR)


@pytest.mark.parametrize("other", [ZOE, OLU])
def test_nobody_but_a_lead_accepts_a_checklist(other: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot hand off fraud detection"):
        accept_handoff(proposed(), NOW, by=other, now=NOW + HOUR)


def test_somebody_else_proposes_nothing_and_reads_who_can() -> None:
    with pytest.raises(NotAllowed) as refused:
        proposed(by=ZOE)

    assert str(refused.value) == "You cannot hand off fraud detection. Maya or Jonas can."
    assert refused.value.may == (MAYA.id, JONAS.id)


def test_an_area_without_leads_is_handed_off_by_a_founder_only() -> None:
    with pytest.raises(NotAllowed, match=r"Name its leads first\."):
        proposed(replace(AREA, product_lead=None, research_lead=None), by=MAYA)


def test_the_same_checklist_twice_is_proposed_once() -> None:
    area = proposed()

    assert propose_handoff(area, CHECKLIST, by=MAYA, now=NOW + HOUR) == (area, ())


def test_the_last_checklist_is_the_one_to_accept() -> None:
    area, _ = propose_handoff(proposed(), OTHER, by=MAYA, now=NOW + HOUR)

    with pytest.raises(Refusal, match="This checklist for fraud detection has changed"):
        accept_handoff(area, NOW, by=JONAS, now=NOW + 2 * HOUR)
    with pytest.raises(Refusal, match="has changed"):
        accept_handoff(AREA, NOW, by=JONAS, now=NOW)


def test_a_checklist_of_ones_own_answers_the_other_leads() -> None:
    area, told = propose_handoff(proposed(), OTHER, by=JONAS, now=NOW + HOUR)

    assert area.handoff_proposed is not None
    assert area.handoff_proposed.by == JONAS.id
    assert told == (Told(MAYA.id, AreaNews.HANDOFF_PROPOSED),)


@pytest.mark.parametrize("open_field", ["seen_by", "may_cost", "research_keeps"])
def test_an_open_point_on_the_checklist_is_refused(open_field: str) -> None:
    with pytest.raises(Unfit) as refused:
        proposed(AREA, by=MAYA, **{open_field: " "})

    assert [problem.field for problem in refused.value.problems] == [open_field]


def test_handing_off_twice_is_handing_off_once() -> None:
    accepted, _ = accept_handoff(proposed(), NOW, by=JONAS, now=NOW + HOUR)
    at_once = proposed(by=OLU)

    assert accept_handoff(accepted, NOW, by=JONAS, now=NOW + 2 * HOUR) == (accepted, ())
    assert propose_handoff(at_once, CHECKLIST, by=OLU, now=NOW + HOUR) == (at_once, ())


@pytest.mark.rule("What was proposed to a lead lapses when a founder names other leads.")
def test_new_leads_accept_nothing_that_was_proposed_before_them() -> None:
    area, _ = change_area(proposed(), asked(product_lead=ZOE), by=OLU, now=NOW)

    assert area.handoff_proposed is None
    assert change_area(proposed(), asked(gpu_budget=AREA.terms.gpu_budget), by=OLU, now=NOW) == (
        proposed(),
        (),
    )


# Due


@pytest.mark.rule(
    "A customer's first recorded answer makes the handoff due, and both leads are told; from then "
    "on one lead's word is enough."
)
@pytest.mark.parametrize("lead", [MAYA, JONAS])
def test_once_it_is_due_one_lead_hands_off(lead: Person) -> None:
    after, _ = propose_handoff(due(), CHECKLIST, by=lead, now=NOW)

    assert after.terms.stage is Stage.AFTER
    assert after.handed_off == HandedOff(checklist=CHECKLIST, by=lead.id, at=NOW)
    assert after.handoff_due_since is None


def test_both_leads_asking_for_the_same_checklist_is_an_agreement() -> None:
    area = proposed(by=MAYA)
    after, _ = propose_handoff(area, CHECKLIST, by=JONAS, now=NOW)

    assert after.handed_off == HandedOff(
        checklist=CHECKLIST, by=JONAS.id, at=NOW, proposed_by=MAYA.id
    )


def test_both_leads_hear_that_it_is_due() -> None:
    area, told = note_first_answer(AREA, now=MONDAY)

    assert area.handoff_due_since == MONDAY
    assert told == (Told(MAYA.id, AreaNews.HANDOFF_DUE), Told(JONAS.id, AreaNews.HANDOFF_DUE))


def test_a_second_answer_makes_nothing_due_anew() -> None:
    assert note_first_answer(due(), now=NOW) == (due(), ())


def test_after_the_handoff_no_answer_makes_one_due() -> None:
    done = proposed(by=OLU)

    assert note_first_answer(done, now=NOW) == (done, ())


@pytest.mark.rule("A founder can hand an area off at any time.")
def test_a_founder_hands_off_at_once() -> None:
    area, told = propose_handoff(proposed(), OTHER, by=OLU, now=NOW)

    assert area.handed_off == HandedOff(checklist=OTHER, by=OLU.id, at=NOW)
    assert area.handoff_proposed is None
    assert [one.whom for one in told] == [MAYA.id, JONAS.id]


@pytest.mark.rule("An area that is handed off stays so.")
def test_after_a_handoff_there_is_no_other_and_no_way_back() -> None:
    done = proposed(by=OLU)

    with pytest.raises(Refusal, match="is past its first customer prototype; product decides"):
        propose_handoff(done, CHECKLIST, by=JONAS, now=NOW)
    with pytest.raises(Refusal, match="product decides there"):
        accept_handoff(done, NOW, by=JONAS, now=NOW)
    changed, _ = change_area(done, asked(product_lead=ZOE), by=OLU, now=NOW)
    assert changed.terms.stage is Stage.AFTER
