import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import BadDatabaseUrl
from storage.lock import DatabaseInUse, hold
from tests.storage.databases import sqlite_url

HOLD = "import sys; from storage.lock import hold\nwith hold(sys.argv[1]): print('held')"


def hold_elsewhere(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", HOLD, url], capture_output=True, encoding="utf-8", check=False
    )


def test_one_process_at_a_time_holds_a_sqlite_file(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "roadmap.sqlite3")
    with hold(url):
        refused = hold_elsewhere(url)
    then = hold_elsewhere(url)

    assert "DatabaseInUse" in refused.stderr
    assert then.stdout == "held\n"


def test_the_refusal_says_which_file_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "roadmap.sqlite3"
    with hold(sqlite_url(file)), pytest.raises(DatabaseInUse) as refusal, hold(sqlite_url(file)):
        pass

    assert str(refusal.value) == (
        f"{file} is in use by another roadmap-bot, and SQLite takes one process at a time. "
        "Stop the other one, or set DATABASE_URL to a PostgreSQL database, which takes several."
    )


def test_a_file_is_free_again_after_an_exception(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "roadmap.sqlite3")
    with pytest.raises(KeyError), hold(url):
        raise KeyError

    with hold(url):
        pass


def test_two_files_are_held_apart(tmp_path: Path) -> None:
    with hold(sqlite_url(tmp_path / "one")), hold(sqlite_url(tmp_path / "two")):
        pass


@pytest.mark.parametrize("url", ["postgresql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_what_several_processes_may_use_is_not_held(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with hold(url), hold(url):
        assert list(tmp_path.iterdir()) == []


def test_what_is_no_url_cannot_be_held() -> None:
    with pytest.raises(BadDatabaseUrl), hold("roadmap.sqlite3"):
        pass
