"""The names by which people, places and disputes are known."""

from dataclasses import dataclass
from typing import NewType

TeamId = NewType("TeamId", str)
"""A Slack workspace, such as T024BE7LH."""

ChannelId = NewType("ChannelId", str)
UserId = NewType("UserId", str)

OptionId = NewType("OptionId", str)
"""An option of a dispute; it stays the same through every revision."""


@dataclass(frozen=True, slots=True)
class AreaId:
    """An area is known by its workspace and its folded name there."""

    team: TeamId
    key: str

    @classmethod
    def of(cls, team: TeamId, name: str) -> "AreaId":
        """The area of that name; capitals and white space make no other one."""
        return cls(team, " ".join(name.casefold().split()))


@dataclass(frozen=True, slots=True)
class DisputeId:
    """A dispute is known by its workspace and its number there."""

    team: TeamId
    number: int

    def __str__(self) -> str:
        return f"#{self.number}"
