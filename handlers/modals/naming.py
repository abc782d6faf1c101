"""What the forms that name somebody for a side have in common."""

from dataclasses import dataclass

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check, side_of
from bot.domain.running import refuse_unless_running
from bot.domain.sealing import SeenDispute, seen_in_channel
from handlers.blocks import field, person
from handlers.context import Request, clicked_value, typed
from handlers.modals.answers import Answers
from handlers.reading import find_clicked
from handlers.text import Json


@dataclass(frozen=True, slots=True)
class Named:
    """Who stands in a form's field; "" for nobody yet."""

    user: str = ""


def clicked_side(body: Json) -> Side | None:
    """The side that the clicked button names, as in "12 research"; None where it names none."""
    _, _, side = clicked_value(body).partition(" ")
    return Side(side) if side in set(Side) else None


def person_field(block_id: str, label: str, *, initial: str) -> Json:
    """The field in which somebody is named."""
    return field(
        block_id,
        label,
        person(initial=initial),
        hint="A full member of this workspace who does not speak for the other side.",
    )


async def side_to_name_for(body: Json, action: Action, asked: Request) -> tuple[SeenDispute, Side]:
    """The dispute that was clicked, and the side in it for which who clicked may name somebody."""
    dispute, by = await find_clicked(body, asked)
    refuse_unless_running(dispute, asked.now)
    side = clicked_side(body) or side_of(dispute, by, action)
    left = by.founder and await _lead_has_left(dispute, side, asked)
    check(action, by, Situation(dispute=dispute, side=side, lead_has_left=left))
    return seen_in_channel(dispute, now=asked.now), side


async def _lead_has_left(dispute: Dispute, side: Side, asked: Request) -> bool:
    lead = await asked.directory.person(dispute.party(side).lead)
    return lead.has_left


async def read_person(named: Named, block_id: str, asked: Request) -> Person:
    """Who was named in that field, as the workspace knows them.

    Raises:
        Unfit: nobody was.

    """
    answers = Answers({block_id: named.user})
    user = answers.user(block_id, missing="Choose somebody.")
    answers.refuse_problems()
    return await asked.directory.person(user)


def parse_named(view: Json, block_id: str) -> Named:
    """Who was named in that field."""
    return Named(typed(view, block_id))
