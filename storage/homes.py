"""Who has opened their App Home, and what it shows."""

from functools import cache

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId, UserId
from storage.mapping import recipient_key
from storage.tables import HOMES
from storage.upsert import insert_into

_SHOWN = select(HOMES.c.shown).where(
    HOMES.c.team_id == bindparam("team_id"), HOMES.c.user_id == bindparam("user_id")
)


@cache
def _opened(dialect: str) -> Executable:
    return insert_into(HOMES, dialect).on_conflict_do_nothing()


@cache
def _put_shown(dialect: str) -> Executable:
    put = insert_into(HOMES, dialect)
    return put.on_conflict_do_update(
        index_elements=list(HOMES.primary_key), set_={"shown": put.excluded.shown}
    )


class SqlHomes:
    """Who has opened their App Home, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def opened(self, team: TeamId, user: UserId) -> None:
        """Somebody has; twice is once."""
        row = {**recipient_key((team, user)), "shown": ""}
        await self._connection.execute(_opened(self._connection.dialect.name), row)

    async def shown(self, team: TeamId, user: UserId) -> str:
        """What stands in it, in short; "" when that is not known."""
        found = await self._connection.execute(_SHOWN, recipient_key((team, user)))
        return found.scalar_one_or_none() or ""

    async def put_shown(self, team: TeamId, user: UserId, shown: str) -> None:
        """Remember what stands in it."""
        row = {**recipient_key((team, user)), "shown": shown}
        await self._connection.execute(_put_shown(self._connection.dialect.name), row)
