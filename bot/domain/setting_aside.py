"""Setting a ruling aside: a founder's word afterwards; ruling and word both stay on record."""

from dataclasses import replace
from datetime import datetime

from bot.domain.dispute import Changed, Dispute, SetAside
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.notices import CardChanged, RulingSetAside
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.ruling import Ruling


def refuse_unless_ruled(dispute: Dispute) -> None:
    """Whether there is a ruling that can be set aside.

    Raises:
        Refusal: there is no ruling yet, nothing was chosen, or it is set aside already.

    """
    if not isinstance(dispute.state, Ruling):
        raise Refusal(f"{dispute.id} is still open; only a ruling can be set aside.")
    if dispute.state.chosen is None:
        raise Refusal(f"Nothing was chosen on {dispute.id}, so there is nothing to set aside.")
    if dispute.set_aside:
        raise Refusal(f"{dispute.id} was set aside on ", dispute.set_aside.at, " already.")


def set_aside(dispute: Dispute, reason: str, *, by: Person, now: datetime) -> Changed:
    """A founder says, with a reason, that the ruling is not followed.

    Raises:
        NotAllowed: `by` is not a founder.
        Refusal: there is nothing to set aside.
        Unfit: there is no reason.

    """
    check(Action.SET_ASIDE, by, Situation(dispute=dispute))
    if dispute.set_aside and (dispute.set_aside.by, dispute.set_aside.reason) == (
        by.id,
        reason.strip(),
    ):
        return dispute, ()
    refuse_unless_ruled(dispute)
    if not reason.strip():
        raise Unfit(Problem("reason", "Say in a sentence why; it stands beside the ruling."))
    word = SetAside(by=by.id, at=now, reason=reason.strip())
    return replace(dispute, set_aside=word), (CardChanged(dispute.id), RulingSetAside(dispute.id))
