"""What binds the default rule besides the cases: gates, an area's limits, and GPU budgets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.area import Stage, Terms
from bot.domain.case import Audience, Option, Side
from bot.domain.gate import Gate, say_gate
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import why_not_met
from bot.domain.words import say_number

GATE_STANDS = "a gate stands against it"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A founder's word that an option may use more GPU than its area's budget."""

    side: Side
    option: OptionId
    gpu_weeks: Decimal
    """A month, as it stood when it was signed; more needs another signature."""
    by: UserId
    at: datetime
    reason: str
    is_own: bool = False
    """Whether the founder leads a side of the dispute, being the only one."""

    def covers(self, side: Side, option: Option) -> bool:
        """Whether it is for that option, at no more than was signed."""
        weeks = option.figures.gpu_weeks_per_month
        return (self.side, self.option) == (side, option.id) and (weeks or 0) <= self.gpu_weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Everything that can make an option of a complete case not choosable."""

    terms: Terms | None = None
    """None for a dispute without an area."""
    gates: tuple[Gate, ...] = ()
    """Those that bind."""
    signoffs: tuple[SignOff, ...] = ()

    def reasons_against(self, side: Side, option: Option) -> Iterator[str]:
        """Every reason why the rule cannot choose that option of that side."""
        for gate in self.gates:
            if gate.is_against(side, option):
                yield f"{GATE_STANDS}: {say_gate(gate.limit)}"
        yield from self._limits_missed(option)
        if self.needs_sign_off(side, option):
            yield self._over_budget(option)

    def are_kept(self, side: Side, option: Option) -> bool:
        """Whether its figures keep within the area's terms, or a founder has signed for them."""
        return not (any(self._limits_missed(option)) or self.needs_sign_off(side, option))

    def _limits_missed(self, option: Option) -> Iterator[str]:
        if self.terms and limits_bind(self.terms, option):
            yield from why_not_met(self.terms.minimum, option.figures)

    def needs_sign_off(self, side: Side, option: Option) -> bool:
        """Whether it is over the budget, and no founder has signed for as much."""
        over = self.terms is not None and is_over_budget(self.terms, option)
        return over and not any(one.covers(side, option) for one in self.signoffs)

    def _over_budget(self, option: Option) -> str:
        weeks, budget = option.figures.gpu_weeks_per_month, self.terms and self.terms.gpu_budget
        return (
            f"it needs {say_number(weeks or 0)} GPU-weeks a month, over the budget of "
            f"{say_number(budget or 0)}, and no founder has signed for it"
        )


def limits_bind(terms: Terms, option: Option) -> bool:
    """Whether the limits hold for it: before the first prototype only where customers pay."""
    return terms.stage is Stage.AFTER or option.audience is Audience.PAYING


def is_over_budget(terms: Terms, option: Option) -> bool:
    """Whether an option needs more GPU-weeks a month than its area has for one option."""
    weeks = option.figures.gpu_weeks_per_month
    return weeks is not None and weeks > terms.gpu_budget
