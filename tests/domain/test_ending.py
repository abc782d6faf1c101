from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Audience, Side
from bot.domain.default_rule import replay_verdict
from bot.domain.ending import rule_at_end
from bot.domain.notices import CardChanged, Ruled
from bot.domain.ruling import LONGEST_PROMISE_DAYS, Basis
from bot.domain.yielding import yield_side
from tests.builders import (
    DAY,
    END,
    FILTER,
    JONAS,
    MONDAY,
    TRANSFORMER,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    ruled,
    ruling_of,
)


@pytest.mark.rule(
    "At the end of the window the option with the shortest path to customer feedback is chosen."
)
def test_the_shortest_path_wins_at_the_end() -> None:
    dispute, notices = rule_at_end(an_unsealed_dispute(), now=END)
    ruling = ruling_of(dispute)

    assert ruling.basis is Basis.DEFAULT_RULE
    assert ruling.chosen is not None
    assert (ruling.chosen.side, ruling.chosen.option) == (Side.PRODUCT, FILTER)
    assert [ranked.option for ranked in ruling.verdict.ranking] == [FILTER, TRANSFORMER]
    assert not ruling.is_against_the_rule
    assert notices == (CardChanged(dispute.id), Ruled(dispute.id))


def test_one_case_is_enough_for_the_rule() -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH, TRANSFORMER)
    chosen = ruled(dispute).chosen

    assert chosen is not None
    assert (chosen.side, chosen.option) == (Side.RESEARCH, TRANSFORMER)


@pytest.mark.rule(
    "The ruling is dated to the window's end, whenever the program woke up, "
    "and says how late it was made."
)
def test_a_ruling_found_three_days_late_is_dated_to_the_end() -> None:
    ruling = ruled(an_unsealed_dispute(), now=END + 3 * DAY)

    assert (ruling.ruled_at, ruling.found_at) == (END, END + 3 * DAY)
    assert ruling.late_by == 3 * DAY


def test_before_the_end_nothing_is_ruled() -> None:
    dispute = an_unsealed_dispute()

    assert rule_at_end(dispute, now=END - timedelta(microseconds=1)) == (dispute, ())


@pytest.mark.rule("Ruling twice is ruling once.")
@given(late=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_ruling_twice_is_ruling_once(late: timedelta) -> None:
    once, _ = rule_at_end(an_unsealed_dispute(), now=END + late)

    assert rule_at_end(once, now=END + 2 * late) == (once, ())


@pytest.mark.rule("When no option is choosable the dispute lapses, and nothing is chosen.")
def test_with_nothing_choosable_the_dispute_lapses() -> None:
    internal = an_option(audience=Audience.INTERNAL)
    ruling = ruled(file(an_open_dispute(), Side.PRODUCT, internal))

    assert (ruling.basis, ruling.chosen, ruling.answer_due_on) == (Basis.LAPSED, None, None)
    assert [passed.option for passed in ruling.verdict.not_choosable] == [internal]


def test_with_nothing_filed_the_dispute_lapses() -> None:
    assert ruled(an_open_dispute()).basis is Basis.LAPSED


@pytest.mark.rule("A customer's answer is due on the day of the ruling plus the option's days.")
def test_the_answer_is_due_after_the_options_days() -> None:
    assert ruled(an_unsealed_dispute()).answer_due_on == date(2026, 3, 23)


@pytest.mark.parametrize("days", [None, -1, LONGEST_PROMISE_DAYS + 1, 10**30])
def test_days_that_are_no_promise_leave_no_day_due(days: int | None) -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, an_option(days=days))
    ended, _ = yield_side(dispute, Side.RESEARCH, "Fine.", by=JONAS, now=MONDAY + DAY)

    assert ruling_of(ended).answer_due_on is None


def test_a_ruling_can_be_replayed_from_what_it_stores() -> None:
    ruling = ruled(an_unsealed_dispute())
    again = replay_verdict(ruling.verdict)

    assert again == ruling.verdict
    assert again.choice is not None
    assert ruling.chosen is not None
    assert again.choice.option == ruling.chosen.option
