"""How the clock and the outbox stand, for whoever runs the bot and for its founders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import DisputeId, TeamId
from bot.domain.person import Person
from bot.domain.rights import Action, check_in_workspace
from bot.services.ports import Backlog, Begin, Directory, Parked, Transaction
from bot.services.visibility import visible

SILENCE = timedelta(minutes=3)
"""Longer than that without a sweep, the clock has stood still."""
MOST_PARKED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the clock and the outbox stand at one instant, for all workspaces."""

    swept_ago: timedelta | None
    """How long ago the clock last swept; None where it never has."""
    backlog: Backlog

    @property
    def is_silent(self) -> bool:
        """Whether the clock has stood still for long enough to be told of."""
        return self.swept_ago is None or self.swept_ago > SILENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The same for somebody in Slack, with what is parked of the disputes that they may see."""

    standing: Standing
    parked: tuple[Parked, ...]
    database: str


async def swept_ago(*, now: datetime, begin: Begin) -> timedelta | None:
    """How long ago the clock last swept, in whichever process; None where it never has."""
    async with begin(reading=True) as tx:
        return await _swept_ago(tx, now)


async def _swept_ago(tx: Transaction, now: datetime) -> timedelta | None:
    last = await tx.sweeps.last_at()
    return max(now - last, timedelta()) if last else None


async def read_standing(*, now: datetime, begin: Begin) -> Standing:
    """How the clock and the outbox stand, from one snapshot."""
    async with begin(reading=True) as tx:
        return await _standing(tx, now)


async def _standing(tx: Transaction, now: datetime) -> Standing:
    return Standing(swept_ago=await _swept_ago(tx, now), backlog=await tx.watching.backlog(now))


async def read_health(
    team: TeamId, *, to: Person, now: datetime, directory: Directory, begin: Begin
) -> Health:
    """How the bot is, for a founder or an admin.

    Raises:
        NotAllowed: `to` is neither.

    """
    check_in_workspace(Action.HEALTH, to)
    async with begin(reading=True) as tx:
        standing = await _standing(tx, now)
        parked = await tx.watching.parked(team, limit=MOST_PARKED)
        numbers = {one.number for one in parked if one.number is not None}
        disputes = [await tx.disputes.get(DisputeId(team, number)) for number in sorted(numbers)]
        database = tx.watching.database
    seen = await visible(disputes, to=to, directory=directory)
    may_know = {dispute.id.number for dispute in seen}
    return Health(standing=standing, parked=tuple(_known(parked, may_know)), database=database)


def _known(parked: Iterable[Parked], may_know: Iterable[int]) -> Iterable[Parked]:
    known = frozenset(may_know)
    return (one for one in parked if one.number is None or one.number in known)
