"""Whether a SQLite file stands where a restart or a new container would take it away."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.engine import is_in_memory, parse_url

MOUNTS = Path("/proc/self/mountinfo")
"""Linux's list (man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html); elsewhere none."""

_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_OF_A_CONTAINER = frozenset({"overlay", "aufs"})
_EMPTY_DIR = "kubernetes.io~empty-dir"


@dataclass(frozen=True, slots=True)
class _Mount:
    point: Path
    root: str
    kind: str


def why_lost(url: str, mounts: Path = MOUNTS) -> str:
    """A sentence where that database would not outlive a restart; "" where nothing says so.

    Raises:
        BadDatabaseUrl: the URL is not understood.

    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return ""
    if is_in_memory(parsed):
        return f"The database is kept in memory only, and is gone at the end. {_INSTEAD}"
    file = Path(str(parsed.database)).resolve()
    lost = _how_lost(file, mounts)
    return f"{file.name} is on a disk that {lost}. {_INSTEAD}" if lost else ""


_INSTEAD = "Set DATABASE_URL to a file on a disk that stays, or to a PostgreSQL database."


def _how_lost(file: Path, mounts: Path) -> str:
    holding = [mount for mount in _read(mounts) if file.is_relative_to(mount.point)]
    if not holding:
        return ""
    # Of several mounts at one place the last one covers those before.
    mount = max(reversed(holding), key=lambda one: len(one.point.parts))
    if mount.kind in _IN_MEMORY:
        return f"is only memory ({mount.kind}), and is lost at a restart"
    if mount.kind in _OF_A_CONTAINER:
        return f"belongs to this container ({mount.kind}), and is lost with it"
    if _EMPTY_DIR in mount.root:
        return "belongs to this pod (emptyDir), and is lost with it"
    return ""


def _read(mounts: Path) -> Iterator[_Mount]:
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        place, _, source = line.partition(" - ")
        _, _, _, root, point, *_ = place.split(" ")
        yield _Mount(Path(_unescaped(point)), _unescaped(root), source.partition(" ")[0])


def _unescaped(field: str) -> str:
    """White space stands there as octal numbers."""
    for escape in ("\\040", "\\011", "\\012", "\\134"):
        field = field.replace(escape, chr(int(escape[1:], 8)))
    return field
