"""No row is half written: everything on record can be read, and fits together."""

from collections.abc import AsyncIterator

from sqlalchemy import select

from bot.app import App
from bot.domain.case import Side
from bot.domain.ids import DisputeId, TeamId
from storage.engine import reading
from storage.mapping_of_deliveries import claimed_from_row
from storage.snapshots import Unreadable
from storage.tables import DISPUTES, EVENTS, OUTBOX


async def half_written(app: App) -> AsyncIterator[str]:
    """What is wrong with each row that is not as it should be."""
    async with reading(app.engine).begin() as connection:
        rows = (await connection.execute(select(DISPUTES.c.team_id, DISPUTES.c.number))).all()
        waiting = (await connection.execute(select(OUTBOX))).mappings().all()
    for team, number in rows:
        if wrong := await _wrong_with(app, DisputeId(TeamId(team), number)):
            yield wrong
    for row in waiting:
        try:
            claimed_from_row(row)
        except Unreadable as reason:
            yield f"message {row['id']}: {reason}"


async def _wrong_with(app: App, dispute: DisputeId) -> str:
    """What is wrong with a dispute; "" for nothing."""
    positions = select(EVENTS.c.position).where(
        EVENTS.c.team_id == dispute.team, EVENTS.c.number == dispute.number
    )
    try:
        async with app.begin(reading=True) as tx:
            found = await tx.disputes.get(dispute)
            await tx.disputes.events(dispute)
            for side in Side:
                await tx.drafts.get(dispute, side)
    except Unreadable as reason:
        return f"{dispute}: {reason}"
    async with reading(app.engine).begin() as connection:
        kept = sorted((await connection.execute(positions)).scalars())
    whole = list(range(found.version + 1))
    return "" if kept == whole else f"{dispute}: version {found.version}, events {kept}"
