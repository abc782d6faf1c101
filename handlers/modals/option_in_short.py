"""An option that is not written out on the first page: a line or two, and a menu."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.case import (
    Case,
    Constraint,
    ConstraintKind,
    Evidence,
    EvidenceKind,
    Filed,
    Hypothesis,
    Option,
)
from bot.domain.choosable import why_not_choosable
from bot.domain.ids import OptionId
from bot.domain.words import count
from handlers.blocks import MOST_SECTION, option, plain
from handlers.ids import Click
from handlers.modals.case_form import CaseForm
from handlers.modals.option_fields import AUDIENCES
from handlers.text import Json, cut

EDIT, REMOVE = "edit", "remove"

_BLOCK = "option:"
"""The block of such an option has this name, with the option's id."""


def in_short(form: CaseForm, option_id: OptionId) -> Json:
    """An option that is written out in a window of its own."""
    said = form.option(option_id)
    days = "no days yet" if said.days_to_feedback is None else count(said.days_to_feedback, "day")
    audience = AUDIENCES[said.audience].lower() if said.audience else "no audience yet"
    text = f"{said.title or 'No title yet'}\n{days}, {audience}{_objection(form, said)}"
    return {
        "type": "section",
        "block_id": f"{_BLOCK}{option_id}",
        "text": plain(cut(text, MOST_SECTION)),
        "accessory": menu(option_id, EDIT, REMOVE),
    }


def options_in_short(view: Json) -> Iterable[OptionId]:
    """The options that stand so in a view."""
    names = (block["block_id"] for block in view["blocks"] if block["type"] == "section")
    return [OptionId(name.removeprefix(_BLOCK)) for name in names if name.startswith(_BLOCK)]


def menu(option_id: OptionId, *deeds: str) -> Json:
    """What can be done with an option; the choice's value is the deed and the option's id."""
    offered = [option(deed.capitalize(), f"{deed} {option_id}") for deed in deeds]
    return {"type": "overflow", "action_id": Click.OPTION_MENU.value, "options": offered}


def _objection(form: CaseForm, said: Option) -> str:
    """What in the option itself stands against it, whatever else the case says so far."""
    whole = Filed(side=form.side, case=_WHOLE, filed_at=form.ends_at, by=form.by.id)
    reasons = (
        *why_not_choosable(whole, replace(said, added_late=_is_late(form, said))),
        *form.dispute.bounds.reasons_against(form.side, said),
    )
    return f"\nThe rule cannot choose it: {'; '.join(reasons)}." if reasons else ""


def _is_late(form: CaseForm, said: Option) -> bool:
    known = form.late.option(said.id) if form.late else None
    return bool(form.late) and (known is None or known.added_late)


_WHOLE = Case(
    constraint=Constraint(kind=ConstraintKind.OTHER, detail="said"),
    hypothesis=Hypothesis(metric="said", start="said", target="said", for_whom="said"),
    evidence=(Evidence(kind=EvidenceKind.INCIDENT, statement="said"),),
    options=(),
)
"""A case that leaves nothing open but its options."""
