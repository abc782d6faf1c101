"""SQLite in its own thread with one trip to it a statement; aiosqlite alone makes four.

The trips, not SQLite, are what a transaction takes longest for: see `make bench`.
"""

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

from aiosqlite import Connection

Rows = list[Any]


class OneTripConnection(Connection):
    """An aiosqlite connection whose cursors run, read and close in one go."""

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]
        """A cursor that has not been in the thread yet."""
        return OneTripCursor(self)


class OneTripCursor:
    """A statement and what came of it, as SQLAlchemy asks for them."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: object = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Itself; there is nothing to open."""
        return self

    async def execute(self, sql: str, parameters: Iterable[object] = ()) -> Self:
        """Run the statement, and read all that it gives."""
        await self._go("execute", sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[object]) -> Self:
        """Run the statement for each of the parameters."""
        await self._go("executemany", sql, parameters)
        return self

    async def _go(self, way: str, sql: str, parameters: object) -> None:
        run = partial(self._run, way, sql, parameters)
        await self._connection._execute(run)  # type: ignore[no-untyped-call]  # noqa: SLF001

    def _run(self, way: str, sql: str, parameters: object) -> None:
        cursor: sqlite3.Cursor = getattr(self._connection._conn, way)(sql, parameters)  # noqa: SLF001
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()

    async def fetchall(self) -> Rows:
        """The rows that were read."""
        return self._rows

    async def close(self) -> None:
        """There is nothing left open."""


def connect(database: str, **settings: Any) -> OneTripConnection:  # noqa: ANN401  (sqlite3's)
    """A connection that opens when it is awaited; its thread ends with the program."""
    connection = OneTripConnection(partial(sqlite3.connect, database, **settings), 64)
    connection._thread.daemon = True  # noqa: SLF001
    return connection
