"""What the clock has told each person, and when it looks at them next."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId, UserId
from bot.domain.reminders import Reminded
from bot.services.ports import Recipient
from storage.mapping import recipient_from_row, recipient_key, reminded_from_row, reminded_to_row
from storage.tables import REMINDERS
from storage.upsert import insert_into

_REMINDER = REMINDERS.c
_DUE = (
    select(_REMINDER.team_id, _REMINDER.user_id)
    .where(_REMINDER.look_at <= bindparam("now"))
    .order_by(_REMINDER.look_at, _REMINDER.team_id, _REMINDER.user_id)
    .limit(bindparam("limit"))
)
_GET = select(REMINDERS).where(
    _REMINDER.team_id == bindparam("team_id"), _REMINDER.user_id == bindparam("user_id")
)
_GET_TO_CHANGE = _GET.with_for_update()
_LOOK_AT_ALL = (
    update(REMINDERS)
    .where(_REMINDER.team_id == bindparam("of_team"), _REMINDER.look_at > bindparam("at"))
    .values(look_at=bindparam("at"))
)
_NEXT_AT = select(func.min(_REMINDER.look_at)).where(_REMINDER.look_at.is_not(None))


@cache
def _put(dialect: str) -> Executable:
    put = insert_into(REMINDERS, dialect)
    return put.on_conflict_do_update(
        index_elements=list(REMINDERS.primary_key),
        set_={"look_at": put.excluded.look_at, "content": put.excluded.content},
    )


@cache
def _look(dialect: str) -> Executable:
    """The earlier of both instants; none is later than any."""
    look = insert_into(REMINDERS, dialect)
    is_sooner = or_(_REMINDER.look_at.is_(None), look.excluded.look_at < _REMINDER.look_at)
    look_at = case((is_sooner, look.excluded.look_at), else_=_REMINDER.look_at)
    return look.on_conflict_do_update(
        index_elements=list(REMINDERS.primary_key), set_={"look_at": look_at}
    )


class SqlReminders:
    """What the clock has told each person, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def due(self, now: datetime, *, limit: int) -> tuple[Recipient, ...]:
        """Those to be looked at, the longest due first."""
        found = await self._connection.execute(_DUE, {"now": now, "limit": limit})
        return tuple(map(recipient_from_row, found.mappings()))

    async def get(self, team: TeamId, user: UserId) -> Reminded:
        """What they have been told; in a writing transaction nobody else changes it meanwhile."""
        found = await self._connection.execute(
            _GET if self._reading else _GET_TO_CHANGE, recipient_key((team, user))
        )
        row = found.mappings().one_or_none()
        return reminded_from_row(row) if row else Reminded()

    async def put(
        self, team: TeamId, user: UserId, reminded: Reminded, *, look_at: datetime | None
    ) -> None:
        """Keep it, and when to look at them next."""
        await self._connection.execute(
            _put(self._connection.dialect.name), reminded_to_row((team, user), reminded, look_at)
        )

    async def look(self, team: TeamId, users: Collection[UserId], *, at: datetime) -> None:
        """Look at them by then, if not before."""
        # In one order everywhere: who locks the same rows must not wait for each other in a ring.
        rows = [reminded_to_row((team, user), Reminded(), at) for user in sorted(set(users))]
        if rows:
            await self._connection.execute(_look(self._connection.dialect.name), rows)

    async def look_at_all(self, team: TeamId, *, at: datetime) -> None:
        """Look by then at everybody of the workspace who is to be looked at later."""
        await self._connection.execute(_LOOK_AT_ALL, {"of_team": team, "at": at})

    async def next_at(self) -> datetime | None:
        """The next instant at which somebody is looked at."""
        found: datetime | None = (await self._connection.execute(_NEXT_AT)).scalar_one()
        return found
