"""When the clock last found that everything due was ruled, by whichever process."""

from datetime import datetime
from functools import cache

from sqlalchemy import Executable, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import SWEEPS
from storage.upsert import insert_into

_KIND = "rule"
_LAST_AT = select(SWEEPS.c.at).where(SWEEPS.c.kind == literal(_KIND))
_LAST_AT_TO_CHANGE = _LAST_AT.with_for_update()


@cache
def _put(dialect: str) -> Executable:
    put = insert_into(SWEEPS, dialect)
    return put.on_conflict_do_update(
        index_elements=list(SWEEPS.primary_key), set_={"at": put.excluded.at}
    )


class SqlSweeps:
    """When the clock last swept, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def last_at(self) -> datetime | None:
        """That instant; None before the first. When writing, nobody else changes it meanwhile."""
        found = await self._connection.execute(_LAST_AT if self._reading else _LAST_AT_TO_CHANGE)
        last: datetime | None = found.scalar_one_or_none()
        return last

    async def put(self, at: datetime) -> None:
        """It was then."""
        row = {"kind": _KIND, "at": at}
        await self._connection.execute(_put(self._connection.dialect.name), row)
