"""What happened to a dispute: who, what, when; the texts stay with the dispute."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.case import Side
from bot.domain.ids import UserId


class Deed(StrEnum):
    """What somebody did, or the clock."""

    OPENED = "opened the dispute"
    FILED = "filed the case"
    REVISED = "revised the case"
    YIELDED = "yielded"
    CONFIRMED = "confirmed an option"
    DECIDED = "decided"
    NAMED_DEPUTY = "named a deputy"
    PASSED_ON_LEAD = "passed the lead on"
    REPLACED_LEAD = "replaced the lead"
    PROPOSED_WITHDRAWAL = "proposed to withdraw"
    WITHDREW = "withdrew the dispute"
    CONFIRMED_DAYS = "confirmed the days of an option"
    RAISED_DAYS = "raised the days of an option"
    STATED_BURDEN = "stated the ops burden of an option"
    RAISED_GATE = "raised a gate"
    LIFTED_GATE = "lifted a gate"
    SIGNED_OFF = "signed off GPU use over the budget"
    RETIRED = "retired what was chosen"
    SET_ASIDE = "set the ruling aside"
    RECORDED_OUTCOME = "recorded the outcome"
    SET_LOOK_AGAIN = "set when to look again"
    STOPPED_LOOKING_AGAIN = "stopped looking again"
    WINDOW_ENDED = "the window ended"


OF_BUILDERS = frozenset({Deed.CONFIRMED_DAYS, Deed.RAISED_DAYS, Deed.STATED_BURDEN})
"""The deeds that tell of a case who would build an option of it."""
OF_A_CASE = OF_BUILDERS | {Deed.SIGNED_OFF}
"""The deeds that tell of what stands in a case, and are sealed with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of a dispute; together they are its record."""

    deed: Deed
    at: datetime
    """The UTC instant at which the program wrote it."""
    by: UserId | None = None
    """None when the clock did it."""
    side: Side | None = None
    """The side that was spoken for, where one was."""
