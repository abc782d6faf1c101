"""Areas: who makes and changes one, and what it lays down for its disputes."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.domain.area import DEFAULT_GPU_BUDGET, Area, LimitsProposed, Stage, Terms
from bot.domain.areas import Told, accept_limits, change_area, create_area, is_as_made
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchArea, NotAllowed, Refusal, Unfit
from bot.domain.handoff import propose_handoff
from bot.domain.ids import AreaId
from bot.domain.leads import pass_on_lead, replace_lead
from bot.domain.minimum_model import MinimumModel, OwnLimit
from bot.domain.notices import AreaNews
from bot.domain.opening import open_dispute
from bot.domain.person import Person
from tests import strategies
from tests.builders import (
    ADA,
    GUS,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    an_opening,
    usd,
)
from tests.domain.bound import AREA, CHECKLIST, LINEAGE, STRICT, TEAM, asked

NOW = MONDAY + HOUR
LOOSE = MinimumModel(lowest_accuracy_percent=usd(80))
NEW = replace(AREA, terms=Terms(stage=Stage.BEFORE))
"""As it begins, without limits."""
TYPED = Area(id=AREA.id, name=AREA.name)
"""An area that was only ever typed into a dispute."""


def created(by: Person, **changes: Any) -> Area:
    area, _ = create_area(TEAM, asked(**changes), Stage.BEFORE, by=by, now=NOW)
    return area


def changed(area: Area, by: Person, **changes: Any) -> Area:
    after, _ = change_area(area, asked(**changes), by=by, now=NOW)
    return after


def opened(area: Area | None, product: Person = MAYA, research: Person = JONAS) -> Dispute:
    dispute, _ = open_dispute(
        an_opening(), product_lead=product, research_lead=research, by=LEE, area=area
    )
    return dispute


def fields_of(refused: pytest.ExceptionInfo[Unfit]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


# Made


@pytest.mark.rule("A founder can make an area, and so can one of the two who will lead it.")
@pytest.mark.parametrize("by", [OLU, MAYA, JONAS])
def test_a_founder_or_one_who_will_lead_it_makes_an_area(by: Person) -> None:
    area = created(by, name=" Fraud   detection ", minimum=MinimumModel())

    assert area == replace(NEW, name="Fraud detection")


@pytest.mark.rule(
    "An area that one of its leads makes begins without limits; those that they ask for wait for "
    "the other lead."
)
def test_one_lead_alone_binds_nobody_with_a_new_area() -> None:
    area, told = create_area(TEAM, asked(), Stage.BEFORE, by=MAYA, now=NOW)

    assert area == replace(NEW, limits_proposed=proposal(STRICT, MAYA))
    assert told == (
        Told(MAYA.id, AreaNews.TERMS_CHANGED),
        Told(JONAS.id, AreaNews.TERMS_CHANGED),
        Told(JONAS.id, AreaNews.LIMITS_PROPOSED),
    )
    assert created(OLU) == AREA


def test_an_area_asked_for_twice_is_the_one_that_is_there() -> None:
    again, _ = create_area(TEAM, asked(), Stage.BEFORE, by=MAYA, now=NOW + HOUR)
    after, _ = create_area(TEAM, asked(), Stage.AFTER, by=MAYA, now=NOW)
    looser = created(MAYA, minimum=LOOSE)

    assert is_as_made(created(MAYA), again)
    assert not is_as_made(created(MAYA), after)
    assert not is_as_made(looser, again)
    assert not is_as_made(created(OLU), again)


def proposal(minimum: MinimumModel, by: Person) -> LimitsProposed:
    return LimitsProposed(minimum=minimum, by=by.id, at=NOW)


@pytest.mark.parametrize("by", [ZOE, GUS])
def test_nobody_else_makes_one(by: Person) -> None:
    with pytest.raises(NotAllowed, match="A founder can, or one who will lead it"):
        created(by)


def test_a_guest_who_would_lead_it_makes_none() -> None:
    with pytest.raises(NotAllowed):
        created(GUS, product_lead=GUS)


def test_capitals_and_gaps_make_no_other_area() -> None:
    assert AreaId.of(TEAM, " Fraud  DETECTION") == AREA.id


@pytest.mark.rule("The GPU budget for one option is 5 GPU-weeks a month until a founder says else.")
def test_only_a_founder_sets_another_budget() -> None:
    assert created(MAYA).terms.gpu_budget == DEFAULT_GPU_BUDGET == 5
    assert created(OLU, gpu_budget=usd(12)).terms.gpu_budget == 12
    for area in (AREA, TYPED):
        with pytest.raises(NotAllowed, match="A founder can"):
            changed(area, MAYA, gpu_budget=usd(12))
    with pytest.raises(NotAllowed, match="You cannot set a GPU budget"):
        created(MAYA, gpu_budget=usd(12))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 61}, ["name"]),
        ({"research_lead": GUS}, ["research_lead"]),
        ({"research_lead": MAYA}, ["research_lead"]),
        ({"gpu_budget": usd(-1)}, ["gpu_budget"]),
        ({"gpu_budget": usd(10_001)}, ["gpu_budget"]),
        ({"minimum": MinimumModel(own=(OwnLimit(name=" "),))}, ["own"]),
        (
            {"minimum": MinimumModel(own=(LINEAGE, replace(LINEAGE, name="Lineage  recorded")))},
            ["own"],
        ),
        (
            {"minimum": MinimumModel(own=tuple(OwnLimit(name=name) for name in "abcdef"))},
            ["own"],
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    changes: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Unfit) as refused:
        created(OLU, **changes)
    assert fields_of(refused) == fields
    with pytest.raises(Unfit) as refused:
        changed(AREA, OLU, **changes)
    assert fields_of(refused) == fields


# Changed


@pytest.mark.rule("What a founder changes in an area holds at once.")
def test_a_founder_changes_everything_at_once_and_both_leads_are_told() -> None:
    form = asked(product_lead=ZOE, minimum=LOOSE, gpu_budget=usd(9))
    after, told = change_area(AREA, form, by=OLU, now=NOW)

    assert (after.lead(Side.PRODUCT), after.lead(Side.RESEARCH)) == (ZOE.id, JONAS.id)
    assert after.terms == Terms(stage=Stage.BEFORE, minimum=LOOSE, gpu_budget=usd(9))
    assert told == (Told(ZOE.id, AreaNews.TERMS_CHANGED), Told(JONAS.id, AreaNews.TERMS_CHANGED))


def test_a_founder_who_changes_nothing_tells_nobody() -> None:
    assert change_area(AREA, asked(), by=OLU, now=NOW) == (AREA, ())


@pytest.mark.rule("The leads of an area are changed by a founder.")
@pytest.mark.parametrize("changes", [{"product_lead": ZOE}, {"research_lead": ADA}])
def test_a_lead_changes_neither_lead(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match="You cannot change the leads of an area"):
        changed(AREA, JONAS, **changes)


def test_somebody_else_changes_nothing_and_reads_who_can() -> None:
    with pytest.raises(NotAllowed) as refused:
        changed(AREA, ZOE, product_lead=ZOE)

    assert str(refused.value).startswith("You cannot change fraud detection.")
    assert refused.value.may == (MAYA.id, JONAS.id)


def test_an_area_without_leads_takes_them_from_who_will_lead_it() -> None:
    assert not TYPED.has_both_leads
    led = replace(AREA, terms=Terms())
    assert changed(TYPED, MAYA, minimum=MinimumModel()) == led
    assert changed(TYPED, MAYA) == replace(led, limits_proposed=proposal(STRICT, MAYA))
    assert changed(TYPED, OLU) == replace(led, terms=Terms(minimum=STRICT))
    with pytest.raises(NotAllowed):
        changed(TYPED, ZOE)
    with pytest.raises(NotAllowed):
        changed(TYPED, GUS, product_lead=GUS)


# Limits


def proposed() -> Area:
    return changed(AREA, JONAS, minimum=LOOSE)


@pytest.mark.rule("The limits that one lead asks for hold when the other lead accepts them.")
def test_limits_wait_for_the_other_lead() -> None:
    area, told = change_area(AREA, asked(minimum=LOOSE), by=JONAS, now=NOW)

    assert area == replace(AREA, limits_proposed=LimitsProposed(minimum=LOOSE, by=JONAS.id, at=NOW))
    assert told == (Told(MAYA.id, AreaNews.LIMITS_PROPOSED),)

    after, told = accept_limits(area, LOOSE, by=MAYA)
    assert accept_limits(after, LOOSE, by=MAYA) == (after, ())
    assert after == replace(AREA, terms=replace(AREA.terms, minimum=LOOSE))
    assert told == (Told(JONAS.id, AreaNews.TERMS_CHANGED),)


def test_a_founder_accepts_limits_too() -> None:
    after, told = accept_limits(proposed(), LOOSE, by=OLU)

    assert after.terms.minimum == LOOSE
    assert [one.whom for one in told] == [MAYA.id, JONAS.id]


@pytest.mark.parametrize("by", [JONAS, ZOE])
def test_neither_who_proposed_them_nor_somebody_else_accepts_limits(by: Person) -> None:
    with pytest.raises(NotAllowed, match="The other lead of fraud detection, or a founder"):
        accept_limits(proposed(), LOOSE, by=by)


def test_limits_are_accepted_as_they_were_read() -> None:
    with pytest.raises(Refusal, match="These limits for fraud detection are not proposed any more"):
        accept_limits(proposed(), MinimumModel(), by=MAYA)
    with pytest.raises(Refusal, match="are not proposed any more"):
        accept_limits(AREA, LOOSE, by=MAYA)


def test_the_same_limits_proposed_twice_are_proposed_once() -> None:
    assert change_area(proposed(), asked(minimum=LOOSE), by=JONAS, now=NOW) == (proposed(), ())


def test_both_leads_asking_for_the_same_limits_is_an_agreement() -> None:
    assert changed(proposed(), MAYA, minimum=LOOSE).terms.minimum == LOOSE


def test_the_other_leads_limits_replace_those_that_were_proposed() -> None:
    area = changed(proposed(), MAYA, minimum=MinimumModel())

    assert area.limits_proposed is not None
    assert (area.limits_proposed.by, area.terms) == (MAYA.id, AREA.terms)


@pytest.mark.rule("A lead takes proposed limits back by asking for those that hold.")
def test_only_who_proposed_limits_takes_them_back() -> None:
    assert changed(proposed(), JONAS) == AREA
    assert changed(proposed(), MAYA) == proposed()


def test_nobody_accepts_for_a_lead_who_leads_no_more() -> None:
    assert changed(proposed(), OLU, research_lead=ADA).limits_proposed is None
    assert changed(proposed(), OLU, minimum=MinimumModel()).limits_proposed is None
    assert changed(proposed(), OLU) == proposed()


# Opening a dispute in it


@pytest.mark.rule("What an area lays down is frozen into a dispute when it is opened.")
@given(strategies.terms)
def test_changing_an_area_changes_no_dispute_of_it(terms: Terms) -> None:
    area = replace(AREA, terms=terms)
    dispute = opened(area)
    after = changed(area, OLU, minimum=LOOSE, gpu_budget=usd(1))

    assert (dispute.opening.area, dispute.opening.terms) == (area.name, terms)
    assert dispute.bounds.terms == terms
    assert opened(after).opening.terms == after.terms != terms


def test_a_handoff_changes_no_running_dispute() -> None:
    dispute = opened(AREA)
    after, _ = propose_handoff(AREA, CHECKLIST, by=OLU, now=NOW)

    assert dispute.decider_side is Side.RESEARCH
    assert opened(after).decider_side is Side.PRODUCT


@pytest.mark.rule(
    "The leads of an area speak for their sides in its disputes, and whoever opens one can "
    "neither name others nor replace them."
)
def test_whoever_opens_a_dispute_cannot_choose_the_leads_of_an_area() -> None:
    with pytest.raises(Unfit) as refused:
        opened(AREA, product=ZOE, research=ADA)
    assert fields_of(refused) == ["product_lead", "research_lead"]
    with pytest.raises(
        Refusal,
        match=r"own lead for research, so only they can .* a founder can once they have left",
    ):
        replace_lead(opened(AREA), Side.RESEARCH, ADA, by=LEE, now=NOW)


@pytest.mark.rule(
    "A running dispute of an area keeps its leads: they pass the lead on, and a founder does once "
    "they have left."
)
def test_a_lead_of_an_area_passes_the_lead_of_a_dispute_on() -> None:
    dispute = opened(AREA)
    led_otherwise = changed(AREA, OLU, research_lead=ZOE)
    passed, _ = pass_on_lead(dispute, Side.RESEARCH, ADA, by=JONAS, now=NOW)
    by_a_founder, _ = pass_on_lead(dispute, Side.RESEARCH, ADA, by=OLU, now=NOW, lead_has_left=True)

    assert led_otherwise.research_lead != dispute.research.lead
    assert passed.research.lead == by_a_founder.research.lead == ADA.id
    with pytest.raises(NotAllowed):
        pass_on_lead(dispute, Side.RESEARCH, ADA, by=OLU, now=NOW)


def test_in_an_area_without_leads_the_opener_names_and_replaces_them() -> None:
    dispute, _ = replace_lead(opened(TYPED, product=ZOE), Side.PRODUCT, ADA, by=LEE, now=NOW)

    assert dispute.product.lead == ADA.id
    assert dispute.opening.terms == Terms()


def test_without_an_area_nothing_is_laid_down() -> None:
    assert opened(None).opening == an_opening()
    assert opened(None).bounds.terms is None


def test_an_area_that_there_is_not_is_named() -> None:
    assert str(NoSuchArea("frod")) == (
        'There is no area "frod". /roadmap area names those there are.'
    )
