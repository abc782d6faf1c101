from dataclasses import replace

import pytest

from bot.domain.case import Side
from bot.domain.debts import Debt, DebtKind, bearer, debts_of, sides_without_anybody
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.ids import UserId
from bot.domain.leads import name_deputy, pass_on_lead
from bot.domain.outcome import Became
from bot.domain.person import Membership
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option
from bot.domain.yielding import yield_side
from tests.builders import (
    ADA,
    ANSWER,
    BOTH_IN,
    DAY,
    DROPPED,
    DUE,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    TRANSFORMER,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    person,
    with_outcome,
)

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
NOW = MONDAY + DAY


def owed_by(dispute: Dispute, who: UserId) -> list[tuple[DebtKind, Side]]:
    return [(debt.kind, debt.side) for debt in debts_of(dispute, who, now=NOW)]


def with_deputy(dispute: Dispute) -> Dispute:
    named, _ = name_deputy(dispute, RESEARCH, ADA, by=JONAS, now=MONDAY + HOUR)
    return named


def with_mayas_word() -> Dispute:
    dispute, _ = confirm_option(
        an_unsealed_dispute(), PRODUCT, FILTER.id, revision=1, by=MAYA, now=BOTH_IN + HOUR
    )
    return dispute


# What is owed


def test_each_lead_owes_the_case_of_their_side_from_the_opening_until_the_end() -> None:
    dispute = an_open_dispute()

    assert debts_of(dispute, JONAS.id, now=NOW) == (
        Debt(dispute=dispute.id, side=RESEARCH, kind=DebtKind.CASE, since=MONDAY, ends_at=END),
    )
    assert owed_by(dispute, MAYA.id) == [(DebtKind.CASE, PRODUCT)]


def test_nobody_else_owes_anything() -> None:
    dispute = with_deputy(an_open_dispute())

    assert owed_by(dispute, LEE.id) == owed_by(dispute, ADA.id) == []


def test_a_case_that_is_filed_is_owed_no_more() -> None:
    assert owed_by(file(an_open_dispute(), PRODUCT), MAYA.id) == []


def test_who_has_yielded_owes_nothing() -> None:
    dispute, _ = yield_side(an_open_dispute(), RESEARCH, "Fine.", by=JONAS, now=NOW)

    assert owed_by(dispute, JONAS.id) == []


def test_two_cases_alone_ask_for_no_answer() -> None:
    assert owed_by(an_unsealed_dispute(), MAYA.id) == owed_by(an_unsealed_dispute(), JONAS.id) == []


@pytest.mark.rule(
    "What somebody owes is the case of their side, its answer to an option that the other side "
    "has confirmed, or what became of its option that was chosen."
)
def test_an_option_that_the_other_side_confirms_asks_for_an_answer() -> None:
    dispute = with_mayas_word()

    assert debts_of(dispute, JONAS.id, now=NOW) == (
        Debt(
            dispute=dispute.id,
            side=RESEARCH,
            kind=DebtKind.CONFIRMATION,
            since=BOTH_IN + HOUR,
            ends_at=END,
        ),
    )
    assert owed_by(dispute, MAYA.id) == []


def test_a_word_for_another_option_is_an_answer() -> None:
    dispute, _ = confirm_option(
        with_mayas_word(), RESEARCH, TRANSFORMER.id, revision=1, by=JONAS, now=NOW
    )

    assert owed_by(dispute, JONAS.id) == owed_by(dispute, MAYA.id) == []


def test_a_decision_is_not_a_debt() -> None:
    dispute = an_unsealed_dispute()

    assert debts_of(dispute, MAYA.id, now=BOTH_IN + 2 * DAY) == ()


def test_at_the_end_no_case_is_owed_any_more() -> None:
    dispute = an_open_dispute()
    ended, _ = rule_at_end(dispute, now=END)

    assert debts_of(dispute, MAYA.id, now=END) == ()
    assert debts_of(ended, MAYA.id, now=NOW) == ()


@pytest.mark.rule(
    "What somebody owes is the case of their side, its answer to an option that the other side "
    "has confirmed, or what became of its option that was chosen."
)
def test_the_side_whose_option_was_chosen_owes_its_outcome_from_the_day_it_promised() -> None:
    ruled = a_ruled_dispute()

    assert debts_of(ruled, MAYA.id, now=END) == (
        Debt(
            dispute=ruled.id,
            side=PRODUCT,
            kind=DebtKind.OUTCOME,
            since=END,
            ends_at=None,
            due_on=DUE,
        ),
    )
    assert debts_of(ruled, JONAS.id, now=END) == ()


def test_not_yet_puts_the_outcome_off_to_its_day() -> None:
    (debt,) = debts_of(with_outcome(a_ruled_dispute(), NOT_YET), MAYA.id, now=END)

    assert debt.due_on == NOT_YET.until


@pytest.mark.parametrize(
    "settled",
    [
        with_outcome(a_ruled_dispute(), ANSWER),
        with_outcome(a_ruled_dispute(), DROPPED),
        set_aside(a_ruled_dispute(), "The merchants have left.", by=OLU, now=END)[0],
    ],
)
def test_what_is_answered_dropped_or_set_aside_is_owed_no_more(settled: Dispute) -> None:
    assert debts_of(settled, MAYA.id, now=END) == ()


def test_the_deputy_owes_the_outcome_of_a_lead_who_has_left() -> None:
    ruled = a_ruled_dispute()
    named = ruled.with_party(PRODUCT, replace(ruled.product, deputy=ADA.id))

    assert [one.kind for one in debts_of(named, ADA.id, left={MAYA.id}, now=END)] == [
        DebtKind.OUTCOME
    ]


def test_a_dispute_that_is_not_open_yet_asks_for_nothing() -> None:
    assert debts_of(an_open_dispute(), MAYA.id, now=MONDAY - HOUR) == ()


# Who owes it


@pytest.mark.rule("When a lead has left the workspace, the deputy is reminded instead.")
def test_the_deputy_owes_for_a_lead_who_has_left() -> None:
    dispute = with_deputy(an_open_dispute())

    (debt,) = debts_of(dispute, ADA.id, left={JONAS.id}, now=NOW)
    assert (debt.kind, debt.side) == (DebtKind.CASE, RESEARCH)
    assert debts_of(dispute, JONAS.id, left={JONAS.id}, now=NOW) == ()


@pytest.mark.parametrize(
    ("left", "expected"),
    [((), JONAS.id), ((JONAS.id,), ADA.id), ((ADA.id,), JONAS.id), ((JONAS.id, ADA.id), None)],
)
def test_a_side_is_borne_by_its_lead_or_else_the_deputy(
    left: tuple[str, ...], expected: str | None
) -> None:
    gone = [one.id for one in (JONAS, ADA) if one.id in left]

    assert bearer(with_deputy(an_open_dispute()).research, gone) == expected


def test_who_has_left_is_who_is_deactivated_and_nobody_of_whom_slack_says_nothing() -> None:
    gone = [one for one in Membership if person("Jonas", one).has_left]

    assert gone == [Membership.DEACTIVATED]


def test_a_new_lead_owes_from_the_day_on_which_they_took_over() -> None:
    dispute, _ = pass_on_lead(an_open_dispute(), RESEARCH, ADA, by=JONAS, now=NOW)

    assert [debt.since for debt in debts_of(dispute, ADA.id, now=NOW)] == [NOW]
    assert debts_of(dispute, JONAS.id, now=NOW) == ()


def test_a_new_lead_owes_an_answer_from_the_day_on_which_they_took_over() -> None:
    dispute, _ = pass_on_lead(with_mayas_word(), RESEARCH, ADA, by=JONAS, now=NOW)

    assert [debt.since for debt in debts_of(dispute, ADA.id, now=NOW)] == [NOW]


# When nobody can


def test_a_deputy_owes_from_the_day_on_which_they_were_named() -> None:
    named, _ = name_deputy(an_open_dispute(), RESEARCH, ADA, by=JONAS, now=MONDAY + 2 * DAY)
    (debt,) = debts_of(named, ADA.id, left={JONAS.id}, now=MONDAY + 2 * DAY)

    assert debt.since == MONDAY + 2 * DAY


def test_a_side_whose_people_have_all_left_has_nobody() -> None:
    dispute = with_deputy(an_open_dispute())

    assert sides_without_anybody(dispute, {JONAS.id, ADA.id}, now=NOW) == (RESEARCH,)
    assert sides_without_anybody(dispute, {JONAS.id}, now=NOW) == ()


def test_a_side_that_owes_nothing_needs_nobody() -> None:
    assert sides_without_anybody(an_unsealed_dispute(), {JONAS.id, MAYA.id}, now=NOW) == ()


def test_what_ended_without_a_choice_needs_nobody() -> None:
    ended, _ = rule_at_end(an_open_dispute(), now=END)

    assert sides_without_anybody(ended, {JONAS.id, MAYA.id}, now=END + 99 * DAY) == ()


def test_a_ruling_needs_somebody_of_the_winning_side_from_the_day_it_is_asked_for() -> None:
    ruled, both = a_ruled_dispute(), {JONAS.id, MAYA.id}
    midnight = END.replace(hour=0) + 14 * DAY

    assert sides_without_anybody(ruled, both, now=midnight - HOUR) == ()
    assert sides_without_anybody(ruled, both, now=midnight) == (PRODUCT,)
    assert sides_without_anybody(ruled, {JONAS.id}, now=midnight) == ()


@pytest.mark.parametrize("became", [ANSWER, DROPPED, NOT_YET])
def test_once_something_was_said_of_it_a_ruling_needs_nobody_that_day(became: Became) -> None:
    ruled = with_outcome(a_ruled_dispute(), became)

    assert sides_without_anybody(ruled, {MAYA.id}, now=END + 14 * DAY) == ()


def test_what_one_side_owes_is_not_owed_by_the_other() -> None:
    dispute = replace(an_open_dispute(), product=an_unsealed_dispute().product)

    assert sides_without_anybody(dispute, {JONAS.id, MAYA.id}, now=NOW) == (RESEARCH,)
