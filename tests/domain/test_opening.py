from dataclasses import replace

import pytest

from bot.domain.case import Evidence, EvidenceKind, Side
from bot.domain.dispute import Dispute, NotFiled, Open, Reopening
from bot.domain.ending import rule_at_end
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.notices import CardChanged, CaseAsked
from bot.domain.opening import open_dispute, reopen_dispute
from bot.domain.person import Membership, Person
from bot.domain.withdrawal import confirm_withdrawal, propose_withdrawal
from tests.builders import (
    END,
    EVIDENCE,
    GUS,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    ZOE,
    an_open_dispute,
    an_opening,
    an_unsealed_dispute,
    file,
    person,
)


@pytest.mark.rule("Any full member of the workspace can open a dispute.")
def test_a_full_member_opens_a_dispute() -> None:
    dispute, _ = open_dispute(an_opening(), product_lead=MAYA, research_lead=JONAS, by=ZOE)

    assert dispute.opening == an_opening(by=ZOE.id)
    assert (dispute.product.lead, dispute.research.lead) == (MAYA.id, JONAS.id)
    assert (dispute.product.standing, dispute.research.standing) == (NotFiled(), NotFiled())
    assert isinstance(dispute.state, Open)


@pytest.mark.parametrize(
    "membership", [Membership.GUEST, Membership.BOT, Membership.ELSEWHERE, Membership.DEACTIVATED]
)
def test_nobody_but_a_full_member_opens_a_dispute(membership: Membership) -> None:
    with pytest.raises(NotAllowed) as refusal:
        open_dispute(
            an_opening(), product_lead=MAYA, research_lead=JONAS, by=person("Gus", membership)
        )

    assert str(refusal.value) == (
        "You cannot open a dispute. Any full member of the workspace can."
    )


@pytest.mark.rule("Both leads are asked for their case at once.")
def test_both_leads_are_asked() -> None:
    dispute, notices = open_dispute(an_opening(), product_lead=MAYA, research_lead=JONAS, by=LEE)

    assert notices == (
        CardChanged(dispute.id),
        CaseAsked(dispute.id, Side.PRODUCT, MAYA.id),
        CaseAsked(dispute.id, Side.RESEARCH, JONAS.id),
    )


@pytest.mark.rule("A dispute has a question and the customer's problem.")
def test_an_empty_form_is_refused_with_all_of_its_problems() -> None:
    with pytest.raises(Unfit) as refusal:
        open_dispute(
            an_opening(question=" ", problem="", area="x" * 61),
            product_lead=MAYA,
            research_lead=MAYA,
            by=LEE,
        )

    assert [problem.field for problem in refusal.value.problems] == [
        "question",
        "problem",
        "area",
        "research_lead",
    ]


@pytest.mark.rule(
    "The two leads are different full members of the workspace: no bot, no guest, "
    "nobody from elsewhere, nobody deactivated."
)
@pytest.mark.parametrize(
    ("membership", "sentence"),
    [
        (Membership.GUEST, "A guest cannot speak for a side."),
        (Membership.BOT, "A bot cannot speak for a side."),
        (Membership.ELSEWHERE, "Somebody from another workspace cannot speak for a side."),
        (Membership.DEACTIVATED, "This person's account is deactivated."),
    ],
)
def test_a_lead_is_a_full_member(membership: Membership, sentence: str) -> None:
    with pytest.raises(Unfit) as refusal:
        open_dispute(
            an_opening(), product_lead=person("X", membership), research_lead=JONAS, by=LEE
        )
    (problem,) = refusal.value.problems

    assert problem.field == "product_lead"
    assert problem.sentence == f"{sentence} Name a full member of this workspace."


NEW = Evidence(kind=EvidenceKind.INCIDENT, statement="The filter blocked Acme for a day.")


def reopened(ended: Dispute, evidence: Evidence = NEW, by: Person = JONAS) -> Dispute:
    dispute, _ = reopen_dispute(
        ended,
        an_opening(),
        evidence=evidence,
        product_lead=MAYA,
        research_lead=JONAS,
        by=by,
        now=END + HOUR,
    )
    return dispute


def ended(dispute: Dispute) -> Dispute:
    changed, _ = rule_at_end(dispute, now=END)
    return changed


@pytest.mark.rule(
    "Reopening is a new dispute linked to the old one, and needs a piece of evidence that is new."
)
def test_reopening_is_a_new_dispute_with_a_link_and_news() -> None:
    old = ended(an_unsealed_dispute())
    dispute = reopened(old)

    assert dispute.opening.reopens == Reopening(old.id, NEW)
    assert isinstance(dispute.state, Open)


def test_reopening_with_evidence_that_was_there_is_refused() -> None:
    known = replace(EVIDENCE, statement="  leads on the  INTERNAL set. ")

    with pytest.raises(Unfit, match="#12 already had this evidence"):
        reopened(ended(an_unsealed_dispute()), known)


def test_an_open_dispute_is_not_reopened() -> None:
    with pytest.raises(Refusal, match="#12 is still open"):
        reopened(an_open_dispute())


def test_reopening_is_for_full_members_as_opening_is() -> None:
    with pytest.raises(NotAllowed):
        reopened(ended(an_open_dispute()), by=GUS)


def test_evidence_that_a_withdrawal_left_sealed_is_not_given_away() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)
    dispute, _ = propose_withdrawal(dispute, Side.PRODUCT, by=MAYA, now=MONDAY + 2 * HOUR)
    dispute, _ = confirm_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=MONDAY + 2 * HOUR)

    assert reopened(dispute, EVIDENCE).opening.reopens is not None
