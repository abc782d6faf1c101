"""What the sides have typed and not filed."""

from functools import cache

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.ids import DisputeId
from storage.mapping import draft_from_row, draft_to_row, key
from storage.tables import DRAFTS
from storage.upsert import insert_into

_ID = (
    DRAFTS.c.team_id == bindparam("team_id"),
    DRAFTS.c.number == bindparam("number"),
    DRAFTS.c.side == bindparam("side"),
)
_GET = select(DRAFTS).where(*_ID)
_REMOVE = delete(DRAFTS).where(*_ID)


@cache
def _put(dialect: str) -> Executable:
    put = insert_into(DRAFTS, dialect)
    return put.on_conflict_do_update(
        index_elements=list(DRAFTS.primary_key), set_={"content": put.excluded.content}
    )


class SqlDrafts:
    """What the sides have typed and not filed, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, dispute: DisputeId, side: Side) -> Draft | None:
        """The draft, if there is one."""
        found = await self._connection.execute(_GET, {**key(dispute), "side": side.value})
        row = found.mappings().one_or_none()
        return draft_from_row(row) if row else None

    async def put(self, dispute: DisputeId, side: Side, draft: Draft) -> None:
        """Keep it in place of the one before."""
        await self._connection.execute(
            _put(self._connection.dialect.name), draft_to_row(dispute, side, draft)
        )

    async def remove(self, dispute: DisputeId, side: Side) -> None:
        """Forget it, if there is one."""
        await self._connection.execute(_REMOVE, {**key(dispute), "side": side.value})
