"""What somebody owes now, for whoever shows it."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import reminders as rules
from bot.domain.debts import Debt, debts_of
from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId, UserId
from bot.domain.person import Person
from bot.domain.rhythm import Rhythm
from bot.domain.sealing import SeenDispute, seen_by
from bot.services.ports import Begin, Directory, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something that somebody owes, with its dispute as they may see it."""

    debt: Debt
    dispute: SeenDispute
    is_last_call: bool
    is_muted: bool


async def concerning(
    tx: Transaction, team: TeamId, user: UserId, *, now: datetime
) -> tuple[Dispute, ...]:
    """The disputes in which somebody may owe something now or later, or hear of a ruling again."""
    yesterday = (now - timedelta(days=1)).date()
    return (
        *await tx.disputes.open_ones_of(team, (user,)),
        *await tx.disputes.to_hear_of(team, (user,), from_day=yesterday),
    )


def beside(disputes: Iterable[Dispute], user: UserId) -> set[UserId]:
    """Who speaks for the same sides."""
    parties = [party for one in disputes for party in (one.product, one.research)]
    return {speaker for party in parties if user in party.speakers for speaker in party.speakers}


async def people_of(users: Collection[UserId], directory: Directory) -> dict[UserId, Person]:
    """Each of them, as the workspace knows them."""
    found = await asyncio.gather(*map(directory.person, users))
    return {person.id: person for person in found}


async def what_is_owed(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> tuple[Owed, ...]:
    """What somebody owes now, the next to end first, and then the outcomes."""
    async with begin(reading=True) as tx:
        disputes = await concerning(tx, team, user, now=now)
        settings = await tx.settings.get(team)
        reminded = await tx.reminders.get(team, user)
    known = await people_of({user, *beside(disputes, user)}, directory)
    left = {person.id for person in known.values() if person.has_left}
    rhythm = Rhythm.of_reminders(settings, known[user].zone)
    return tuple(
        Owed(
            debt=debt,
            dispute=seen_by(dispute, known[user], now=now),
            is_last_call=rules.is_last_call(debt, rhythm, now),
            is_muted=debt.ends_at is not None and dispute.id.number in reminded.muted,
        )
        for dispute in disputes
        for debt in debts_of(dispute, user, left=left, now=now)
        if rules.is_owed(debt, rhythm, now)
    )


async def rhythm_of(team: TeamId, user: UserId, *, begin: Begin, directory: Directory) -> Rhythm:
    """When that person is reminded."""
    person = await directory.person(user)
    async with begin(reading=True) as tx:
        return Rhythm.of_reminders(await tx.settings.get(team), person.zone)
