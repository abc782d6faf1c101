"""The weekly digest: what is in it, and in what order."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.digest import FEWEST_FOR_A_CHART, Digest, Promise, digest_of
from bot.domain.dispute import Dispute, SetAside
from bot.domain.ending import rule_at_end
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.outcome import Answered, Became, Dropped, NotYet
from bot.domain.period import WEEK, Period
from bot.domain.ruling import Basis
from bot.domain.settling import confirm_option, decide
from bot.domain.window import Window
from bot.domain.withdrawal import withdraw
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    an_open_dispute,
    an_option,
    file,
    ruling_of,
    with_outcome,
)

SENT = END - HOUR + WEEK
"""Monday 16 March, 09:00; the digest before was sent a week earlier, just before an end."""
INSTANT = timedelta(microseconds=1)


def a_dispute(number: int = 12, *, opened: datetime = MONDAY, **changes: Any) -> Dispute:
    where = {"id": DisputeId(TeamId("T1"), number), "window": Window(opened), **changes}
    return an_open_dispute(**where)


def unsealed(number: int = 12, *, opened: datetime = MONDAY, days: int = 14) -> Dispute:
    own = an_option("Rules-based filter", days)
    dispute = file(a_dispute(number, opened=opened), Side.PRODUCT, own, now=opened + HOUR)
    return file(dispute, Side.RESEARCH, TRANSFORMER, now=opened + HOUR)


def by_the_rule(number: int = 12, *, found: datetime | None = None, **facts: Any) -> Dispute:
    dispute = unsealed(number, **facts)
    return rule_at_end(dispute, now=found or dispute.window.closes_at)[0]


def lapsed(number: int = 12, *, opened: datetime = MONDAY) -> Dispute:
    dispute = a_dispute(number, opened=opened)
    return rule_at_end(dispute, now=dispute.window.closes_at)[0]


def decided(number: int = 12, *, opened: datetime = MONDAY, after: timedelta = 4 * DAY) -> Dispute:
    at = opened + after
    return decide(unsealed(number, opened=opened), TRANSFORMER.id, "So.", by=MAYA, now=at)[0]


def agreed(number: int = 12, *, opened: datetime = MONDAY, after: timedelta = 2 * DAY) -> Dispute:
    dispute = unsealed(number, opened=opened)
    for side, by in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        dispute, _ = confirm_option(
            dispute, side, TRANSFORMER.id, revision=1, by=by, now=opened + after
        )
    return dispute


def withdrawn(number: int = 12, *, opened: datetime = MONDAY) -> Dispute:
    return withdraw(a_dispute(number, opened=opened), by=LEE, now=opened + DAY)[0]


def set_aside(dispute: Dispute, at: datetime) -> Dispute:
    return replace(dispute, set_aside=SetAside(by=OLU.id, at=at, reason="The merchant left."))


def digest(
    *disputes: Dispute,
    since: datetime = SENT - WEEK,
    until: datetime = SENT,
    left: Collection[UserId] = (),
    zone: str = "UTC",
) -> Digest:
    period = Period(since=since, until=until, zone=zone)
    return digest_of(disputes, period, left=left, now=until)


def numbers(told: Any) -> list[int]:
    return [getattr(one, "dispute", one).opening.id.number for one in told]


# What ended


def test_what_the_program_ruled_in_the_period_has_ended_in_the_order_of_ruling() -> None:
    told = digest(by_the_rule(2, opened=MONDAY + DAY), by_the_rule(1), lapsed(3))

    assert numbers(told.ended) == [1, 3, 2]


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (-INSTANT, False),
        (timedelta(0), False),
        (INSTANT, True),
        (WEEK, True),
        (WEEK + INSTANT, False),
    ],
)
def test_a_ruling_stands_in_the_one_digest_whose_period_it_was_made_in(
    found: timedelta,
    counts: bool,  # noqa: FBT001
) -> None:
    dispute = by_the_rule(opened=MONDAY - WEEK, found=SENT - WEEK + found)

    assert bool(digest(dispute).ended) is counts


def test_a_ruling_that_was_found_late_stands_in_the_digest_after_it_was_found() -> None:
    late = by_the_rule(opened=MONDAY - 5 * WEEK, found=SENT - DAY)

    assert numbers(digest(late).ended) == [12]


@given(
    found=st.lists(st.integers(0, 9 * 24 * 60), max_size=5),
    moments=st.lists(st.integers(0, 9 * 24), min_size=1, max_size=6),
)
def test_of_digests_that_follow_each_other_each_ruling_stands_in_exactly_one(
    found: list[int], moments: list[int]
) -> None:
    disputes = [
        by_the_rule(number, opened=MONDAY - WEEK, found=MONDAY + timedelta(minutes=minutes))
        for number, minutes in enumerate(found, start=1)
    ]
    ends = [
        MONDAY - INSTANT,
        *sorted({MONDAY + timedelta(hours=m) for m in moments}),
        END + 9 * DAY,
    ]
    told = [digest(*disputes, since=a, until=b) for a, b in pairwise(ends)]

    ended = sorted(number for one in told for number in numbers(one.ended))
    assert ended == sorted(dispute.id.number for dispute in disputes)


def test_the_same_dispute_given_twice_is_told_once() -> None:
    assert numbers(digest(by_the_rule(), by_the_rule()).ended) == [12]


def test_what_chose_something_is_counted_by_side_and_by_who_had_to_choose() -> None:
    late = MONDAY + 5 * DAY
    told = digest(
        by_the_rule(1), decided(2, opened=late), agreed(3, opened=late), lapsed(4), withdrawn(5)
    )

    assert numbers(told.chosen) == [1, 3, 2]
    assert told.chosen_of == {Side.PRODUCT: 1, Side.RESEARCH: 2}
    assert told.by_the_rule == 1


def test_the_median_is_of_what_chose_something_from_the_opening_on() -> None:
    opened = MONDAY + 6 * DAY
    told = digest(by_the_rule(1), agreed(2, opened=opened), decided(3, opened=opened), lapsed(4))
    two = digest(agreed(2, opened=opened), decided(3, opened=opened))

    assert told.median_length == 4 * DAY
    assert two.median_length == 3 * DAY
    assert digest(lapsed(4)).median_length is None


def test_what_was_set_aside_in_the_period_is_told() -> None:
    earlier, since = by_the_rule(1, opened=MONDAY - 3 * WEEK), SENT - WEEK
    told = digest(
        set_aside(earlier, SENT - DAY),
        set_aside(by_the_rule(2), SENT - 2 * DAY),
        set_aside(by_the_rule(3, opened=MONDAY - 3 * WEEK), since),
    )

    assert numbers(told.set_aside) == [2, 1]


# What is open, and what is promised


def test_the_open_ones_stand_by_their_end_and_sealed_cases_stay_sealed() -> None:
    half = file(a_dispute(1, opened=SENT - DAY), Side.PRODUCT, FILTER, now=SENT - HOUR)
    told = digest(half, a_dispute(2, opened=SENT - 2 * DAY))

    assert numbers(told.is_open) == [2, 1]
    assert told.opened == 2
    assert "Rules-based" not in repr(told)


def test_a_side_that_owes_something_and_that_nobody_can_act_for_needs_the_founders() -> None:
    dispute = a_dispute(opened=SENT - DAY)

    (need,) = digest(dispute, left=[JONAS.id]).needs
    assert (need.dispute.opening.id.number, need.side) == (12, Side.RESEARCH)
    with_deputy = replace(dispute, research=replace(dispute.research, deputy=ADA.id))
    assert digest(with_deputy, left=[JONAS.id]).needs == ()


@pytest.mark.rule("From that day on the digest asks the founders for it.")
def test_from_its_day_on_an_outcome_that_nobody_can_record_needs_the_founders() -> None:
    due = by_the_rule(days=14, opened=SENT - 21 * DAY)
    later = by_the_rule(13, days=15, opened=SENT - 21 * DAY)
    is_open = a_dispute(14, opened=SENT - DAY)

    told = digest(later, due, is_open, left=[MAYA.id, JONAS.id])

    assert [(one.dispute.opening.id.number, one.side) for one in told.needs] == [
        (14, Side.PRODUCT),
        (14, Side.RESEARCH),
        (12, Side.PRODUCT),
    ]
    assert digest(due, left=[JONAS.id]).needs == ()


def test_the_outcomes_that_nobody_can_record_come_in_the_order_of_their_days() -> None:
    ended = [by_the_rule(number, days=days) for number, days in ((1, 4), (2, 2), (3, 4))]

    assert numbers(digest(*ended, until=SENT + WEEK, left=[MAYA.id]).needs) == [2, 1, 3]


def test_answers_are_told_in_the_week_in_which_they_fall_due() -> None:
    week_by_week = [
        numbers(
            digest(by_the_rule(), since=SENT + (back - 1) * WEEK, until=SENT + back * WEEK).promised
        )
        for back in range(4)
    ]

    assert ruling_of(by_the_rule()).answer_due_on == date(2026, 3, 23)
    assert week_by_week == [[], [12], [], []]


def test_an_answer_that_is_late_but_not_overdue_is_told_once_more_and_comes_next_no_more() -> None:
    late = by_the_rule(days=16)
    told = digest(late, since=SENT + WEEK, until=SENT + 2 * WEEK)

    assert ruling_of(late).answer_due_on == (SENT + 9 * DAY).date()
    assert numbers(told.promised) == [12]
    assert told.overdue == ()
    assert told.next is None


def test_what_is_set_aside_promises_no_answer() -> None:
    dispute = set_aside(by_the_rule(), SENT)

    assert digest(dispute, until=SENT + WEEK).promised == ()
    assert digest(dispute).next is None


def test_the_answers_stand_by_the_day_on_which_they_are_due() -> None:
    told = digest(by_the_rule(1, days=11), by_the_rule(2, days=8), by_the_rule(3, days=8))

    assert numbers(told.promised) == [2, 3, 1]


# What became of promises


def recorded(became: Became, at: datetime, number: int = 12, *, days: int = 14) -> Dispute:
    return with_outcome(by_the_rule(number, opened=MONDAY - 3 * WEEK, days=days), became, now=at)


def early(number: int = 12) -> Answered:
    return replace(ANSWER, on=date(2026, 2, 20), who=f"Customer {number}")


@pytest.mark.rule("A digest tells of every outcome that was recorded in its time.")
def test_every_outcome_of_the_period_came_in_the_order_of_recording() -> None:
    put_off = recorded(NotYet(until=date(2026, 3, 30), why="A week."), SENT - 2 * DAY, 1)
    twice = with_outcome(put_off, early(), now=SENT)
    told = digest(twice, recorded(DROPPED, SENT - DAY, 2), recorded(early(), SENT - WEEK, 3))

    assert [(one.dispute.opening.id.number, type(one.outcome.became)) for one in told.came] == [
        (1, NotYet),
        (2, Dropped),
        (1, Answered),
    ]
    assert not told.is_quiet


@pytest.mark.rule("An overdue answer stands in every digest until it comes.")
def test_an_overdue_answer_stands_in_every_digest_the_latest_first() -> None:
    late, later = (by_the_rule(n, opened=MONDAY - 4 * WEEK, days=n) for n in (16, 12))
    told = digest(late, later)

    assert numbers(told.overdue) == [12, 16]
    assert not told.is_quiet
    assert numbers(digest(late, since=SENT, until=SENT + WEEK).overdue) == [16]


def test_an_answer_is_overdue_in_a_digest_from_the_seventh_day_on() -> None:
    exactly, not_quite = (by_the_rule(n, opened=MONDAY - 2 * WEEK, days=n) for n in (14, 15))

    assert ruling_of(exactly).answer_due_on == (SENT - WEEK).date()
    assert numbers(digest(exactly, not_quite).overdue) == [14]


def test_what_has_come_is_overdue_no_more() -> None:
    told = digest(recorded(early(), SENT), recorded(DROPPED, SENT, 2))

    assert told.overdue == ()
    assert numbers(told.came) == [2, 12]


def test_not_yet_is_promised_for_its_new_day_and_still_overdue_by_the_first_one() -> None:
    put_off = recorded(NotYet(until=date(2026, 3, 18), why="A week."), SENT - DAY, days=22)
    told = digest(put_off)

    assert [(one.dispute.opening.id.number, one.due_on) for one in told.promised] == [
        (12, date(2026, 3, 18))
    ]
    assert told.overdue == ()
    much_later = digest(put_off, until=SENT + DAY, since=SENT)
    assert (numbers(much_later.overdue), much_later.promised) == ([12], ())


def test_a_digest_has_the_record_of_each_side() -> None:
    answers = [recorded(early(), SENT, number, days=4) for number in (1, 2, 3)]
    told = digest(*answers, *answers)

    assert [one.real for one in told.record.of(Side.PRODUCT)] == [4, 4, 4]
    assert str(told.record.ratio(Side.PRODUCT)) == "1.0"


# A quiet week


def test_a_week_in_which_nothing_was_opened_ended_or_set_aside_is_quiet() -> None:
    before = by_the_rule(opened=MONDAY - 2 * WEEK, days=60)

    assert digest().is_quiet
    assert digest(before).is_quiet
    assert not digest(lapsed()).is_quiet
    assert not digest(set_aside(before, SENT)).is_quiet
    assert not digest(a_dispute(opened=SENT)).is_quiet


def test_who_can_be_helped_by_the_founders_alone_makes_no_quiet_week() -> None:
    old = a_dispute(opened=SENT - WEEK)

    assert digest(old).is_quiet
    assert not digest(old, left=[MAYA.id]).is_quiet


def test_what_comes_next_is_an_end_or_an_answer_whichever_is_sooner() -> None:
    promised = by_the_rule(1, days=14)  # due on 23 March
    sooner, later = (a_dispute(2, opened=SENT - back * DAY) for back in (5, -1))

    assert numbers([digest(promised, sooner).next]) == [2]
    assert isinstance(digest(promised, later).next, Promise)
    assert isinstance(digest(promised).next, Promise)
    assert numbers([digest(sooner).next]) == [2]
    assert digest(lapsed()).next is None


# Eight weeks


def test_the_endings_are_counted_by_the_week_of_the_instant_that_counts() -> None:
    late = by_the_rule(1, opened=MONDAY - 2 * WEEK, found=SENT)  # ended on 23 February
    told = digest(late, by_the_rule(2), agreed(3, opened=MONDAY + WEEK))

    assert [week.monday for week in told.weeks][-3:] == [
        date(2026, 2, 23),
        date(2026, 3, 2),
        date(2026, 3, 9),
    ]
    assert len(told.weeks) == 8
    assert told.weeks[-1].endings == {Basis.DEFAULT_RULE: 1, Basis.AGREED: 1}
    assert told.weeks[-3].endings == {Basis.DEFAULT_RULE: 1}
    assert told.endings == {Basis.DEFAULT_RULE: 2, Basis.AGREED: 1}


def test_from_five_endings_on_in_eight_weeks_there_is_a_chart() -> None:
    ended = [lapsed(number) for number in range(FEWEST_FOR_A_CHART)]

    assert FEWEST_FOR_A_CHART == 5
    assert digest(*ended).has_chart
    assert not digest(*ended[1:]).has_chart
    assert not digest(*ended, until=SENT + 8 * WEEK).has_chart


# Days


def test_a_week_from_nine_to_nine_is_named_by_the_seven_days_that_it_covers() -> None:
    period = Period(since=SENT - WEEK, until=SENT, zone="UTC")

    assert (period.first_day, period.last_day) == (date(2026, 3, 9), date(2026, 3, 15))


def test_days_are_those_of_the_readers_zone() -> None:
    period = Period(since=SENT - WEEK, until=SENT, zone="Pacific/Kiritimati")

    assert period.first_day == date(2026, 3, 9)
    assert replace(period, until=SENT + HOUR).last_day == date(2026, 3, 16)


def test_a_period_within_a_day_is_that_day() -> None:
    period = Period(since=SENT, until=SENT + HOUR, zone="UTC")

    assert period.first_day == period.last_day == date(2026, 3, 16)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(0, 300))  # noqa: DTZ001
def test_what_is_looked_back_to_is_before_the_period_and_all_eight_weeks(
    until: datetime, days: int
) -> None:
    until = until.replace(tzinfo=SENT.tzinfo)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        period = Period(since=until - days * DAY, until=until, zone=zone)

        assert period.looks_back_to <= period.since
        assert period.day_of(period.looks_back_to) < period.mondays[0]
