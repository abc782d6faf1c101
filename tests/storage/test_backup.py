"""A copy is whole, whatever goes on meanwhile, and never takes another file's place."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.ports import Begin
from bot.start import connected
from storage.backup import NoBackup, back_up
from storage.schema import upgrade, why_not_current
from storage.transaction import make_begin
from tests.storage.keeping import keep, numbered, read

TEAM = numbered(1).id.team


@pytest.fixture
async def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'roadmap.sqlite3'}"


@pytest.fixture
async def begin(url: str) -> AsyncIterator[Begin]:
    async with connected(url) as engine:
        await upgrade(engine)
        yield make_begin(engine)


async def test_a_copy_has_everything_that_is_committed_while_the_bot_writes(
    url: str, begin: Begin, tmp_path: Path
) -> None:
    await keep(begin, numbered(1))
    copy = tmp_path / "copy.sqlite3"
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)
        back_up(url, copy)

    async with connected(f"sqlite:///{copy}") as engine:
        assert await why_not_current(engine) == ""
        assert await read(make_begin(engine), numbered(1).id) == numbered(1)
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_file_that_is_there_is_not_touched(url: str, begin: Begin, tmp_path: Path) -> None:
    assert begin
    kept = tmp_path / "kept"
    kept.write_text("mine")

    with pytest.raises(NoBackup, match="is there already"):
        back_up(url, kept)

    assert kept.read_text() == "mine"


def test_without_a_database_there_is_no_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"

    with pytest.raises(NoBackup, match="There is no database"):
        back_up(f"sqlite:///{tmp_path / 'none.sqlite3'}", copy)

    assert not copy.exists()


def test_a_place_that_cannot_be_written_is_named(url: str, tmp_path: Path) -> None:
    (tmp_path / "roadmap.sqlite3").touch()
    nowhere = tmp_path / "missing" / "copy.sqlite3"

    with pytest.raises(NoBackup, match="cannot be written"):
        back_up(url, nowhere)


def test_of_postgresql_pg_dump_makes_the_copy(tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="pg_dump"):
        back_up("postgres://somebody@somewhere/roadmap", tmp_path / "copy")
