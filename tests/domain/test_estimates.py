"""Promised days against real ones, held against ratios that were worked out by hand."""

from dataclasses import fields, replace
from datetime import datetime
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.estimates import (
    FEWEST,
    MOST,
    Estimate,
    Ratio,
    TrackRecord,
    estimate_of,
    ratio_of,
    say_ratio,
    track_record,
)
from bot.domain.ids import DisputeId, TeamId
from bot.domain.setting_aside import set_aside
from tests.builders import (
    ANSWER,
    DAY,
    DROPPED,
    END,
    JONAS,
    LEE,
    MAYA,
    NOT_YET,
    OLU,
    TRANSFORMER,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    ruling_of,
    with_outcome,
)

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
LATER = END + 200 * DAY


def a_promise(number: int = 12, days: int = 10, *, confirmed: bool = False) -> Dispute:
    """Product's option is chosen, and promised in so many days."""
    option = an_option("Filter", days, builder=MAYA.id if confirmed else ZOE.id)
    return numbered(a_ruled_dispute(option), number)


def numbered(dispute: Dispute, number: int) -> Dispute:
    return replace(dispute, opening=replace(dispute.opening, id=DisputeId(TeamId("T1"), number)))


def answered(dispute: Dispute, after: int) -> Dispute:
    """Its customer answers so many days after the ruling."""
    on = (END + after * DAY).date()
    return with_outcome(dispute, replace(ANSWER, on=on), now=LATER)


def kept(promised: int, real: int, number: int = 12, *, confirmed: bool = False) -> Dispute:
    return answered(a_promise(number, promised, confirmed=confirmed), real)


def record(*disputes: Dispute, now: datetime = LATER) -> TrackRecord:
    return track_record(disputes, now=now)


def said(*pairs: tuple[int, int]) -> str:
    """The ratio of product, of promised and real days."""
    disputes = [kept(*pair, number) for number, pair in enumerate(pairs, start=1)]
    return str(record(*disputes).ratio(PRODUCT))


# One promise


@pytest.mark.rule("Real days are counted from the ruling to the answer, as promised ones are.")
def test_an_estimate_is_a_promise_held_against_its_answer() -> None:
    assert estimate_of(kept(10, 18)) == Estimate(
        dispute=a_promise().id, side=PRODUCT, promised=10, real=18, is_confirmed=False
    )


def test_an_answer_before_its_day_took_less_than_promised() -> None:
    estimate = estimate_of(kept(10, 4))

    assert estimate is not None
    assert estimate.ratio == Fraction(2, 5)


def test_an_answer_on_the_day_of_the_ruling_took_no_days() -> None:
    estimate = estimate_of(kept(10, 0))

    assert estimate is not None
    assert (estimate.real, estimate.ratio) == (0, Fraction(0))


def test_not_yet_changes_nothing_about_what_was_promised() -> None:
    estimate = estimate_of(answered(with_outcome(a_promise(), NOT_YET), 40))

    assert estimate is not None
    assert (estimate.promised, estimate.real) == (10, 40)


@pytest.mark.rule("What was dropped or set aside has no part in the ratio.")
@pytest.mark.parametrize(
    "dispute",
    [
        an_unsealed_dispute(),
        rule_at_end(an_open_dispute(), now=END)[0],
        a_promise(),
        with_outcome(a_promise(), NOT_YET),
        with_outcome(a_promise(), DROPPED),
        set_aside(kept(10, 18), "The merchants have left.", by=OLU, now=LATER)[0],
    ],
)
def test_what_has_no_answer_in_force_is_no_estimate(dispute: Dispute) -> None:
    assert estimate_of(dispute) is None


@pytest.mark.parametrize("days", [None, 0])
def test_a_promise_of_no_days_cannot_be_held_against_anything(days: int | None) -> None:
    ruled = a_promise()
    ruling = ruling_of(ruled)
    assert ruling.chosen is not None
    option = replace(ruling.chosen.option, days_to_feedback=days)
    without = replace(ruled, state=replace(ruling, chosen=replace(ruling.chosen, option=option)))

    assert estimate_of(answered(without, 3)) is None


# The ratio


@pytest.mark.rule("The ratio is the median: of an even number, the mean of the two in the middle.")
@pytest.mark.parametrize(
    ("pairs", "ratio"),
    [
        ([(10, 18), (10, 10), (10, 40)], "1.8"),
        ([(10, 18), (10, 10), (10, 40), (10, 22)], "2.0"),
        ([(14, 7), (10, 0), (20, 30)], "0.5"),
        ([(10, 10), (8, 9), (8, 11), (10, 90)], "1.3"),
        ([(3, 1), (3, 2), (3, 1)], "0.3"),
        ([(7, 0), (8, 0), (9, 0)], "0.0"),
    ],
)
def test_the_ratio_is_the_median_to_a_tenth(pairs: list[tuple[int, int]], ratio: str) -> None:
    assert said(*pairs) == ratio


@pytest.mark.parametrize(
    ("exact", "words"),
    [("5/4", "1.3"), ("23/20", "1.2"), ("249/200", "1.2"), ("1/20", "0.1"), ("12", "12.0")],
)
def test_a_half_tenth_is_rounded_up(exact: str, words: str) -> None:
    assert say_ratio(Fraction(exact)) == words


@pytest.mark.rule("Fewer than three answers are too few to say.")
def test_two_answers_are_too_few_to_say_and_three_are_not() -> None:
    assert FEWEST == 3
    assert said((10, 18), (10, 18)) == "too few to say"
    assert said((10, 18), (10, 18), (10, 18)) == "1.8"
    assert ratio_of([]) == Ratio(None, 0)


def test_a_ratio_says_how_many_it_rests_on() -> None:
    three = record(*(kept(10, 18, number) for number in range(3)))

    assert three.ratio(PRODUCT) == Ratio(Fraction(9, 5), 3)
    assert three.ratio(RESEARCH) == Ratio(None, 0)


@pytest.mark.rule("Days that their builder had confirmed are told apart from those that were not.")
def test_confirmed_and_unconfirmed_days_have_a_ratio_each() -> None:
    confirmed = [kept(10, 10, number, confirmed=True) for number in range(3)]
    told = record(*confirmed, *(kept(10, 30, number) for number in range(3, 6)))

    assert str(told.ratio(PRODUCT, confirmed=True)) == "1.0"
    assert str(told.ratio(PRODUCT, confirmed=False)) == "3.0"
    assert str(told.ratio(PRODUCT)) == "2.0"


@pytest.mark.rule("A side's ratio rests on its last 20 answers.")
def test_the_last_twenty_answers_count_by_their_day() -> None:
    old = [kept(1, 30 + number, number) for number in range(10)]
    told = record(*old, *(kept(50, 50 + number, 100 + number) for number in range(20)))

    assert MOST == 20
    assert [one.dispute.number for one in told.of(PRODUCT)] == list(range(119, 99, -1))
    assert told.ratio(PRODUCT).of == 20


def test_of_answers_of_one_day_the_higher_number_comes_first() -> None:
    told = record(kept(10, 18, 1), kept(10, 18, 2))

    assert [one.dispute.number for one in told.answered] == [2, 1]


def test_the_same_dispute_given_twice_counts_once() -> None:
    assert len(record(kept(10, 18), kept(10, 18)).answered) == 1


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 200)), max_size=12))
def test_the_ratio_is_the_median_of_all_whatever_they_are(pairs: list[tuple[int, int]]) -> None:
    ratio = ratio_of(
        Estimate(dispute=a_promise().id, side=PRODUCT, promised=p, real=r, is_confirmed=False)
        for p, r in pairs
    )

    ratios = [Fraction(r, p) for p, r in pairs]
    assert ratio == Ratio(median(ratios) if len(ratios) >= 3 else None, len(ratios))


# By side, and by nothing else


@pytest.mark.rule("Estimates are kept by side, never by person.")
def test_an_estimate_names_nobody() -> None:
    names = {field.name for field in fields(Estimate)}
    told = repr(record(kept(10, 18, confirmed=True), with_outcome(a_promise(1), DROPPED)))

    assert names == {"dispute", "side", "promised", "real", "is_confirmed"}
    assert not any(one.id in told for one in (MAYA, JONAS, LEE, ZOE))


def test_the_side_is_that_of_the_chosen_option() -> None:
    too_long = an_option(days=91)
    ruled, _ = rule_at_end(an_unsealed_dispute((too_long,), (TRANSFORMER,)), now=END)
    theirs = with_outcome(ruled, ANSWER, by=JONAS)

    assert [one.side for one in record(theirs, kept(10, 18, 1)).of(RESEARCH)] == [RESEARCH]


def test_what_was_dropped_and_what_is_overdue_is_counted_by_side() -> None:
    dropped = with_outcome(a_promise(1), DROPPED)
    late = a_promise(2, 14)
    told = record(dropped, late, kept(10, 18, 3), now=END + 21 * DAY)

    assert told.dropped == told.overdue == (PRODUCT,)
    assert record(late, now=END + 20 * DAY).overdue == ()


def test_what_was_dropped_and_then_set_aside_is_not_counted() -> None:
    dropped = with_outcome(a_promise(), DROPPED)
    aside, _ = set_aside(dropped, "The merchants have left.", by=OLU, now=LATER)

    assert record(aside) == TrackRecord()
