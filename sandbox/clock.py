"""The real clock: the only place of the sandbox that reads it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def real_now() -> datetime:
    """Read the real instant, aware and in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 - triggers and signatures live on real time
