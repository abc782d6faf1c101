"""A SQLite file that a restart would take away is told of."""

from pathlib import Path

import pytest

from storage.lost_disk import MOUNTS, why_lost

DISK = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw"
CONTAINER = "27 1 0:45 / / rw,relatime - overlay overlay rw,lowerdir=/a"
MEMORY = "28 27 0:46 / /data rw,nosuid shared:7 - tmpfs tmpfs rw"
VOLUME = r"29 27 259:1 / /my\040data rw,relatime - xfs /dev/nvme1n1 rw"
POD = (
    "30 27 259:2 /var/lib/kubelet/pods/1/volumes/kubernetes.io~empty-dir/data /data "
    "rw,relatime - ext4 /dev/nvme0n1p1 rw"
)


def told(tmp_path: Path, file: str, *mounts: str) -> str:
    listed = tmp_path / "mountinfo"
    listed.write_text("".join(f"{mount}\n" for mount in mounts))
    return why_lost(f"sqlite:///{file}", listed)


@pytest.mark.parametrize(
    ("file", "mounts", "said"),
    [
        ("/srv/roadmap.sqlite3", [CONTAINER], "belongs to this container (overlay)"),
        ("/data/roadmap.sqlite3", [DISK, MEMORY], "is only memory (tmpfs)"),
        ("/data/roadmap.sqlite3", [CONTAINER, POD], "belongs to this pod (emptyDir)"),
        ("/data/roadmap.sqlite3", [VOLUME, DISK, POD, MEMORY], "is only memory (tmpfs)"),
    ],
)
def test_a_disk_that_does_not_stay_is_named(
    tmp_path: Path, file: str, mounts: list[str], said: str
) -> None:
    sentence = told(tmp_path, file, *mounts)

    assert sentence.startswith(f"roadmap.sqlite3 is on a disk that {said}")
    assert sentence.endswith(
        "Set DATABASE_URL to a file on a disk that stays, or to a PostgreSQL database."
    )


@pytest.mark.parametrize(
    ("file", "mounts"),
    [
        ("/srv/roadmap.sqlite3", [DISK, MEMORY]),
        ("/data2/roadmap.sqlite3", [DISK, MEMORY]),
        ("/my data/roadmap.sqlite3", [CONTAINER, VOLUME]),
        ("/data/roadmap.sqlite3", []),
    ],
)
def test_of_a_disk_that_stays_nothing_is_said(tmp_path: Path, file: str, mounts: list[str]) -> None:
    assert told(tmp_path, file, *mounts) == ""


def test_where_no_mounts_are_listed_nothing_is_said(tmp_path: Path) -> None:
    assert why_lost("sqlite:////srv/roadmap.sqlite3", tmp_path / "none") == ""


def test_a_database_in_memory_is_gone_at_the_end() -> None:
    assert why_lost("sqlite://").startswith("The database is kept in memory only")


def test_postgresql_looks_after_its_own_disk() -> None:
    assert why_lost("postgresql://host/name") == ""


SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (a memory disk, which is what it is here for)


@pytest.mark.skipif(not (MOUNTS.exists() and SHARED_MEMORY.is_dir()), reason="Linux alone has it")
def test_linux_own_memory_disk_is_found_as_one() -> None:
    assert "is only memory (tmpfs)" in why_lost(f"sqlite:///{SHARED_MEMORY}/roadmap.sqlite3")
