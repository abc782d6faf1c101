"""Areas in an export: which of them are in it, as what, and what is none."""

from collections.abc import Collection, Iterable

from pydantic import JsonValue, TypeAdapter

from bot.domain.area import Area
from bot.domain.dispute import Dispute
from bot.domain.ids import AreaId, TeamId
from bot.services.ports import AreaChange, AreaDeed

_AREA = TypeAdapter(Area)


def named_in(areas: Collection[AreaChange], disputes: Iterable[Dispute]) -> tuple[AreaChange, ...]:
    """The changes but of areas that were only ever typed, and into none of those disputes."""
    openings = (dispute.opening for dispute in disputes)
    named = {AreaId.of(opening.id.team, opening.area) for opening in openings}
    made = {change.area.id for change in areas if change.deed is not AreaDeed.TYPED}
    return tuple(change for change in areas if change.area.id in named | made)


def as_json(area: Area) -> JsonValue:
    """The area as it can be read again."""
    written: JsonValue = _AREA.dump_python(area, mode="json")
    return written


def is_an_area(area: Area, team: TeamId) -> bool:
    """Whether it is known by its name, in that workspace, and its instants have a zone."""
    said = (area.limits_proposed, area.handoff_proposed, area.handed_off)
    instants = (area.handoff_due_since, *(one.at for one in said if one))
    is_its_key = area.id == AreaId.of(team, area.name)
    is_writable = bool(area.id.key) and "\x00" not in area.id.key
    return is_its_key and is_writable and all(at.tzinfo for at in instants if at)
