from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute, Open
from bot.domain.errors import HasEnded, NotAllowed, Refusal, Unfit
from bot.domain.filing import state_case
from bot.domain.leads import name_deputy
from bot.domain.notices import CardChanged, ConfirmationsVoided, OptionConfirmed, Ruled
from bot.domain.person import Person
from bot.domain.ruling import Basis
from bot.domain.settling import confirm_option, decide
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    FILTER,
    HOUR,
    JONAS,
    LEADS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    ruling_of,
)

LATER = BOTH_IN + HOUR


def confirmed(
    dispute: Dispute, side: Side, option: Option = FILTER, *, now: datetime = LATER, then: str = ""
) -> Dispute:
    changed, _ = confirm_option(
        dispute, side, option.id, revision=option.revision, by=LEADS[side], now=now, then=then
    )
    return changed


def decided(dispute: Dispute, option: Option = TRANSFORMER, *, by: Person = MAYA) -> Dispute:
    changed, _ = decide(dispute, option.id, "Risk.", by=by, now=BOTH_IN + DAY)
    return changed


def words(dispute: Dispute) -> list[tuple[Side, str]]:
    assert isinstance(dispute.state, Open)
    return [(word.side, word.option) for word in dispute.state.confirmations]


@pytest.mark.rule(
    "When both sides confirm the same option, once both cases are in, that is the ruling."
)
def test_two_words_on_one_option_are_an_agreement() -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH)
    dispute, notices = confirm_option(
        dispute, Side.PRODUCT, FILTER.id, revision=1, by=MAYA, now=BOTH_IN + DAY
    )
    ruling = ruling_of(dispute)

    assert ruling.basis is Basis.AGREED
    assert ruling.chosen is not None
    assert (ruling.chosen.side, ruling.chosen.option) == (Side.PRODUCT, FILTER)
    assert (ruling.ruled_at, ruling.by) == (BOTH_IN + DAY, MAYA.id)
    assert notices == (CardChanged(dispute.id), Ruled(dispute.id))


def test_one_word_asks_the_other_side() -> None:
    dispute, notices = confirm_option(
        an_unsealed_dispute(), Side.RESEARCH, FILTER.id, revision=1, by=JONAS, now=LATER
    )

    assert words(dispute) == [(Side.RESEARCH, FILTER.id)]
    assert notices == (
        CardChanged(dispute.id),
        OptionConfirmed(dispute.id, Side.RESEARCH, "Rules-based filter"),
    )


def test_nothing_is_confirmed_before_both_cases_are_in() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)

    with pytest.raises(Refusal, match="once both cases are in"):
        confirmed(dispute, Side.PRODUCT)


@pytest.mark.rule("An agreement can say what comes next.")
@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("", "90 %", "90 %"), ("90 %", "", "90 %"), ("90 %", "95 %", "95 %"), ("", "", "")],
)
def test_an_agreement_keeps_what_comes_next(first: str, second: str, kept: str) -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH, then=first)

    assert ruling_of(confirmed(dispute, Side.PRODUCT, then=second)).next == kept


@pytest.mark.rule("A side can change its confirmation, and the last one counts.")
def test_the_last_confirmation_of_a_side_counts() -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH, FILTER)
    dispute = confirmed(dispute, Side.RESEARCH, TRANSFORMER)

    assert words(dispute) == [(Side.RESEARCH, TRANSFORMER.id)]
    assert words(confirmed(dispute, Side.PRODUCT, FILTER)) == [
        (Side.RESEARCH, TRANSFORMER.id),
        (Side.PRODUCT, FILTER.id),
    ]


def test_confirming_twice_is_confirming_once() -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH)
    again, notices = confirm_option(
        dispute, Side.RESEARCH, FILTER.id, revision=1, by=JONAS, now=LATER + HOUR
    )

    assert (again, notices) == (dispute, ())


def test_a_new_and_next_is_a_new_word() -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH)
    again = confirmed(dispute, Side.RESEARCH, then="then 90 %")

    assert isinstance(again.state, Open)
    assert [word.next for word in again.state.confirmations] == ["then 90 %"]


@pytest.mark.rule(
    "A revision that changes or removes an option voids its confirmations and tells both leads."
)
@pytest.mark.parametrize(
    "now", [(replace(FILTER, days_to_feedback=20),), (an_option("Other", id="other"),)]
)
def test_a_revision_voids_the_confirmations_of_what_it_changes(now: tuple[Option, ...]) -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.RESEARCH)
    dispute, notices = state_case(dispute, Side.PRODUCT, a_case(*now), by=MAYA, now=LATER)

    assert words(dispute) == []
    assert notices[-1] == ConfirmationsVoided(dispute.id, "Rules-based filter")


def test_a_revision_of_something_else_leaves_a_confirmation() -> None:
    dispute = confirmed(an_unsealed_dispute(), Side.PRODUCT, TRANSFORMER)
    changed = a_case(replace(FILTER, days_to_feedback=20))
    dispute, _ = state_case(dispute, Side.PRODUCT, changed, by=MAYA, now=LATER)

    assert words(dispute) == [(Side.PRODUCT, TRANSFORMER.id)]


@pytest.mark.rule("A confirmation of an option that has changed since it was read is refused.")
def test_a_confirmation_of_what_has_changed_is_refused() -> None:
    changed = a_case(replace(FILTER, days_to_feedback=20))
    dispute, _ = state_case(an_unsealed_dispute(), Side.PRODUCT, changed, by=MAYA, now=LATER)

    with pytest.raises(Refusal, match='"Rules-based filter" was changed since you read it'):
        confirmed(dispute, Side.RESEARCH, FILTER)


def test_a_confirmation_of_what_is_gone_is_refused() -> None:
    with pytest.raises(Refusal, match="No case on #12 has this option now"):
        confirmed(an_unsealed_dispute(), Side.RESEARCH, an_option(id="gone"))


@pytest.mark.rule(
    "The decider, or their deputy, can decide from 24 hours after both cases are in, with a reason."
)
def test_the_product_lead_decides_a_day_after_both_cases_are_in() -> None:
    ruling = ruling_of(decided(an_unsealed_dispute()))

    assert ruling.basis is Basis.DECIDED
    assert (ruling.reason, ruling.by, ruling.ruled_at) == ("Risk.", MAYA.id, BOTH_IN + DAY)


def test_the_product_leads_deputy_decides_too() -> None:
    dispute, _ = name_deputy(an_unsealed_dispute(), Side.PRODUCT, ADA, by=MAYA, now=LATER)

    assert ruling_of(decided(dispute, by=ADA)).by == ADA.id


def test_a_decision_a_moment_too_early_is_refused() -> None:
    with pytest.raises(Refusal, match="can be decided from Tue 3 March 2026, 12:00 UTC"):
        decide(
            an_unsealed_dispute(),
            FILTER.id,
            "Risk.",
            by=MAYA,
            now=BOTH_IN + DAY - timedelta(microseconds=1),
        )


def test_a_decision_with_a_case_missing_is_refused() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)

    with pytest.raises(Refusal, match="from a day after both cases are in"):
        decided(dispute, FILTER)


def test_a_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(Unfit, match="Say in a sentence why"):
        decide(an_unsealed_dispute(), FILTER.id, " ", by=MAYA, now=BOTH_IN + DAY)


@pytest.mark.rule("A refusal says what was refused and who may.")
def test_a_decision_by_somebody_else_names_the_decider() -> None:
    with pytest.raises(NotAllowed) as refusal:
        decided(an_unsealed_dispute(), by=JONAS)

    assert str(refusal.value) == "You cannot decide on #12. Maya (decider) can."
    assert refusal.value.may == (MAYA.id,)


@pytest.mark.rule("A ruling says when people chose what the rule would not have chosen.")
def test_a_decision_for_the_longer_path_is_against_the_rule() -> None:
    assert ruling_of(decided(an_unsealed_dispute(), TRANSFORMER)).is_against_the_rule
    assert not ruling_of(decided(an_unsealed_dispute(), FILTER)).is_against_the_rule


@pytest.mark.rule(
    "An agreement or a decision can take any filed option, "
    "and the ruling keeps what would have made it not choosable."
)
def test_a_decision_can_take_what_the_rule_cannot() -> None:
    long = an_option("New model", 200)
    ruling = ruling_of(decided(an_unsealed_dispute((long,)), long))

    assert ruling.chosen is not None
    assert ruling.chosen.option == long
    assert [passed.reasons for passed in ruling.verdict.not_choosable] == [
        ("its days to customer feedback are 200, not from 1 to 90",)
    ]


@pytest.mark.rule("A ruled dispute never changes.")
def test_after_a_ruling_everything_is_refused() -> None:
    dispute = decided(an_unsealed_dispute())

    with pytest.raises(HasEnded, match="#12 ended on Tue 3 March 2026, 12:00 UTC"):
        decided(dispute, FILTER)
    with pytest.raises(HasEnded):
        state_case(dispute, Side.PRODUCT, a_case(), by=MAYA, now=MONDAY + 3 * DAY)
    with pytest.raises(HasEnded):
        name_deputy(dispute, Side.PRODUCT, LEE, by=MAYA, now=MONDAY + 3 * DAY)


def test_deciding_twice_is_deciding_once() -> None:
    dispute = decided(an_unsealed_dispute())

    assert decide(dispute, TRANSFORMER.id, "Risk.", by=MAYA, now=BOTH_IN + DAY) == (dispute, ())


def test_the_confirmation_that_has_settled_it_counts_once_however_often_it_comes() -> None:
    dispute = confirmed(confirmed(an_unsealed_dispute(), Side.PRODUCT), Side.RESEARCH)

    assert confirmed(dispute, Side.RESEARCH) == dispute
    with pytest.raises(HasEnded):
        confirmed(dispute, Side.RESEARCH, TRANSFORMER)
