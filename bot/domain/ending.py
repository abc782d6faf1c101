"""How a dispute gets its ruling, whatever the basis."""

from dataclasses import replace
from datetime import datetime

from bot.domain.default_rule import apply_rule
from bot.domain.dispute import Changed, Dispute
from bot.domain.ids import UserId
from bot.domain.notices import CardChanged, Ruled
from bot.domain.ruling import Basis, Chosen, Ruling


def end(
    dispute: Dispute,
    basis: Basis,
    *,
    now: datetime,
    by: UserId,
    chosen: Chosen | None = None,
    reason: str = "",
    then: str = "",
) -> Changed:
    """The dispute ended by people at `now`; a withdrawal keeps its cases out of the ruling."""
    verdict = apply_rule(()) if basis is Basis.WITHDRAWN else dispute.verdict()
    ruling = Ruling(
        basis=basis,
        ruled_at=now,
        found_at=now,
        chosen=chosen,
        verdict=verdict,
        by=by,
        reason=reason,
        next=then,
    )
    return with_ruling(dispute, ruling)


def rule_at_end(dispute: Dispute, *, now: datetime) -> Changed:
    """The default rule's ruling, dated to the window's end; unchanged while it is not due.

    `now` is when the program found it, and may be much later.
    """
    if not dispute.is_due(now):
        return dispute, ()
    verdict = dispute.verdict()
    choice = verdict.choice
    ruling = Ruling(
        basis=Basis.DEFAULT_RULE if choice else Basis.LAPSED,
        ruled_at=dispute.window.closes_at,
        found_at=now,
        chosen=Chosen(choice.side, choice.option) if choice else None,
        verdict=verdict,
    )
    return with_ruling(dispute, ruling)


def with_ruling(dispute: Dispute, ruling: Ruling) -> Changed:
    """The dispute in its last state, and everybody to be told."""
    return replace(dispute, state=ruling), (CardChanged(dispute.id), Ruled(dispute.id))
