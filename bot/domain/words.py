"""Sentences in which times and people wait for a reader's zone and for names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.domain.ids import UserId


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, named where the sentence is shown."""

    user: UserId


Part = str | datetime | Mention
Words = tuple[Part, ...]


def plain(words: Words, *, name: Callable[[UserId], str] = str) -> str:
    """Words as text, with times in UTC and people named by `name`."""
    return "".join(_plain_part(part, name) for part in words)


def _plain_part(part: Part, name: Callable[[UserId], str]) -> str:
    if isinstance(part, datetime):
        return say_instant(part)
    return name(part.user) if isinstance(part, Mention) else part


def say_day(day: date) -> str:
    """A day as people write it: Mon 9 March 2026."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def say_instant(instant: datetime) -> str:
    """An instant in UTC: Mon 9 March 2026, 09:00 UTC."""
    in_utc = instant.astimezone(UTC)
    return f"{say_day(in_utc.date())}, {in_utc:%H:%M} UTC"


def say_number(figure: Decimal | int) -> str:
    """A figure with separators and without an exponent: 9,000 or 0.015."""
    return f"{Decimal(figure):,f}"


def count(number: int, noun: str) -> str:
    """A number with its noun, in the singular for one: 1 day, 14 days."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


def say_length(length: timedelta) -> str:
    """A length of time in its largest unit: 3 days, 5 hours, 2 minutes, 4 seconds."""
    fitting = (count(length // unit, noun) for unit, noun in _UNITS if length >= unit)
    return next(fitting, count(max(int(length.total_seconds()), 0), "second"))


def listed(parts: Iterable[Words], *, last: str = " or ") -> Words:
    """Several things as one enumeration: A, B or C."""
    *most, final = parts
    if not most:
        return final
    between = [piece for part in most for piece in (*part, ", ")][:-1]
    return (*between, last, *final)
