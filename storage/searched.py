"""What of a dispute stands in columns of its own, to be searched and counted."""

from datetime import datetime

from bot.domain.dispute import Dispute, Open
from bot.domain.ledger import commitment_of
from bot.domain.occasions import tells_until
from bot.domain.outcome import Answered
from bot.domain.promise import asked_on, chosen_by, is_awaited, last_word, promised_on
from bot.domain.ruling import Ruling
from bot.domain.similar import words_of

Row = dict[str, object]
"""Columns to write."""

ANSWERED, DROPPED = "answered", "dropped"


def searched(dispute: Dispute) -> Row:
    """The columns that follow from the parts of a dispute."""
    return {
        "channel_id": dispute.opening.channel,
        "question": " ".join(words_of(dispute.opening.question)),
        "opened_at": dispute.window.opens_at,
        "closes_at": dispute.window.closes_at,
        "product_lead": dispute.product.lead,
        "product_deputy": dispute.product.deputy,
        "research_lead": dispute.research.lead,
        "research_deputy": dispute.research.deputy,
        "decidable_at": _decidable_at(dispute),
        **_of_the_ruling(dispute.state),
        "set_aside_at": dispute.set_aside.at if dispute.set_aside else None,
        "answer_due_on": promised_on(dispute),
        "asked_on": asked_on(dispute),
        **_settled(dispute),
        "tells_until": tells_until(dispute),
        "gpu_committed": commitment_of(dispute) is not None,
    }


def _of_the_ruling(state: Open | Ruling) -> Row:
    if isinstance(state, Open):
        return dict.fromkeys(("ruled_at", "found_at", "basis", "chosen_side", "against_rule"))
    return {
        "ruled_at": state.ruled_at,
        "found_at": state.found_at,
        "basis": state.basis.value,
        "chosen_side": state.chosen.side.value if state.chosen else None,
        "against_rule": state.is_against_the_rule,
    }


def _decidable_at(dispute: Dispute) -> datetime | None:
    """From when the decider may decide; None where the ruling is made, or comes before that."""
    at = dispute.decidable_from
    is_open = isinstance(dispute.state, Open)
    return at if is_open and at and at < dispute.window.closes_at else None


def _settled(dispute: Dispute) -> Row:
    """When the last word on the promise of a ruling in force was said, and which it was."""
    word = last_word(dispute)
    is_over = chosen_by(dispute) and not dispute.set_aside and not is_awaited(dispute)
    if not (word and is_over):
        return {"settled_at": None, "settled_as": None}
    became = ANSWERED if isinstance(word.became, Answered) else DROPPED
    return {"settled_at": word.at, "settled_as": became}
