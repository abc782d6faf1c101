"""The rules' clock of a run: the real one, moved; three mornings are all that people live."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import utc_now

MORNING = datetime(2026, 3, 2, 8, 59, 50, tzinfo=UTC)
"""A Monday, ten seconds before London's reminders and digests."""
DAYS = (0, 2, 7)
"""The mornings after it: cases are asked for; they can be decided; the windows end."""


@dataclass(frozen=True, slots=True)
class MovedClock:
    """Tells the time that another process has set by a file, which is read each time."""

    file: Path

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=float(self.file.read_text()))

    def set(self, now: datetime) -> None:
        """It is that time now."""
        told = self.file.with_suffix(".new")
        told.write_text(str((now - utc_now()).total_seconds()))
        told.replace(self.file)

    def begin_day(self, number: int) -> None:
        """It is the morning of that one of the days."""
        self.set(MORNING + timedelta(days=DAYS[number]))
