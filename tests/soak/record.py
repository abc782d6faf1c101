"""What the database says: disputes, rulings, and every message that ever waited in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId
from bot.domain.telling import Delivery
from bot.services.ports import Posted
from storage.mapping import from_row
from storage.mapping_of_deliveries import card_from_row, delivery_from_row
from storage.tables import CARDS, DIGESTS, DISPUTES, EVENTS, OUTBOX, REMINDERS
from tests.handlers.deeds import TEAM

_KEPT = "id, team_id, number, place, recipient, kind, notice"
_NEW = ", ".join(f"NEW.{name}" for name in _KEPT.split(", "))
_TABLE = (
    "CREATE TABLE soak_expected (id BIGINT PRIMARY KEY, team_id TEXT, number INTEGER, "
    "place TEXT, recipient TEXT, kind TEXT, notice TEXT)"
)
_NOTE = f"INSERT INTO soak_expected ({_KEPT}) VALUES ({_NEW})"  # noqa: S608  (our own names)
_FUNCTION = (
    "CREATE FUNCTION soak() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {_NOTE}; RETURN NULL; END $$"
)
_TRIGGER = {
    "sqlite": (f"CREATE TRIGGER soak AFTER INSERT ON outbox BEGIN {_NOTE}; END",),
    "postgresql": (
        _FUNCTION,
        "CREATE TRIGGER soak AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION soak()",
    ),
}
"""A row that folds into one that waits already is not inserted, and so is not expected twice."""


_DISPUTES = select(DISPUTES).order_by(DISPUTES.c.number)


@dataclass(frozen=True, slots=True)
class Expected:
    """A message that the bot has once promised to itself to send."""

    id: int
    kind: str
    place: str
    delivery: Delivery

    @property
    def key(self) -> str:
        """What its metadata says in Slack."""
        dispute = self.delivery.dispute
        return f"{dispute.number if dispute else self.delivery.team}-{self.id}"


@dataclass(frozen=True, slots=True)
class Record:
    """The database of a run, beside the bot's own connections to it."""

    engine: AsyncEngine

    async def note_what_is_expected(self) -> None:
        """From now on every message that is queued is remembered in a table of our own."""
        async with self.engine.begin() as connection:
            for statement in (_TABLE, *_TRIGGER[self.engine.dialect.name]):
                await connection.exec_driver_sql(statement)

    async def in_channel(self, channel: str) -> Dispute | None:
        """The last dispute that was opened there."""
        found = await self._disputes(_DISPUTES.where(DISPUTES.c.channel_id == channel))
        return found[-1] if found else None

    async def disputes(self) -> list[Dispute]:
        return await self._disputes(_DISPUTES)

    async def _disputes(self, asked: Select[Any]) -> list[Dispute]:
        async with self.engine.connect() as connection:
            return [from_row(row) for row in (await connection.execute(asked)).mappings()]

    async def deeds(self, number: int) -> list[str]:
        """What happened to a dispute, in order."""
        asked = select(EVENTS.c.deed).where(EVENTS.c.number == number).order_by(EVENTS.c.position)
        async with self.engine.connect() as connection:
            return list((await connection.execute(asked)).scalars())

    async def expected(self) -> list[Expected]:
        async with self.engine.connect() as connection:
            found = await connection.execute(text(f"SELECT {_KEPT} FROM soak_expected ORDER BY id"))  # noqa: S608
            return [
                Expected(row["id"], row["kind"], row["place"], delivery_from_row(row))
                for row in found.mappings()
            ]

    async def parked(self) -> dict[int, DisputeId]:
        """What Slack would not take, and the dispute that it is about."""
        asked = select(OUTBOX.c.id, OUTBOX.c.number).where(OUTBOX.c.state == "parked")
        async with self.engine.connect() as connection:
            found = await connection.execute(asked)
            return {row.id: DisputeId(TEAM, row.number) for row in found}

    async def cards(self) -> dict[int, Posted]:
        """Where the card of each dispute stands."""
        async with self.engine.connect() as connection:
            found = (await connection.execute(select(CARDS))).mappings()
            return {row["number"]: card_from_row(row) for row in found}

    async def digests(self) -> dict[str, datetime]:
        """Up to when each founder has been told."""
        async with self.engine.connect() as connection:
            found = await connection.execute(select(DIGESTS.c.user_id, DIGESTS.c.covered_until))
            return {row.user_id: row.covered_until for row in found}

    async def is_quiet(self, now: datetime) -> bool:
        """Whether nothing waits to be sent, ruled or told."""
        busy = or_(
            exists().where(OUTBOX.c.state == "waiting"),
            exists().where(DISPUTES.c.ruled_at.is_(None), DISPUTES.c.closes_at <= now),
            exists().where(REMINDERS.c.look_at <= now),
            exists().where(DIGESTS.c.next_at <= now),
        )
        async with self.engine.connect() as connection:
            return not (await connection.execute(select(busy))).scalar_one()

    async def waiting(self) -> Sequence[str]:
        """What waits in the outbox, for who wonders why."""
        columns = (OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.attempts, OUTBOX.c.doubts, OUTBOX.c.error)
        async with self.engine.connect() as connection:
            found = await connection.execute(select(*columns).where(OUTBOX.c.state == "waiting"))
            return [str(tuple(row)) for row in found]

    async def count_ruled(self) -> int:
        asked = select(func.count()).where(DISPUTES.c.ruled_at.is_not(None))
        async with self.engine.connect() as connection:
            counted: int = (await connection.execute(asked)).scalar_one()
            return counted
