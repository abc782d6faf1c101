"""A workspace taken out: nothing of it is left, and nothing of another is touched."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.notices import CardChanged
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Card, Delivery
from bot.services.ports import Begin, Posted, SettingsChange
from storage.purging import TABLES, purge, teams_on_record, wipe
from storage.tables import METADATA
from tests.builders import END, MAYA, MONDAY, OLU
from tests.storage.keeping import asking, change_lead, created, keep

GONE, STAYS = TeamId("T1"), TeamId("T2")
OF_NO_WORKSPACE = {"sweeps"}
"""Tables in which nothing is of a workspace."""

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
async def two_workspaces(begin: Begin) -> None:
    for team in (GONE, STAYS):
        await fill(begin, team)


async def fill(begin: Begin, team: TeamId) -> None:
    """A row of the workspace in every table."""
    dispute = asking(f"Xylophone{team}?", team=team)
    await keep(begin, dispute)
    await change_lead(begin, dispute.id, "Ada")
    async with begin() as tx:
        await tx.disputes.next_number(team)
        await tx.drafts.put(dispute.id, Side.PRODUCT, Draft(evidence=(), options=()))
        notice = CardChanged(dispute.id)
        await tx.outbox.put([Delivery(about=dispute.id, notice=notice, place=Card())])
        await tx.outbox.put_card(dispute.id, Posted(ChannelId("C1"), "1.0"))
        change = SettingsChange(settings=WorkspaceSettings(), by=OLU.id, at=MONDAY)
        await tx.settings.put(team, change)
        await tx.areas.put(created(team))
        await tx.reminders.look(team, [MAYA.id], at=MONDAY)
        await tx.digests.put(team, OLU.id, covered_until=MONDAY, next_at=END)
        await tx.homes.opened(team, MAYA.id)
        await tx.sweeps.put(MONDAY)


async def rows_of(engine: AsyncEngine, team: TeamId) -> Rows:
    async with engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(select(table).where(table.c.team_id == team))
                ).mappings()
            ]
            for table in TABLES
        }


def test_every_table_is_purged_but_those_of_no_workspace() -> None:
    assert {table.name for table in TABLES} == set(METADATA.tables) - OF_NO_WORKSPACE


@pytest.mark.usefixtures("two_workspaces")
async def test_no_row_of_the_workspace_is_left_in_any_table(engine: AsyncEngine) -> None:
    before = {name: len(rows) for name, rows in (await rows_of(engine, GONE)).items()}
    gone = await purge(engine, GONE)

    assert min(before.values()) > 0
    assert gone == before
    assert not any((await rows_of(engine, GONE)).values())


@pytest.mark.usefixtures("two_workspaces")
async def test_another_workspace_is_not_touched(engine: AsyncEngine, begin: Begin) -> None:
    before = await rows_of(engine, STAYS)
    await purge(engine, GONE)

    assert await rows_of(engine, STAYS) == before
    async with begin(reading=True) as tx:
        (found,) = await tx.disputes.asking_like(STAYS, ["xylophonet2"], limit=9)
        assert await tx.disputes.asking_like(GONE, ["xylophonet1"], limit=9) == ()
    assert found.id == DisputeId(STAYS, 1)


@pytest.mark.usefixtures("two_workspaces")
async def test_a_workspace_is_on_record_until_it_is_purged(engine: AsyncEngine) -> None:
    assert await teams_on_record(engine) == (GONE, STAYS)
    await purge(engine, GONE)
    assert await teams_on_record(engine) == (STAYS,)


async def test_a_workspace_that_has_only_been_set_is_on_record_too(
    engine: AsyncEngine, begin: Begin
) -> None:
    async with begin() as tx:
        change = SettingsChange(settings=WorkspaceSettings(), by=OLU.id, at=MONDAY)
        await tx.settings.put(GONE, change)

    assert await teams_on_record(engine) == (GONE,)


@pytest.mark.usefixtures("two_workspaces")
async def test_after_a_purge_the_workspace_can_begin_anew(
    engine: AsyncEngine, begin: Begin
) -> None:
    await purge(engine, GONE)
    await fill(begin, GONE)

    async with begin(reading=True) as tx:
        assert (await tx.disputes.get(DisputeId(GONE, 1))).version == 1


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("two_workspaces")
async def test_nothing_typed_can_be_found_in_the_file_any_more(
    engine: AsyncEngine, database_url: str
) -> None:
    await purge(engine, GONE)
    await engine.dispose()
    assert b"xylophonet1" in everything_in(database_url)
    wipe(database_url)

    left = everything_in(database_url)
    assert b"xylophonet1" not in left
    assert b"xylophonet2" in left


def everything_in(database_url: str) -> bytes:
    """The bytes of the SQLite file and of those that stand beside it."""
    file = Path(str(make_url(database_url).database))
    return b"".join(one.read_bytes().lower() for one in file.parent.glob(f"{file.name}*"))


async def test_wiping_changes_nothing_in_other_databases(
    engine: AsyncEngine, database_url: str, begin: Begin
) -> None:
    await fill(begin, STAYS)
    before = await rows_of(engine, STAYS)
    wipe(database_url)
    wipe("sqlite://")

    assert await rows_of(engine, STAYS) == before
