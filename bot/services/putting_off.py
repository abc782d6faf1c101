"""What somebody asks of their reminders: later, tomorrow, or no more of a dispute."""

from collections.abc import Callable
from datetime import datetime

from bot.domain import reminders as rules
from bot.domain.ids import TeamId, UserId
from bot.domain.reminders import Reminded
from bot.domain.rhythm import Rhythm
from bot.services.ports import Begin, Directory, Transaction


async def snooze(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> datetime | None:
    """When they are told again: in two hours, or None when that would be another day."""
    person = await directory.person(user)
    async with begin() as tx:
        rhythm = Rhythm.of_reminders(await tx.settings.get(team), person.zone)

        def rule(before: Reminded) -> Reminded:
            return rules.snooze(before, rhythm=rhythm, now=now)

        return (await _asked(tx, team, user, rule, now)).snoozed_until


async def leave_for_next_day(team: TeamId, user: UserId, *, now: datetime, begin: Begin) -> None:
    """They hear nothing more today."""
    async with begin() as tx:
        await _asked(tx, team, user, rules.leave_for_next_day, now)


async def mute(
    team: TeamId, user: UserId, number: int, *, muted: bool, now: datetime, begin: Begin
) -> None:
    """They are reminded of that dispute at its last call only, or again every day."""
    change = rules.mute if muted else rules.unmute
    async with begin() as tx:
        await _asked(tx, team, user, lambda before: change(before, number), now)


async def _asked(
    tx: Transaction,
    team: TeamId,
    user: UserId,
    rule: Callable[[Reminded], Reminded],
    now: datetime,
) -> Reminded:
    """What they asked for, kept; what they have asked already leaves no trace."""
    before = await tx.reminders.get(team, user)
    after = rule(before)
    if after != before:
        await tx.reminders.put(team, user, after, look_at=now)
    return after
