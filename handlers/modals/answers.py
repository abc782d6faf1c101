"""Reading what was typed into a form: every problem is collected, each at its field."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import Problem, Unfit
from bot.domain.ids import UserId

Choice = TypeVar("Choice", bound=StrEnum)


class Answers:
    """The texts of a form by field; reading one that does not fit gives a stand-in for it.

    Call `refuse_problems` once all is read.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[Problem] = []

    def text(self, field: str, *, most: int, missing: str = "") -> str:
        """What was typed; `missing` is the sentence for an empty field that may not be empty."""
        text = self._values.get(field, "").strip()
        if not text and missing:
            self.add(field, missing)
        if len(text) > most:
            self.add(
                field,
                f"At most {most} characters fit here; these are {len(text)}. "
                "Put the rest behind a link.",
            )
        return text

    def user(self, field: str, *, missing: str) -> UserId:
        """Who was chosen; "" after a problem."""
        return UserId(self.text(field, most=_LONGEST_ID, missing=missing))

    def choice(self, field: str, kinds: type[Choice], *, missing: str) -> Choice | None:
        """One of the choices; None after a problem, or where none is chosen and that may be."""
        chosen = self._values.get(field, "")
        if chosen in {kind.value for kind in kinds}:
            return kinds(chosen)
        if chosen or missing:
            self.add(field, missing or "Choose one of the list.")
        return None

    def day(self, field: str, *, missing: str = "") -> date | None:
        """A day; None where it is empty or is none."""
        text = self.text(field, most=_LONGEST_NUMBER, missing=missing)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.add(field, "Choose a day of the calendar.")
            return None

    def whole(self, field: str, *, least: int, most: int, missing: str = "") -> int | None:
        """A whole number in that range; None where it is empty or does not fit."""
        text = self.text(field, most=_LONGEST_NUMBER, missing=missing)
        if not text or len(text) > _LONGEST_NUMBER:
            return None
        number = _to_decimal(text)
        if number is None or number != number.to_integral_value():
            self.add(field, f"A whole number, from {least} to {most}.")
            return None
        if not least <= number <= most:
            self.add(field, f"From {least} to {most}; this is {text}.")
            return None
        return int(number)

    def amount(self, field: str, *, most: Decimal) -> Decimal | None:
        """A number from 0 on, exactly as typed; None where it is empty or does not fit."""
        text = self.text(field, most=_LONGEST_NUMBER)
        if not text or len(text) > _LONGEST_NUMBER:
            return None
        number = _to_decimal(text)
        if number is None:
            self.add(field, "A number, such as 1400 or 0.015.")
        elif not 0 <= number <= most:
            self.add(field, f"From 0 to {most:,f}; this is {text}.")
            return None
        return number

    def add(self, field: str, sentence: str) -> None:
        """Collect a problem; the first one at a field is shown there."""
        if all(problem.field != field for problem in self.problems):
            self.problems.append(Problem(field, sentence))

    def refuse_problems(self) -> None:
        """End here when something does not fit.

        Raises:
            Unfit: with every problem at once.

        """
        if self.problems:
            raise Unfit(*self.problems)


_LONGEST_NUMBER = 30
_LONGEST_ID = 255


_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")


def _to_decimal(text: str) -> Decimal | None:
    """A plain decimal number, such as 1400, 1,400 or 0.015; 0,015 is not understood."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    return Decimal(text.replace(",", "")) if _GROUPED.fullmatch(text) else None
