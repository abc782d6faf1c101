"""Which disputes somebody may see, as their channels stand now."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from bot.domain.dispute import Dispute
from bot.domain.ids import ChannelId
from bot.domain.person import Person
from bot.domain.rights import Action, Privacy, Situation, may
from bot.domain.sealing import SeenDispute, seen_by
from bot.services.ports import Directory


async def visible(
    disputes: Iterable[Dispute], *, to: Person, directory: Directory
) -> tuple[Dispute, ...]:
    """Those that `to` may see, sealed texts included: for what seals by itself."""
    return tuple(dispute for dispute, _ in await _visible(disputes, to, directory))


async def seen(
    disputes: Iterable[Dispute], *, to: Person, directory: Directory, now: datetime
) -> tuple[SeenDispute, ...]:
    """Those that `to` may see, as they may see them."""
    chosen = await _visible(disputes, to, directory)
    return tuple(seen_by(dispute, to, privacy=privacy, now=now) for dispute, privacy in chosen)


async def _visible(
    disputes: Iterable[Dispute], to: Person, directory: Directory
) -> list[tuple[Dispute, Privacy]]:
    """Slack is asked only where it matters."""
    found = tuple(disputes)
    in_doubt = {dispute.opening.channel for dispute in found if not _sees(to, dispute)}
    known = await privacy_of(in_doubt, directory)
    asked = ((one, known.get(one.opening.channel, Privacy.UNKNOWN)) for one in found)
    return [(dispute, privacy) for dispute, privacy in asked if _sees(to, dispute, privacy)]


def _sees(person: Person, dispute: Dispute, privacy: Privacy = Privacy.UNKNOWN) -> bool:
    return may(Action.SEE, person, Situation(dispute=dispute, privacy=privacy))


async def privacy_of(
    channels: Iterable[ChannelId], directory: Directory
) -> dict[ChannelId, Privacy]:
    """Who can see each of the channels, as Slack says now."""
    asked = tuple(channels)
    places = await asyncio.gather(*map(directory.place, asked))
    return dict(zip(asked, (place.privacy for place in places), strict=True))
