"""The roadmap areas of the workspaces, and every change of them."""

from hashlib import sha256

from sqlalchemy import bindparam, func, insert, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.area import Area
from bot.domain.ids import AreaId, TeamId
from bot.services.ports import AreaChange
from storage.mapping_of_areas import area_from_row, area_key, area_to_row
from storage.tables import AREA_CHANGES

_CHANGE = AREA_CHANGES.c
_OF_TEAM = _CHANGE.team_id == bindparam("team_id")
_OF_AREA = (_OF_TEAM, _CHANGE.key == bindparam("key"))
_CHANGES = select(AREA_CHANGES).where(*_OF_AREA).order_by(_CHANGE.position)
_LAST = select(AREA_CHANGES).where(*_OF_AREA).order_by(_CHANGE.position.desc()).limit(1)
_LAST_OF_EACH = (
    select(_CHANGE.key, func.max(_CHANGE.position)).where(_OF_TEAM).group_by(_CHANGE.key)
)
_ALL = select(AREA_CHANGES).where(
    _OF_TEAM, tuple_(_CHANGE.key, _CHANGE.position).in_(_LAST_OF_EACH)
)
_NEXT = select(func.coalesce(func.max(_CHANGE.position), 0) + 1).where(
    _CHANGE.team_id == bindparam("of_team"), _CHANGE.key == bindparam("of_key")
)
_PUT = insert(AREA_CHANGES).values(position=_NEXT.scalar_subquery())
_WAIT = text("SELECT pg_advisory_xact_lock(:lock)")


class SqlAreas:
    """The roadmap areas, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def get(self, area: AreaId) -> Area | None:
        """The area as it is; in a writing transaction nobody else changes it until the end."""
        if not self._reading:
            await self._wait_for_others(area)
        found = await self._connection.execute(_LAST, area_key(area))
        row = found.mappings().one_or_none()
        return area_from_row(row).area if row else None

    async def all_of(self, team: TeamId) -> tuple[Area, ...]:
        """The areas of the workspace as they are, by name."""
        found = await self._connection.execute(_ALL, {"team_id": team})
        areas = (area_from_row(row).area for row in found.mappings())
        return tuple(sorted(areas, key=lambda area: area.id.key))

    async def put(self, change: AreaChange) -> None:
        """Keep a change on top of those before."""
        await self._wait_for_others(change.area.id)
        row = area_to_row(change)
        of = {"of_team": row["team_id"], "of_key": row["key"]}
        await self._connection.execute(_PUT, {**row, **of})

    async def changes(self, area: AreaId) -> tuple[AreaChange, ...]:
        """Every change of an area, the first one first."""
        found = await self._connection.execute(_CHANGES, area_key(area))
        return tuple(map(area_from_row, found.mappings()))

    async def _wait_for_others(self, area: AreaId) -> None:
        """Whoever else waits for this area, be it there or not, does so until the end of this.

        On SQLite the transaction itself has begun by waiting for all others.
        """
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(_WAIT, {"lock": _lock_of(area)})


def _lock_of(area: AreaId) -> int:
    """A number of the area's own, as far as eight bytes go."""
    digest = sha256(repr(area_key(area)).encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
