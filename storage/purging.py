"""A workspace taken out as a whole: every row of it, whatever the table."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from sqlalchemy import Table, bindparam, delete, select, union
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import TeamId
from storage.engine import is_in_memory, is_sqlite, parse_url, reading
from storage.tables import METADATA

TABLES: tuple[Table, ...] = tuple(
    table for table in reversed(METADATA.sorted_tables) if "team_id" in table.c
)
"""The tables that have rows of a workspace, each before those that it points to."""

_TEAMS = union(*(select(table.c.team_id) for table in TABLES))
_DELETE = {
    table.name: delete(table).where(table.c.team_id == bindparam("team_id")) for table in TABLES
}


async def teams_on_record(engine: AsyncEngine) -> tuple[TeamId, ...]:
    """The workspaces that have a row in any table."""
    async with reading(engine).begin() as connection:
        found = (await connection.execute(_TEAMS)).scalars()
        return tuple(sorted(map(TeamId, found)))


async def purge(engine: AsyncEngine, team: TeamId) -> Mapping[str, int]:
    """Delete every row of the workspace, all of them or none; how many there were, by table."""
    async with engine.begin() as connection:
        return {
            name: (await connection.execute(statement, {"team_id": team})).rowcount
            for name, statement in _DELETE.items()
        }


def wipe(url: str) -> None:
    """What was deleted from a SQLite file is not to be found in it any more."""
    parsed = parse_url(url)
    if not is_sqlite(url) or is_in_memory(parsed):
        return
    with closing(sqlite3.connect(str(parsed.database), isolation_level=None)) as connection:
        # The index of words keeps deleted ones until its parts are merged.
        connection.execute("INSERT INTO questions (questions) VALUES ('optimize')")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
