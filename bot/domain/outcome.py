"""What became of a ruling's promise: the customer's answer, or why there is none."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import UserId


class Moved(StrEnum):
    """Whether the metric of the impact hypothesis has moved."""

    YES = "it moved"
    NO = "it did not move"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A customer has answered."""

    on: date
    """The day of the answer."""
    who: str
    words: str
    """One sentence in the customer's own words."""
    learned: str
    fell: str = ""
    """The assumption that turned out wrong, if one did."""
    moved: Moved = Moved.NOT_MEASURED
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """No customer has answered, and one is expected later."""

    until: date
    """The day on which it is asked again."""
    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The option is built no further, and no customer will answer."""

    why: str


Became = Answered | NotYet | Dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One word on what became of a promise; all of them stay on record."""

    became: Became
    by: UserId
    at: datetime
