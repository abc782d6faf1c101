"""Each sweep of the clock is noted; after a silence the founders hear what came late by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.ids import TeamId
from bot.domain.notices import ClockWasSilent, LateRuling
from bot.domain.ruling import Ruling
from bot.domain.telling import Delivery, Direct
from bot.services.founders import founders_of
from bot.services.ports import Begin, Transaction
from bot.services.watching import SILENCE

NOTED_EVERY = timedelta(seconds=30)
MOST_NAMED = 10
Late = tuple[int, Ruling]
"""The number of a dispute, and its ruling that came late."""


async def note_sweep(*, now: datetime, begin: Begin) -> None:
    """Everything that was due at `now` is ruled; of several workers the first one tells of it."""
    async with begin(reading=True) as tx:
        if not _is_worth_noting(await tx.sweeps.last_at(), now):
            return
    async with begin() as tx:
        last = await tx.sweeps.last_at()
        if not _is_worth_noting(last, now):
            return
        found_until = now
        if last is not None and now - last > SILENCE:
            found_until = await _tell_what_came_late(tx, last, now)
        await tx.sweeps.put(found_until)


def _is_worth_noting(last: datetime | None, now: datetime) -> bool:
    """A note of the future was made by a clock that went wrong, and is corrected."""
    return last is None or abs(now - last) >= NOTED_EVERY


async def _tell_what_came_late(tx: Transaction, last: datetime, now: datetime) -> datetime:
    """Up to which instant the rulings are told of; another worker may be seconds ahead."""
    found_until = now
    for team in await tx.disputes.teams():
        late = await _late_since(tx, team, last, until=now + SILENCE)
        if late:
            found_until = max(found_until, *(ruling.found_at for _, ruling in late))
            await _tell_founders(tx, team, _notice(late, since=last, until=now))
    return found_until


async def _late_since(
    tx: Transaction, team: TeamId, since: datetime, *, until: datetime
) -> Sequence[Late]:
    found = await tx.disputes.found(team, after=since, until=until)
    return [
        (dispute.id.number, dispute.state)
        for dispute in found
        if isinstance(dispute.state, Ruling) and dispute.state.late_by >= SILENCE
    ]


def _notice(late: Sequence[Late], *, since: datetime, until: datetime) -> ClockWasSilent:
    latest = sorted(late, key=lambda one: (-one[1].late_by, one[0]))
    named = (LateRuling(number, ruling.late_by) for number, ruling in latest[:MOST_NAMED])
    return ClockWasSilent(since=since, until=until, late=tuple(named), how_many=len(late))


async def _tell_founders(tx: Transaction, team: TeamId, notice: ClockWasSilent) -> None:
    founders = await founders_of(tx, team)
    await tx.outbox.put(
        Delivery(about=team, notice=notice, place=Direct(founder)) for founder in founders
    )
