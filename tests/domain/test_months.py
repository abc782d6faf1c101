"""When the customers' month is told: on the first working day of the next one, at nine."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from bot.domain.months import first_moment_of_month, next_moment_of_month, start_of_month
from bot.domain.rhythm import Rhythm
from bot.domain.settings import Weekday
from tests.domain.reader import at_nine
from tests.domain.test_reminders_everywhere import instants, rhythms


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.rule(
    "On the first working day of a month, at nine, the channel of rulings hears what customers "
    "said in the last one."
)
@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 4, 17), utc("2026-04-01T09:00")),
        (date(2026, 8, 1), utc("2026-08-03T09:00")),  # the 1st is a Saturday
        (date(2026, 11, 30), utc("2026-11-02T09:00")),  # the 1st is a Sunday
        (date(2027, 1, 9), utc("2027-01-01T09:00")),
    ],
)
def test_the_first_moment_is_on_the_first_working_day(day: date, moment: datetime) -> None:
    assert first_moment_of_month(day, at_nine()) == moment


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        ("2026-03-31T23:59", "2026-04-01T09:00"),
        ("2026-04-01T08:59", "2026-04-01T09:00"),
        ("2026-04-01T09:00", "2026-05-01T09:00"),
        ("2026-08-01T12:00", "2026-08-03T09:00"),
        ("2026-12-01T09:00", "2027-01-01T09:00"),
        ("2027-01-31T12:00", "2027-02-01T09:00"),
        ("2028-02-29T12:00", "2028-03-01T09:00"),
    ],
)
def test_the_next_moment_is_later_than_now(after: str, moment: str) -> None:
    assert next_moment_of_month(utc(after), at_nine()) == utc(moment)


def test_the_days_and_the_hour_are_those_of_the_settings() -> None:
    thursdays = Rhythm(zone="UTC", hour=14, days=(Weekday.THURSDAY,))

    assert next_moment_of_month(utc("2026-04-01T10:00"), thursdays) == utc("2026-04-02T14:00")


def test_the_month_is_that_of_the_zone() -> None:
    tokyo, new_york = at_nine("Asia/Tokyo"), at_nine("America/New_York")
    at = utc("2026-03-31T20:00")  # 1 April, 05:00 in Tokyo

    assert start_of_month(at, tokyo) == utc("2026-03-31T15:00")
    assert start_of_month(at, new_york) == utc("2026-03-01T05:00")
    assert next_moment_of_month(at, tokyo) == utc("2026-04-01T00:00")
    assert next_moment_of_month(at, new_york) == utc("2026-04-01T13:00")


@given(instants, rhythms)
def test_anywhere_the_months_follow_each_other_each_told_once(
    since: datetime, rhythm: Rhythm
) -> None:
    moment, months = since, []
    for _ in range(13):
        moment = next_moment_of_month(moment, rhythm)
        months.append(rhythm.day_of(moment))

    numbers = [12 * day.year + day.month for day in months]
    assert numbers == list(range(numbers[0], numbers[0] + 13))
    assert all(day.day <= 7 for day in months)


@given(instants, rhythms)
def test_a_month_begins_before_each_of_its_moments(now: datetime, rhythm: Rhythm) -> None:
    start = start_of_month(now, rhythm)

    assert start <= now
    assert rhythm.day_of(start) == rhythm.day_of(now).replace(day=1)
    assert start.tzinfo is UTC
