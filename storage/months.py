"""Up to when the channel of rulings has heard what customers said, and when it does next."""

from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Executable, bindparam, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId
from storage.tables import WORKSPACES
from storage.upsert import insert_into

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

_WORKSPACE = WORKSPACES.c
_DUE = (
    select(_WORKSPACE.team_id)
    .where(or_(_WORKSPACE.month_at.is_(None), _WORKSPACE.month_at <= bindparam("now")))
    .order_by(_WORKSPACE.team_id)
)
_TOLD_UNTIL = select(_WORKSPACE.month_told_until).where(_WORKSPACE.team_id == bindparam("team_id"))
_TOLD_UNTIL_TO_CHANGE = _TOLD_UNTIL.with_for_update(key_share=True)
_NEXT_AT = select(
    func.min(func.coalesce(_WORKSPACE.month_at, literal(_LONG_AGO, _WORKSPACE.month_at.type)))
)


@cache
def _put(dialect: str) -> Executable:
    put = insert_into(WORKSPACES, dialect)
    changed = ("month_told_until", "month_at")
    return put.on_conflict_do_update(
        index_elements=[_WORKSPACE.team_id],
        set_={name: put.excluded[name] for name in changed},
    )


class SqlMonths:
    """When the customers' month is told, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def due(self, now: datetime) -> tuple[TeamId, ...]:
        """The workspaces to be looked at."""
        found = await self._connection.execute(_DUE, {"now": now})
        return tuple(map(TeamId, found.scalars()))

    async def told_until(self, team: TeamId) -> datetime | None:
        """Up to which instant it has heard; None before the first month.

        In a writing transaction nobody else changes it meanwhile.
        """
        found = await self._connection.execute(
            _TOLD_UNTIL if self._reading else _TOLD_UNTIL_TO_CHANGE, {"team_id": team}
        )
        told: datetime | None = found.scalar_one_or_none()
        return told

    async def put(self, team: TeamId, *, told_until: datetime, next_at: datetime) -> None:
        """It has heard up to that instant, and does again then."""
        row = {
            "team_id": team,
            "last_dispute": 0,
            "month_told_until": told_until,
            "month_at": next_at,
        }
        await self._connection.execute(_put(self._connection.dialect.name), row)

    async def next_at(self) -> datetime | None:
        """The next instant at which a workspace is looked at."""
        found: datetime | None = (await self._connection.execute(_NEXT_AT)).scalar_one()
        return found
