from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.ports import Begin
from storage.engine import make_engine
from storage.transaction import make_begin
from tests.storage.databases import (
    PostgreSQL,
    copy_sqlite,
    make_tables,
    postgresql,
    sqlite_url,
)

# How fast a machine is proves nothing about the code.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "rule(sentence): the sentence of docs/rules.md that it shows"
    )


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """The PostgreSQL server of this session, started by the first test that needs it."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql_server: PostgreSQL) -> Iterator[str]:
    """The name of a PostgreSQL database to copy."""
    with postgresql_server.database() as name:
        make_tables(postgresql_server.url_of(name))
        yield name


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "roadmap.sqlite3"
    make_tables(sqlite_url(file))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """Whatever asks for a database is tested on each kind."""
    return str(request.param)


@pytest.fixture
def database_url(
    kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database of the test's own, with every table and no row."""
    if kind_of_database == "sqlite":
        yield copy_sqlite(request.getfixturevalue("sqlite_with_tables"), tmp_path)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    with server.database(like=request.getfixturevalue("postgresql_with_tables")) as name:
        yield server.url_of(name)


@pytest.fixture
def empty_database_url(
    kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database of the test's own without any table."""
    if kind_of_database == "sqlite":
        yield sqlite_url(tmp_path / "empty.sqlite3")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    with server.database() as name:
        yield server.url_of(name)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a database of the test's own, with every table and no row."""
    engine = make_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def begin(engine: AsyncEngine) -> Begin:
    """How transactions begin on a database of the test's own; on each kind of database."""
    return make_begin(engine)
