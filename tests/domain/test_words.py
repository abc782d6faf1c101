from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.words import (
    Mention,
    count,
    listed,
    plain,
    say_day,
    say_instant,
    say_length,
    say_number,
)


def test_plain_words_name_people_and_say_instants_in_utc() -> None:
    words = ("Ask ", Mention(UserId("U1")), " before ", datetime(2026, 3, 9, 9, 5, tzinfo=UTC), ".")

    assert plain(words) == "Ask U1 before Mon 9 March 2026, 09:05 UTC."
    assert plain(words, name=lambda _: "Maya") == "Ask Maya before Mon 9 March 2026, 09:05 UTC."


def test_an_instant_from_another_zone_is_said_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))

    assert (
        say_instant(datetime(2026, 1, 1, 8, 0, tzinfo=tokyo)) == "Wed 31 December 2025, 23:00 UTC"
    )


def test_a_day_is_said_without_a_leading_zero() -> None:
    assert say_day(date(2028, 2, 29)) == "Tue 29 February 2028"


@pytest.mark.parametrize(
    ("figure", "said"), [(9000, "9,000"), (Decimal("0.015"), "0.015"), (Decimal("1e4"), "10,000")]
)
def test_a_number_is_said_with_separators_and_without_exponent(
    figure: Decimal | int, said: str
) -> None:
    assert say_number(figure) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 days"), (1, "1 day"), (14, "14 days")])
def test_a_count_has_its_plural(number: int, said: str) -> None:
    assert count(number, "day") == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [((("A",),), "A"), ((("A",), ("B",)), "A or B"), ((("A",), ("B",), ("C",)), "A, B or C")],
)
def test_several_things_are_enumerated(parts: tuple[tuple[str]], said: str) -> None:
    assert plain(listed(parts)) == said


def test_a_dispute_is_known_by_its_number() -> None:
    assert str(DisputeId(TeamId("T1"), 12)) == "#12"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(days=3, hours=5), "3 days"),
        (timedelta(hours=1, minutes=59), "1 hour"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(seconds=4.9), "4 seconds"),
        (timedelta(0), "0 seconds"),
        (-timedelta(seconds=5), "0 seconds"),
    ],
)
def test_a_length_is_said_in_its_largest_unit(length: timedelta, said: str) -> None:
    assert say_length(length) == said
