"""Who gets the digest, what it has told them so far, and when the next one is due."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Executable, bindparam, delete, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId, UserId
from bot.services.ports import Recipient
from storage.mapping import recipient_from_row, recipient_key
from storage.tables import DIGESTS, WORKSPACES
from storage.upsert import insert_into

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

_DIGEST, _WORKSPACE = DIGESTS.c, WORKSPACES.c
_DUE = (
    select(_DIGEST.team_id, _DIGEST.user_id)
    .where(_DIGEST.next_at <= bindparam("now"))
    .order_by(_DIGEST.next_at, _DIGEST.team_id, _DIGEST.user_id)
)
_COVERED = select(_DIGEST.covered_until).where(
    _DIGEST.team_id == bindparam("team_id"), _DIGEST.user_id == bindparam("user_id")
)
_COVERED_TO_CHANGE = _COVERED.with_for_update()
_KEEP_ONLY = delete(DIGESTS).where(
    _DIGEST.team_id == bindparam("of_team"),
    _DIGEST.user_id.not_in(bindparam("users", expanding=True)),
)
_READERS = (
    select(_DIGEST.user_id).where(_DIGEST.team_id == bindparam("team_id")).order_by(_DIGEST.user_id)
)
_TO_LOOK_AT = (
    select(_WORKSPACE.team_id)
    .where(or_(_WORKSPACE.founders_at.is_(None), _WORKSPACE.founders_at <= bindparam("now")))
    .order_by(_WORKSPACE.team_id)
)
_FOUNDERS_AT = func.coalesce(
    _WORKSPACE.founders_at, literal(_LONG_AGO, _WORKSPACE.founders_at.type)
)
_NEXT_AT = select(
    select(func.min(_DIGEST.next_at)).scalar_subquery(),
    select(func.min(_FOUNDERS_AT)).scalar_subquery(),
)


@cache
def _put(dialect: str) -> Executable:
    put = insert_into(DIGESTS, dialect)
    return put.on_conflict_do_update(
        index_elements=list(DIGESTS.primary_key),
        set_={"covered_until": put.excluded.covered_until, "next_at": put.excluded.next_at},
    )


@cache
def _look(dialect: str) -> Executable:
    look = insert_into(WORKSPACES, dialect)
    return look.on_conflict_do_update(
        index_elements=[_WORKSPACE.team_id], set_={"founders_at": look.excluded.founders_at}
    )


class SqlDigests:
    """Who gets the digest, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def due(self, now: datetime) -> tuple[Recipient, ...]:
        """Those to whom one is due, the longest due first."""
        found = await self._connection.execute(_DUE, {"now": now})
        return tuple(map(recipient_from_row, found.mappings()))

    async def covered_until(self, team: TeamId, user: UserId) -> datetime | None:
        """Up to which instant they have been told; None for somebody new.

        In a writing transaction nobody else changes it meanwhile.
        """
        found = await self._connection.execute(
            _COVERED if self._reading else _COVERED_TO_CHANGE, recipient_key((team, user))
        )
        covered: datetime | None = found.scalar_one_or_none()
        return covered

    async def put(
        self, team: TeamId, user: UserId, *, covered_until: datetime, next_at: datetime
    ) -> None:
        """They have been told up to that instant, and the next one is due then."""
        row = {**recipient_key((team, user)), "covered_until": covered_until, "next_at": next_at}
        await self._connection.execute(_put(self._connection.dialect.name), row)

    async def keep_only(self, team: TeamId, users: Collection[UserId]) -> None:
        """Nobody else of the workspace gets one."""
        await self._connection.execute(_KEEP_ONLY, {"of_team": team, "users": list(users)})

    async def readers(self, team: TeamId) -> tuple[UserId, ...]:
        """Who of the workspace gets one."""
        found = await self._connection.execute(_READERS, {"team_id": team})
        return tuple(map(UserId, found.scalars()))

    async def teams_to_look_at(self, now: datetime) -> tuple[TeamId, ...]:
        """The workspaces whose founders are to be looked up again."""
        found = await self._connection.execute(_TO_LOOK_AT, {"now": now})
        return tuple(map(TeamId, found.scalars()))

    async def look(self, team: TeamId, *, at: datetime) -> None:
        """Look the founders of the workspace up then."""
        row = {"team_id": team, "last_dispute": 0, "founders_at": at}
        await self._connection.execute(_look(self._connection.dialect.name), row)

    async def next_at(self) -> datetime | None:
        """The next instant at which a digest is due or founders are looked up."""
        instants = (await self._connection.execute(_NEXT_AT)).one()
        return min((instant for instant in instants if instant), default=None)
