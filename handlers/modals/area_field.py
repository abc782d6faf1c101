"""Choosing an area where a dispute is opened: its own leads stand in place of the two fields."""

from collections.abc import Sequence

from bot.domain.area import Area
from bot.domain.case import Side
from bot.domain.ids import AreaId
from bot.domain.words import Mention
from handlers.area_words import name_of
from handlers.blocks import context, field, option, paragraph, plain, select
from handlers.ids import COMMAND, Click
from handlers.text import Json, Line

AREA = "area"
NO_AREA = "none"
MOST_IN_A_LIST = 100
_NAMED = "area:"
WHERE_MADE = (
    f"An area of the roadmap has its own two leads and limits. To make one: {COMMAND} area new"
)


def find_area(areas: Sequence[Area], name: str) -> Area | None:
    """The area of that name; capitals and white space make no other one."""
    return next((one for one in areas if one.id == AreaId.of(one.id.team, name)), None)


def area_blocks(areas: Sequence[Area], chosen: str) -> list[Json]:
    """The list of areas; where there is none, how one is made."""
    return [_choice(areas, find_area(areas, chosen))] if areas else [context((WHERE_MADE,))]


def _choice(areas: Sequence[Area], chosen: Area | None) -> Json:
    return field(
        AREA,
        "Area of the roadmap",
        _list(areas, chosen),
        hint="Where an area has its own leads, they speak for the two sides.",
        optional=True,
        dispatch=True,
    )


def _list(areas: Sequence[Area], chosen: Area | None) -> Json:
    """As one list; in several under each other where Slack takes no more in one."""
    offered = [option("No area", NO_AREA), *map(_option, areas)]
    initial = _option(chosen)["value"] if chosen else ""
    named = {"action_id": Click.CHOOSE_AREA.value}
    if len(offered) <= MOST_IN_A_LIST:
        return {**select(offered, initial=initial, placeholder="Choose an area"), **named}
    known = {"initial_option": _option(chosen)} if chosen else {}
    groups = [
        {"label": plain("Areas"), "options": offered[first : first + MOST_IN_A_LIST]}
        for first in range(0, len(offered), MOST_IN_A_LIST)
    ]
    return {
        "type": "static_select",
        "option_groups": groups,
        "placeholder": plain("Choose an area"),
        **known,
        **named,
    }


def _option(area: Area) -> Json:
    return option(name_of(area), f"{_NAMED}{area.name}")


def chosen_name(value: str) -> str:
    """The name of the area that was chosen in the list; "" for none."""
    return value.removeprefix(_NAMED).strip() if value.startswith(_NAMED) else ""


def leads_told(area: Area) -> list[Json]:
    """Who speaks for the two sides, as the area has it."""
    leads = [(Mention(lead), f" for {side}") for side in Side if (lead := area.lead(side))]
    product, research = leads
    said: Line = (*product, ", ", *research, f": they lead {name_of(area)}.")
    return [{**paragraph(said), "block_id": leads_shown(area)}]


def leads_shown(area: Area) -> str:
    """By what a form that comes back tells whom it has shown."""
    return " ".join(("leads", *area.leads))
