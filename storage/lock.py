"""One process at a time on a SQLite file: its clock and its deliveries would run twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from storage.engine import is_in_memory, is_sqlite, parse_url


class DatabaseInUse(Exception):  # noqa: N818  (a sentence for who starts the bot)
    """Another process holds the SQLite file."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is in use by another roadmap-bot, and SQLite takes one process at a time. "
            "Stop the other one, or set DATABASE_URL to a PostgreSQL database, which takes several."
        )


@contextmanager
def hold(url: str) -> Iterator[None]:
    """Keep other processes from the SQLite file until the end of the block.

    Raises:
        BadDatabaseUrl: it is no URL, or one of another database.
        DatabaseInUse: another process holds it.

    """
    parsed = parse_url(url)
    if not is_sqlite(url) or is_in_memory(parsed):
        yield
        return
    file = str(parsed.database)
    lock = FileLock(f"{file}.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise DatabaseInUse(file) from None
    try:
        yield
    finally:
        lock.release()
