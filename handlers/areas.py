"""The answers to `/roadmap area`: all areas, or one with everything that happened to it."""

from collections.abc import Iterable, Sequence

from bot.domain.area import Area
from bot.domain.errors import NoSuchArea, Refusal
from bot.domain.ids import AreaId
from bot.domain.person import Membership, Person
from bot.domain.words import Mention, count
from bot.services.areas import list_areas, read_changes
from bot.services.ports import AreaChange
from handlers import area_clicks
from handlers.area_changes import history_blocks
from handlers.area_words import (
    area_lines,
    checklist_lines,
    name_of,
    pending_lines,
    waits_for,
)
from handlers.blocks import (
    Message,
    actions,
    button,
    header,
    message,
    modal,
    paragraph,
)
from handlers.context import Request
from handlers.fitting import fitted, fitted_view
from handlers.ids import COMMAND, Click
from handlers.text import Bold, Json, Line, cut

MOST_ROWS = 20
MOST_NAMES = 1500
"""What the names of those may take for which there is no row."""
MAKE_ONE = f"To make one: {COMMAND} area new fraud detection"


async def answer(asked: Request, rest: str) -> Message:
    """One area where it is named, else all of them.

    Raises:
        NoSuchArea: there is none of that name.
        Refusal: who asks is no full member.

    """
    person = await full_member(asked)
    if not rest:
        return area_list(await areas_for(person, asked), person)
    changes = await read_changes(AreaId.of(asked.team, rest), begin=asked.begin)
    if not is_known_to(person, changes[-1].area):
        raise NoSuchArea(changes[-1].area.id.key)
    return one_area(changes, person)


async def areas_for(person: Person, asked: Request) -> tuple[Area, ...]:
    """The areas that they are offered, by name."""
    known = await list_areas(asked.team, begin=asked.begin)
    return tuple(area for area in known if is_known_to(person, area))


def is_known_to(person: Person, area: Area) -> bool:
    """Whether they may learn that there is such an area.

    One that nobody leads was only ever typed into a dispute, of a private channel perhaps: it is
    named to founders alone, who see every dispute.
    """
    return area.has_both_leads or person.founder


def name_of_new(rest: str) -> str | None:
    """What a new area is to be called, as in "new fraud detection"; None where none is made."""
    first, _, name = rest.partition(" ")
    return name if first.casefold() == "new" else None


async def full_member(asked: Request) -> Person:
    """Who asks, if they are a full member.

    Raises:
        Refusal: they are not, or Slack does not say.

    """
    person = await asked.person()
    if person.membership is Membership.UNKNOWN:
        raise Refusal("Slack did not say in time who you are. Try again in a moment.")
    if not person.is_full_member:
        raise Refusal("Only a full member of this workspace can see the areas of its roadmap.")
    return person


def area_list(areas: Sequence[Area], person: Person) -> Message:
    """Every area in a row, those first that the reader leads."""
    if not areas:
        said = "There is no area yet. An area has its own two leads, limits and GPU budget."
        return message((said,), paragraph((said,), (MAKE_ONE,)), _new_area())
    in_order = sorted(areas, key=lambda area: person.id not in area.leads)
    return fitted(lambda most: _draw_list(in_order, person, most))


def _draw_list(areas: Sequence[Area], person: Person, most: int) -> Message:
    title = count(len(areas), "area")
    return message(
        (title,),
        header(title),
        *(block for area in areas[:MOST_ROWS] for block in _row(area, person, most)),
        *_the_rest(areas[MOST_ROWS:]),
        _new_area(),
    )


def _row(area: Area, person: Person, most: int) -> list[Json]:
    """An area, what is open in it, and the buttons below."""
    waits: Iterable[Line] = ((f"{said[0].upper()}{said[1:]}.",) for said in waits_for(area))
    name: Line = (Bold(name_of(area)),)
    return [
        paragraph(name, *area_lines(area, most=most), *waits),
        *area_clicks.row(area, person),
    ]


def _the_rest(areas: Sequence[Area]) -> list[Json]:
    """The names of those for which there is no room."""
    if not areas:
        return []
    names = cut(", ".join(map(name_of, areas)), MOST_NAMES)
    first = f"To see one: {COMMAND} area {name_of(areas[0])}"
    return [paragraph((Bold(f"And {len(areas)} more: "), names), (first,))]


def _new_area() -> Json:
    return actions(button("New area", Click.NEW_AREA))


def one_area(changes: Sequence[AreaChange], person: Person) -> Message:
    """An area in full, with what its reader may do and everything that happened to it."""
    area = changes[-1].area
    summary = f"{name_of(area)}: {area.terms.stage}"
    return fitted(lambda most: message((summary,), *_in_full(changes, person, most)))


def window(changes: Sequence[AreaChange], person: Person, *said: Line) -> Json:
    """The same in a window, under lines about what was just done."""
    first = [paragraph(*said)] if said else []
    return fitted_view(lambda most: modal("Area", *first, *_in_full(changes, person, most)))


def _in_full(changes: Sequence[AreaChange], person: Person, most: int) -> list[Json]:
    area = changes[-1].area
    pending = pending_lines(area, most=most)
    return [
        header(name_of(area)),
        paragraph(*area_lines(area, most=most)),
        *([paragraph(*pending)] if pending else []),
        *_handed_off(area, most),
        *area_clicks.row(area, person),
        *history_blocks(changes, most=most),
    ]


def _handed_off(area: Area, most: int) -> list[Json]:
    done = area.handed_off
    if done is None:
        return []
    said: Line = (Bold("Handed off to product "), done.at, " by ", Mention(done.by), ".")
    return [paragraph(said, *checklist_lines(done.checklist, most=most))]
