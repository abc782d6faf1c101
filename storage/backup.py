"""A copy of a SQLite database that is whole, taken while others read and write it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import is_in_memory, parse_url

_PAGES_AT_ONCE = 1000


class NoBackup(Exception):  # noqa: N818  (a sentence for who runs the bot)
    """Why there is no copy."""


def back_up(url: str, file: Path) -> None:
    """The database of that URL as it is now, in a new file (sqlite.org/backup.html).

    Raises:
        BadDatabaseUrl: the URL is not understood.
        NoBackup: it is not SQLite's, there is nothing to copy, or the file cannot be written.

    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise NoBackup("The database is PostgreSQL: use pg_dump, which copies it while it runs.")
    source = Path(parsed.database or "")
    if is_in_memory(parsed) or not source.is_file():
        raise NoBackup(f"There is no database at {source}.")
    if file.exists():
        raise NoBackup(f"{file} is there already. Name a new file.")
    try:
        _copy(source, file)
    except (sqlite3.Error, OSError) as failure:
        file.unlink(missing_ok=True)
        raise NoBackup(f"{file} cannot be written ({failure}).") from failure


def _copy(source: Path, file: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as from_,
        closing(sqlite3.connect(file)) as to,
    ):
        from_.backup(to, pages=_PAGES_AT_ONCE)
