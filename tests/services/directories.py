"""Who and what there is in a workspace, as a test says."""

from dataclasses import dataclass, field, replace

from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Membership, Person
from bot.domain.rights import Privacy
from bot.services.ports import Place
from tests.builders import ADA, JONAS, LEE, MAYA, OLU, ZOE

PUBLIC, PRIVATE, SILENT = ChannelId("C1"), ChannelId("C2"), ChannelId("C3")
"""A public channel, a private one, and one of which Slack says nothing."""

BOSS = replace(ZOE, id=UserId("Boss"), admin=True)
"""An admin who is no founder."""

_PRIVACY = {PUBLIC: Privacy.PUBLIC, PRIVATE: Privacy.PRIVATE}


@dataclass
class SmallDirectory:
    """A workspace that Olu owns, and that can be changed and silenced."""

    people: dict[UserId, Person] = field(
        default_factory=lambda: {one.id: one for one in (LEE, MAYA, JONAS, ADA, OLU, ZOE, BOSS)}
    )
    is_silent: bool = False

    def change(self, user: UserId, **facts: object) -> None:
        self.people[user] = replace(self.people[user], **facts)  # type: ignore[arg-type]

    def remove(self, *users: UserId) -> None:
        for user in users:
            self.change(user, membership=Membership.DEACTIVATED)

    async def person(self, user: UserId) -> Person:
        if self.is_silent or user not in self.people:
            return Person(id=user, membership=Membership.UNKNOWN)
        return self.people[user]

    async def owners(self) -> tuple[UserId, ...] | None:
        if self.is_silent:
            return None
        return tuple(one.id for one in self.people.values() if one.founder and not one.has_left)

    async def place(self, channel: ChannelId) -> Place:
        privacy = _PRIVACY.get(channel, Privacy.UNKNOWN)
        return Place(Privacy.UNKNOWN if self.is_silent else privacy, takes_messages=True)
