"""The days on which somebody hears of a ruling again: what they are, and when they are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.ids import UserId
from bot.domain.look_again import LookAgain
from bot.domain.occasions import (
    MADE_UP_FOR,
    Occasion,
    OccasionKind,
    half_time,
    occasions_of,
    tells_until,
)
from bot.domain.on_the_day import plan_occasions
from bot.domain.reminders import Reminded
from bot.domain.rhythm import Rhythm
from bot.domain.setting_aside import set_aside
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    NOT_YET,
    OLU,
    TRANSFORMER,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    with_outcome,
)
from tests.domain.reader import at_nine, march
from tests.domain.test_reminders_everywhere import ZONES, instants, rhythms

LOOK, HALF, OVERDUE = OccasionKind.LOOK_AGAIN, OccasionKind.HALF_TIME, OccasionKind.OVERDUE
WEDNESDAY, SATURDAY = date(2026, 3, 18), date(2026, 3, 21)
STOPS = replace(FILTER, stop_if="no merchant labels a block in a week")


def looked_at(on: date = WEDNESDAY, half_life: int | None = None) -> Dispute:
    look = LookAgain(on=on, half_life_days=half_life, by=MAYA.id, at=END)
    return replace(a_ruled_dispute(), look_again=look)


def days(
    dispute: Dispute, user: UserId, today: date, left: Sequence[UserId] = ()
) -> list[tuple[OccasionKind, date]]:
    """Without that on which an answer is overdue, which has its own tests."""
    known = occasions_of(dispute, user, left=left, today=today)
    return [(one.kind, one.day) for one in known if one.kind is not OVERDUE]


def overdue(dispute: Dispute, user: UserId, left: Sequence[UserId] = ()) -> list[date]:
    known = occasions_of(dispute, user, left=left, today=WEDNESDAY)
    return [one.day for one in known if one.kind is OVERDUE]


def aside(dispute: Dispute) -> Dispute:
    return set_aside(dispute, "The merchants have left.", by=OLU, now=END)[0]


# Which days


@pytest.mark.rule("Both leads are told that day what was decided, and why.")
def test_both_leads_look_again_and_nobody_else() -> None:
    for user in (MAYA.id, JONAS.id):
        assert days(looked_at(), user, WEDNESDAY) == [(LOOK, WEDNESDAY)]
    for user in (LEE.id, OLU.id, ADA.id):
        assert days(looked_at(), user, WEDNESDAY) == []


def test_a_deputy_looks_again_for_a_lead_who_has_left() -> None:
    dispute = looked_at()
    dispute = dispute.with_party(Side.RESEARCH, replace(dispute.research, deputy=ADA.id))

    assert days(dispute, ADA.id, WEDNESDAY, [JONAS.id]) == [(LOOK, WEDNESDAY)]
    assert days(dispute, ADA.id, WEDNESDAY) == []


def test_of_a_pace_the_last_day_and_the_next_are_known() -> None:
    weekly = looked_at(half_life=14)

    assert days(weekly, MAYA.id, WEDNESDAY - DAY) == [(LOOK, WEDNESDAY)]
    assert days(weekly, MAYA.id, WEDNESDAY + 8 * DAY) == [
        (LOOK, WEDNESDAY + 7 * DAY),
        (LOOK, WEDNESDAY + 14 * DAY),
    ]


@pytest.mark.rule(
    "Where a side has said what would make it stop, its lead is asked at half of the promised time."
)
@pytest.mark.parametrize(
    ("promised", "half"), [(14, date(2026, 3, 16)), (15, date(2026, 3, 16)), (1, date(2026, 3, 9))]
)
def test_half_time_is_when_half_of_the_days_are_over(promised: int, half: date) -> None:
    ruled = a_ruled_dispute(replace(STOPS, days_to_feedback=promised))

    assert half_time(ruled) == half
    assert days(ruled, MAYA.id, half) == [(HALF, half)]
    assert days(ruled, JONAS.id, half) == []


def test_an_option_without_a_word_on_stopping_has_no_half_time() -> None:
    assert half_time(a_ruled_dispute()) is None
    assert half_time(an_unsealed_dispute((STOPS,))) is None


def test_half_time_is_for_what_is_still_awaited() -> None:
    ruled = a_ruled_dispute(STOPS)

    assert half_time(with_outcome(ruled, NOT_YET)) == half_time(ruled)
    assert half_time(with_outcome(ruled, ANSWER)) is None
    assert half_time(aside(ruled)) is None


def test_of_a_ruling_that_is_set_aside_nobody_hears_again() -> None:
    assert days(aside(looked_at()), MAYA.id, WEDNESDAY) == []


@pytest.mark.rule("Once an answer is overdue, the lead of the side that was not chosen is told so.")
def test_the_side_that_was_not_chosen_hears_on_the_seventh_day_after_the_promise() -> None:
    assert overdue(a_ruled_dispute(), JONAS.id) == [date(2026, 3, 30)]
    for user in (MAYA.id, LEE.id, OLU.id, ADA.id):
        assert overdue(a_ruled_dispute(), user) == []


def test_not_yet_does_not_move_the_day_on_which_it_is_overdue() -> None:
    put_off = with_outcome(a_ruled_dispute(), replace(NOT_YET, until=date(2026, 6, 1)))

    assert overdue(put_off, JONAS.id) == [date(2026, 3, 30)]


@pytest.mark.parametrize(
    "ended",
    [
        with_outcome(a_ruled_dispute(), ANSWER),
        with_outcome(a_ruled_dispute(), DROPPED),
        aside(a_ruled_dispute()),
        rule_at_end(an_open_dispute(), now=END)[0],
    ],
    ids=["answered", "dropped", "set aside", "lapsed"],
)
def test_nobody_hears_that_what_is_not_awaited_is_overdue(ended: Dispute) -> None:
    assert overdue(ended, JONAS.id) == []


def test_a_deputy_hears_that_it_is_overdue_for_a_lead_who_has_left() -> None:
    ruled = a_ruled_dispute()
    ruled = ruled.with_party(Side.RESEARCH, replace(ruled.research, deputy=ADA.id))

    assert overdue(ruled, ADA.id) == []
    assert overdue(ruled, ADA.id, [JONAS.id]) == [date(2026, 3, 30)]
    assert overdue(ruled, JONAS.id, [JONAS.id]) == []


@pytest.mark.parametrize(
    ("dispute", "until"),
    [
        (a_ruled_dispute(), date.max),
        (with_outcome(a_ruled_dispute(), ANSWER), None),
        (with_outcome(looked_at(), ANSWER), WEDNESDAY + MADE_UP_FOR),
        (with_outcome(looked_at(half_life=14), ANSWER), date.max),
        (aside(looked_at()), None),
        (an_unsealed_dispute(), None),
    ],
)
def test_what_nobody_can_hear_of_any_more_is_known(dispute: Dispute, until: date | None) -> None:
    assert tells_until(dispute) == until


@given(st.integers(0, 500), st.sampled_from([None, 14, 60, 200]))
def test_whoever_still_hears_of_it_hears_within_that_time(
    after: int, half_life: int | None
) -> None:
    """Whatever is told at a day is on record until then."""
    dispute = with_outcome(looked_at(half_life=half_life), ANSWER)
    today, until = WEDNESDAY + after * DAY, tells_until(dispute)
    assert until is not None

    due = [day for _, day in days(dispute, MAYA.id, today) if today - MADE_UP_FOR <= day <= today]
    assert not due or today <= until


# When they are told


def test_that_an_answer_is_overdue_is_told_once() -> None:
    heard = Hearer(a_ruled_dispute(), JONAS.id).goes_on(END, END + 60 * DAY).heard

    assert heard == [(march(30, "09:00"), OVERDUE)]


def test_an_overdue_answer_that_was_missed_is_made_up_for_a_week() -> None:
    late, too_late = (
        Hearer(a_ruled_dispute(), JONAS.id).goes_on(back, END + 60 * DAY).heard
        for back in (march(30, "09:00") + 7 * DAY, march(30, "09:00") + 8 * DAY)
    )

    assert late == [(march(30, "09:00") + 7 * DAY, OVERDUE)]
    assert too_late == []


class Hearer:
    """The clock looks at somebody whenever it said it would."""

    def __init__(
        self, dispute: Dispute, user: UserId = MAYA.id, rhythm: Rhythm | None = None
    ) -> None:
        self.dispute, self.user, self.rhythm = dispute, user, rhythm or at_nine()
        self.reminded = Reminded()
        self.heard: list[tuple[datetime, OccasionKind]] = []
        self.look_at: datetime | None = None

    def looks(self, now: datetime) -> None:
        known = occasions_of(self.dispute, self.user, today=self.rhythm.day_of(now))
        plan = plan_occasions(known, self.reminded, rhythm=self.rhythm, now=now)
        self.reminded, self.look_at = plan.reminded, plan.look_at
        self.heard += [(now, one.kind) for one in plan.due]

    def goes_on(self, since: datetime, until: datetime) -> "Hearer":
        self.looks(since)
        while self.look_at is not None and self.look_at < until:
            self.looks(self.look_at)
        return self


def hears(dispute: Dispute, since: datetime = END, until: datetime = END + 60 * DAY) -> list[str]:
    heard = Hearer(dispute).goes_on(since, until).heard
    return [f"{at:%a} {at.day} {at:%H:%M} {kind}" for at, kind in heard]


def test_it_is_told_that_day_at_nine_and_once() -> None:
    assert hears(looked_at()) == ["Wed 18 09:00 look again"]


@pytest.mark.rule("A day on which nobody works is told on the next one on which they do.")
def test_what_falls_on_a_weekend_is_told_on_monday() -> None:
    assert hears(looked_at(SATURDAY)) == ["Mon 23 09:00 look again"]


@pytest.mark.rule("A day that was missed is made up for a week.")
@pytest.mark.parametrize(
    ("back", "told"),
    [
        (march(18, "17:59"), ["Wed 18 17:59 look again"]),
        (march(18, "18:00"), ["Thu 19 09:00 look again"]),
        (march(21, "12:00"), ["Mon 23 09:00 look again"]),
        (march(25, "10:00"), ["Wed 25 10:00 look again"]),
        (march(26, "09:00"), []),
    ],
)
def test_a_day_that_was_missed_is_made_up_for_a_week(back: datetime, told: list[str]) -> None:
    assert hears(looked_at(), since=back) == told


def test_after_a_long_stop_a_weekly_pace_is_told_once() -> None:
    assert hears(looked_at(half_life=14), since=march(30, "10:00"), until=march(31, "23:00")) == [
        "Mon 30 10:00 look again"
    ]


def test_a_pace_goes_on_and_each_day_is_told_once() -> None:
    assert hears(looked_at(half_life=14), until=END + 31 * DAY) == [
        "Wed 18 09:00 look again",
        "Wed 25 09:00 look again",
        "Wed 1 09:00 look again",
        "Wed 8 09:00 look again",
    ]


def test_two_occasions_of_one_day_are_both_told() -> None:
    ruled = a_ruled_dispute(STOPS)
    look = LookAgain(on=date(2026, 3, 16), by=MAYA.id, at=END)

    assert hears(replace(ruled, look_again=look)) == [
        "Mon 16 09:00 look again",
        "Mon 16 09:00 half time",
    ]


def test_looking_twice_in_a_minute_tells_once() -> None:
    hearer = Hearer(looked_at())
    hearer.looks(march(18, "09:00"))
    hearer.looks(march(18, "09:01"))

    assert len(hearer.heard) == 1
    assert hearer.look_at is None


def test_what_was_heard_is_forgotten_once_it_is_no_occasion_any_more() -> None:
    weekly = looked_at(half_life=14)
    hearer = Hearer(weekly).goes_on(END, march(26, "00:00"))
    hearer.looks(march(27, "00:00"))

    assert hearer.reminded.heard == (Occasion(dispute=weekly.id, kind=LOOK, day=date(2026, 3, 25)),)


def test_another_day_is_told_of_though_the_first_one_was() -> None:
    hearer = Hearer(looked_at()).goes_on(END, march(19, "00:00"))
    hearer.dispute = looked_at(date(2026, 3, 20))
    hearer.goes_on(march(19, "10:00"), march(30, "00:00"))

    assert [at for at, _ in hearer.heard] == [march(18, "09:00"), march(20, "09:00")]


@given(instants, rhythms, st.sampled_from([None, 14, 60]))
def test_in_every_zone_it_is_told_at_the_first_moment_from_its_day_on(
    since: datetime, rhythm: Rhythm, half_life: int | None
) -> None:
    since += timedelta(days=1)
    first = rhythm.day_of(since) + timedelta(days=2)
    look = LookAgain(on=first, half_life_days=half_life, by=MAYA.id, at=since)
    hearer = Hearer(replace(a_ruled_dispute(), look_again=look), rhythm=rhythm)
    until = since + timedelta(days=40)
    hearer.goes_on(since, until)

    wanted = []
    for day in look.days():
        if day > rhythm.day_of(until):
            break
        wanted.append(_first_moment(day, rhythm))
    assert [at for at, _ in hearer.heard] == [at for at in wanted if at < until]


def _first_moment(day: date, rhythm: Rhythm) -> datetime:
    while (moment := rhythm.moment_on(day)) is None:
        day += timedelta(days=1)
    return moment


def test_in_every_zone_a_day_is_told_at_nine_there() -> None:
    for zone in ZONES:
        hearer = Hearer(looked_at(), rhythm=at_nine(zone)).goes_on(END, END + 20 * DAY)

        (at,) = (at for at, _ in hearer.heard)
        assert at == at_nine(zone).moment_on(WEDNESDAY), zone


def test_research_hears_half_time_of_its_own_option() -> None:
    stops = replace(TRANSFORMER, stop_if="no pilot signs up")
    too_long = replace(FILTER, days_to_feedback=91)
    ruled, _ = rule_at_end(an_unsealed_dispute((too_long,), (stops,)), now=END)

    assert days(ruled, JONAS.id, END.date()) == [(HALF, date(2026, 4, 13))]
    assert days(ruled, MAYA.id, END.date()) == []
