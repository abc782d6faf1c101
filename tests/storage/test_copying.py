"""A database moves to another kind with everything in it, sealed cases and waiting messages too."""

from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import TeamId
from bot.start import connected
from storage.copying import NotEmpty, copy
from storage.schema import upgrade
from storage.tables import METADATA, OUTBOX
from storage.transaction import make_begin
from tests.storage.databases import PostgreSQL, sqlite_url
from tests.storage.keeping import asking, keep, numbered
from tests.storage.test_schema import fill

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=list(product(KINDS, KINDS)), ids="-to-".join)
def urls(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql_server: PostgreSQL
) -> Iterator[list[str]]:
    with postgresql_server.database() as first, postgresql_server.database() as second:
        on_postgresql = [postgresql_server.url_of(name) for name in (first, second)]
        on_sqlite = [sqlite_url(tmp_path / name) for name in ("first", "second")]
        of_kind = {"sqlite": on_sqlite, "postgresql": on_postgresql}
        yield [of_kind[kind][place] for place, kind in enumerate(request.param)]


@pytest.fixture
async def source(urls: list[str]) -> AsyncIterator[AsyncEngine]:
    async with connected(urls[0]) as engine:
        await upgrade(engine)
        yield engine


@pytest.fixture
async def target(urls: list[str]) -> AsyncIterator[AsyncEngine]:
    async with connected(urls[1]) as engine:
        await upgrade(engine)
        yield engine


async def content(engine: AsyncEngine) -> dict[str, list[dict[str, object]]]:
    return {table.name: await rows(engine, table) for table in METADATA.sorted_tables}


async def rows(engine: AsyncEngine, table: Table) -> list[dict[str, object]]:
    async with engine.connect() as connection:
        chosen = select(table).order_by(*table.primary_key)
        return [dict(row) for row in (await connection.execute(chosen)).mappings()]


async def test_every_row_of_every_table_arrives(source: AsyncEngine, target: AsyncEngine) -> None:
    await fill(source)
    before = await content(source)

    copied = await copy(source, target)

    assert await content(target) == before == await content(source)
    assert all(before.values())
    assert copied == sum(map(len, before.values()))


async def test_the_next_message_gets_a_number_that_none_has_had(
    source: AsyncEngine, target: AsyncEngine
) -> None:
    await fill(source)
    (last, *_) = [row["id"] for row in reversed(await rows(source, OUTBOX))]
    async with source.begin() as connection:
        await connection.execute(OUTBOX.delete())
    await copy(source, target)

    async with make_begin(target)() as tx:
        await tx.outbox.put_homes(numbered(1).id.team)

    assert [row["id"] for row in await rows(target, OUTBOX)] > [last]


async def test_questions_are_found_by_their_words_as_before(
    source: AsyncEngine, target: AsyncEngine
) -> None:
    await keep(make_begin(source), asking("Ship hybrid or fine-tune?"))
    await copy(source, target)

    async with make_begin(target)(reading=True) as tx:
        found = await tx.disputes.asking_like(TeamId("T1"), ["hybrid"], limit=5)

    assert [one.id.number for one in found] == [1]


async def test_a_database_with_something_in_it_is_left_alone(
    source: AsyncEngine, target: AsyncEngine
) -> None:
    await fill(source)
    await keep(make_begin(target), numbered(7))
    before = await content(target)

    with pytest.raises(NotEmpty):
        await copy(source, target)

    assert await content(target) == before
