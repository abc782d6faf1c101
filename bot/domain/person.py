"""Who somebody is in the workspace."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import UserId


class Membership(StrEnum):
    """How somebody belongs to the workspace; only a full member can open or lead a dispute."""

    FULL_MEMBER = "a full member"
    GUEST = "a guest"
    BOT = "a bot"
    ELSEWHERE = "from another workspace"
    DEACTIVATED = "deactivated"
    UNKNOWN = "not known"
    """Nobody could say; counts as nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts or is named, as the workspace knows them at this instant."""

    id: UserId
    membership: Membership
    founder: bool = False

    @property
    def is_full_member(self) -> bool:
        """Whether they can open a dispute, lead a side or stand in for a lead."""
        return self.membership is Membership.FULL_MEMBER
