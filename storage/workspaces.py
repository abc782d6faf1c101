"""The one row of each workspace; whoever has counted on it comes before all others."""

from functools import cache

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TeamId
from storage.tables import WORKSPACES
from storage.upsert import insert_into


@cache
def _count_on(dialect: str) -> Executable:
    more = insert_into(WORKSPACES, dialect)
    return more.on_conflict_do_update(
        index_elements=[WORKSPACES.c.team_id],
        set_={"last_dispute": WORKSPACES.c.last_dispute + more.excluded.last_dispute},
    ).returning(WORKSPACES.c.last_dispute)


async def count_on(connection: AsyncConnection, team: TeamId, more: int) -> int:
    """How far a workspace's disputes are numbered, after so many more; nobody else counts now."""
    counted = await connection.execute(
        _count_on(connection.dialect.name), {"team_id": team, "last_dispute": more}
    )
    return int(counted.scalar_one())


async def wait_for_others(connection: AsyncConnection, team: TeamId) -> None:
    """Whoever else waits for this workspace does so until the end of this transaction."""
    await count_on(connection, team, 0)
