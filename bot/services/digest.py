"""The weekly digest of each founder, and the same on demand."""

import asyncio
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.domain.debts import sides_owing
from bot.domain.digest import Digest, digest_of
from bot.domain.digest_bounds import bounds_told
from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId, UserId
from bot.domain.notices import WeekEnded
from bot.domain.period import WEEK, Period
from bot.domain.person import Membership, Person
from bot.domain.promise import OVERDUE
from bot.domain.rhythm import Rhythm
from bot.domain.rights import Action, check_in_workspace
from bot.domain.telling import Delivery, Direct
from bot.services.each import each
from bot.services.estimates import of_promises
from bot.services.founders import founders_of
from bot.services.gates import read_ledger
from bot.services.ports import Begin, Directory, Recipient, Transaction
from bot.services.signatures import ask_new_founders
from bot.services.visibility import visible
from bot.services.workspace import WorkspaceDirectory

ASK_AGAIN = timedelta(minutes=1)
LOOK_AGAIN = timedelta(days=1)
MOST_PROMISES = 100


async def compose(
    team: TeamId,
    *,
    to: Person,
    since: datetime,
    until: datetime,
    now: datetime,
    directory: Directory,
    begin: Begin,
) -> Digest:
    """What `to` is told of the time from `since` on until `until`, of what they may see."""
    period = Period(since=since, until=until, zone=to.zone)
    found = await _found(team, period, begin)
    seen = await visible(found, to=to, directory=directory)
    left = await _who_has_left(seen, directory, now=now)
    async with begin(reading=True) as tx:
        founders, areas = await founders_of(tx, team), await tx.areas.all_of(team)
    bounds = bounds_told(
        seen,
        period,
        to=to,
        founders=founders,
        areas=areas,
        ledger=await read_ledger(team, to=to, directory=directory, begin=begin),
        now=now,
    )
    return digest_of(seen, period, left=left, bounds=bounds, now=now)


async def preview(
    team: TeamId, *, to: Person, now: datetime, directory: Directory, begin: Begin
) -> Digest:
    """The digest that `to` would get now: since their last one, or of the last seven days.

    Raises:
        NotAllowed: `to` is neither a founder nor an admin.

    """
    check_in_workspace(Action.DIGEST, to)
    async with begin(reading=True) as tx:
        covered = await tx.digests.covered_until(team, to.id)
    since = covered or now - WEEK
    return await compose(
        team, to=to, since=since, until=now, now=now, directory=directory, begin=begin
    )


async def _found(team: TeamId, period: Period, begin: Begin) -> tuple[Dispute, ...]:
    """Every dispute that may have a place in the digest, some of them twice."""
    async with begin(reading=True) as tx:
        return (
            *await tx.disputes.open_ones(team),
            *await tx.disputes.found(team, after=period.looks_back_to, until=period.until),
            *await tx.disputes.set_aside(team, after=period.since, until=period.until),
            *await tx.disputes.promised(team, from_day=period.today - OVERDUE, limit=MOST_PROMISES),
            *await tx.disputes.recorded(team, after=period.since, until=period.until),
            *await of_promises(tx, team, now=period.until),
        )


async def _who_has_left(
    disputes: Iterable[Dispute], directory: Directory, *, now: datetime
) -> Collection[UserId]:
    """Of those who speak for a side that owes something."""
    speakers = {
        speaker
        for dispute in disputes
        for side in sides_owing(dispute, now)
        for speaker in dispute.party(side).speakers
    }
    people = await asyncio.gather(*map(directory.person, speakers))
    return {person.id for person in people if person.has_left}


async def send_digests(*, now: datetime, begin: Begin, directory: Directory) -> int:
    """How many digests are on their way; one that cannot be sent holds up no other.

    Raises:
        ExceptionGroup: with what went wrong, after all the others.

    """
    try:
        await _look_founders_up(now=now, begin=begin, directory=directory)
    finally:
        sent = await _send_what_is_due(now=now, begin=begin, directory=directory)
    return sent


async def _look_founders_up(*, now: datetime, begin: Begin, directory: Directory) -> None:
    async with begin(reading=True) as tx:
        teams = await tx.digests.teams_to_look_at(now)

    async def look_at(team: TeamId) -> bool:
        found = await _founders(WorkspaceDirectory(directory, begin, team))
        async with begin() as tx:
            known = found is not None and await _keep_readers(tx, team, found, now=now)
            await tx.digests.look(team, at=now + (LOOK_AGAIN if known else ASK_AGAIN))
        return known

    await each(teams, look_at, "looking founders up")


async def _founders(directory: WorkspaceDirectory) -> tuple[Person, ...] | None:
    """The founders as Slack knows them; None when it does not say who they are."""
    founders = await directory.founders()
    if founders is None:
        return None
    return tuple(await asyncio.gather(*map(directory.person, founders)))


async def _keep_readers(
    tx: Transaction, team: TeamId, founders: Iterable[Person], *, now: datetime
) -> bool:
    """Whether all are known; those who are get the digest from now on, and nobody else."""
    until_now = await founders_of(tx, team)
    unknown = {one.id for one in founders if one.membership is Membership.UNKNOWN}
    readers = [one for one in founders if one.is_full_member]
    await tx.digests.keep_only(team, {*unknown, *(reader.id for reader in readers)})
    settings = await tx.settings.get(team)
    on_its_way = set(await tx.digests.due(now + ASK_AGAIN))
    for reader in readers:
        if (team, reader.id) not in on_its_way:
            next_at = Rhythm.of_digests(settings, reader.zone).next_moment(now)
            covered = await tx.digests.covered_until(team, reader.id)
            since = covered or min(now, next_at - WEEK)
            await tx.digests.put(team, reader.id, covered_until=since, next_at=next_at)
    await ask_new_founders(tx, team, until_now)
    return not unknown


async def _send_what_is_due(*, now: datetime, begin: Begin, directory: Directory) -> int:
    async with begin(reading=True) as tx:
        due = await tx.digests.due(now)

    async def send_one(recipient: Recipient) -> bool:
        team, user = recipient
        reader = await WorkspaceDirectory(directory, begin, team).person(user)
        async with begin() as tx:
            return await _send(tx, team, reader, now=now)

    return await each(due, send_one, "sending a digest")


async def _send(tx: Transaction, team: TeamId, reader: Person, *, now: datetime) -> bool:
    """Whether the digest is on its way from here: to a founder, and by no other worker."""
    since = await tx.digests.covered_until(team, reader.id)
    if since is None or (team, reader.id) not in await tx.digests.due(now):
        return False
    if reader.membership is Membership.UNKNOWN:
        later = now + ASK_AGAIN
        await tx.digests.put(team, reader.id, covered_until=since, next_at=later)
        return False
    next_at = Rhythm.of_digests(await tx.settings.get(team), reader.zone).next_moment(now)
    is_founder = reader.is_full_member and reader.founder
    if is_founder:
        week = WeekEnded(since=since, until=now)
        await tx.outbox.put((Delivery(about=team, notice=week, place=Direct(reader.id)),))
    covered = now if is_founder else since
    await tx.digests.put(team, reader.id, covered_until=covered, next_at=next_at)
    return is_founder
