"""The customer's answer that a ruling promises: by when, whether it came, and how late it is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from bot.domain.case import Audience
from bot.domain.dispute import Open, SetAside
from bot.domain.outcome import Answered, Dropped, NotYet, Outcome
from bot.domain.ruling import Chosen, Ruling

OVERDUE = timedelta(days=7)
"""So long after its day an answer counts as overdue (product.md, *Afterwards*)."""


class Afterwards(Protocol):
    """What is known of a dispute once it has its ruling."""

    @property
    def state(self) -> Open | Ruling:
        """The ruling, where there is one."""
        ...

    @property
    def set_aside(self) -> SetAside | None:
        """The founder's word that it is not followed."""
        ...

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """Every word on its promise, the first one first."""
        ...


def chosen_by(dispute: Afterwards) -> Chosen | None:
    """The option that a ruling chose."""
    return dispute.state.chosen if isinstance(dispute.state, Ruling) else None


def ruled_on(dispute: Afterwards) -> date | None:
    """The UTC day of the ruling, from which the days count."""
    state = dispute.state
    return state.ruled_at.astimezone(UTC).date() if isinstance(state, Ruling) else None


def last_word(dispute: Afterwards) -> Outcome | None:
    """What was said last of the promise."""
    return dispute.outcomes[-1] if dispute.outcomes else None


def answer_of(dispute: Afterwards) -> Answered | None:
    """The customer's answer, once it has come."""
    word = last_word(dispute)
    return word.became if word and isinstance(word.became, Answered) else None


def is_dropped(dispute: Afterwards) -> bool:
    """Whether what was chosen will not be built any more."""
    word = last_word(dispute)
    return word is not None and isinstance(word.became, Dropped)


def is_answered_by_a_customer(dispute: Afterwards) -> bool:
    """Whether an answer has come from outside; of what "only us" see it is our own."""
    chosen = chosen_by(dispute)
    is_ours = chosen is None or chosen.option.audience is Audience.INTERNAL
    return answer_of(dispute) is not None and not is_ours


def put_off(dispute: Afterwards) -> tuple[NotYet, ...]:
    """Every "not yet", the first one first."""
    said = (word.became for word in dispute.outcomes)
    return tuple(became for became in said if isinstance(became, NotYet))


def is_awaited(dispute: Afterwards) -> bool:
    """Whether the winning side still owes what became of its option."""
    word = last_word(dispute)
    is_final = word is not None and not isinstance(word.became, NotYet)
    return chosen_by(dispute) is not None and dispute.set_aside is None and not is_final


def promised_on(dispute: Afterwards) -> date | None:
    """The UTC day by which the ruling promised an answer, while it is awaited."""
    state = dispute.state
    return state.answer_due_on if isinstance(state, Ruling) and is_awaited(dispute) else None


def asked_on(dispute: Afterwards) -> date | None:
    """The day on which the outcome is owed: the promised one, or what "not yet" put it off to."""
    if not is_awaited(dispute):
        return None
    later = put_off(dispute)
    return later[-1].until if later else promised_on(dispute)


def days_late(dispute: Afterwards, today: date) -> int:
    """How many days ago the answer was promised; 0 while it is not late, and "not yet" counts."""
    promised = promised_on(dispute)
    return max(0, (today - promised).days) if promised else 0


def is_overdue(dispute: Afterwards, now: datetime) -> bool:
    """Whether the answer is seven days late, so that the other side may reopen without evidence."""
    today = now.astimezone(UTC).date()
    return days_late(dispute, today) >= OVERDUE.days
