"""SQLite for SQLAlchemy: what is done in no time is done in the event loop, the rest in a thread.

To wake a thread takes longer than most statements do: see `make bench`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from aiosqlite import Connection
from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

BEGIN_READING, BEGIN_WRITING = "BEGIN", "BEGIN IMMEDIATE"
SECONDS_TO_WAIT = 30

_STEPS_AT_ONCE = 10_000
"""Of SQLite's machine, which takes a millisecond for them at most."""


class AtOnceConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that goes to its thread to wait for others, for the disk, or for a long answer.

    Whoever has the write lock waits for nobody until the commit, and what they read is short.
    """

    def __init__(self, dialect: Dialect, connection: Connection) -> None:
        super().__init__(dialect.dbapi, connection)  # type: ignore[arg-type]
        self.sqlite: sqlite3.Connection = connection._conn  # noqa: SLF001
        self.sqlite.set_progress_handler(lambda: self._in_haste, _STEPS_AT_ONCE)
        self._in_haste = False
        self._begun = ""

    def cursor(self, server_side: bool = False) -> "AtOnceCursor":  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002
        """A cursor that has run nothing yet."""
        return AtOnceCursor(self)

    async def go(self, sql: str, run: Callable[[], None]) -> None:
        """Run it here, or where it may take its time."""
        if not self._is_done(sql, run):
            try:
                await self._connection._execute(run)  # noqa: SLF001
            except ValueError as closed:
                self._handle_exception(closed)
        if sql in {BEGIN_READING, BEGIN_WRITING}:
            self._begun = sql

    def _is_done(self, sql: str, run: Callable[[], None]) -> bool:
        """Whether it could be done at once; where not, nothing has happened."""
        if sql == BEGIN_WRITING:
            return self._is_done_without_waiting(run)
        if self._begun == BEGIN_READING:
            return self._is_done_in_haste(run)
        if self._begun == BEGIN_WRITING or sql == BEGIN_READING:
            run()
            return True
        return False

    def _is_done_without_waiting(self, run: Callable[[], None]) -> bool:
        self.sqlite.execute("PRAGMA busy_timeout=0")
        try:
            run()
        except sqlite3.OperationalError:
            return False
        finally:
            self.sqlite.execute(f"PRAGMA busy_timeout={SECONDS_TO_WAIT * 1000}")
        return True

    def _is_done_in_haste(self, run: Callable[[], None]) -> bool:
        self._in_haste = True
        try:
            run()
        except sqlite3.OperationalError:
            return False
        finally:
            self._in_haste = False
        return True

    def commit(self) -> None:
        """Only who may have written waits for the disk."""
        if self._begun == BEGIN_WRITING:
            super().commit()
        else:
            self.sqlite.commit()
        self._begun = ""

    def rollback(self) -> None:
        """Nothing is kept, so the disk need not be waited for."""
        self.sqlite.rollback()
        self._begun = ""


class AtOnceCursor:
    """A statement and what came of it, as SQLAlchemy asks for them."""

    def __init__(self, connection: AtOnceConnection) -> None:
        self._connection = connection
        self._rows: Iterator[Any] = iter(())
        self.description: object = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    def execute(self, sql: str, parameters: object = ()) -> None:
        """Run the statement, and read all that it gives."""
        run = partial(self._run, self._connection.sqlite.execute, sql, parameters)
        await_only(self._connection.go(sql, run))

    def executemany(self, sql: str, parameters: object) -> None:
        """Run the statement for each of the parameters."""
        run = partial(self._run, self._connection.sqlite.executemany, sql, parameters)
        await_only(self._connection.go(sql, run))

    def _run(self, execute: Callable[..., sqlite3.Cursor], sql: str, parameters: object) -> None:
        cursor = execute(sql, parameters)
        self.description = cursor.description
        self._rows = iter(cursor.fetchall() if cursor.description else ())
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()

    def fetchone(self) -> Any:  # noqa: ANN401  (sqlite3's)
        """The next row; None after the last."""
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, so many at most."""
        return list(islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return list(self._rows)

    def close(self) -> None:
        """There is nothing left open."""

    async def _async_soft_close(self) -> None:
        """There is nothing left open."""


def connect(
    dialect: Dialect, _: ConnectionPoolEntry, where: list[Any], settings: dict[str, Any]
) -> AtOnceConnection:
    """A connection whose thread ends with the program."""
    connection = Connection(partial(sqlite3.connect, *where, **settings), 64)
    connection._thread.daemon = True  # noqa: SLF001
    return AtOnceConnection(dialect, await_only(connection))
