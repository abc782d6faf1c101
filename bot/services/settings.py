"""What a workspace has set: read by everybody's clock, changed by founders and admins."""

import asyncio
from datetime import datetime

from bot.domain.ids import TeamId
from bot.domain.person import Person
from bot.domain.settings import WorkspaceSettings, refuse_unfit
from bot.services.founders import founders_of
from bot.services.ports import Begin, Directory, SettingsChange, Transaction
from bot.services.signatures import ask_new_founders


async def read_settings(
    team: TeamId, *, begin: Begin
) -> tuple[WorkspaceSettings, SettingsChange | None]:
    """The settings as they are, and the last change of them, if there was one."""
    async with begin(reading=True) as tx:
        changes = await tx.settings.changes(team)
    last = changes[-1] if changes else None
    return (last.settings if last else WorkspaceSettings()), last


async def change_settings(
    team: TeamId,
    asked: WorkspaceSettings,
    *,
    by: Person,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> None:
    """The settings from now on; the same again is no change.

    Raises:
        NotAllowed: `by` is neither a founder nor an admin.
        Unfit: with a sentence for each field that cannot stay as it is.

    """
    founders = await asyncio.gather(*map(directory.person, asked.founders))
    refuse_unfit(asked, founders, by=by)
    async with begin() as tx:
        if await tx.settings.get(team) == asked:
            return
        until_now = await founders_of(tx, team)
        await tx.settings.put(team, SettingsChange(settings=asked, by=by.id, at=now))
        await ask_new_founders(tx, team, until_now)
        await _tell_clock(tx, team, now=now)
        await tx.outbox.put_homes(team)


async def _tell_clock(tx: Transaction, team: TeamId, *, now: datetime) -> None:
    """Whoever may be told at another hour or on another day by now is looked at anew."""
    await tx.reminders.look_at_all(team, at=now)
    await tx.digests.look(team, at=now)
    if told_until := await tx.months.told_until(team):
        await tx.months.put(team, told_until=told_until, next_at=now)
