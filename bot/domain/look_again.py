"""When to look again at a ruling: on a day, or in the rhythm of a model's half-life."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import count

from bot.domain.ids import UserId

SHORT_HALF_LIFE, LONG_HALF_LIFE = 30, 90
"""In days: below the first it is looked at weekly, above the second quarterly."""


class Pace(Enum):
    """How often a ruling is looked at again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


def pace_of(half_life_days: int) -> Pace:
    """The pace for a figure that drops by a tenth in so many days."""
    if half_life_days < SHORT_HALF_LIFE:
        return Pace.WEEKLY
    return Pace.QUARTERLY if half_life_days > LONG_HALF_LIFE else Pace.MONTHLY


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """When both leads are told again what was decided and why, until somebody stops it."""

    on: date
    """The first day."""
    half_life_days: int | None = None
    """In how many days the figure that convinced drops by 10 %; None for that one day only."""
    by: UserId
    at: datetime

    @property
    def pace(self) -> Pace | None:
        """How often; None for once."""
        return pace_of(self.half_life_days) if self.half_life_days else None

    def days(self) -> Iterator[date]:
        """Every day of it, without an end where there is a pace."""
        pace = self.pace
        if pace is None:
            return iter((self.on,))
        return (day_of_pace(self.on, pace, number) for number in count())

    def last_day(self, today: date) -> date | None:
        """The last of its days that is not later than today."""
        last = None
        for day in self.days():
            if day > today:
                break
            last = day
        return last

    def next_day(self, today: date) -> date | None:
        """The first of its days that is later than today."""
        return next((day for day in self.days() if day > today), None)


def day_of_pace(first: date, pace: Pace, number: int) -> date:
    """The day that comes so many steps after the first; the last of a month where it is shorter."""
    if pace is Pace.WEEKLY:
        return first + timedelta(weeks=number)
    months = first.month - 1 + number * (1 if pace is Pace.MONTHLY else 3)
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
