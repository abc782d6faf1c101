"""`make soak`: the last line says what was killed, and what was lost or doubled by it."""

import os
import sys
import tempfile
from asyncio import run
from pathlib import Path
from random import randrange

import typer

from tests.soak.many import rule_many
from tests.soak.outcome import Outcome
from tests.soak.reckoning import Reckoning
from tests.soak.run import Ran, soak
from tests.soak.stage import stage
from tests.storage.databases import PostgreSQL, postgresql, sqlite_url


def main() -> None:
    """Half of the time on SQLite, half on PostgreSQL; then many windows that end at once."""
    seconds = float(os.environ.get("SOAK_SECONDS", "60"))
    seed = int(os.environ.get("SOAK_SEED") or randrange(10**6))  # noqa: S311  (no secret)
    typer.echo(f"soak: {seconds:g} s, SOAK_SEED={seed}")
    outcome = _soaked(seconds, seed)
    for line in outcome.lines():
        typer.echo(line)
    sys.exit(0 if outcome.is_well else 1)


def _soaked(seconds: float, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="soak") as folder, postgresql() as server:
        place = Path(folder)
        runs = {
            "SQLite": run(_on_sqlite(place, seconds / 2, seed)),
            "PostgreSQL": run(_on_postgresql(place, server, seconds / 2, seed)),
        }
        return Outcome(seconds, runs, run(_many(place, server)))


async def _on_sqlite(folder: Path, seconds: float, seed: int) -> Ran:
    async with stage(_inside(folder, "sqlite"), sqlite_url(folder / "soak.sqlite3")) as at:
        return await soak(at, ("web",), seconds=seconds, seed=seed)


async def _on_postgresql(folder: Path, server: PostgreSQL, seconds: float, seed: int) -> Ran:
    with server.database() as name:
        async with stage(_inside(folder, "postgresql"), server.url_of(name)) as at:
            return await soak(at, ("web", "worker"), seconds=seconds, seed=seed)


async def _many(folder: Path, server: PostgreSQL) -> Reckoning:
    with server.database() as name:
        async with stage(_inside(folder, "many"), server.url_of(name)) as at:
            return await rule_many(at)


def _inside(folder: Path, name: str) -> Path:
    inner = folder / name
    inner.mkdir()
    return inner


if __name__ == "__main__":
    main()
