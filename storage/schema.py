"""The database's tables as this program needs them: whether they are, and how they become so."""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reading

_LOCK = 4_707_653_101
"""Any number, as long as every roadmap-bot takes the same."""


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the tables to what this program needs; twice, or by two processes at once, is once."""
    async with engine.begin() as connection:
        await connection.run_sync(_wait_for_others)
        await connection.run_sync(lambda connected: command.upgrade(_config(connected), revision))


async def downgrade(engine: AsyncEngine, revision: str = "base") -> None:
    """Bring the tables back to an earlier revision; what only later ones hold is lost."""
    async with engine.begin() as connection:
        await connection.run_sync(_wait_for_others)
        await connection.run_sync(lambda connected: command.downgrade(_config(connected), revision))


async def why_not_current(engine: AsyncEngine) -> str:
    """Why the tables are not what this program needs; "" when they are."""
    async with reading(engine).begin() as connection:
        revision = await connection.run_sync(_revision)
    versions = ScriptDirectory.from_config(_config()).walk_revisions()
    return why_not(revision, known=[version.revision for version in versions])


def why_not(revision: str | None, *, known: Sequence[str]) -> str:
    """Why tables of that revision are not of the latest one known, which comes first."""
    if revision is None:
        return "The database is empty. Run `roadmap-bot db upgrade` once."
    if revision not in known:
        return (
            f"A newer roadmap-bot has upgraded the database, to revision {revision}. "
            "Install that version."
        )
    if revision != known[0]:
        return f"The database is behind, at revision {revision}. Run `roadmap-bot db upgrade`."
    return ""


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _wait_for_others(connection: Connection) -> None:
    """On SQLite the transaction itself has begun by waiting for all others."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
