"""When a ruling is looked at again: on a day, or in the rhythm of a half-life."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.afterwards import set_look_again, stop_looking_again
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.leads import name_deputy
from bot.domain.look_again import LookAgain, Pace, day_of_pace, pace_of
from bot.domain.notices import CardChanged
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.setting_aside import set_aside
from tests.builders import (
    ADA,
    ANSWER,
    DROPPED,
    END,
    GUS,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    with_outcome,
)

RULED = a_ruled_dispute()
TODAY = END.date()
SOON = date(2026, 4, 1)


def looking(
    dispute: Dispute = RULED,
    on: date | None = SOON,
    half_life: int | None = None,
    *,
    by: Person = MAYA,
    today: date = TODAY,
) -> Dispute:
    return set_look_again(dispute, on, half_life, by=by, today=today, now=END)[0]


def first_days(look: LookAgain | None, number: int) -> list[date]:
    assert look is not None
    return list(islice(look.days(), number))


# The pace


@pytest.mark.rule(
    "A half-life under 30 days makes it weekly, one over 90 quarterly, and any other monthly."
)
@pytest.mark.parametrize(
    ("half_life", "pace"),
    [
        (1, Pace.WEEKLY),
        (29, Pace.WEEKLY),
        (30, Pace.MONTHLY),
        (90, Pace.MONTHLY),
        (91, Pace.QUARTERLY),
        (3650, Pace.QUARTERLY),
    ],
)
def test_the_half_life_gives_the_pace(half_life: int, pace: Pace) -> None:
    assert pace_of(half_life) is pace


@pytest.mark.parametrize(
    ("half_life", "days"),
    [
        (29, ["2026-04-01", "2026-04-08", "2026-04-15", "2026-04-22", "2026-04-29"]),
        (90, ["2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01"]),
        (91, ["2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"]),
    ],
)
def test_over_a_year_the_days_are_those_of_the_calendar(half_life: int, days: list[str]) -> None:
    assert [f"{day}" for day in first_days(looking(half_life=half_life).look_again, 5)] == days


def test_a_year_has_fifty_two_weeks_twelve_months_and_four_quarters() -> None:
    last = date(2027, 3, 31)
    seen = {
        pace: sum(1 for number in range(60) if day_of_pace(SOON, pace, number) <= last)
        for pace in Pace
    }

    assert seen == {Pace.WEEKLY: 53, Pace.MONTHLY: 12, Pace.QUARTERLY: 4}


def test_from_the_31st_on_it_is_the_last_day_of_shorter_months() -> None:
    days = [day_of_pace(date(2027, 1, 31), Pace.MONTHLY, number) for number in range(14)]

    assert [(day.month, day.day) for day in days] == [
        (1, 31),
        (2, 28),
        (3, 31),
        (4, 30),
        (5, 31),
        (6, 30),
        (7, 31),
        (8, 31),
        (9, 30),
        (10, 31),
        (11, 30),
        (12, 31),
        (1, 31),
        (2, 29),
    ]


def test_a_quarter_from_november_ends_in_february() -> None:
    assert day_of_pace(date(2026, 11, 30), Pace.QUARTERLY, 1) == date(2027, 2, 28)


@given(st.dates(date(2026, 1, 1), date(2090, 1, 1)), st.sampled_from(Pace))
def test_the_days_of_any_pace_follow_each_other_at_its_distance(first: date, pace: Pace) -> None:
    longest = {Pace.WEEKLY: 7, Pace.MONTHLY: 31, Pace.QUARTERLY: 92}[pace]
    days = [day_of_pace(first, pace, number) for number in range(20)]

    assert all(0 < (later - earlier).days <= longest for earlier, later in pairwise(days))


def test_the_last_and_the_next_day_lie_around_today() -> None:
    monthly = looking(half_life=60).look_again
    assert monthly is not None

    assert (monthly.last_day(date(2026, 3, 31)), monthly.next_day(date(2026, 3, 31))) == (
        None,
        SOON,
    )
    assert (monthly.last_day(SOON), monthly.next_day(SOON)) == (SOON, date(2026, 5, 1))


def test_a_day_without_a_half_life_comes_once() -> None:
    once = looking().look_again
    assert once is not None

    assert list(once.days()) == [SOON]
    assert (once.last_day(SOON), once.next_day(SOON)) == (SOON, None)


# Setting it


@pytest.mark.rule("Either lead or deputy, or a founder, can set when to look again at a ruling.")
@pytest.mark.parametrize("by", [MAYA, JONAS, OLU])
def test_those_who_may_set_a_day(by: Person) -> None:
    after, notices = set_look_again(RULED, SOON, None, by=by, today=TODAY, now=END)

    assert after.look_again == LookAgain(on=SOON, by=by.id, at=END)
    assert notices == (CardChanged(RULED.id),)
    assert seen_in_channel(after, now=END).look_again == after.look_again


def test_a_deputy_may_too() -> None:
    named, _ = name_deputy(an_unsealed_dispute(), Side.RESEARCH, ADA, by=JONAS, now=MONDAY + HOUR)
    ruled = a_ruled_dispute()
    with_ada = ruled.with_party(Side.RESEARCH, named.research)

    assert looking(with_ada, by=ADA).look_again is not None


@pytest.mark.parametrize("by", [LEE, ZOE, GUS])
def test_nobody_else_may_set_or_stop_it(by: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        looking(by=by)
    with pytest.raises(NotAllowed):
        stop_looking_again(looking(), by=by)

    assert str(refused.value) == (
        "You cannot set or stop looking again on #12. "
        "Maya (a lead), Jonas (a lead) or a founder can."
    )


@pytest.mark.parametrize(
    ("half_life", "first"),
    [(14, date(2026, 3, 16)), (60, date(2026, 4, 9)), (365, date(2026, 6, 9))],
)
def test_a_half_life_alone_begins_a_step_from_today(half_life: int, first: date) -> None:
    assert first_days(looking(on=None, half_life=half_life).look_again, 1) == [first]


def test_the_same_twice_is_once_and_the_last_word_counts() -> None:
    once = looking()
    later = SOON + timedelta(days=1)

    assert set_look_again(once, SOON, None, by=JONAS, today=TODAY, now=END + HOUR) == (once, ())
    assert first_days(looking(once, later).look_again, 1) == [later]


@pytest.mark.parametrize(
    ("on", "half_life", "fields"),
    [
        (None, None, ["on"]),
        (TODAY, None, ["on"]),
        (date(3000, 1, 1), None, ["on"]),
        (SOON, 0, ["half_life_days"]),
        (None, 3651, ["half_life_days"]),
        (TODAY, -1, ["on", "half_life_days"]),
    ],
)
def test_a_day_or_half_life_that_does_not_fit_is_refused(
    on: date | None, half_life: int | None, fields: list[str]
) -> None:
    with pytest.raises(Unfit) as refused:
        looking(on=on, half_life=half_life)

    assert [problem.field for problem in refused.value.problems] == fields


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY, "Choose a day after today."),
        (date(3000, 1, 1), "Choose a day after today and before the year 3000."),
    ],
)
def test_a_day_that_is_over_and_one_that_is_too_far_are_refused_in_their_own_words(
    on: date, sentence: str
) -> None:
    with pytest.raises(Unfit) as refused:
        looking(on=on)

    assert [problem.sentence for problem in refused.value.problems] == [sentence]


def test_the_last_day_of_all_can_be_set() -> None:
    assert first_days(looking(on=date(2999, 12, 31)).look_again, 1) == [date(2999, 12, 31)]


@pytest.mark.parametrize(
    ("dispute", "sentence"),
    [
        (an_open_dispute(), "#12 is still open"),
        (
            set_aside(RULED, "The merchants have left.", by=OLU, now=END)[0],
            "The ruling on #12 is set aside",
        ),
    ],
)
def test_what_is_not_followed_is_not_looked_at_again(dispute: Dispute, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        looking(dispute)


# Stopping it


@pytest.mark.rule("It goes on until one of them stops it.")
def test_who_may_set_it_may_stop_it() -> None:
    after, notices = stop_looking_again(looking(half_life=14), by=JONAS)

    assert after.look_again is None
    assert notices == (CardChanged(RULED.id),)


@pytest.mark.rule("Dropping what was chosen ends it too.")
def test_what_is_dropped_is_looked_at_no_more_and_what_is_answered_still_is() -> None:
    assert with_outcome(looking(half_life=14), DROPPED).look_again is None
    assert with_outcome(looking(half_life=14), ANSWER).look_again is not None


def test_stopping_twice_is_stopping_once() -> None:
    assert stop_looking_again(RULED, by=MAYA) == (RULED, ())
