"""When founders get the digest, what it covers, and who gets none."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.case import Side
from bot.domain.digest import Digest
from bot.domain.errors import NotAllowed
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import WeekEnded
from bot.domain.person import Person
from bot.domain.settings import Weekday, WorkspaceSettings
from bot.domain.telling import Direct
from bot.services.afterwards import record_outcome
from bot.services.digest import compose, preview, send_digests
from bot.services.ports import Begin, SettingsChange
from bot.services.settings import change_settings
from tests.builders import ADA, ANSWER, DAY, HOUR, JONAS, MAYA, MONDAY, OLU, ZOE
from tests.services.directories import BOSS, PRIVATE, PUBLIC, SILENT, SmallDirectory
from tests.services.goings_on import A_DAY, TEAM, both_filed, happen, opened

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""The first Monday, 09:00, after the first dispute was opened."""


@pytest.fixture
def slack() -> SmallDirectory:
    return SmallDirectory()


Sent = list[tuple[UserId, WeekEnded]]


async def tick(begin: Begin, slack: SmallDirectory, now: datetime) -> Sent:
    """What is on its way after one look at the clock, taken from the outbox."""
    await send_digests(now=now, begin=begin, directory=slack)
    return await taken(begin, now)


async def taken(begin: Begin, now: datetime) -> Sent:
    sent: Sent = []
    while True:
        async with begin() as tx:
            claimed = await tx.outbox.claim(now=now, until=now + HOUR, limit=100)
            for one in claimed:
                await tx.outbox.mark_sent(one)
        if not claimed:
            return sent
        for one in claimed:
            place, notice = one.delivery.place, one.delivery.notice
            if isinstance(place, Direct) and isinstance(notice, WeekEnded):
                sent.append((place.to, notice))


async def ticks(
    begin: Begin, slack: SmallDirectory, start: datetime, until: datetime, *, every: timedelta
) -> list[tuple[datetime, UserId, WeekEnded]]:
    told = []
    now = start
    while now <= until:
        told += [(now, *one) for one in await tick(begin, slack, now)]
        now += every
    return told


def settled(**changes: object) -> SettingsChange:
    settings = replace(WorkspaceSettings(), **changes)  # type: ignore[arg-type]
    return SettingsChange(settings=settings, by=OLU.id, at=MONDAY)


# When


async def test_a_founder_gets_the_digest_on_monday_at_nine_and_once(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    assert await tick(begin, slack, MONDAY) == []

    assert await tick(begin, slack, FIRST - MINUTE) == []
    week = WeekEnded(since=FIRST - WEEK, until=FIRST)
    assert await tick(begin, slack, FIRST) == [(OLU.id, week)]
    assert await tick(begin, slack, FIRST) == []
    assert await tick(begin, slack, FIRST + DAY) == []


async def test_nine_is_in_the_zone_of_each_founder(begin: Begin, slack: SmallDirectory) -> None:
    slack.change(ADA.id, founder=True, zone="Asia/Tokyo")
    slack.change(OLU.id, zone="America/New_York")
    await opened(begin)

    await tick(begin, slack, MONDAY + DAY)
    told = await ticks(begin, slack, MONDAY + DAY, MONDAY + 8 * DAY, every=HOUR)
    assert [(at, user) for at, user, _ in told] == [
        (datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("Asia/Tokyo")), ADA.id),
        (datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("America/New_York")), OLU.id),
    ]


async def test_each_digest_begins_where_the_last_one_ended(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    told = await ticks(begin, slack, MONDAY, MONDAY + 5 * WEEK, every=5 * HOUR)

    covered = [week for _, _, week in told]
    assert len(covered) == 5
    assert [one.since for one in covered[1:]] == [one.until for one in covered[:-1]]


async def test_after_a_stop_of_five_weeks_one_digest_covers_the_gap(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)
    await tick(begin, slack, FIRST)

    back = FIRST + 5 * WEEK + DAY
    assert await tick(begin, slack, back) == [(OLU.id, WeekEnded(since=FIRST, until=back))]
    told = await ticks(begin, slack, back, FIRST + 6 * WEEK, every=HOUR)
    assert [at for at, _, _ in told] == [FIRST + 6 * WEEK]


async def test_the_day_and_the_hour_are_those_of_the_settings(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)
    await change_settings(
        TEAM,
        WorkspaceSettings(digest_day=Weekday.FRIDAY, digest_hour=16),
        by=OLU,
        directory=slack,
        now=MONDAY + HOUR,
        begin=begin,
    )

    told = await ticks(begin, slack, MONDAY + HOUR, MONDAY + WEEK, every=HOUR)
    assert [(at, week.since) for at, _, week in told] == [
        (datetime(2026, 3, 6, 16, tzinfo=UTC), MONDAY.replace(hour=9))
    ]


# To whom


async def test_the_founders_of_the_settings_get_it_and_the_owners_no_more(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)
    async with begin() as tx:
        await tx.settings.put(TEAM, settled(founders=(ZOE.id, ADA.id)))
        await tx.digests.look(TEAM, at=MONDAY)

    await tick(begin, slack, MONDAY)
    assert {user for user, _ in await tick(begin, slack, FIRST)} == {ZOE.id, ADA.id}


async def test_a_founder_who_has_left_gets_none_even_if_it_was_due(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, FIRST - HOUR)
    slack.remove(OLU.id)

    assert await tick(begin, slack, FIRST) == []
    assert await ticks(begin, slack, FIRST, FIRST + 2 * WEEK, every=6 * HOUR) == []


async def test_while_slack_is_silent_it_is_asked_again_every_minute_and_nothing_is_lost(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)
    slack.is_silent = True
    assert await ticks(begin, slack, FIRST, FIRST + 5 * MINUTE, every=MINUTE) == []
    slack.is_silent = False

    told = await tick(begin, slack, FIRST + 6 * MINUTE)
    assert told == [(OLU.id, WeekEnded(since=FIRST - WEEK, until=FIRST + 6 * MINUTE))]


async def test_founders_of_whom_slack_says_nothing_at_first_are_looked_up_in_a_minute(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    slack.is_silent = True
    await tick(begin, slack, MONDAY)
    slack.is_silent = False
    await tick(begin, slack, MONDAY + MINUTE)

    assert [user for user, _ in await tick(begin, slack, FIRST)] == [OLU.id]


async def test_two_workers_at_once_send_one(begin: Begin, slack: SmallDirectory) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)

    workers = [send_digests(now=FIRST, begin=begin, directory=slack) for _ in range(4)]
    await asyncio.gather(*workers)
    assert len(await taken(begin, FIRST)) == 1


class BrokenForOneDirectory(SmallDirectory):
    """Slack answers nonsense about one person."""

    async def person(self, user: UserId) -> Person:
        if user == ADA.id:
            raise ValueError("nonsense")
        return await super().person(user)


async def test_one_who_cannot_be_looked_up_holds_up_no_other(
    begin: Begin, slack: SmallDirectory
) -> None:
    slack.change(ADA.id, founder=True)
    await opened(begin)
    await tick(begin, slack, MONDAY)

    with pytest.raises(ExceptionGroup):
        await send_digests(now=FIRST, begin=begin, directory=BrokenForOneDirectory(slack.people))
    assert [user for user, _ in await taken(begin, FIRST)] == [OLU.id]


# What


async def composed(begin: Begin, to: Person, slack: SmallDirectory, until: datetime) -> Digest:
    return await compose(
        TEAM, to=to, since=MONDAY, until=until, now=until, directory=slack, begin=begin
    )


def questions(told: Digest) -> set[str]:
    ended = [one.dispute for one in told.ended]
    return {one.opening.question for one in (*told.is_open, *ended)}


async def test_it_has_what_is_open_what_ended_and_what_is_promised(
    begin: Begin, slack: SmallDirectory
) -> None:
    ended = await opened(begin, question="Ended?")
    await both_filed(begin, ended)
    await happen(begin, ended, [A_DAY] * 7, MONDAY)
    await opened(begin, at=MONDAY + 6 * DAY, question="Open?")

    told = await composed(begin, OLU, slack, MONDAY + 15 * DAY)
    assert [one.dispute.opening.question for one in told.ended] == ["Ended?"]
    assert [one.opening.question for one in told.is_open] == ["Open?"]
    assert [one.dispute.opening.question for one in told.promised] == ["Ended?"]


async def test_a_founder_is_told_of_private_channels_and_an_admin_of_what_they_may_see(
    begin: Begin, slack: SmallDirectory
) -> None:
    for channel in (PUBLIC, PRIVATE, SILENT):
        await opened(begin, channel=channel, question=f"In {channel}?")

    assert questions(await composed(begin, OLU, slack, FIRST)) == {
        "In C1?",
        "In C2?",
        "In C3?",
    }
    assert questions(await composed(begin, BOSS, slack, FIRST)) == {"In C1?"}


async def test_a_side_whose_people_have_left_needs_the_founders(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    slack.remove(JONAS.id)

    (need,) = (await composed(begin, OLU, slack, MONDAY + DAY)).needs
    assert need.side is Side.RESEARCH


async def test_an_outcome_that_nobody_is_left_to_record_needs_the_founders(
    begin: Begin, slack: SmallDirectory
) -> None:
    dispute = await opened(begin)
    await happen(begin, dispute, ["product files", "research files", *[A_DAY] * 7], MONDAY)
    slack.remove(MAYA.id)
    due = datetime(2026, 3, 23, tzinfo=UTC)

    assert (await composed(begin, OLU, slack, due - HOUR)).needs == ()
    (need,) = (await composed(begin, OLU, slack, due)).needs
    assert need.side is Side.PRODUCT
    (long_after,) = (await composed(begin, OLU, slack, due + 60 * DAY)).needs
    assert long_after.side is Side.PRODUCT


async def test_a_ruling_far_back_is_looked_through_for_its_promise(
    begin: Begin, slack: SmallDirectory
) -> None:
    for number in range(3):
        dispute = await opened(begin, question=f"Number {number}?")
        await happen(begin, dispute, ["product files", "research files", *[A_DAY] * 7], MONDAY)

    until = datetime(2026, 3, 20, tzinfo=UTC)
    assert len((await composed(begin, OLU, slack, until)).promised) == 3


async def answered(begin: Begin, slack: SmallDirectory, channel: ChannelId) -> None:
    """What was ruled on the 9th in that channel is answered on the 20th."""
    dispute = await opened(begin, channel=channel, question=f"In {channel}?")
    await both_filed(begin, dispute)
    await happen(begin, dispute, [A_DAY] * 7, MONDAY)
    at = MONDAY + 18 * DAY
    await record_outcome(dispute, ANSWER, by=MAYA, directory=slack, now=at, begin=begin)


async def test_it_has_what_became_of_promises_long_after_their_rulings(
    begin: Begin, slack: SmallDirectory
) -> None:
    await answered(begin, slack, PUBLIC)
    since, until = MONDAY + 17 * DAY, MONDAY + 24 * DAY
    told = await compose(
        TEAM, to=OLU, since=since, until=until, now=until, directory=slack, begin=begin
    )

    assert [one.outcome.became for one in told.came] == [ANSWER]
    assert [(one.promised, one.real) for one in told.record.answered] == [(14, 11)]
    assert not told.is_quiet


async def test_what_became_of_promises_in_private_channels_is_for_who_may_see_them(
    begin: Begin, slack: SmallDirectory
) -> None:
    await answered(begin, slack, PRIVATE)
    until = MONDAY + 24 * DAY
    for reader, number in ((OLU, 1), (MAYA, 1), (BOSS, 0)):
        told = await composed(begin, reader, slack, until)

        assert (len(told.came), len(told.record.answered)) == (number, number)


async def test_an_answer_that_is_seven_days_late_is_overdue_however_old_its_ruling_is(
    begin: Begin, slack: SmallDirectory
) -> None:
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await happen(begin, dispute, [A_DAY] * 7, MONDAY)

    for days, number in ((27, 0), (28, 1), (200, 1)):
        now = MONDAY + days * DAY
        told = await compose(
            TEAM, to=OLU, since=now - WEEK, until=now, now=now, directory=slack, begin=begin
        )
        assert len(told.overdue) == number


# On demand


async def test_a_preview_is_of_the_time_since_the_readers_last_digest(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    for now in (MONDAY, FIRST):
        await tick(begin, slack, now)

    told = await preview(TEAM, to=OLU, now=FIRST + DAY, directory=slack, begin=begin)
    assert (told.period.since, told.period.until) == (FIRST, FIRST + DAY)


async def test_a_preview_for_who_gets_none_is_of_the_last_seven_days(
    begin: Begin, slack: SmallDirectory
) -> None:
    told = await preview(TEAM, to=BOSS, now=FIRST, directory=slack, begin=begin)

    assert told.period.since == FIRST - WEEK


async def test_a_preview_changes_nothing_about_the_next_digest(
    begin: Begin, slack: SmallDirectory
) -> None:
    await opened(begin)
    await tick(begin, slack, MONDAY)
    await preview(TEAM, to=OLU, now=FIRST - HOUR, directory=slack, begin=begin)

    assert len(await tick(begin, slack, FIRST)) == 1


async def test_who_may_not_ask_for_it_is_told_who_may(begin: Begin, slack: SmallDirectory) -> None:
    with pytest.raises(NotAllowed, match="A founder or an admin or owner of the workspace can"):
        await preview(TEAM, to=ZOE, now=FIRST, directory=slack, begin=begin)
