from datetime import datetime, timedelta

import pytest

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open
from bot.domain.errors import NotAllowed, Refusal
from bot.domain.notices import CardChanged, WithdrawalProposed
from bot.domain.ruling import Basis
from bot.domain.settling import confirm_option
from bot.domain.withdrawal import confirm_withdrawal, propose_withdrawal, withdraw
from bot.domain.yielding import yield_side
from tests.builders import (
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
    an_open_dispute,
    an_unsealed_dispute,
    file,
    ruling_of,
)

LATER = BOTH_IN + HOUR


def proposed(dispute: Dispute, side: Side = Side.PRODUCT, now: datetime = LATER) -> Dispute:
    changed, _ = propose_withdrawal(dispute, side, by=LEADS[side], now=now)
    return changed


def has_proposal(dispute: Dispute) -> bool:
    return isinstance(dispute.state, Open) and dispute.state.proposal is not None


@pytest.mark.rule("The opener can withdraw a dispute while no case is filed.")
def test_the_opener_withdraws_before_a_case_is_in() -> None:
    dispute, _ = withdraw(an_open_dispute(), by=LEE, now=MONDAY + HOUR)
    ruling = ruling_of(dispute)

    assert (ruling.basis, ruling.chosen, ruling.by) == (Basis.WITHDRAWN, None, LEE.id)
    assert not ruling.is_against_the_rule


def test_nobody_else_withdraws_alone() -> None:
    with pytest.raises(NotAllowed, match=r"Lee \(who opened it\) can\."):
        withdraw(an_open_dispute(), by=MAYA, now=MONDAY)


def test_the_opener_cannot_withdraw_once_a_case_is_in() -> None:
    with pytest.raises(Refusal, match="one lead proposes to withdraw it, the other confirms"):
        withdraw(file(an_open_dispute(), Side.PRODUCT), by=LEE, now=LATER)


@pytest.mark.rule("Later one lead proposes to withdraw it and the other confirms.")
def test_one_side_proposes_and_the_other_confirms() -> None:
    dispute, notices = propose_withdrawal(an_unsealed_dispute(), Side.PRODUCT, by=MAYA, now=LATER)

    assert notices == (CardChanged(dispute.id), WithdrawalProposed(dispute.id, Side.PRODUCT))

    dispute, _ = confirm_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=LATER + HOUR)

    assert ruling_of(dispute).basis is Basis.WITHDRAWN


def test_two_proposals_are_a_proposal_and_its_confirmation() -> None:
    dispute = proposed(proposed(an_unsealed_dispute()), Side.RESEARCH)

    assert ruling_of(dispute).basis is Basis.WITHDRAWN


def test_proposing_twice_is_proposing_once() -> None:
    dispute = proposed(an_unsealed_dispute())

    assert propose_withdrawal(dispute, Side.PRODUCT, by=MAYA, now=LATER + HOUR) == (dispute, ())


def test_a_side_cannot_confirm_its_own_proposal() -> None:
    with pytest.raises(Refusal, match="Research has no proposal to withdraw #12 standing"):
        confirm_withdrawal(proposed(an_unsealed_dispute()), Side.PRODUCT, by=MAYA, now=LATER)


def test_without_a_proposal_there_is_nothing_to_confirm() -> None:
    with pytest.raises(Refusal, match="You can propose it yourself"):
        confirm_withdrawal(an_unsealed_dispute(), Side.PRODUCT, by=MAYA, now=LATER)


@pytest.mark.rule("A proposal to withdraw lapses after 24 hours.")
def test_a_proposal_stands_for_less_than_a_day() -> None:
    dispute = proposed(an_unsealed_dispute())
    in_time = LATER + DAY - timedelta(microseconds=1)

    assert ruling_of(confirm_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=in_time)[0])
    with pytest.raises(Refusal, match="no proposal"):
        confirm_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=LATER + DAY)


def test_a_lapsed_proposal_can_be_made_anew() -> None:
    dispute = proposed(proposed(an_unsealed_dispute()), now=LATER + DAY)

    assert isinstance(dispute.state, Open)
    assert dispute.state.proposal is not None
    assert dispute.state.proposal.proposed_at == LATER + DAY


@pytest.mark.rule("A proposal to withdraw lapses with the next case or confirmation.")
def test_a_proposal_lapses_with_the_next_case() -> None:
    dispute = proposed(file(an_open_dispute(), Side.PRODUCT))

    assert has_proposal(dispute)
    assert not has_proposal(file(dispute, Side.RESEARCH, now=LATER))


def test_a_proposal_lapses_with_the_next_confirmation() -> None:
    dispute, _ = confirm_option(
        proposed(an_unsealed_dispute()),
        Side.RESEARCH,
        TRANSFORMER.id,
        revision=1,
        by=JONAS,
        now=LATER,
    )

    assert not has_proposal(dispute)


def test_two_sides_of_which_one_has_yielded_withdraw_together() -> None:
    dispute, _ = yield_side(an_open_dispute(), Side.RESEARCH, "Fine.", by=JONAS, now=LATER)
    dispute, _ = confirm_withdrawal(proposed(dispute), Side.RESEARCH, by=JONAS, now=LATER)

    assert ruling_of(dispute).basis is Basis.WITHDRAWN


def test_the_ruling_of_a_withdrawal_holds_nothing_of_the_cases() -> None:
    dispute = proposed(proposed(file(an_open_dispute(), Side.PRODUCT, FILTER)), Side.RESEARCH)
    verdict = ruling_of(dispute).verdict

    assert (verdict.inputs, verdict.ranking, verdict.not_choosable) == ((), (), ())


def test_withdrawing_twice_is_withdrawing_once() -> None:
    alone, _ = withdraw(an_open_dispute(), by=LEE, now=MONDAY)
    together = proposed(proposed(an_unsealed_dispute()), Side.RESEARCH)

    assert withdraw(alone, by=LEE, now=LATER) == (alone, ())
    assert proposed(together, Side.RESEARCH) == together
    assert confirm_withdrawal(together, Side.RESEARCH, by=JONAS, now=LATER) == (together, ())
