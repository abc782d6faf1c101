"""Instants as a reader is told them: by Slack's tokens, in the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.page.moments import draw_moment, say_ago, say_day, say_moment
from sandbox.page.reader import Reader

NOW = datetime(2026, 3, 2, 23, tzinfo=UTC)
AT = int(NOW.timestamp())
LONG = "{date_long_pretty}, {time}"


def reader(zone: str, now: datetime = NOW) -> Reader:
    return Reader(me="U1", zone=ZoneInfo(zone), now=now, people={}, channels={})


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Monday, 2 March, 18:00"),
        ("Europe/Berlin", "Tuesday, 3 March, 00:00"),
        ("Asia/Tokyo", "Tuesday, 3 March, 08:00"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(zone: str, said: str) -> None:
    assert say_moment(AT, "{date_long}, {time}", reader(zone)) == said


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "Wednesday, 4 March")]
)
def test_days_near_have_words_of_their_own(days: int, said: str) -> None:
    at = int((NOW + timedelta(days=days)).timestamp())

    assert say_moment(at, LONG, reader("UTC")) == f"{said}, 23:00"


def test_tomorrow_begins_at_the_readers_midnight() -> None:
    at = int((NOW + timedelta(hours=2)).timestamp())

    assert say_moment(at, LONG, reader("UTC")) == "tomorrow, 01:00"
    assert say_moment(at, LONG, reader("Europe/Berlin")) == "today, 02:00"


def test_the_year_is_told_where_it_is_half_a_year_away() -> None:
    assert say_moment(AT, "{date}", reader("UTC")) == "2 March"
    assert say_moment(AT, "{date}", reader("UTC", NOW + timedelta(days=200))) == "2 March 2026"


def test_a_token_nobody_knows_stays_as_it_is() -> None:
    assert say_moment(AT, "{date_num} {week}", reader("UTC")) == "2026-03-02 {week}"


def test_a_moment_tells_itself_in_utc_as_well() -> None:
    drawn = draw_moment(AT, "{time}", reader("Asia/Tokyo"))

    assert 'title="Mon 2 March, 23:00 UTC"' in drawn
    assert ">08:00<" in drawn


def test_the_line_between_days_begins_with_a_capital() -> None:
    assert say_day(NOW, reader("UTC")) == "Today"
    assert say_day(NOW - timedelta(days=5), reader("UTC")) == "Wednesday, 25 February"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(days=3), "3 days ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(minutes=-5), "in 5 minutes"),
        (timedelta(), "just now"),
    ],
)
def test_how_long_ago_something_was(ago: timedelta, said: str) -> None:
    assert say_ago(NOW - ago, reader("UTC")) == said
