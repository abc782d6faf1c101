"""What people ask to see; each sees only what they may."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.dispute import Dispute, Sealed
from bot.domain.events import OF_A_CASE, Event
from bot.domain.ids import DisputeId, TeamId
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute, seen_by
from bot.services import visibility
from bot.services.ports import Begin, Directory

LAST_RULINGS = 20
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Record:
    """A dispute as somebody may see it, with everything that happened to it."""

    dispute: SeenDispute
    events: tuple[Event, ...]


async def find(dispute: DisputeId, *, begin: Begin) -> Dispute:
    """The dispute with its sealed texts; for the rules, and for who acts on it.

    Raises:
        NoSuchDispute: there is none.

    """
    async with begin(reading=True) as tx:
        return await tx.disputes.get(dispute)


async def show(
    dispute: DisputeId, *, to: Person, directory: Directory, now: datetime, begin: Begin
) -> Record:
    """One dispute and its events.

    Raises:
        NoSuchDispute: there is none that `to` may see.

    """
    async with begin(reading=True) as tx:
        found = await tx.disputes.get(dispute)
        events = await tx.disputes.events(dispute)
    place = await directory.place(found.opening.channel)
    seen = seen_by(found, to, privacy=place.privacy, now=now)
    return Record(seen, tuple(event for event in events if _may_know(event, seen)))


def _may_know(event: Event, seen: SeenDispute) -> bool:
    """Who would build an option is part of its case, and sealed with it."""
    is_sealed = event.side and isinstance(seen.party(event.side).standing, Sealed)
    return not (is_sealed and event.deed in OF_A_CASE)


async def list_open(
    team: TeamId, *, to: Person, directory: Directory, now: datetime, begin: Begin
) -> tuple[SeenDispute, ...]:
    """The open disputes that `to` may see, the next to end first."""
    async with begin(reading=True) as tx:
        found = await tx.disputes.open_ones(team)
    return await visibility.seen(found, to=to, directory=directory, now=now)


async def list_ruled(
    team: TeamId, *, to: Person, directory: Directory, now: datetime, begin: Begin
) -> tuple[SeenDispute, ...]:
    """The last 20 rulings that `to` may see, the newest first."""
    seen: tuple[SeenDispute, ...] = ()
    skip = 0
    while len(seen) < LAST_RULINGS:
        async with begin(reading=True) as tx:
            found = await tx.disputes.ruled(team, limit=_PAGE, skip=skip)
        seen += await visibility.seen(found, to=to, directory=directory, now=now)
        skip += _PAGE
        if len(found) < _PAGE:
            break
    return seen[:LAST_RULINGS]
