"""When one debt is told of, worked out minute by minute and day by day.

It is written from product.md and shares no line with `bot.domain`: it reads the wall clock of the
place at every minute, and looks for the days one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@cache
def first_minute(day: date, hour: int, zone: str) -> datetime:
    """The first minute, in UTC, at which the wall clock there shows that day and hour or later."""
    there = ZoneInfo(zone)
    instant = datetime.combine(day, datetime.min.time(), UTC) + hour * HOUR - 15 * HOUR
    while True:
        clock = instant.astimezone(there)
        if clock.date() > day or (clock.date() == day and clock.hour >= hour):
            return instant
        instant += MINUTE


@dataclass(frozen=True)
class Place:
    """Where somebody is, and when they work there."""

    zone: str
    hour: int
    days: frozenset[int]
    """0 is Monday."""

    def day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def morning(self, day: date) -> datetime:
        return first_minute(day, self.hour, self.zone)

    def evening(self, day: date) -> datetime:
        return first_minute(day, 18, self.zone)

    def mornings(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """The reminder moments of the days from `start` to `end`, both included."""
        day = self.day(start)
        while day <= self.day(end):
            if day.weekday() in self.days:
                yield self.morning(day)
            day += DAY

    def works_at(self, instant: datetime) -> bool:
        day = self.day(instant)
        return day.weekday() in self.days and (self.morning(day) <= instant < self.evening(day))


@dataclass(frozen=True)
class Off:
    """When the bot stood still; what was due then is looked at as soon as it is back."""

    since: datetime
    until: datetime

    def next_look(self, instant: datetime) -> datetime:
        return self.until if self.since <= instant < self.until else instant


NEVER_OFF = Off(datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def last_call(
    asked: datetime, end: datetime, place: Place, off: Off = NEVER_OFF
) -> datetime | None:
    """When the last call of a debt comes; None when there is no time for one."""
    last = max(one for one in place.mornings(end - 9 * DAY, end) if one <= end - 4 * HOUR)
    if asked <= last:
        call = off.next_look(last)
        return call if call < end else None
    looks = [asked, *(one for one in place.mornings(asked, end) if one > asked)]
    for look in map(off.next_look, looks):
        if look < end and place.works_at(look):
            return look
    return None


def dailies(asked: datetime, end: datetime, place: Place, off: Off = NEVER_OFF) -> list[datetime]:
    """When a debt is told of before its last call."""
    last = max(one for one in place.mornings(end - 9 * DAY, end) if one <= end - 4 * HOUR)
    made = []
    for morning in place.mornings(asked, end):
        day, look = place.day(morning), off.next_look(morning)
        in_time = look < place.evening(day) and place.day(look) == day
        if place.day(asked) < day and morning < last and in_time and look < end:
            made.append(look)
    return made


def mornings_from(first: date, end: datetime, place: Place, off: Off = NEVER_OFF) -> list[datetime]:
    """When a debt without an end is told of, from a day on until it is settled."""
    made = []
    for morning in place.mornings(place.morning(first), end):
        day, look = place.day(morning), off.next_look(morning)
        if look < place.evening(day) and place.day(look) == day and look < end:
            made.append(look)
    return made
