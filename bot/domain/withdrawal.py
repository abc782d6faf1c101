"""Withdrawing a dispute: the opener alone before a case is filed, later both sides together."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Changed, Dispute, WithdrawalProposal
from bot.domain.ending import end
from bot.domain.errors import Refusal
from bot.domain.notices import CardChanged, WithdrawalProposed
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.ruling import Basis
from bot.domain.running import has_ended_it, refuse_unless_running


def withdraw(dispute: Dispute, *, by: Person, now: datetime) -> Changed:
    """The opener takes the dispute back, while no case is filed; twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` did not open the dispute.
        Refusal: a case is in.

    """
    if has_ended_it(dispute, by, Basis.WITHDRAWN):
        return dispute, ()
    refuse_unless_running(dispute, now)
    check(Action.WITHDRAW, by, Situation(dispute=dispute))
    if dispute.filed:
        raise Refusal(
            f"A case is in on {dispute.id}, so it takes both sides: "
            "one lead proposes to withdraw it, the other confirms."
        )
    return end(dispute, Basis.WITHDRAWN, by=by.id, now=now)


def propose_withdrawal(dispute: Dispute, side: Side, *, by: Person, now: datetime) -> Changed:
    """A side would withdraw; when the other side has proposed the same, that is a confirmation.

    A proposal lapses after 24 hours, or with the next case, confirmation or decision.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for the side.

    """
    if has_ended_it(dispute, by, Basis.WITHDRAWN):
        return dispute, ()
    state = refuse_unless_running(dispute, now)
    check(Action.PROPOSE_WITHDRAWAL, by, Situation(dispute=dispute, side=side))
    standing = state.proposal if state.proposal and state.proposal.stands(now) else None
    if standing and standing.side is side.other:
        return end(dispute, Basis.WITHDRAWN, by=by.id, now=now)
    if standing:
        return dispute, ()
    proposal = WithdrawalProposal(side=side, by=by.id, proposed_at=now)
    proposed = replace(dispute, state=replace(state, proposal=proposal))
    return proposed, (CardChanged(dispute.id), WithdrawalProposed(dispute.id, side))


def confirm_withdrawal(dispute: Dispute, side: Side, *, by: Person, now: datetime) -> Changed:
    """The other side agrees to a proposal that still stands; twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for the side.
        Refusal: there is no such proposal, or it has lapsed.

    """
    if has_ended_it(dispute, by, Basis.WITHDRAWN):
        return dispute, ()
    state = refuse_unless_running(dispute, now)
    check(Action.PROPOSE_WITHDRAWAL, by, Situation(dispute=dispute, side=side))
    proposal = state.proposal
    if not proposal or proposal.side is side or not proposal.stands(now):
        raise Refusal(
            f"{side.other.capitalize()} has no proposal to withdraw {dispute.id} standing; "
            "one lapses after 24 hours, or with the next case or confirmation. "
            "You can propose it yourself."
        )
    return end(dispute, Basis.WITHDRAWN, by=by.id, now=now)
