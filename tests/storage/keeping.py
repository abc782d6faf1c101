"""What a test keeps and reads, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.services.ports import Begin, Transaction
from tests.builders import HOUR, LEE, MAYA, MONDAY, a_ruled_dispute, an_open_dispute

OPENED = Event(deed=Deed.OPENED, at=MONDAY, by=LEE.id)
REPLACED = Event(deed=Deed.REPLACED_LEAD, at=MONDAY + HOUR, by=MAYA.id)
ANOTHER = TeamId("T2")


def numbered(number: int, *, team: str = "T1") -> Dispute:
    return an_open_dispute(id=DisputeId(TeamId(team), number))


def asking(question: str, number: int = 1, *, team: str = "T1") -> Dispute:
    """An ended dispute of that question."""
    dispute = a_ruled_dispute()
    asked = replace(dispute.opening, id=DisputeId(TeamId(team), number), question=question)
    return replace(dispute, opening=asked)


def with_lead(dispute: Dispute, lead: str) -> Dispute:
    return replace(dispute, product=replace(dispute.product, lead=UserId(lead)))


async def keep(begin: Begin, *disputes: Dispute) -> None:
    for dispute in disputes:
        async with begin() as tx:
            await tx.disputes.add(dispute, OPENED, form=f"form {dispute.id}")


async def read(begin: Begin, dispute: DisputeId) -> Dispute:
    async with begin(reading=True) as tx:
        return await tx.disputes.get(dispute)


async def change_lead(begin: Begin, dispute: DisputeId, lead: str) -> None:
    async with begin() as tx:
        before = await tx.disputes.get(dispute)
        await tx.disputes.save(before, with_lead(before, lead), REPLACED)


class ChangeOfMindError(Exception):
    """What a test raises to have a transaction rolled back."""


async def roll_back(begin: Begin, act: Callable[[Transaction], Awaitable[object]]) -> None:
    with pytest.raises(ChangeOfMindError):
        await _act_in_vain(begin, act)


async def _act_in_vain(begin: Begin, act: Callable[[Transaction], Awaitable[object]]) -> None:
    async with begin() as tx:
        await act(tx)
        raise ChangeOfMindError


async def in_sql(engine: AsyncEngine) -> set[str]:
    """The indexes with their conditions, and what else Alembic does not compare."""
    statement = {
        "sqlite": "SELECT name || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " UNION SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename != 'alembic_version'",
    }[engine.dialect.name]
    async with engine.connect() as connection:
        return set((await connection.execute(text(statement))).scalars())
