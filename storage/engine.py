"""The way to the database: SQLite in a file for one process, PostgreSQL for several."""

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from storage.at_once import BEGIN_READING, BEGIN_WRITING, SECONDS_TO_WAIT, connect

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_EXPECTED = "sqlite:///roadmap.sqlite3 or postgresql://user:password@host/name"

THREADS = 4
_PRAGMAS = (
    "journal_mode=WAL",
    # Slack does not repeat what was acknowledged, so a commit must outlive a power cut: not NORMAL.
    "synchronous=FULL",
    "foreign_keys=ON",
)


class BadDatabaseUrl(Exception):  # noqa: N818  (a sentence for who starts the bot)
    """DATABASE_URL names no database that can be used; the sentence repeats no password."""

    def __init__(self, found: str) -> None:
        super().__init__(f"DATABASE_URL {found}. Set it to {_EXPECTED}.")


def is_sqlite(url: str) -> bool:
    """Whether the URL is for SQLite, be it well formed or not."""
    return url.partition(":")[0].partition("+")[0] == "sqlite"


def parse_url(url: str) -> URL:
    """The URL with the driver that we use; its query stays.

    Raises:
        BadDatabaseUrl: it is no URL, or one of another database.

    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadDatabaseUrl("is not the address of a database") from None
    if parsed.drivername not in _DRIVERS:
        raise BadDatabaseUrl(f"begins with {parsed.drivername}://, which is not known here")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def is_in_memory(url: URL) -> bool:
    """Whether SQLite keeps the database in memory, for as long as one connection lasts."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def make_engine(url: str) -> AsyncEngine:
    """An engine that has not connected yet; its errors tell no typed text, which may be sealed.

    Raises:
        BadDatabaseUrl: it is no URL, or one of another database.

    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)


def reading(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that only read, each from one snapshot."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin=BEGIN_READING)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_engine(url: URL) -> AsyncEngine:
    # A database in memory lives in its connection, so there is one, and it is never given back.
    # Elsewhere a few threads serve best: one writes, and who reads is done in a millisecond.
    threads = 1 if is_in_memory(url) else THREADS
    engine = create_async_engine(
        url,
        # None keeps the driver from beginning transactions of its own.
        connect_args={
            "isolation_level": None,
            "timeout": SECONDS_TO_WAIT,
            "check_same_thread": False,
        },
        # Every transaction ends by itself, so there is nothing to undo when one is given back.
        pool_reset_on_return=None,
        poolclass=AsyncAdaptedQueuePool,
        hide_parameters=True,
        pool_size=threads,
        max_overflow=0,
        # The one that was used last has its pages at hand; what others wrote empties its cache.
        pool_use_lifo=True,
    )
    event.listen(engine.sync_engine, "do_connect", connect)
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once: it cannot be taken after a read if somebody wrote meanwhile."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", BEGIN_WRITING))
