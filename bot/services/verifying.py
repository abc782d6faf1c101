"""Whether the record of a dispute is what was written."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.chain import Broken, Chain, fingerprint, first_break
from bot.domain.ids import DisputeId, TeamId
from bot.domain.person import Person
from bot.domain.sealing import sealed_sides, seen_by
from bot.services.ports import Begin, Directory

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found of one record.

    Checked are every event and the parts of the dispute: what was asked, both sides, the ruling,
    the word that set it aside, the outcomes, the next look, gates, signatures, and that it is
    retired. Which form opened it and whether the decider has been told is in no event, and so not
    checked.
    """

    dispute: DisputeId
    events: int
    head: str
    """The fingerprint of the whole record."""
    ruling: str
    """The fingerprint of the record as of the ruling; "" before it."""
    broken: Broken | None
    """The first place at which it is not what was written."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was found, for somebody to read."""

    found: Verified
    is_sealed: bool
    """Whether a case is in that not everybody may read; how much happened is then not told."""


async def verify(dispute: DisputeId, *, begin: Begin) -> Verified:
    """Check one record, for who runs the bot.

    Raises:
        NoSuchDispute: there is none.

    """
    async with begin(reading=True) as tx:
        return _verified(await tx.chains.get(dispute))


async def verify_all(team: TeamId, *, begin: Begin) -> AsyncIterator[Verified]:
    """Check every record of a workspace, by number."""
    above, full = 0, True
    while full:
        async with begin(reading=True) as tx:
            chains = await tx.chains.read(team, above=above, limit=_PAGE)
        for chain in chains:
            yield _verified(chain)
        full = len(chains) == _PAGE
        above = chains[-1].dispute.number if chains else above


async def verify_for(
    dispute: DisputeId, *, to: Person, directory: Directory, now: datetime, begin: Begin
) -> Told:
    """Check one record for somebody.

    Raises:
        NoSuchDispute: there is none that `to` may see.

    """
    async with begin(reading=True) as tx:
        found = await tx.disputes.get(dispute)
        chain = await tx.chains.get(dispute)
    place = await directory.place(found.opening.channel)
    seen_by(found, to, privacy=place.privacy, now=now)
    return Told(_verified(chain), is_sealed=bool(sealed_sides(found, now=now)))


def _verified(chain: Chain) -> Verified:
    return Verified(
        dispute=chain.dispute,
        events=len(chain.links),
        head=fingerprint(chain.links[-1].link if chain.links else ""),
        ruling=fingerprint(chain.ruling),
        broken=first_break(chain),
    )
