"""By when a customer's answer is promised, when it is asked for, and how late it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Audience, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.ids import OptionId
from bot.domain.outcome import NotYet
from bot.domain.promise import (
    OVERDUE,
    answer_of,
    asked_on,
    chosen_by,
    days_late,
    is_answered_by_a_customer,
    is_awaited,
    is_overdue,
    promised_on,
    put_off,
    ruled_on,
)
from bot.domain.sealing import seen_in_channel
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option
from tests.builders import (
    ANSWER,
    BOTH_IN,
    DAY,
    DROPPED,
    DUE,
    END,
    FILTER,
    HOUR,
    LEADS,
    NOT_YET,
    OLU,
    a_ruled_dispute,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    with_outcome,
)

RULED = a_ruled_dispute()
ANSWERED, DROPPED_ONE = with_outcome(RULED, ANSWER), with_outcome(RULED, DROPPED)
PUT_OFF = with_outcome(RULED, NOT_YET)
ASIDE, _ = set_aside(RULED, "The merchants have left.", by=OLU, now=END + HOUR)
LAPSED, _ = rule_at_end(an_open_dispute(), now=END)
OPEN = an_unsealed_dispute()
OVER = datetime(2026, 3, 30, tzinfo=UTC)
"""Midnight in UTC, seven days after the day that was promised."""
INSTANT = timedelta(microseconds=1)


@pytest.mark.rule("An answer on what only we see is no customer's, and makes no handoff due.")
@pytest.mark.parametrize("audience", Audience)
def test_what_only_we_see_no_customer_answers(audience: Audience) -> None:
    dispute = an_unsealed_dispute((replace(FILTER, audience=audience),))
    for side in Side:
        dispute, _ = confirm_option(
            dispute, side, FILTER.id, revision=1, then="", by=LEADS[side], now=BOTH_IN
        )
    is_ours = audience is Audience.INTERNAL

    assert is_answered_by_a_customer(with_outcome(dispute, ANSWER)) is not is_ours


@pytest.mark.parametrize("dispute", [OPEN, LAPSED, RULED, PUT_OFF, DROPPED_ONE])
def test_without_an_answer_no_customer_has_answered(dispute: Dispute) -> None:
    assert not is_answered_by_a_customer(dispute)


def test_a_ruling_promises_an_answer_so_many_days_after_its_own_day() -> None:
    assert ruled_on(RULED) == date(2026, 3, 9)
    assert promised_on(RULED) == asked_on(RULED) == DUE


def test_a_ruling_without_an_answer_so_far_is_awaited() -> None:
    assert is_awaited(RULED)
    assert answer_of(RULED) is None
    assert put_off(RULED) == ()


@pytest.mark.parametrize("dispute", [ANSWERED, DROPPED_ONE, ASIDE, LAPSED, OPEN])
def test_of_any_other_no_answer_is_awaited(dispute: Dispute) -> None:
    assert not is_awaited(dispute)
    assert promised_on(dispute) is None
    assert asked_on(dispute) is None
    assert days_late(dispute, date(2027, 1, 1)) == 0
    assert not is_overdue(dispute, END + 400 * DAY)


def test_what_chose_nothing_has_neither_option_nor_day() -> None:
    assert chosen_by(OPEN) is chosen_by(LAPSED) is None
    assert ruled_on(OPEN) is None


def test_the_answer_is_known_once_it_has_come() -> None:
    assert answer_of(ANSWERED) == ANSWER
    assert answer_of(DROPPED_ONE) is None


@pytest.mark.rule('"Not yet" never moves the day that was promised.')
def test_not_yet_moves_the_day_of_asking_and_not_the_promise() -> None:
    assert asked_on(PUT_OFF) == NOT_YET.until
    assert promised_on(PUT_OFF) == DUE
    assert days_late(PUT_OFF, date(2026, 3, 25)) == 2


def test_of_several_days_of_asking_the_last_counts() -> None:
    later = NotYet(until=date(2026, 5, 1), why="The call was moved.")

    assert asked_on(with_outcome(PUT_OFF, later)) == date(2026, 5, 1)


@pytest.mark.rule("An answer is overdue seven days after the day that was promised.")
@pytest.mark.parametrize("dispute", [RULED, PUT_OFF])
def test_an_answer_is_overdue_from_the_seventh_day_on_in_utc(dispute: Dispute) -> None:
    assert OVERDUE.days == 7
    assert not is_overdue(dispute, OVER - INSTANT)
    assert is_overdue(dispute, OVER)


def test_the_seventh_day_is_that_of_utc_wherever_it_is_asked() -> None:
    tokyo = datetime.fromisoformat("2026-03-30T08:59:59+09:00")

    assert not is_overdue(RULED, tokyo)
    assert is_overdue(RULED, tokyo + timedelta(seconds=1))


def test_an_option_without_days_promises_no_day() -> None:
    agreed = an_unsealed_dispute((an_option(days=None),))
    for side, by in LEADS.items():
        agreed, _ = confirm_option(
            agreed, side, OptionId(FILTER.title), revision=1, by=by, now=END - HOUR
        )

    assert is_awaited(agreed)
    assert promised_on(agreed) is asked_on(agreed) is None


@given(st.integers(1, 90), st.integers(0, 400))
def test_an_answer_is_as_late_as_the_days_since_the_promise(days: int, after: int) -> None:
    ruled = a_ruled_dispute(an_option(FILTER.title, days))
    chosen = chosen_by(ruled)
    assert chosen is not None
    promised = chosen.option.days_to_feedback
    assert promised is not None

    assert days_late(ruled, date(2026, 3, 9) + timedelta(days=after)) == max(0, after - promised)


@pytest.mark.parametrize("dispute", [RULED, PUT_OFF, ANSWERED, ASIDE])
def test_whoever_sees_the_dispute_sees_its_promise(dispute: Dispute) -> None:
    seen = seen_in_channel(dispute, now=END + DAY)

    assert (asked_on(seen), answer_of(seen)) == (asked_on(dispute), answer_of(dispute))
