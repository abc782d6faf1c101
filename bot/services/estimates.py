"""What has come of promises, for whoever is shown it: only of what they may know of."""

from datetime import UTC, datetime

from bot.domain.dispute import Dispute
from bot.domain.estimates import MOST, TrackRecord, track_record
from bot.domain.ids import ChannelId, TeamId
from bot.domain.person import Person
from bot.domain.promise import OVERDUE
from bot.domain.rights import Privacy
from bot.services.ports import Begin, Directory, Transaction
from bot.services.visibility import privacy_of, visible

MOST_SETTLED, MOST_OVERDUE = 4 * MOST, 100


async def of_promises(tx: Transaction, team: TeamId, *, now: datetime) -> tuple[Dispute, ...]:
    """The rulings on which the record of a workspace rests."""
    until_day = now.astimezone(UTC).date() - OVERDUE
    return (
        *await tx.disputes.settled(team, limit=MOST_SETTLED),
        *await tx.disputes.overdue(team, until_day=until_day, limit=MOST_OVERDUE),
    )


async def record_for(
    team: TeamId, person: Person, *, now: datetime, begin: Begin, directory: Directory
) -> TrackRecord:
    """The record as that person may know it."""
    async with begin(reading=True) as tx:
        found = await of_promises(tx, team, now=now)
    return track_record(await visible(found, to=person, directory=directory), now=now)


async def record_in(
    team: TeamId, channel: ChannelId, *, now: datetime, begin: Begin, directory: Directory
) -> TrackRecord:
    """The record as everybody in a channel may know it: of public channels, and of that one."""
    async with begin(reading=True) as tx:
        found = await of_promises(tx, team, now=now)
    others = {one.opening.channel for one in found} - {channel}
    privacy = await privacy_of(others, directory)
    known = {channel, *(one for one in others if privacy[one] is Privacy.PUBLIC)}
    return track_record([one for one in found if one.opening.channel in known], now=now)
