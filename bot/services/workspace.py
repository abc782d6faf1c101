"""Who somebody is, with the founders that the workspace's settings name."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.person import Person
from bot.services.ports import Begin, Directory, Place


@dataclass(frozen=True, slots=True)
class WorkspaceDirectory:
    """A directory whose founders are those of the settings; the owners, until some are named."""

    slack: Directory
    begin: Begin
    team: TeamId

    async def person(self, user: UserId) -> Person:
        """Somebody; of unknown membership when Slack does not say."""
        person = await self.slack.person(user)
        async with self.begin(reading=True) as tx:
            settings = await tx.settings.get(self.team)
        return settings.standing_of(person)

    async def place(self, channel: ChannelId) -> Place:
        """A channel; of unknown privacy, and taking no messages, when Slack does not say."""
        return await self.slack.place(channel)

    async def owners(self) -> tuple[UserId, ...] | None:
        """The owners of the workspace; None when Slack does not say."""
        return await self.slack.owners()

    async def founders(self) -> tuple[UserId, ...] | None:
        """Those whom the settings name, or else the owners; None when Slack does not say."""
        owners = await self.owners()
        async with self.begin(reading=True) as tx:
            settings = await tx.settings.get(self.team)
        return owners if owners is None else settings.founders or owners
