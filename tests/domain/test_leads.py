from collections.abc import Callable

import pytest

from bot.domain.case import Side
from bot.domain.dispute import Changed
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.leads import name_deputy, pass_on_lead, replace_lead
from bot.domain.notices import CardChanged, CaseAsked, DeputyNamed, LeadChanged
from bot.domain.person import Membership, Person
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
    an_open_dispute,
    file,
    person,
)

NOW = MONDAY + HOUR


@pytest.mark.rule("The opener can replace a lead while that side has not filed.")
def test_the_opener_replaces_a_lead() -> None:
    dispute, notices = replace_lead(an_open_dispute(), Side.RESEARCH, ADA, by=LEE, now=NOW)

    assert dispute.research.lead == ADA.id
    assert notices == (
        CardChanged(dispute.id),
        LeadChanged(dispute.id, Side.RESEARCH, JONAS.id, ADA.id),
        CaseAsked(dispute.id, Side.RESEARCH, ADA.id),
    )


def test_a_lead_that_has_filed_is_not_replaced() -> None:
    with pytest.raises(Refusal, match="Research has filed its case on #12"):
        replace_lead(file(an_open_dispute(), Side.RESEARCH), Side.RESEARCH, ADA, by=LEE, now=NOW)


def test_nobody_but_the_opener_replaces_a_lead() -> None:
    with pytest.raises(NotAllowed):
        replace_lead(an_open_dispute(), Side.RESEARCH, ADA, by=MAYA, now=NOW)


@pytest.mark.rule('A lead can say "not me" and name who leads instead.')
def test_a_lead_passes_the_lead_on() -> None:
    dispute, _ = pass_on_lead(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)

    assert dispute.research.lead == ADA.id


def test_a_lead_who_has_filed_passes_on_without_a_new_ask() -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH)
    dispute, notices = pass_on_lead(dispute, Side.RESEARCH, ADA, by=JONAS, now=NOW)

    assert [type(notice) for notice in notices] == [CardChanged, LeadChanged]


def test_passing_the_lead_to_the_deputy_leaves_no_deputy() -> None:
    dispute, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)
    dispute, _ = pass_on_lead(dispute, Side.RESEARCH, ADA, by=JONAS, now=NOW)

    assert (dispute.research.lead, dispute.research.deputy) == (ADA.id, None)


def test_passing_the_lead_to_somebody_else_keeps_the_deputy() -> None:
    dispute, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)
    dispute, _ = pass_on_lead(dispute, Side.RESEARCH, ZOE, by=JONAS, now=NOW)

    assert (dispute.research.lead, dispute.research.deputy) == (ZOE.id, ADA.id)


@pytest.mark.parametrize(("transition", "by"), [(pass_on_lead, JONAS), (replace_lead, LEE)])
def test_a_new_lead_has_led_from_then_on(transition: Callable[..., Changed], by: Person) -> None:
    dispute, _ = transition(an_open_dispute(), Side.RESEARCH, ADA, by=by, now=NOW)

    assert an_open_dispute().research.lead_since is None
    assert (dispute.product.lead_since, dispute.research.lead_since) == (None, NOW)


def test_naming_the_present_lead_changes_nothing() -> None:
    dispute = an_open_dispute()

    assert pass_on_lead(dispute, Side.RESEARCH, JONAS, by=JONAS, now=NOW) == (dispute, ())


@pytest.mark.rule("A lead can name a deputy, who then has the lead's rights.")
def test_a_lead_names_a_deputy() -> None:
    dispute, notices = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)

    assert dispute.research.speakers == (JONAS.id, ADA.id)
    assert notices == (
        CardChanged(dispute.id),
        DeputyNamed(dispute.id, Side.RESEARCH, ADA.id),
        CaseAsked(dispute.id, Side.RESEARCH, ADA.id),
    )


def test_naming_the_same_deputy_twice_changes_nothing() -> None:
    dispute, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)

    assert name_deputy(dispute, Side.RESEARCH, ADA, by=JONAS, now=NOW) == (dispute, ())


def test_the_lead_cannot_be_the_deputy() -> None:
    with pytest.raises(Unfit, match="cannot stand in for themselves"):
        name_deputy(an_open_dispute(), Side.RESEARCH, JONAS, by=JONAS, now=NOW)


def test_a_deputy_does_not_name_another() -> None:
    dispute, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=NOW)

    with pytest.raises(NotAllowed):
        name_deputy(dispute, Side.RESEARCH, ZOE, by=ADA, now=NOW)


@pytest.mark.rule("A founder can do either when the lead has left.")
@pytest.mark.parametrize("transition", [name_deputy, pass_on_lead])
def test_a_founder_acts_for_a_lead_who_has_left(transition: Callable[..., Changed]) -> None:
    dispute = an_open_dispute()
    changed, _ = transition(dispute, Side.RESEARCH, ADA, by=OLU, now=NOW, lead_has_left=True)

    assert ADA.id in changed.research.speakers
    with pytest.raises(NotAllowed) as refusal:
        transition(dispute, Side.RESEARCH, ADA, by=OLU, now=NOW)
    assert str(refusal.value).endswith(
        " for research on #12. Jonas (lead) or a founder, when the lead has left can."
    )


@pytest.mark.rule("Nobody speaks for both sides.")
@pytest.mark.parametrize("transition", [name_deputy, pass_on_lead])
def test_nobody_from_the_other_side_comes_over(transition: Callable[..., Changed]) -> None:
    with pytest.raises(Unfit, match="This person speaks for product on #12"):
        transition(an_open_dispute(), Side.RESEARCH, MAYA, by=JONAS, now=NOW)


@pytest.mark.parametrize("transition", [name_deputy, pass_on_lead])
def test_a_guest_does_not_speak_for_a_side(transition: Callable[..., Changed]) -> None:
    with pytest.raises(Unfit, match="A guest cannot speak for a side"):
        transition(an_open_dispute(), Side.RESEARCH, GUS, by=JONAS, now=NOW)


def test_somebody_of_whom_nothing_is_known_is_not_named() -> None:
    nobody = person("Nobody", Membership.UNKNOWN)

    with pytest.raises(Unfit, match="Slack did not say who this person is"):
        name_deputy(an_open_dispute(), Side.RESEARCH, nobody, by=JONAS, now=NOW)
