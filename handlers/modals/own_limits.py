"""An area's own limits as people type them: one a line, such as "GPU memory at most 48 GB"."""

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.domain.minimum_model import MOST_OWN_LIMITS, Bound, OwnLimit
from bot.domain.words import say_number
from handlers.modals.answers import Answers
from handlers.page import one_line

LONGEST_NAME, LONGEST_UNIT, MOST_QUOTED = 60, 20, 40
MOST_NUMBER = Decimal(10**9)
EXAMPLES = 'write it as "GPU memory at most 48 GB" or "lineage recorded: yes"'

_YES = re.compile(r"(?P<name>.+?)\s*[:,]\s*yes\.?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<name>.+?)\s*:?\s*(?P<bound>\bat most\b|\bat least\b|<=|>=|≤|≥)\s*"
    r"(?P<number>-?[0-9][0-9.,]*)\s*(?P<unit>.*)",
    re.IGNORECASE,
)
_AT_LEAST = {"at least", ">=", "≥"}


def as_typed(limits: Iterable[OwnLimit]) -> str:
    """The limits as somebody would type them."""
    return "\n".join(map(_line, limits))


def _line(limit: OwnLimit) -> str:
    if limit.number is None:
        return f"{limit.name}: yes"
    return f"{limit.name} {limit.bound} {say_number(limit.number)} {limit.unit}".rstrip()


def read_own_limits(text: str, field: str, answers: Answers) -> tuple[OwnLimit, ...]:
    """The limits that were typed; every fault is named with its line."""
    lines = [line for line in map(_squeezed, text.splitlines()) if line]
    if len(lines) > MOST_OWN_LIMITS:
        answers.add(field, f"At most {MOST_OWN_LIMITS} limits fit; these are {len(lines)}.")
        return ()
    read = [_read(line) for line in lines]
    faults = [
        f'Line {number} ("{one_line(line, most=MOST_QUOTED)}"): {found}.'
        for number, (line, found) in enumerate(zip(lines, read, strict=True), start=1)
        if isinstance(found, str)
    ]
    if faults:
        answers.add(field, " ".join(faults))
    return tuple(found for found in read if isinstance(found, OwnLimit))


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def _read(line: str) -> OwnLimit | str:
    """The limit on the line, or what is wrong with it."""
    if found := _YES.fullmatch(line):
        return _checked(OwnLimit(name=found["name"]))
    if found := _NUMBER.fullmatch(line):
        return _with_number(found)
    return EXAMPLES


def _with_number(found: re.Match[str]) -> OwnLimit | str:
    answers = Answers({"number": found["number"]})
    number = answers.amount("number", most=MOST_NUMBER)
    if number is None or answers.problems:
        return " ".join(problem.sentence for problem in answers.problems).rstrip(".")
    bound = Bound.AT_LEAST if found["bound"].casefold() in _AT_LEAST else Bound.AT_MOST
    return _checked(OwnLimit(name=found["name"], bound=bound, number=number, unit=found["unit"]))


def _checked(limit: OwnLimit) -> OwnLimit | str:
    if len(limit.name) > LONGEST_NAME:
        return f"a limit's name has at most {LONGEST_NAME} characters"
    if len(limit.unit) > LONGEST_UNIT:
        return f"a unit has at most {LONGEST_UNIT} characters"
    return limit
