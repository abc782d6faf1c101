"""The real clock, read here alone of all the sandbox, and one that can be moved on."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def real_now() -> datetime:
    """Read the real instant, aware and in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 - triggers and signatures live on real time


class MovableClock:
    """A clock that begins where it is told, runs as fast as the real one, and can be moved on."""

    def __init__(self, begins_at: datetime, real_clock: Clock = real_now) -> None:
        self._real_clock = real_clock
        self._ahead = begins_at - real_clock()

    def __call__(self) -> datetime:
        """Give the instant that it shows."""
        return self._real_clock() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Show that instant now; it never goes back."""
        self._ahead = max(self._ahead, instant - self._real_clock())
