"""The customers' month: told once, where there is a channel for it, of what may be known there."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.domain.notices import MonthEnded
from bot.domain.outcome import Became
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Announcement
from bot.services.afterwards import set_aside
from bot.services.months import send_months, what_customers_said
from bot.services.ports import Begin, SettingsChange
from bot.services.windows import close_due_windows
from handlers import month
from tests.builders import ANSWER, DAY, DROPPED, HOUR, MONDAY, NOT_YET, OLU
from tests.services.directories import PRIVATE, PUBLIC, SILENT, SmallDirectory
from tests.services.goings_on import TEAM, both_filed, opened, recorded
from tests.services.posted import posted

RULINGS = ChannelId("C9")
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Clock:
    """The bot's clock over one workspace."""

    begin: Begin
    directory: SmallDirectory = field(default_factory=SmallDirectory)

    async def tick(self, now: datetime) -> None:
        await send_months(now=now, begin=self.begin, directory=self.directory)

    async def told(self, *moments: datetime) -> list[tuple[str, MonthEnded]]:
        """What reaches a channel after a tick at each of the moments."""
        for now in moments:
            await self.tick(now)
        return [
            (one.place.channel, one.notice)
            for one in await posted(self.begin)
            if isinstance(one.place, Announcement) and isinstance(one.notice, MonthEnded)
        ]

    async def is_looked_at(self, now: datetime) -> None:
        """Somebody has changed the settings then."""
        async with self.begin() as tx:
            told_until = await tx.months.told_until(TEAM)
            assert told_until
            await tx.months.put(TEAM, told_until=told_until, next_at=now)

    async def announces(self, channel: ChannelId | None = RULINGS) -> None:
        settings = replace(WorkspaceSettings(), announcements=channel)
        async with self.begin() as tx:
            await tx.settings.put(TEAM, SettingsChange(settings=settings, by=OLU.id, at=MONDAY))


@pytest.fixture
async def clock(begin: Begin) -> Clock:
    """A workspace that opened its first dispute on 2 March, and has been looked at that day."""
    clock = Clock(begin)
    await opened(begin)
    await clock.tick(MONDAY)
    await posted(begin)
    return clock


def between(since: str, until: str) -> MonthEnded:
    return MonthEnded(since=at(since), until=at(until))


# When


async def test_a_month_is_told_on_the_first_working_day_of_the_next(clock: Clock) -> None:
    await clock.announces()

    assert await clock.told(at("2026-03-31T12:00"), at("2026-04-01T08:59")) == []
    assert await clock.told(at("2026-04-01T09:00")) == [
        (RULINGS, between("2026-03-01", "2026-04-01"))
    ]
    assert await clock.told(at("2026-04-01T09:01"), at("2026-04-30T09:00")) == []


async def test_a_look_before_the_hour_tells_nothing_yet(clock: Clock) -> None:
    """Somebody has changed the settings at eight."""
    await clock.announces()
    await clock.is_looked_at(at("2026-04-01T08:00"))

    assert await clock.told(at("2026-04-01T08:00")) == []
    assert len(await clock.told(at("2026-04-01T09:00"))) == 1


@pytest.mark.rule(
    "A month is told once; after a longer stop, all that was missed is told in one message."
)
async def test_after_a_stop_of_three_months_one_message_tells_of_all(clock: Clock) -> None:
    await clock.announces()

    assert await clock.told(at("2026-06-11T15:00"), at("2026-06-11T15:01")) == [
        (RULINGS, between("2026-03-01", "2026-06-01"))
    ]
    assert await clock.told(at("2026-07-01T09:00")) == [
        (RULINGS, between("2026-06-01", "2026-07-01"))
    ]


async def test_two_workers_at_once_tell_it_once(clock: Clock) -> None:
    await clock.announces()

    await asyncio.gather(*(clock.tick(at("2026-04-01T09:00")) for _ in range(3)))

    assert len(await clock.told()) == 1


async def test_the_month_and_the_hour_are_those_of_the_first_founder(begin: Begin) -> None:
    clock = Clock(begin)
    clock.directory.change(OLU.id, zone="Asia/Tokyo")
    await opened(begin)
    await clock.announces()

    assert await clock.told(MONDAY, at("2026-03-31T23:59")) == []
    assert await clock.told(at("2026-04-01T00:00")) == [
        (RULINGS, between("2026-02-28T15:00", "2026-03-31T15:00"))
    ]


@pytest.mark.parametrize("moved", ["Asia/Tokyo", "Pacific/Kiritimati"])
async def test_no_month_of_hours_is_told_when_the_first_founder_moves_west(
    begin: Begin, moved: str
) -> None:
    clock = Clock(begin)
    clock.directory.change(OLU.id, zone=moved)
    await opened(begin)
    await clock.announces()
    assert len(await clock.told(MONDAY, at("2026-04-01T09:00"))) == 1

    clock.directory.change(OLU.id, zone="Pacific/Pago_Pago")
    await clock.is_looked_at(at("2026-04-15T12:00"))
    assert await clock.told(at("2026-04-15T12:00")) == []


async def test_after_a_move_west_the_next_month_begins_where_the_last_one_ended(
    begin: Begin,
) -> None:
    clock = Clock(begin)
    clock.directory.change(OLU.id, zone="Asia/Tokyo")
    await opened(begin)
    await clock.announces()
    await clock.told(MONDAY, at("2026-04-01T09:00"))

    clock.directory.change(OLU.id, zone="America/New_York")
    await clock.is_looked_at(at("2026-04-15T12:00"))
    assert await clock.told(at("2026-04-15T12:00"), at("2026-05-01T13:00")) == [
        (RULINGS, between("2026-03-31T15:00", "2026-05-01T04:00"))
    ]


async def test_nothing_is_told_twice_when_the_first_founder_moves_east(begin: Begin) -> None:
    clock = Clock(begin)
    clock.directory.change(OLU.id, zone="America/New_York")
    await opened(begin)
    await clock.announces()
    await clock.told(MONDAY, at("2026-04-01T13:00"))

    clock.directory.change(OLU.id, zone="Asia/Tokyo")
    await clock.is_looked_at(at("2026-04-15T12:00"))
    assert await clock.told(at("2026-04-15T12:00"), at("2026-05-01T00:00")) == [
        (RULINGS, between("2026-04-01T04:00", "2026-04-30T15:00"))
    ]


@pytest.mark.rule("Without a channel for rulings no month is told.")
async def test_without_a_channel_nothing_is_told_and_nothing_is_made_up(clock: Clock) -> None:
    assert await clock.told(at("2026-04-01T09:00")) == []

    await clock.announces()
    assert await clock.told(at("2026-04-10T09:00")) == []
    assert await clock.told(at("2026-05-01T09:00")) == [
        (RULINGS, between("2026-04-01", "2026-05-01"))
    ]


async def test_while_slack_is_silent_it_is_asked_again_in_a_minute(clock: Clock) -> None:
    await clock.announces()
    clock.directory.is_silent = True
    first = at("2026-04-01T09:00")

    assert await clock.told(first, first + MINUTE) == []
    clock.directory.is_silent = False
    assert await clock.told(first + 2 * MINUTE) == [(RULINGS, between("2026-03-01", "2026-04-01"))]


async def test_a_workspace_without_founders_goes_by_utc(clock: Clock) -> None:
    clock.directory.remove(OLU.id)
    await clock.announces()

    assert len(await clock.told(at("2026-04-01T09:00"))) == 1


# What


async def answered(
    begin: Begin, *, channel: ChannelId = PUBLIC, now: datetime, who: str = "Acme"
) -> None:
    """A dispute of that channel is ruled, and its customer answers at that instant."""
    opened_at = now - 10 * DAY
    dispute = await opened(begin, at=opened_at, channel=channel)
    await both_filed(begin, dispute, at=opened_at + HOUR)
    await close_due_windows(now=opened_at + 7 * DAY, begin=begin)
    answer = replace(ANSWER, on=now.date(), who=who)
    await recorded(begin, dispute, answer, at=now)


MARCH = between("2026-03-01", "2026-04-01")


async def said(begin: Begin, channel: ChannelId = RULINGS) -> list[str]:
    found = await what_customers_said(
        TEAM,
        MARCH,
        channel,
        now=at("2026-04-01T09:00"),
        begin=begin,
        directory=SmallDirectory(),
    )
    return [one.answer.who for one in found]


async def test_the_answers_of_the_month_stand_in_the_order_of_recording(begin: Begin) -> None:
    await answered(begin, now=at("2026-03-28"), who="Borealis")
    await answered(begin, now=at("2026-03-14"), who="Acme")

    assert await said(begin) == ["Acme", "Borealis"]


async def test_an_answer_is_in_the_month_in_which_it_was_recorded(begin: Begin) -> None:
    await answered(begin, now=at("2026-03-01"), who="too early")
    await answered(begin, now=at("2026-04-01"), who="the last instant")
    await answered(begin, now=at("2026-04-01T00:01"), who="too late")

    assert await said(begin) == ["the last instant"]


async def test_a_private_channel_stays_out_but_for_its_own(begin: Begin) -> None:
    for channel in (PUBLIC, PRIVATE, SILENT):
        await answered(begin, channel=channel, now=at("2026-03-14"), who=f"in {channel}")

    assert await said(begin) == ["in C1"]
    assert await said(begin, PRIVATE) == ["in C1", "in C2"]


async def test_what_is_put_off_dropped_or_set_aside_is_not_said(begin: Begin) -> None:
    words: tuple[Became, ...] = (NOT_YET, DROPPED, ANSWER)
    for number, became in enumerate(words):
        dispute = await opened(begin, question=f"Number {number}?")
        await both_filed(begin, dispute)
        await close_due_windows(now=MONDAY + 7 * DAY, begin=begin)
        await recorded(begin, dispute, became, at=MONDAY + 20 * DAY)
    await set_aside(dispute, "So.", by=OLU, now=MONDAY + 21 * DAY, begin=begin)

    assert await said(begin) == []


@pytest.mark.rule("A month in which no customer answered is not told.")
async def test_a_month_without_an_answer_is_no_message(begin: Begin) -> None:
    await opened(begin)

    drawn = await month.draw(
        TEAM,
        MARCH,
        RULINGS,
        now=at("2026-04-01T09:00"),
        begin=begin,
        directory=SmallDirectory(),
    )
    assert drawn is None
