"""The time that a digest covers, as instants and as its reader's days and weeks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
WEEKS_SHOWN = 8
_DAY = timedelta(days=1)


def utc_day(instant: datetime) -> date:
    """The day of an instant in UTC."""
    return instant.astimezone(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a digest covers: later than `since`, not later than `until`, in its reader's zone."""

    since: datetime
    until: datetime
    zone: str

    def covers(self, instant: datetime) -> bool:
        """Whether it happened in the period."""
        return self.since < instant <= self.until

    @property
    def first_day(self) -> date:
        """The local day on which it begins."""
        return self.day_of(self.since)

    @property
    def last_day(self) -> date:
        """The last local day that it covers to its end, or the first where there is none."""
        return max(self.first_day, self.day_of(self.until) - _DAY)

    @property
    def mondays(self) -> tuple[date, ...]:
        """The Mondays of the last eight weeks, that of the last day included."""
        last = self.last_day - _DAY * self.last_day.weekday()
        return tuple(last - WEEK * back for back in reversed(range(WEEKS_SHOWN)))

    @property
    def looks_back_to(self) -> datetime:
        """An instant before everything that the period and its eight weeks hold."""
        first_week = datetime.combine(self.mondays[0], time(), UTC)
        return min(self.since, first_week - _DAY)

    @property
    def today(self) -> date:
        """The UTC day of its end, as the days of promises are UTC days."""
        return utc_day(self.until)

    def day_of(self, instant: datetime) -> date:
        """The local day of an instant."""
        return instant.astimezone(ZoneInfo(self.zone)).date()
