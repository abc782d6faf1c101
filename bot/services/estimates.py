"""What has come of promises, for whoever is shown it: only of what they may know of."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.estimates import MOST, TrackRecord, track_record
from bot.domain.ids import ChannelId, TeamId
from bot.domain.person import Person
from bot.domain.promise import OVERDUE
from bot.domain.rights import Privacy
from bot.services.ports import Begin, Directory, Transaction
from bot.services.visibility import privacy_of, visible

MOST_SETTLED = 3 * MOST
"""Of each side, so that what its readers may not see leaves enough."""
MOST_OVERDUE = 100
MOST_CHANNELS = 10
"""Slack takes about 50 questions about channels a minute, from all of the program."""


async def of_promises(tx: Transaction, team: TeamId, *, now: datetime) -> tuple[Dispute, ...]:
    """The rulings on which the record of a workspace rests."""
    until_day = now.astimezone(UTC).date() - OVERDUE
    found = list(await tx.disputes.overdue(team, until_day=until_day, limit=MOST_OVERDUE))
    for side in Side:
        found += await tx.disputes.answered(team, side, limit=MOST_SETTLED)
        found += await tx.disputes.dropped(team, side, limit=MOST_SETTLED)
    return tuple(found)


async def record_for(
    team: TeamId, person: Person, *, now: datetime, begin: Begin, directory: Directory
) -> TrackRecord:
    """The record as that person may know it."""
    async with begin(reading=True) as tx:
        found = await of_promises(tx, team, now=now)
    return track_record(await visible(found, to=person, directory=directory), now=now)


async def record_in(
    team: TeamId, channel: ChannelId, *, now: datetime, begin: Begin, directory: Directory
) -> TrackRecord | None:
    """The record as everybody in a channel may know it: of public channels, and of that one.

    None where Slack does not say whether one of them is public.
    """
    async with begin(reading=True) as tx:
        found = await of_promises(tx, team, now=now)
    privacy = await privacy_of(_others(found, channel), directory)
    if Privacy.UNKNOWN in privacy.values():
        return None
    known = {channel, *(one for one in privacy if privacy[one] is Privacy.PUBLIC)}
    return track_record([one for one in found if one.opening.channel in known], now=now)


def _others(found: Iterable[Dispute], channel: ChannelId) -> list[ChannelId]:
    """The other channels with the most of the rulings, and of equals those with the newest."""
    numbers: dict[ChannelId, list[int]] = {}
    for one in found:
        numbers.setdefault(one.opening.channel, []).append(one.id.number)
    numbers.pop(channel, None)
    weight = {one: (len(of), max(of)) for one, of in numbers.items()}
    return sorted(weight, key=lambda one: weight[one], reverse=True)[:MOST_CHANNELS]
