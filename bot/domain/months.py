"""When the customers' month is told: on the first working day of the next one."""

from datetime import date, datetime, timedelta

from bot.domain.rhythm import Rhythm, instant_at

_LONGER_THAN_A_MONTH = timedelta(days=32)


def first_moment_of_month(day: date, rhythm: Rhythm) -> datetime:
    """The first reminder moment of the month of that day."""
    first = day.replace(day=1)
    while (moment := rhythm.moment_on(first)) is None:
        first += timedelta(days=1)
    return moment


def next_moment_of_month(after: datetime, rhythm: Rhythm) -> datetime:
    """The first moment later than that at which a month that is over is told."""
    day = rhythm.day_of(after)
    this = first_moment_of_month(day, rhythm)
    if this > after:
        return this
    return first_moment_of_month(day.replace(day=1) + _LONGER_THAN_A_MONTH, rhythm)


def start_of_month(moment: datetime, rhythm: Rhythm) -> datetime:
    """The instant at which the local month of that moment begins, in UTC."""
    return instant_at(rhythm.day_of(moment).replace(day=1), 0, rhythm.zone) or moment
