"""The customers' month: what customers said, for the channel of rulings, once a month."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, TeamId
from bot.domain.months import first_moment_of_month, next_moment_of_month, start_of_month
from bot.domain.notices import MonthEnded
from bot.domain.outcome import Answered, Outcome
from bot.domain.person import Membership
from bot.domain.rhythm import Rhythm
from bot.domain.rights import Privacy
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.telling import Announcement, Delivery
from bot.services.each import each
from bot.services.ports import Begin, Directory
from bot.services.visibility import privacy_of
from bot.services.workspace import WorkspaceDirectory

ASK_AGAIN = timedelta(minutes=1)
SHORTER_THAN_ANY_MONTH = timedelta(days=2)
"""The start of a month is up to 26 hours later where the first founder has moved to."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer said, and the dispute that it answers."""

    dispute: SeenDispute
    answer: Answered


async def send_months(*, now: datetime, begin: Begin, directory: Directory) -> int:
    """How many channels of rulings hear of their month; one that cannot holds up no other.

    Raises:
        ExceptionGroup: with what went wrong, after all the others.

    """
    async with begin(reading=True) as tx:
        due = await tx.months.due(now)

    async def look_at(team: TeamId) -> bool:
        zone = await _zone(WorkspaceDirectory(directory, begin, team))
        return await _tell(team, zone, now=now, begin=begin)

    return await each(due, look_at, "telling the customers' month")


async def _zone(directory: WorkspaceDirectory) -> str | None:
    """The zone of the founder who is named first; None when Slack does not say."""
    founders = await directory.founders()
    if not founders:
        return None if founders is None else "UTC"
    first = await directory.person(founders[0])
    return None if first.membership is Membership.UNKNOWN else first.zone


async def _tell(team: TeamId, zone: str | None, *, now: datetime, begin: Begin) -> bool:
    """Whether the month is on its way from here, and by no other worker."""
    async with begin() as tx:
        told_until = await tx.months.told_until(team)
        if team not in await tx.months.due(now):
            return False
        if zone is None:
            later = now + ASK_AGAIN
            await tx.months.put(team, told_until=told_until or now, next_at=later)
            return False
        settings = await tx.settings.get(team)
        rhythm = Rhythm.of_reminders(settings, zone)
        until = start_of_month(now, rhythm)
        is_begun = first_moment_of_month(rhythm.day_of(now), rhythm) <= now
        is_due = is_begun and _is_over(told_until, until)
        if is_due and told_until and settings.announcements:
            month = MonthEnded(since=told_until, until=until)
            place = Announcement(settings.announcements)
            await tx.outbox.put((Delivery(about=team, notice=month, place=place),))
        covered = until if is_due or told_until is None else told_until
        next_at = next_moment_of_month(now, rhythm)
        await tx.months.put(team, told_until=covered, next_at=next_at)
    return is_due


def _is_over(told_until: datetime | None, until: datetime) -> bool:
    """Whether a month at least has passed that the channel has not heard of."""
    return told_until is not None and until - told_until > SHORTER_THAN_ANY_MONTH


async def what_customers_said(
    team: TeamId,
    month: MonthEnded,
    channel: ChannelId,
    *,
    now: datetime,
    begin: Begin,
    directory: Directory,
) -> tuple[Said, ...]:
    """The answers recorded in that time, in order, of what everybody in the channel may know."""
    async with begin(reading=True) as tx:
        found = await tx.disputes.recorded(team, after=month.since, until=month.until)
    others = {one.opening.channel for one in found} - {channel}
    privacy = await privacy_of(others, directory)
    known = {channel, *(one for one in others if privacy[one] is Privacy.PUBLIC)}
    said = [
        (word, Said(seen_in_channel(one, now=now), word.became))
        for one in found
        if one.opening.channel in known and not one.set_aside
        for word in one.outcomes
        if isinstance(word.became, Answered) and _is_in(month, word)
    ]
    return tuple(told for _, told in sorted(said, key=lambda pair: pair[0].at))


def _is_in(month: MonthEnded, word: Outcome) -> bool:
    return month.since < word.at <= month.until
