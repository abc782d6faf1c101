"""What a test keeps and reads, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.area import Area
from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import AreaId, DisputeId, TeamId, UserId
from bot.services.ports import AreaChange, AreaDeed, Begin, Transaction
from storage.mapping import PARTS, from_row
from tests.builders import (
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    a_ruled_dispute,
    an_open_dispute,
    ruling_of,
)

OPENED = Event(deed=Deed.OPENED, at=MONDAY, by=LEE.id)
REPLACED = Event(deed=Deed.REPLACED_LEAD, at=MONDAY + HOUR, by=MAYA.id)
ANOTHER = TeamId("T2")


def an_area(name: str = "Fraud", *, team: str = "T1") -> Area:
    """An area with both its leads."""
    return Area(
        id=AreaId.of(TeamId(team), name),
        name=name,
        product_lead=MAYA.id,
        research_lead=JONAS.id,
    )


def created(team: str = "T1") -> AreaChange:
    return AreaChange(area=an_area(team=team), deed=AreaDeed.CREATED, by=OLU.id, at=MONDAY)


CREATED = created()


def numbered(number: int, *, team: str = "T1") -> Dispute:
    return an_open_dispute(id=DisputeId(TeamId(team), number))


def asking(question: str, number: int = 1, *, team: str = "T1") -> Dispute:
    """An ended dispute of that question."""
    dispute = a_ruled_dispute()
    asked = replace(dispute.opening, id=DisputeId(TeamId(team), number), question=question)
    return replace(dispute, opening=asked)


def with_lead(dispute: Dispute, lead: str) -> Dispute:
    return replace(dispute, product=replace(dispute.product, lead=UserId(lead)))


def of_version_1(row: RowMapping) -> dict[str, object]:
    """The row of a dispute, its verdict of the one version that the earlier tables knew."""
    state = str(row["state"]).replace('"version":2', '"version":1')
    others = {name: row[name] for name in row if name not in PARTS}
    return {**others, "is": from_row({**row, "state": state})}


def ruled_by_version_1(dispute: Dispute) -> Dispute:
    ruling = ruling_of(dispute)
    return replace(dispute, state=replace(ruling, verdict=replace(ruling.verdict, version=1)))


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
