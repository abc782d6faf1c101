"""Who somebody is in the workspace."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

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
    admin: bool = False
    """Whether Slack has them as an admin or owner of the workspace."""
    zone: str = "UTC"
    """The IANA name of their time zone; UTC where Slack gives none."""

    @property
    def has_left(self) -> bool:
        """Whether their account is gone, so that somebody else must act for them."""
        return self.membership is Membership.DEACTIVATED

    @property
    def is_full_member(self) -> bool:
        """Whether they can open a dispute, lead a side or stand in for a lead."""
        return self.membership is Membership.FULL_MEMBER


def today_of(person: Person, now: datetime) -> date:
    """The local day of somebody."""
    return now.astimezone(ZoneInfo(person.zone)).date()
