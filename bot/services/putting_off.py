"""What somebody asks of their reminders: later, tomorrow, or no more of a dispute."""

from datetime import datetime

from bot.domain import reminders as rules
from bot.domain.ids import TeamId, UserId
from bot.domain.rhythm import Rhythm
from bot.services.ports import Begin, Directory


async def snooze(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> datetime | None:
    """When they are told again: in two hours, or None when that would be another day."""
    person = await directory.person(user)
    async with begin() as tx:
        rhythm = Rhythm.of_reminders(await tx.settings.get(team), person.zone)
        after = rules.snooze(await tx.reminders.get(team, user), rhythm=rhythm, now=now)
        await tx.reminders.put(team, user, after, look_at=now)
    return after.snoozed_until


async def leave_for_next_day(team: TeamId, user: UserId, *, now: datetime, begin: Begin) -> None:
    """They hear nothing more today."""
    async with begin() as tx:
        after = rules.leave_for_next_day(await tx.reminders.get(team, user))
        await tx.reminders.put(team, user, after, look_at=now)


async def mute(
    team: TeamId, user: UserId, number: int, *, muted: bool, now: datetime, begin: Begin
) -> None:
    """They are reminded of that dispute at its last call only, or again every day."""
    change = rules.mute if muted else rules.unmute
    async with begin() as tx:
        after = change(await tx.reminders.get(team, user), number)
        await tx.reminders.put(team, user, after, look_at=now)
