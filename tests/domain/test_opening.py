import pytest

from bot.domain.case import Side
from bot.domain.dispute import NotFiled, Open
from bot.domain.errors import NotAllowed, Unfit
from bot.domain.notices import CardChanged, CaseAsked
from bot.domain.opening import open_dispute
from bot.domain.person import Membership
from tests.builders import JONAS, LEE, MAYA, ZOE, an_opening, person


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
