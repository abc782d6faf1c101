"""Yielding: a side that has not filed sets nothing against the other's case."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Filed, Side
from bot.domain.dispute import Changed, Dispute, Yielded
from bot.domain.ending import end
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.ids import UserId
from bot.domain.notices import CardChanged, Notice, SideYielded
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.ruling import Basis, Chosen
from bot.domain.running import refuse_unless_running


def yield_side(dispute: Dispute, side: Side, reason: str, *, by: Person, now: datetime) -> Changed:
    """The side yields; yielding twice is once.

    The other side's option is chosen at once when it has filed exactly one, else when it picks
    one (product.md, *The life of a dispute*).

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for the side.
        Refusal: the side has filed, or the other side has yielded.
        Unfit: there is no reason.

    """
    refuse_unless_running(dispute, now)
    check(Action.YIELD, by, Situation(dispute=dispute, side=side))
    party = dispute.party(side)
    if isinstance(party.standing, Yielded):
        return dispute, ()
    _refuse_unless_free_to_yield(dispute, side)
    if not reason.strip():
        raise Unfit(Problem("reason", "Say in a sentence why; it stands beside the ruling."))
    yielded = Yielded(reason=reason.strip(), yielded_at=now, by=by.id)
    dispute = dispute.with_party(side, replace(party, standing=yielded))
    notices = (CardChanged(dispute.id), SideYielded(dispute.id, side))
    return settle_yield(dispute, notices, by=by.id, now=now)


def _refuse_unless_free_to_yield(dispute: Dispute, side: Side) -> None:
    if isinstance(dispute.party(side).standing, Filed):
        raise Refusal(
            f"{side.capitalize()} has filed its case on {dispute.id}, so it cannot yield. "
            "Confirm the other side's option instead."
        )
    if isinstance(dispute.party(side.other).standing, Yielded):
        raise Refusal(
            f"{side.other.capitalize()} has already yielded on {dispute.id}. "
            "If nobody wants it settled, withdraw it together."
        )


def settle_yield(
    dispute: Dispute, notices: tuple[Notice, ...], *, by: UserId, now: datetime
) -> Changed:
    """The dispute ended, if one side has yielded and the other has filed exactly one option."""
    for side in Side:
        yielded, standing = dispute.party(side.other).standing, dispute.party(side).standing
        if not isinstance(yielded, Yielded) or not isinstance(standing, Filed):
            continue
        if len(standing.case.options) == 1:
            chosen = Chosen(side, standing.case.options[0])
            dispute, told = end(
                dispute, Basis.YIELDED, chosen=chosen, by=by, reason=yielded.reason, now=now
            )
            return dispute, (*notices, *told)
    return dispute, notices
