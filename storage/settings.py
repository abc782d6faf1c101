"""What the workspaces have set, and every change of it."""

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import SettingsChange
from storage.mapping import settings_from_row, settings_to_row
from storage.tables import SETTINGS
from storage.workspaces import wait_for_others

_OF_TEAM = SETTINGS.c.team_id == bindparam("of_team")
_CHANGES = select(SETTINGS).where(_OF_TEAM).order_by(SETTINGS.c.position)
_LAST = select(SETTINGS).where(_OF_TEAM).order_by(SETTINGS.c.position.desc()).limit(1)
_NEXT = select(func.coalesce(func.max(SETTINGS.c.position), 0) + 1).where(_OF_TEAM)
_PUT = insert(SETTINGS).values(position=_NEXT.scalar_subquery())


class SqlSettings:
    """What the workspaces have set, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, team: TeamId) -> WorkspaceSettings:
        """The settings as they are; the defaults until somebody sets them."""
        found = await self._connection.execute(_LAST, {"of_team": team})
        row = found.mappings().one_or_none()
        return settings_from_row(row).settings if row else WorkspaceSettings()

    async def put(self, team: TeamId, change: SettingsChange) -> None:
        """Keep a change on top of those before."""
        await wait_for_others(self._connection, team)
        await self._connection.execute(_PUT, {**settings_to_row(team, change), "of_team": team})

    async def changes(self, team: TeamId) -> tuple[SettingsChange, ...]:
        """Every change, the first one first."""
        found = await self._connection.execute(_CHANGES, {"of_team": team})
        return tuple(map(settings_from_row, found.mappings()))
