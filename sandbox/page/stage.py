"""What the page needs of the process that it belongs to."""

from datetime import datetime, timedelta
from typing import Protocol

from sandbox.server import Slack


class Stage(Protocol):
    """A small Slack with the bot in it, the people who can be played, and a clock to move."""

    @property
    def slack(self) -> Slack:
        """The small Slack."""
        ...

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of those who can be played, in order."""
        ...

    def now(self) -> datetime:
        """The movable clock."""
        ...

    async def move(self, by: timedelta) -> tuple[str, ...]:
        """The clock is moved, with a stop at every due moment; a line for each thing done."""
        ...

    async def to_next_reminder(self) -> tuple[str, ...]:
        """The clock is moved to the next reminder, if one is planned."""
        ...

    async def next_reminder(self) -> datetime | None:
        """When the next reminder goes out."""
        ...

    async def to_next_deadline(self) -> tuple[str, ...]:
        """The clock is moved to the next deadline, if there is one."""
        ...

    async def next_deadline(self) -> datetime | None:
        """When the next dispute ends."""
        ...
