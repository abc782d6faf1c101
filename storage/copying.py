"""Everything of one database into another one that is empty, whichever kind each is."""

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import reading
from storage.tables import METADATA

_LAST_MESSAGE = {
    "sqlite": text("SELECT max(seq) FROM sqlite_sequence WHERE name = 'outbox'"),
    "postgresql": text("SELECT CASE WHEN is_called THEN last_value END FROM outbox_id_seq"),
}
_GO_ON_AFTER = {
    "sqlite": (
        text("DELETE FROM sqlite_sequence WHERE name = 'outbox'"),
        text("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', :last)"),
    ),
    "postgresql": (text("SELECT setval('outbox_id_seq', :last)"),),
}
"""A message's number names it in Slack too, so none is ever given twice."""


class NotEmpty(Exception):  # noqa: N818  (a sentence for who runs the bot)
    """There is something in the database that was to be filled."""

    def __init__(self) -> None:
        super().__init__("The database to copy to is not empty. Name one that is.")


async def copy(from_: AsyncEngine, to: AsyncEngine) -> int:
    """How many rows were copied, all of them or none, between databases of this program's tables.

    Raises:
        NotEmpty: there is a row in the other database.

    """
    async with reading(from_).begin() as source, to.begin() as target:
        for table in METADATA.sorted_tables:
            if await _count(target, table):
                raise NotEmpty
        copied = sum([await _copy(source, target, table) for table in METADATA.sorted_tables])
        await _go_on_counting(source, target)
    return copied


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def _copy(source: AsyncConnection, target: AsyncConnection, table: Table) -> int:
    rows = [dict(row) for row in (await source.execute(select(table))).mappings()]
    if rows:
        await target.execute(insert(table), rows)
    return len(rows)


async def _go_on_counting(source: AsyncConnection, target: AsyncConnection) -> None:
    last = (await source.execute(_LAST_MESSAGE[source.dialect.name])).scalar_one()
    if not last:
        return
    for statement in _GO_ON_AFTER[target.dialect.name]:
        parameters = {"last": last} if "last" in statement.compile().params else {}
        await target.execute(statement, parameters)
