"""What the forms that name somebody for a side have in common."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.person import Membership, Person
from bot.domain.rights import Action, Situation, check, side_of
from bot.domain.running import refuse_unless_running
from bot.services.ports import Directory
from handlers.context import clicked_value, typed
from handlers.modals.answers import Answers
from handlers.text import Json

LONGEST_ID = 255


@dataclass(frozen=True, slots=True)
class Named:
    """Who stands in a form's field; "" for nobody yet."""

    user: str = ""


def clicked_side(body: Json) -> Side | None:
    """The side that the clicked button names, as in "12 research"; None where it names none."""
    _, _, side = clicked_value(body).partition(" ")
    return Side(side) if side in set(Side) else None


async def side_to_name_for(
    dispute: Dispute,
    asked: Side | None,
    action: Action,
    person: Person,
    *,
    directory: Directory,
    now: datetime,
) -> Side:
    """The side that is asked for, or else the person's own, if they may name somebody there."""
    refuse_unless_running(dispute, now)
    side = asked or side_of(dispute, person, action)
    left = person.founder and await _has_left(dispute.party(side).lead, directory)
    check(action, person, Situation(dispute=dispute, side=side, lead_has_left=left))
    return side


async def _has_left(lead: UserId, directory: Directory) -> bool:
    return (await directory.person(lead)).membership is Membership.DEACTIVATED


async def read_person(named: Named, field: str, directory: Directory) -> Person:
    """Who was named in that field, as the workspace knows them.

    Raises:
        Unfit: nobody was.

    """
    answers = Answers({field: named.user})
    user = answers.text(field, most=LONGEST_ID, missing="Choose somebody.")
    answers.refuse_problems()
    return await directory.person(UserId(user))


def parse_named(view: Json, field: str) -> Named:
    """Who was named in that field."""
    return Named(typed(view, field))
