"""What there is to know of the clock and the outbox: how much stands open, waits or is parked."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId
from bot.services.ports import Backlog, Parked
from storage.tables import DISPUTES, OUTBOX

_DISPUTE, _MESSAGE = DISPUTES.c, OUTBOX.c
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

WINDOWS = select(
    func.count().label("open_windows"),
    func.count()
    .filter(_DISPUTE.closes_at <= bindparam("now", type_=_DISPUTE.closes_at.type))
    .label("overdue_windows"),
).where(_DISPUTE.ruled_at.is_(None))
# The states stand in the SQL itself: a partial index is used only where its condition is seen.
_IS_PARKED = _MESSAGE.state == literal("parked", literal_execute=True)
PARKED = select(func.count()).where(_IS_PARKED)
WAITING = select(
    func.count().label("waiting"),
    func.count().filter(_MESSAGE.doubts > 0).label("in_doubt"),
    func.min(_MESSAGE.queued_at).label("oldest"),
    # The clock by which they were queued.
    type_coerce(func.current_timestamp(), _MESSAGE.queued_at.type).label("by_then"),
).where(_MESSAGE.state == literal("waiting", literal_execute=True))
PARKED_OF = (
    select(_MESSAGE.number, _MESSAGE.error)
    .where(_MESSAGE.team_id == bindparam("team_id"), _IS_PARKED)
    .group_by(_MESSAGE.number, _MESSAGE.error)
    .order_by(_MESSAGE.number, _MESSAGE.error)
    .limit(bindparam("limit"))
)


class SqlWatching:
    """What there is to know of the clock and the outbox, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @property
    def database(self) -> str:
        """The kind of database, by its name."""
        return _NAMES[self._connection.dialect.name]

    async def backlog(self, now: datetime) -> Backlog:
        """What stands open and what waits to be sent."""
        windows = (await self._connection.execute(WINDOWS, {"now": now})).one()
        parked = (await self._connection.execute(PARKED)).scalar_one()
        sending = (await self._connection.execute(WAITING)).one()
        return Backlog(
            open_windows=windows.open_windows,
            overdue_windows=windows.overdue_windows,
            waiting=sending.waiting,
            in_doubt=sending.in_doubt,
            parked=parked,
            oldest_waits=_between(sending.oldest, sending.by_then),
        )

    async def parked(self, team: TeamId, *, limit: int) -> tuple[Parked, ...]:
        """What is parked of a workspace, by dispute, each error once."""
        found = await self._connection.execute(PARKED_OF, {"team_id": team, "limit": limit})
        return tuple(Parked(row.number, row.error) for row in found)


def _between(oldest: datetime | None, by_then: datetime) -> timedelta:
    return max(by_then - oldest, timedelta()) if oldest else timedelta()
