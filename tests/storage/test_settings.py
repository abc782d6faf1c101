import asyncio

from hypothesis import given, settings

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.settings import Weekday, WorkspaceSettings
from bot.services.ports import Begin, SettingsChange
from storage.mapping import settings_from_row, settings_to_row
from tests.builders import DAY, MONDAY, OLU
from tests.storage.keeping import ANOTHER, keep, numbered, roll_back
from tests.storage.values import values_of

TEAM = TeamId("T1")
EVENING = WorkspaceSettings(
    founders=(OLU.id,),
    working_days=(Weekday.SUNDAY, Weekday.MONDAY),
    digest_day=Weekday.SUNDAY,
    digest_hour=18,
    announcements=ChannelId("C9"),
)
FIRST = SettingsChange(settings=EVENING, by=OLU.id, at=MONDAY)
SECOND = SettingsChange(settings=WorkspaceSettings(reminder_hour=8), by=OLU.id, at=MONDAY + DAY)


@settings(max_examples=50)
@given(values_of(SettingsChange))
def test_every_change_is_read_from_its_row_as_it_was(change: SettingsChange) -> None:
    assert settings_from_row(settings_to_row(TEAM, change)) == change


async def put(begin: Begin, *changes: SettingsChange, team: TeamId = TEAM) -> None:
    for change in changes:
        async with begin() as tx:
            await tx.settings.put(team, change)


async def get(begin: Begin, team: TeamId = TEAM) -> WorkspaceSettings:
    async with begin(reading=True) as tx:
        return await tx.settings.get(team)


async def changes(begin: Begin, team: TeamId = TEAM) -> tuple[SettingsChange, ...]:
    async with begin(reading=True) as tx:
        return await tx.settings.changes(team)


async def test_the_defaults_hold_until_somebody_sets_something(begin: Begin) -> None:
    assert await get(begin) == WorkspaceSettings()
    assert await changes(begin) == ()


async def test_settings_are_read_as_they_were_set(begin: Begin) -> None:
    await put(begin, FIRST)

    assert await get(begin) == EVENING


async def test_the_last_change_counts_and_those_before_stay_on_record(begin: Begin) -> None:
    await put(begin, FIRST, SECOND, FIRST)

    assert await get(begin) == EVENING
    assert await changes(begin) == (FIRST, SECOND, FIRST)


async def test_each_workspace_has_settings_of_its_own(begin: Begin) -> None:
    await put(begin, FIRST)
    await put(begin, SECOND, team=ANOTHER)

    assert await get(begin) == EVENING
    assert await changes(begin, ANOTHER) == (SECOND,)


async def test_changes_that_come_at_once_are_all_kept(begin: Begin) -> None:
    asked = [
        SettingsChange(settings=EVENING, by=UserId(f"U{number}"), at=MONDAY) for number in range(20)
    ]
    await asyncio.gather(*(put(begin, change) for change in asked))

    assert {change.by for change in await changes(begin)} == {change.by for change in asked}


async def test_a_change_that_is_rolled_back_is_none(begin: Begin) -> None:
    await roll_back(begin, lambda tx: tx.settings.put(TEAM, FIRST))

    assert await changes(begin) == ()


async def test_a_change_of_settings_numbers_no_dispute(begin: Begin) -> None:
    await keep(begin, numbered(1))
    await put(begin, FIRST)
    async with begin() as tx:
        assert await tx.disputes.next_number(TEAM) == 1
