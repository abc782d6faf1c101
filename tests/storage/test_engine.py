import asyncio
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.ports import Begin
from storage.engine import BadDatabaseUrl, is_sqlite, make_engine
from storage.schema import upgrade
from storage.tables import DRAFTS
from storage.transaction import make_begin
from tests.storage.databases import sqlite_url
from tests.storage.keeping import ANOTHER, change_lead, keep, numbered, read


@pytest.mark.parametrize(
    ("url", "driver", "database"),
    [
        ("sqlite:///roadmap.sqlite3", "sqlite+aiosqlite", "roadmap.sqlite3"),
        ("sqlite:////var/roadmap.sqlite3", "sqlite+aiosqlite", "/var/roadmap.sqlite3"),
        ("sqlite+aiosqlite:///roadmap.sqlite3", "sqlite+aiosqlite", "roadmap.sqlite3"),
        ("postgres://user:word@host/name", "postgresql+psycopg", "name"),
        ("postgresql://user:word@host:6543/name", "postgresql+psycopg", "name"),
        ("postgresql+psycopg://host/name", "postgresql+psycopg", "name"),
    ],
)
def test_each_database_has_its_driver(url: str, driver: str, database: str) -> None:
    made = make_engine(url).url

    assert (made.drivername, made.database) == (driver, database)


def test_the_query_of_a_url_stays() -> None:
    engine = make_engine("postgres://host/name?sslmode=require&connect_timeout=3")

    assert engine.url.query == {"sslmode": "require", "connect_timeout": "3"}


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", "is not the address of a database"),
        ("roadmap.sqlite3", "is not the address of a database"),
        ("postgresql://user:secret@host:port/name", "is not the address of a database"),
        ("mysql://user:secret@host/name", "begins with mysql://, which is not known here"),
        (
            "postgresql+asyncpg://user:secret@host/name",
            "begins with postgresql+asyncpg://, which is not known here",
        ),
    ],
)
def test_a_bad_url_is_refused_without_its_password(url: str, found: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refusal:
        make_engine(url)

    assert str(refusal.value) == (
        f"DATABASE_URL {found}. Set it to sqlite:///roadmap.sqlite3 "
        "or postgresql://user:password@host/name."
    )
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("sqlite:///roadmap.sqlite3", True),
        ("sqlite+aiosqlite://", True),
        ("postgresql://host/sqlite", False),
        ("", False),
    ],
)
def test_a_url_tells_whether_it_is_for_sqlite(url: str, *, answer: bool) -> None:
    assert is_sqlite(url) is answer


async def test_the_engine_does_not_show_the_password() -> None:
    assert "secret" not in repr(make_engine("postgresql://user:secret@host/name"))


async def test_an_error_of_the_database_tells_no_typed_text(engine: AsyncEngine) -> None:
    draft = {"team_id": "T1", "number": 1, "side": "product", "content": "sealed"}
    with pytest.raises(IntegrityError) as failure:
        async with engine.begin() as connection:
            await connection.execute(insert(DRAFTS), draft)

    assert "sealed" not in str(failure.value)


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30000)],
)
async def test_sqlite_is_set_up_on_each_connection(
    engine: AsyncEngine, pragma: str, value: object
) -> None:
    async with engine.connect() as one:
        first = (await one.execute(text(f"PRAGMA {pragma}"))).scalar_one()
    await engine.dispose()
    async with engine.connect() as another:
        assert (await another.execute(text(f"PRAGMA {pragma}"))).scalar_one() == first == value


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
async def test_writers_on_two_engines_of_one_file_wait_for_each_other(
    begin: Begin, database_url: str
) -> None:
    await keep(begin, numbered(1))
    other = make_engine(database_url)
    begins = [begin, make_begin(other)] * 5
    await asyncio.gather(
        *(change_lead(begin, numbered(1).id, f"U{number}") for number, begin in enumerate(begins))
    )

    assert (await read(begin, numbered(1).id)).version == 10
    await other.dispose()


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
async def test_writers_on_sqlite_get_their_turn_in_the_order_in_which_they_came(
    begin: Begin,
) -> None:
    turns: list[int] = []

    async def write(number: int) -> None:
        async with begin() as tx:
            turns.append(await tx.disputes.next_number(ANOTHER) - number)

    await asyncio.gather(*(write(number) for number in range(1, 21)))

    assert turns == [0] * 20


async def test_a_database_in_memory_lasts_as_long_as_its_engine() -> None:
    engine = make_engine("sqlite://")
    await upgrade(engine)
    begin = make_begin(engine)
    await asyncio.gather(*(keep(begin, numbered(number)) for number in range(1, 11)))

    async with begin(reading=True) as tx:
        assert len(await tx.disputes.open_ones(numbered(1).id.team)) == 10
    await engine.dispose()


async def test_nothing_is_there_before_the_first_connection(tmp_path: Path) -> None:
    file = tmp_path / "roadmap.sqlite3"
    await make_engine(sqlite_url(file)).dispose()

    assert not file.exists()
