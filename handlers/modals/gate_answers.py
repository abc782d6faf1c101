"""From what was typed about a gate to its option and its limit: every problem at its field."""

from decimal import Decimal

from bot.domain.case import Side
from bot.domain.gate import Gated, Limit
from bot.domain.ids import OptionId
from bot.domain.minimum_model import Bound
from handlers.gates import UNITS
from handlers.modals.answers import Answers

LONGEST_VALUE = 150
LONGEST_NAME, LONGEST_UNIT, LONGEST_LIFTED_BY, LONGEST_SOURCE = 80, 30, 150, 150
MOST = Decimal(10**9)


def option_from(answers: Answers) -> tuple[Side, OptionId] | None:
    """The option that was chosen, with its side; None after a problem."""
    missing = "Choose one of the options."
    side, _, option = answers.text("option", most=LONGEST_VALUE, missing=missing).partition(" ")
    if side in set(Side):
        return Side(side), OptionId(option)
    answers.add("option", missing)
    return None


def limit_from(answers: Answers) -> Limit | None:
    """The limit as research says it; None after a problem."""
    gated = answers.choice("gated", Gated, missing="Choose what it breaks.")
    bound = answers.choice("bound", Bound, missing="Choose one of the two.")
    if gated is None or bound is None:
        return None
    _check_bound(answers, gated, bound)
    return Limit(
        gated=gated,
        name=answers.text("limit", most=LONGEST_NAME),
        bound=bound,
        number=answers.amount("number", most=MOST),
        unit=_unit(answers, gated),
        lifted_by=answers.text("lifted_by", most=LONGEST_LIFTED_BY),
        source=answers.text("source", most=LONGEST_SOURCE),
    )


def _check_bound(answers: Answers, gated: Gated, bound: Bound) -> None:
    """Of a figure that a case states it is known which way is better."""
    better = Bound.AT_LEAST if gated is Gated.ACCURACY else Bound.AT_MOST
    if gated in UNITS and bound is not better:
        answers.add("bound", f'Of {gated}, choose "{better}".')


def _unit(answers: Answers, gated: Gated) -> str:
    """The unit of the figure that a case states, or else as typed."""
    said, known = answers.text("unit", most=LONGEST_UNIT), UNITS.get(gated)
    if known is None:
        return said
    if not known.casefold().startswith(said.casefold()):
        answers.add("unit", f"Here it is in {known}: leave this empty, and say the number so.")
    return known
