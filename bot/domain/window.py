"""The seven days: the same for everybody, always (product.md, *The life of a dispute*)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open interval of UTC instants: open at `opens_at`, over at `closes_at`."""

    opens_at: datetime

    @property
    def closes_at(self) -> datetime:
        """The instant at which the default rule rules; no longer part of the window."""
        return self.opens_at + WINDOW

    def is_open(self, now: datetime) -> bool:
        """Whether a case, a confirmation or a decision still counts at `now`."""
        return self.opens_at <= now < self.closes_at

    def is_over(self, now: datetime) -> bool:
        """Whether the ruling is due at `now`."""
        return now >= self.closes_at
