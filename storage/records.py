"""The rows of the disputes, to hand them out without sealed texts and to take them in again."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, Table, bindparam, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId
from bot.services.ports import Rows
from storage.finding import ALL_OF
from storage.mapping import Found
from storage.mapping_of_deliveries import card_to_row
from storage.mapping_of_records import dispute_to_row, events_to_rows, handed_out, understand
from storage.tables import AREA_CHANGES, CARDS, DISPUTES, EVENTS, SETTINGS, WORKSPACES
from storage.upsert import insert_into


def _beside(table: Table) -> Executable:
    """The rows that a table has beside a page of disputes."""
    of = table.c
    return (
        select(table)
        .where(
            of.team_id == bindparam("team_id"),
            of.number.between(bindparam("first"), bindparam("last")),
        )
        .order_by(*table.primary_key)
    )


_EVENTS, _CARDS = _beside(EVENTS), _beside(CARDS)
_LAST_NUMBER = select(WORKSPACES.c.last_dispute).where(WORKSPACES.c.team_id == bindparam("team_id"))
_IS_FILLED = select(
    or_(*(exists(select(table.c.team_id)) for table in (DISPUTES, SETTINGS, AREA_CHANGES)))
)


@cache
def _put_last_number(dialect: str) -> Executable:
    put = insert_into(WORKSPACES, dialect)
    return put.on_conflict_do_update(
        index_elements=[WORKSPACES.c.team_id], set_={"last_dispute": put.excluded.last_dispute}
    )


class SqlRecords:
    """The rows themselves, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(
        self, team: TeamId, *, above: int, limit: int, now: datetime
    ) -> tuple[tuple[Dispute, Rows], ...]:
        """The disputes with a higher number than that, by number; sealed as of `now`."""
        page = {"team_id": team, "above": above, "limit": limit}
        rows = (await self._connection.execute(ALL_OF, page)).mappings().all()
        if not rows:
            return ()
        events = await self._beside(_EVENTS, rows)
        cards = await self._beside(_CARDS, rows)
        return tuple(
            handed_out(row, events[row["number"]], cards[row["number"]], now) for row in rows
        )

    async def _beside(
        self, chosen: Executable, disputes: Collection[Found]
    ) -> defaultdict[int, list[Found]]:
        numbers = [row["number"] for row in disputes]
        team = next(iter(disputes))["team_id"]
        page = {"team_id": team, "first": min(numbers), "last": max(numbers)}
        found: defaultdict[int, list[Found]] = defaultdict(list)
        for row in (await self._connection.execute(chosen, page)).mappings():
            found[row["number"]].append(row)
        return found

    async def last_number(self, team: TeamId) -> int:
        """How far the workspace's disputes are numbered."""
        found = await self._connection.execute(_LAST_NUMBER, {"team_id": team})
        return found.scalar_one_or_none() or 0

    async def is_empty(self) -> bool:
        """Whether nobody has opened a dispute, made an area or set anything."""
        return not (await self._connection.execute(_IS_FILLED)).scalar_one()

    def understand(self, rows: Rows) -> Dispute:
        """The dispute of rows that were handed out.

        Raises:
            UnreadableRecord: they are no rows of a dispute.

        """
        return understand(rows)

    async def add(self, rows: Rows) -> None:
        """Keep rows that were handed out, just as they were.

        Raises:
            UnreadableRecord: they are no rows of a dispute.

        """
        dispute = understand(rows)
        await self._connection.execute(insert(DISPUTES), dispute_to_row(dispute, rows))
        await self._connection.execute(insert(EVENTS), events_to_rows(dispute, rows))
        if rows.card:
            await self._connection.execute(insert(CARDS), card_to_row(dispute.id, rows.card))

    async def put_last_number(self, team: TeamId, number: int) -> None:
        """The workspace's next dispute gets a higher number than that."""
        put = _put_last_number(self._connection.dialect.name)
        await self._connection.execute(put, {"team_id": team, "last_dispute": number})
