"""When a person may be reminded: at an hour of theirs, on the days on which people work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.settings import Weekday, WorkspaceSettings

LATEST_HOUR = 18
"""Until then, local time, a reminder that was missed is made up."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def known_zone(name: str | None) -> str:
    """The zone of that IANA name; UTC when there is none, or none that we know."""
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


@lru_cache(maxsize=4096)
def instant_at(day: date, hour: int, zone: str) -> datetime | None:
    """The UTC instant of that hour of the day there, or of the first minute after it that exists.

    None where the day itself does not exist: islands have skipped one to change the date line.
    """
    local = datetime.combine(day, time(hour), ZoneInfo(zone))
    while local.date() == day:
        instant = local.astimezone(UTC)
        if instant.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
            return instant
        local += _MINUTE
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The hour and the days of one person's reminders or digests."""

    zone: str
    hour: int
    days: tuple[Weekday, ...]

    @classmethod
    def of_reminders(cls, settings: WorkspaceSettings, zone: str) -> "Rhythm":
        """When somebody in that zone is reminded."""
        return cls(zone=zone, hour=settings.reminder_hour, days=settings.working_days)

    @classmethod
    def of_digests(cls, settings: WorkspaceSettings, zone: str) -> "Rhythm":
        """When a founder in that zone gets the digest."""
        return cls(zone=zone, hour=settings.digest_hour, days=(settings.digest_day,))

    def day_of(self, instant: datetime) -> date:
        """The local day of an instant."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def moment_on(self, day: date) -> datetime | None:
        """The moment of that day; None on a day that is not among theirs."""
        if day.weekday() not in {one.number for one in self.days}:
            return None
        return instant_at(day, self.hour, self.zone)

    def latest_on(self, day: date) -> datetime | None:
        """Until when that day a missed moment is made up."""
        return instant_at(day, LATEST_HOUR, self.zone)

    def next_moment(self, after: datetime) -> datetime:
        """The first moment later than that."""
        return next(moment for moment in self._moments(after, _DAY) if moment > after)

    def next_moment_from(self, day: date, after: datetime) -> datetime:
        """The first moment later than that, on the day or a later one."""
        day = max(day, self.day_of(after))
        while (moment := self.moment_on(day)) is None or moment <= after:
            day += _DAY
        return moment

    def last_moment(self, until: datetime) -> datetime:
        """The last moment that is not later than that."""
        return next(moment for moment in self._moments(until, -_DAY) if moment <= until)

    def _moments(self, start: datetime, step: timedelta) -> Iterator[datetime]:
        day = self.day_of(start)
        while True:
            if moment := self.moment_on(day):
                yield moment
            day += step

    def is_daytime(self, now: datetime) -> bool:
        """Whether it is one of their days, from the hour on until 18:00."""
        day = self.day_of(now)
        first, latest = self.moment_on(day), self.latest_on(day)
        return first is not None and latest is not None and first <= now < latest
