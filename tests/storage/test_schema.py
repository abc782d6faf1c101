import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.ids import ChannelId
from bot.domain.notices import CardChanged
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Card, Delivery
from bot.services.ports import Posted, SettingsChange
from storage.engine import make_engine
from storage.schema import downgrade, upgrade, why_not, why_not_current
from storage.tables import METADATA
from storage.transaction import make_begin
from tests.builders import END, MAYA, MONDAY, OLU, an_open_dispute
from tests.storage.keeping import CREATED, in_sql, keep, read

TABLES = {
    *("workspaces", "disputes", "events", "drafts", "outbox", "cards"),
    *("settings", "area_changes", "reminders", "digests", "homes", "sweeps"),
}


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(empty_database_url)
    yield engine
    await engine.dispose()


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda connected: inspect(connected).get_table_names())
    return {name for name in names if is_known(name)} - {"alembic_version"}


def is_known(name: str | None, *_: object) -> bool:
    """Whether the program says how that table is made; of SQLite's words only a migration does."""
    return not (name or "").startswith("questions")


def differences(connection: Connection) -> object:
    context = MigrationContext.configure(
        connection,
        opts={"compare_type": True, "compare_server_default": True, "include_name": is_known},
    )
    return compare_metadata(context, METADATA)


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
async def test_the_migrations_make_the_tables_that_the_program_knows(empty: AsyncEngine) -> None:
    await upgrade(empty)

    assert await tables(empty) == TABLES == set(METADATA.tables)
    async with empty.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_migrations_make_the_indexes_that_the_program_knows(empty: AsyncEngine) -> None:
    await upgrade(empty)
    migrated = await in_sql(empty)
    await downgrade(empty)
    async with empty.begin() as connection:
        await connection.run_sync(METADATA.create_all)

    assert await in_sql(empty) == migrated
    for index in ("disputes_open", "disputes_asked", "disputes_using_gpus", "events_outcomes"):
        assert index in "".join(migrated)


async def test_upgrading_twice_is_upgrading_once(empty: AsyncEngine) -> None:
    await upgrade(empty)
    await keep(make_begin(empty), an_open_dispute())
    await upgrade(empty)

    assert await read(make_begin(empty), an_open_dispute().id) == an_open_dispute()


async def test_two_processes_can_upgrade_at_once(empty_database_url: str) -> None:
    engines = [make_engine(empty_database_url) for _ in range(2)]
    await asyncio.gather(*map(upgrade, engines))

    assert await why_not_current(engines[0]) == ""
    for engine in engines:
        await engine.dispose()


async def fill(engine: AsyncEngine) -> None:
    """A row in every table."""
    dispute = an_open_dispute()
    begin = make_begin(engine)
    await keep(begin, dispute)
    async with begin() as tx:
        await tx.disputes.next_number(dispute.id.team)
        await tx.drafts.put(dispute.id, Side.PRODUCT, Draft(evidence=(), options=()))
        notice = CardChanged(dispute.id)
        await tx.outbox.put([Delivery(about=dispute.id, notice=notice, place=Card())])
        await tx.outbox.put_card(dispute.id, Posted(ChannelId("C1"), "1.0"))
        change = SettingsChange(settings=WorkspaceSettings(), by=OLU.id, at=MONDAY)
        await tx.settings.put(dispute.id.team, change)
        await tx.areas.put(CREATED)
        await tx.reminders.look(dispute.id.team, [MAYA.id], at=MONDAY)
        await tx.digests.put(dispute.id.team, OLU.id, covered_until=MONDAY, next_at=END)
        await tx.months.put(dispute.id.team, told_until=MONDAY, next_at=END)
        await tx.sweeps.put(MONDAY)
        await tx.homes.opened(dispute.id.team, MAYA.id)
        await tx.outbox.put_homes(dispute.id.team)


async def test_every_migration_can_be_taken_back_with_data_there(empty: AsyncEngine) -> None:
    await upgrade(empty)
    await fill(empty)
    await downgrade(empty)
    assert await tables(empty) == set()

    await upgrade(empty)
    await fill(empty)
    assert await tables(empty) == TABLES


async def test_what_is_upgraded_is_current(engine: AsyncEngine) -> None:
    assert await why_not_current(engine) == ""


async def test_an_empty_database_is_told_of(empty: AsyncEngine) -> None:
    assert await why_not_current(empty) == (
        "The database is empty. Run `roadmap-bot db upgrade` once."
    )


async def test_a_database_of_a_newer_program_is_told_of(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert await why_not_current(engine) == (
        "A newer roadmap-bot has upgraded the database, to revision 9999. Install that version."
    )


def test_a_database_of_an_older_program_is_told_of() -> None:
    assert why_not("0001", known=["0002", "0001"]) == (
        "The database is behind, at revision 0001. Run `roadmap-bot db upgrade`."
    )
    assert why_not("0002", known=["0002", "0001"]) == ""
