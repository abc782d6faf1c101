"""How a dispute ends, with everything frozen in that the ending rests on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.domain.case import Option, Side
from bot.domain.default_rule import Ranked, Verdict
from bot.domain.ids import UserId

LONGEST_PROMISE_DAYS = 3650
"""Beyond ten years, days are no promise and no day is due."""


class Basis(StrEnum):
    """On what a ruling rests (product.md, *Words*)."""

    AGREED = "agreed"
    YIELDED = "yielded"
    DECIDED = "decided"
    DEFAULT_RULE = "default rule"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"

    @property
    def is_by_people(self) -> bool:
        """Whether people chose, whatever the rule would have said."""
        return self in {Basis.AGREED, Basis.YIELDED, Basis.DECIDED}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option that enters the roadmap, as it stood when it was chosen."""

    side: Side
    option: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a dispute ended; it never changes afterwards."""

    basis: Basis
    ruled_at: datetime
    """The instant that counts, in UTC: of the last word, or the window's end."""
    found_at: datetime
    """The instant at which the program ruled; later than `ruled_at` when it was off."""
    chosen: Chosen | None
    verdict: Verdict
    """What the rule said at that instant; empty for a withdrawal."""
    by: UserId | None = None
    """Who spoke the last word; None when the window ended."""
    reason: str = ""
    """As typed by who decided or yielded."""
    next: str = ""
    """What the sides agreed to do after the chosen option."""

    @property
    def late_by(self) -> timedelta:
        """How long after the instant that counts the program ruled."""
        return self.found_at - self.ruled_at

    @property
    def is_unsealing(self) -> bool:
        """Whether everybody may read the cases now; a withdrawal unseals nothing, ever."""
        return self.basis is not Basis.WITHDRAWN

    @property
    def is_against_the_rule(self) -> bool:
        """Whether people chose what the rule would not have chosen at that instant."""
        return self.basis.is_by_people and not self._is_the_choice_of(self.verdict.choice)

    def _is_the_choice_of(self, choice: Ranked | None) -> bool:
        return choice is not None and Chosen(choice.side, choice.option) == self.chosen

    @property
    def answer_due_on(self) -> date | None:
        """The UTC day by which a customer's answer is promised: the ruling's day plus the days."""
        days = self.chosen.option.days_to_feedback if self.chosen else None
        if days is None or not 0 <= days <= LONGEST_PROMISE_DAYS:
            return None
        return (self.ruled_at.astimezone(UTC) + timedelta(days=days)).date()
