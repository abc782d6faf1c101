"""Something that somebody did in a dispute of a file, and what it was done to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Option, Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Refusal
from bot.domain.ids import UserId
from bot.domain.person import Membership, Person

LEADS = {
    side: Person(id=UserId(f"{side.capitalize()}'s lead"), membership=Membership.FULL_MEMBER)
    for side in Side
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did, and on which line it stands."""

    what: str
    line: int | None
    at: datetime
    apply: Callable[[Dispute], Changed]


def filed_option(dispute: Dispute, title: str, side: Side | None = None) -> tuple[Side, Option]:
    """The one filed option of that title, with its side; of `side` alone where one is named.

    Raises:
        Refusal: no case that is in has it, or two options bear it.

    """
    found = [
        (filed.side, option)
        for filed in dispute.filed
        for option in filed.case.options
        if side in {None, filed.side} and option.title.casefold() == title.casefold()
    ]
    if not found:
        raise Refusal(f'No case that is in has an option called "{title}".')
    if len(found) > 1:
        raise Refusal(f'{len(found)} options are called "{title}".')
    return found[0]
