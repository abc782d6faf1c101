from dataclasses import replace

import pytest

from bot.domain.case import MOST_EVIDENCE, Case, ConstraintKind, Filed, Side
from bot.domain.errors import NotAllowed, Unfit
from bot.domain.filing import state_case
from bot.domain.leads import name_deputy
from bot.domain.notices import CardChanged, CaseFiled, CasesUnsealed
from bot.domain.person import Person
from tests.builders import (
    ADA,
    BOTH_IN,
    CONSTRAINT,
    EVIDENCE,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    a_case,
    an_open_dispute,
    an_option,
    file,
)


@pytest.mark.rule("The lead or the deputy of a side states its case.")
def test_the_lead_states_the_case() -> None:
    dispute, notices = state_case(
        an_open_dispute(), Side.RESEARCH, a_case(), by=JONAS, now=MONDAY + HOUR
    )
    standing = dispute.research.standing

    assert isinstance(standing, Filed)
    assert (standing.case, standing.by, standing.filed_at) == (a_case(), JONAS.id, MONDAY + HOUR)
    assert notices == (CardChanged(dispute.id), CaseFiled(dispute.id, Side.RESEARCH))


def test_the_deputy_states_the_case_too() -> None:
    dispute, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=MONDAY)
    dispute, _ = state_case(dispute, Side.RESEARCH, a_case(), by=ADA, now=MONDAY + HOUR)

    assert len(dispute.filed) == 1


@pytest.mark.parametrize("other", [MAYA, LEE, ADA])
def test_nobody_else_states_the_case(other: Person) -> None:
    with pytest.raises(NotAllowed):
        state_case(an_open_dispute(), Side.RESEARCH, a_case(), by=other, now=MONDAY)


def test_the_second_case_unseals_both() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    dispute, notices = state_case(
        dispute, Side.RESEARCH, a_case(TRANSFORMER), by=JONAS, now=BOTH_IN
    )

    assert notices[-1] == CasesUnsealed(dispute.id)
    assert dispute.both_in_at == BOTH_IN


@pytest.mark.rule("A case has one to three options and at most five pieces of evidence.")
@pytest.mark.parametrize(
    ("case", "field", "sentence"),
    [
        (a_case(options=()), "options", "A case needs at least one option."),
        (
            a_case(*[an_option(str(number)) for number in range(4)]),
            "options",
            "A case has at most 3 options.",
        ),
        (
            a_case(evidence=(EVIDENCE,) * (MOST_EVIDENCE + 1)),
            "evidence",
            "A case has at most 5 pieces of evidence.",
        ),
        (a_case(FILTER, FILTER), "options", "The same option stands there twice."),
    ],
)
def test_a_case_with_too_little_or_too_much_is_refused(
    case: Case, field: str, sentence: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        state_case(an_open_dispute(), Side.PRODUCT, case, by=MAYA, now=MONDAY)

    assert [(problem.field, problem.sentence) for problem in refusal.value.problems] == [
        (field, sentence)
    ]


@pytest.mark.rule("A case that is stated twice in the same words is filed once.")
def test_the_same_case_twice_changes_nothing() -> None:
    once = file(an_open_dispute(), Side.PRODUCT)
    twice, notices = state_case(once, Side.PRODUCT, a_case(), by=MAYA, now=BOTH_IN)

    assert twice == once
    assert notices == ()


def test_a_first_filing_starts_every_option_at_revision_one() -> None:
    claimed = an_option(revision=7, added_late=True)
    dispute = file(an_open_dispute(), Side.PRODUCT, claimed)

    assert dispute.filed[0].case.options == (an_option(),)


@pytest.mark.rule("When both cases name the same constraint, that is said.")
def test_the_same_constraint_is_named_once_both_are_in() -> None:
    one = file(an_open_dispute(), Side.PRODUCT)
    same = file(one, Side.RESEARCH)
    latency = replace(CONSTRAINT, kind=ConstraintKind.LATENCY)

    assert one.same_constraint == ""
    assert same.same_constraint == "accuracy"
    assert file(one, Side.RESEARCH, constraint=latency).same_constraint == ""
    assert file(one, Side.RESEARCH, constraint=None).same_constraint == ""
