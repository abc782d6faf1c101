"""The database's tables as this program needs them: whether they are, and how they become so."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reading

_LOCK = 4_707_653_101
"""Any number, as long as every roadmap-bot takes the same."""


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the tables to what this program needs; twice, or by two processes at once, is once."""
    from storage import migrating  # noqa: PLC0415  (Alembic loads slowly, and to start needs none)

    async with engine.begin() as connection:
        await connection.run_sync(_wait_for_others)
        await connection.run_sync(migrating.upgrade, revision)


async def downgrade(engine: AsyncEngine, revision: str = "base") -> None:
    """Bring the tables back to an earlier revision; what only later ones hold is lost."""
    from storage import migrating  # noqa: PLC0415  (the same)

    async with engine.begin() as connection:
        await connection.run_sync(_wait_for_others)
        await connection.run_sync(migrating.downgrade, revision)


async def why_not_current(engine: AsyncEngine) -> str:
    """Why the tables are not what this program needs; "" when they are."""
    async with reading(engine).begin() as connection:
        revision = await connection.run_sync(_revision)
    return why_not(revision, known=known_revisions())


def known_revisions() -> tuple[str, ...]:
    """Every revision that this program knows, the latest first, as the migrations' files tell."""
    files = (Path(__file__).parent / "migrations" / "versions").glob("r*.py")
    return tuple(sorted((file.name[1:5] for file in files), reverse=True))


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
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _wait_for_others(connection: Connection) -> None:
    """On SQLite the transaction itself has begun by waiting for all others."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
