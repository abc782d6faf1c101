"""Rows from changes of areas and back."""

from bot.domain.area import Area
from bot.domain.ids import AreaId, UserId
from bot.services.ports import AreaChange, AreaDeed
from storage.mapping import Found
from storage.searched import Row
from storage.snapshots import Snapshot

_AREA: Snapshot[Area] = Snapshot(Area)


def area_key(area: AreaId) -> Row:
    """The key that every row of an area has, without what PostgreSQL has no place for."""
    return {"team_id": area.team, "key": area.key.replace("\x00", "")}


def area_to_row(change: AreaChange) -> Row:
    """A change of an area, but for its position."""
    return {
        **area_key(change.area.id),
        "at": change.at,
        "by": change.by,
        "deed": change.deed.value,
        "content": _AREA.write(change.area),
    }


def area_from_row(row: Found) -> AreaChange:
    """The change of a row."""
    return AreaChange(
        area=_AREA.read(row["content"]),
        deed=AreaDeed(row["deed"]),
        by=UserId(row["by"]) if row["by"] is not None else None,
        at=row["at"],
    )
