"""Marks in typed texts, by which each can be told wherever it turns up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_MARK = re.compile(r"zq(\d+)z")


@dataclass(slots=True)
class Mark:
    """A text that somebody typed: into which forms, and about which disputes."""

    number: int
    author: str
    disputes: set[int] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"zq{self.number}z"


class Marks:
    """Every mark of a run."""

    def __init__(self) -> None:
        self._known: list[Mark] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._known)

    def make(self, author: str, *, dispute: int | None = None, form: str = "") -> Mark:
        """A new mark, typed by that person."""
        mark = Mark(len(self._known), author)
        mark.disputes |= {dispute} if dispute is not None else set()
        mark.forms |= {form} if form else set()
        self._known.append(mark)
        return mark

    def sent_along(self, text: str, *, dispute: int | None, form: str) -> None:
        """What stood in a form already is sent with it."""
        for mark in self.in_text(text):
            mark.disputes |= {dispute} if dispute is not None else set()
            mark.forms.add(form)

    def in_text(self, text: str) -> list[Mark]:
        """Every mark in that text."""
        return [self._known[int(found)] for found in set(_MARK.findall(text))]


def has_mark(texts: Iterable[str]) -> bool:
    """Whether any of these texts was typed by somebody."""
    return any(_MARK.search(text) for text in texts)
