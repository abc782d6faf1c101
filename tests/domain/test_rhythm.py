from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.person import today_of
from bot.domain.rhythm import Rhythm, instant_at, known_zone
from bot.domain.settings import Weekday, WorkspaceSettings
from tests.builders import person

FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
WORKING_DAYS = tuple(Weekday)[:5]


def utc(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+00:00")


def at_nine(zone: str = "UTC", days: tuple[Weekday, ...] = WORKING_DAYS) -> Rhythm:
    return Rhythm(zone=zone, hour=9, days=days)


# The hour


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", utc("2026-03-06", "09:00")),
        ("Europe/Berlin", utc("2026-03-06", "08:00")),
        ("Asia/Kathmandu", utc("2026-03-06", "03:15")),
        ("America/New_York", utc("2026-03-06", "14:00")),
        ("Pacific/Kiritimati", utc("2026-03-05", "19:00")),
    ],
)
def test_nine_is_nine_where_the_person_is(zone: str, expected: datetime) -> None:
    assert instant_at(FRIDAY, 9, zone) == expected


def test_the_clock_change_moves_the_instant_and_not_the_hour() -> None:
    before, after = date(2026, 3, 28), date(2026, 3, 29)

    assert instant_at(before, 9, "Europe/Berlin") == utc("2026-03-28", "08:00")
    assert instant_at(after, 9, "Europe/Berlin") == utc("2026-03-29", "07:00")


@pytest.mark.parametrize(
    ("zone", "day", "hour", "first_that_exists"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 2, "03:00"),
        ("America/New_York", date(2026, 3, 8), 2, "03:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, "02:30"),
        ("America/Santiago", date(2026, 9, 6), 0, "01:00"),
    ],
)
def test_an_hour_that_is_skipped_gives_the_first_minute_after_it(
    zone: str, day: date, hour: int, first_that_exists: str
) -> None:
    moment = instant_at(day, hour, zone)

    assert moment is not None
    local = moment.astimezone(ZoneInfo(zone))
    assert f"{local:%H:%M}" == first_that_exists


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    assert instant_at(date(2026, 10, 25), 2, "Europe/Berlin") == utc("2026-10-25", "00:00")


def test_a_day_that_an_island_skipped_has_no_hour() -> None:
    assert instant_at(date(2011, 12, 30), 9, "Pacific/Apia") is None


# The days


def test_a_moment_is_on_working_days_alone() -> None:
    assert at_nine().moment_on(FRIDAY) == utc("2026-03-06", "09:00")
    assert at_nine().moment_on(SATURDAY) is None


def test_the_day_is_the_persons_own() -> None:
    assert at_nine("Pacific/Kiritimati").day_of(utc("2026-03-05", "12:00")) == FRIDAY


def test_the_next_moment_is_later_than_now() -> None:
    assert at_nine().next_moment(utc("2026-03-06", "08:59")) == utc("2026-03-06", "09:00")
    assert at_nine().next_moment(utc("2026-03-06", "09:00")) == utc("2026-03-09", "09:00")


def test_the_last_moment_may_be_now() -> None:
    assert at_nine().last_moment(utc("2026-03-09", "09:00")) == utc("2026-03-09", "09:00")
    assert at_nine().last_moment(utc("2026-03-09", "08:59")) == utc("2026-03-06", "09:00")


def test_a_day_that_an_island_skipped_is_stepped_over() -> None:
    in_apia = at_nine("Pacific/Apia")
    thursday, saturday = utc("2011-12-29", "19:00"), utc("2011-12-30", "19:00")
    every_day = Rhythm(zone="Pacific/Apia", hour=9, days=tuple(Weekday))

    assert every_day.next_moment(thursday) == saturday
    assert in_apia.moment_on(date(2011, 12, 30)) is None


# Daytime


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc("2026-03-06", "08:59"), False),
        (utc("2026-03-06", "09:00"), True),
        (utc("2026-03-06", "17:59"), True),
        (utc("2026-03-06", "18:00"), False),
        (utc("2026-03-07", "12:00"), False),
    ],
)
def test_daytime_is_a_working_day_from_the_hour_on_until_six(
    now: datetime,
    expected: bool,  # noqa: FBT001
) -> None:
    assert at_nine().is_daytime(now) is expected


# Whose rhythm


def test_the_settings_say_when_people_are_reminded_and_founders_get_the_digest() -> None:
    settings = WorkspaceSettings(
        working_days=(Weekday.SUNDAY,),
        reminder_hour=8,
        digest_day=Weekday.THURSDAY,
        digest_hour=17,
    )

    assert Rhythm.of_reminders(settings, "Asia/Amman") == Rhythm(
        zone="Asia/Amman", hour=8, days=(Weekday.SUNDAY,)
    )
    assert Rhythm.of_digests(settings, "Asia/Amman") == Rhythm(
        zone="Asia/Amman", hour=17, days=(Weekday.THURSDAY,)
    )


@pytest.mark.parametrize("name", ["Asia/Kathmandu", "US/Eastern", "UTC"])
def test_a_zone_that_is_known_keeps_its_name(name: str) -> None:
    assert known_zone(name) == name


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../../etc/passwd", "Europe", "\0"])
def test_a_zone_that_is_not_known_is_utc(name: str | None) -> None:
    assert known_zone(name) == "UTC"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("UTC", date(2026, 3, 6)), ("Asia/Tokyo", date(2026, 3, 7)), ("US/Hawaii", FRIDAY)],
)
def test_today_is_the_day_where_somebody_is(zone: str, expected: date) -> None:
    assert today_of(person("Maya", zone=zone), utc("2026-03-06", "20:00")) == expected
