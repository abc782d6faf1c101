"""When a sweep is noted, and who hears what came late after the clock had stood still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import ClockWasSilent, LateRuling
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import Begin, SettingsChange, Transaction
from bot.services.silence import MOST_NAMED, NOTED_EVERY
from bot.services.sweep import rule
from bot.services.windows import close_window
from storage.engine import make_engine
from storage.transaction import make_begin
from tests.builders import DAY, END, HOUR, MAYA, MONDAY, OLU, ZOE
from tests.services.goings_on import TEAM, opened
from tests.services.posted import direct_messages

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


async def last_sweep(begin: Begin) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.sweeps.last_at()


async def has_founders(begin: Begin, *founders: UserId) -> None:
    settings = WorkspaceSettings(founders=founders)
    async with begin() as tx:
        await tx.settings.put(TEAM, SettingsChange(settings=settings, by=OLU.id, at=MONDAY))


async def told(begin: Begin) -> list[tuple[UserId, object]]:
    return list(await direct_messages(begin, ClockWasSilent))


# The note


async def test_before_the_first_sweep_there_is_none(begin: Begin) -> None:
    assert await last_sweep(begin) is None


async def test_a_sweep_is_noted_by_the_rules_clock(begin: Begin) -> None:
    await rule(now=MONDAY, begin=begin)

    assert await last_sweep(begin) == MONDAY


async def test_it_is_noted_every_thirty_seconds_at_most(begin: Begin) -> None:
    for now in (MONDAY, MONDAY + NOTED_EVERY - SECOND):
        await rule(now=now, begin=begin)
    assert await last_sweep(begin) == MONDAY

    await rule(now=MONDAY + NOTED_EVERY, begin=begin)
    assert await last_sweep(begin) == MONDAY + NOTED_EVERY


async def test_a_note_of_the_future_is_corrected(begin: Begin) -> None:
    await rule(now=MONDAY + DAY, begin=begin)
    await rule(now=MONDAY, begin=begin)

    assert await last_sweep(begin) == MONDAY


class CrashError(Exception):
    """What ends a transaction before its commit."""


def crashing(begin: Begin) -> Begin:
    """The same, but nothing that is written is kept."""

    @asynccontextmanager
    async def begin_in_vain(*, reading: bool = False) -> AsyncIterator[Transaction]:
        async with begin(reading=reading) as tx:
            yield tx
            if not reading:
                raise CrashError

    return begin_in_vain


async def test_a_sweep_that_fails_is_not_noted(begin: Begin) -> None:
    await opened(begin)
    await rule(now=MONDAY, begin=begin)

    with pytest.raises(ExceptionGroup, match="a sweep failed"):
        await rule(now=END, begin=crashing(begin))

    assert await last_sweep(begin) == MONDAY


# The founders


async def test_after_a_silence_each_founder_hears_once_what_came_late(begin: Begin) -> None:
    await has_founders(begin, OLU.id, ZOE.id)
    first, second = await opened(begin), await opened(begin, at=MONDAY + 3 * HOUR)
    await rule(now=MONDAY + 4 * HOUR, begin=begin)
    await told(begin)

    back = END + 5 * HOUR
    await rule(now=back, begin=begin)
    await rule(now=back + MINUTE, begin=begin)

    late = (LateRuling(first.number, 5 * HOUR), LateRuling(second.number, 2 * HOUR))
    notice = ClockWasSilent(since=MONDAY + 4 * HOUR, until=back, late=late, how_many=2)
    assert await told(begin) == [(OLU.id, notice), (ZOE.id, notice)]


async def test_nobody_hears_of_a_silence_in_which_nothing_came_late(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    await opened(begin)
    await rule(now=MONDAY, begin=begin)

    await rule(now=END, begin=begin)

    assert await told(begin) == []


async def test_three_minutes_without_a_sweep_are_no_silence(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    await opened(begin)
    await rule(now=END - SECOND, begin=begin)

    await rule(now=END + 3 * MINUTE - SECOND, begin=begin)

    assert await told(begin) == []


async def test_what_ended_just_before_the_clock_came_back_did_not_come_late(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    for minutes in (0, 10):
        await opened(begin, at=MONDAY + minutes * MINUTE)
    await rule(now=MONDAY + DAY, begin=begin)

    await rule(now=END + 11 * MINUTE, begin=begin)

    ((_, notice),) = await told(begin)
    assert isinstance(notice, ClockWasSilent)
    assert notice.late == (LateRuling(1, 11 * MINUTE),)


async def test_until_founders_are_named_those_hear_it_who_get_the_digest(begin: Begin) -> None:
    async with begin() as tx:
        await tx.digests.put(TEAM, OLU.id, covered_until=MONDAY, next_at=END + 30 * DAY)
        await tx.digests.put(TeamId("T2"), MAYA.id, covered_until=MONDAY, next_at=END + 30 * DAY)
    await opened(begin)
    await rule(now=MONDAY, begin=begin)

    await rule(now=END + HOUR, begin=begin)

    assert [who for who, _ in await told(begin)] == [OLU.id]


async def test_of_many_ten_are_named_and_the_others_counted(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    for number in range(12):
        await opened(begin, at=MONDAY + number * MINUTE)
    await rule(now=MONDAY + HOUR, begin=begin)

    await rule(now=END + DAY, begin=begin)

    ((_, notice),) = await told(begin)
    assert isinstance(notice, ClockWasSilent)
    assert [one.number for one in notice.late] == list(range(1, MOST_NAMED + 1))
    assert notice.how_many == 12


async def test_what_a_click_ruled_while_the_worker_was_down_is_told_too(begin: Begin) -> None:
    """The web process rules on the spot; the clock had missed it all the same."""
    await has_founders(begin, OLU.id)
    dispute = await opened(begin)
    await rule(now=MONDAY, begin=begin)
    await close_window(dispute, now=END + HOUR, begin=begin)

    await rule(now=END + 2 * HOUR, begin=begin)

    ((_, notice),) = await told(begin)
    assert isinstance(notice, ClockWasSilent)
    assert notice.late == (LateRuling(dispute.number, HOUR),)


async def test_a_ruling_of_a_worker_that_is_seconds_ahead_is_told_once(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    dispute = await opened(begin)
    await rule(now=MONDAY, begin=begin)
    back = END + HOUR
    await close_window(dispute, now=back + 3 * SECOND, begin=begin)

    await rule(now=back, begin=begin)
    await rule(now=back + HOUR, begin=begin)

    assert len(await told(begin)) == 1


async def test_a_crash_while_it_is_told_loses_nothing_and_doubles_nothing(begin: Begin) -> None:
    await has_founders(begin, OLU.id)
    dispute = await opened(begin)
    await rule(now=MONDAY, begin=begin)
    back = END + HOUR
    await close_window(dispute, now=back, begin=begin)

    with pytest.raises(CrashError):
        await rule(now=back, begin=crashing(begin))
    assert await last_sweep(begin) == MONDAY
    assert await told(begin) == []

    for _ in range(2):
        await rule(now=back + MINUTE, begin=begin)
    assert len(await told(begin)) == 1


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
async def test_of_two_workers_that_come_back_at_once_one_alone_tells(
    begin: Begin, database_url: str
) -> None:
    await has_founders(begin, OLU.id)
    disputes = [await opened(begin, at=MONDAY + number * MINUTE) for number in range(5)]
    await rule(now=MONDAY + HOUR, begin=begin)
    another = make_engine(database_url)

    back = END + DAY
    await asyncio.gather(
        rule(now=back, begin=begin), rule(now=back + SECOND, begin=make_begin(another))
    )
    await another.dispose()

    ((who, notice),) = await told(begin)
    assert who == OLU.id
    assert isinstance(notice, ClockWasSilent)
    assert sorted(one.number for one in notice.late) == [one.number for one in disputes]
