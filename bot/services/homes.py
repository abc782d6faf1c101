"""What somebody's App Home shows: what they owe, what ends next, what ended last."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.estimates import TrackRecord
from bot.domain.ids import TeamId, UserId
from bot.domain.notices import HomeChanged
from bot.domain.rights import Action, may_in_workspace
from bot.domain.sealing import SeenDispute
from bot.domain.telling import Delivery, Home
from bot.services import reads
from bot.services.estimates import record_for
from bot.services.owing import Owed, what_is_owed
from bot.services.ports import Begin, Directory

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeContents:
    """Everything that one person's App Home shows."""

    owed: tuple[Owed, ...]
    ending_next: tuple[SeenDispute, ...]
    open_count: int
    ended_last: tuple[SeenDispute, ...]
    record: TrackRecord
    may_change_settings: bool


async def note_opened(team: TeamId, user: UserId, *, is_blank: bool = False, begin: Begin) -> None:
    """Somebody looks at their App Home: it is drawn now, and anew whenever it changes.

    One that is blank is drawn even if it should look as it did: Slack may have forgotten it.
    """
    async with begin() as tx:
        await tx.homes.opened(team, user)
        if is_blank:
            await tx.homes.put_shown(team, user, "")
        await tx.outbox.put((Delivery(about=team, notice=HomeChanged(), place=Home(user)),))


async def read_home(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> HomeContents:
    """What that person's App Home shows at `now`."""
    person = await directory.person(user)
    owed = await what_is_owed(team, user, now=now, begin=begin, directory=directory)
    is_open = await reads.list_open(team, to=person, directory=directory, now=now, begin=begin)
    ended = await reads.list_ruled(team, to=person, directory=directory, now=now, begin=begin)
    return HomeContents(
        owed=owed,
        ending_next=is_open[:MOST_SHOWN],
        open_count=len(is_open),
        ended_last=ended[:MOST_SHOWN],
        record=await record_for(team, person, now=now, begin=begin, directory=directory),
        may_change_settings=may_in_workspace(Action.SETTINGS, person),
    )
