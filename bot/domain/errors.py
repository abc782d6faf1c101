"""What the rules refuse, in sentences that tell a person what to do next.

Refusal
├── NoSuchDispute
├── NoSuchArea
├── NotAllowed
├── HasEnded
└── Unfit
StaleDispute, StaleArea
"""

from dataclasses import dataclass

from bot.domain.ids import UserId
from bot.domain.words import Part, Words, plain


class Refusal(Exception):  # noqa: N818  (a refusal is an answer to a person, not an error)
    """The rules do not allow it; `words` say what, why, and who may."""

    def __init__(self, *words: Part) -> None:
        super().__init__(*words)
        self.words: Words = words

    def __str__(self) -> str:
        return plain(self.words)


class NoSuchDispute(Refusal):
    """There is none, or none that this person may see: the answer is the same."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no dispute #{number} that you can see.")


class NoSuchArea(Refusal):
    """There is no area of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f'There is no area "{name}". /roadmap area names those there are.')


class NotAllowed(Refusal):
    """Somebody else may; `may` names them, so that they can be asked."""

    def __init__(self, *words: Part, may: tuple[UserId, ...] = ()) -> None:
        super().__init__(*words)
        self.may = may


class HasEnded(Refusal):
    """The dispute is over; what was typed is given back to who typed it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that does not fit, and the sentence to show there."""

    field: str
    sentence: str


class Unfit(Refusal):
    """What was typed does not fit; all of its problems at once, each at its field."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class StaleDispute(Exception):  # noqa: N818  (somebody else was faster; nobody erred)
    """The dispute was changed by somebody else since it was loaded."""


class StaleArea(Exception):  # noqa: N818  (somebody else was faster; nobody erred)
    """The area was changed by somebody else since it was read."""
