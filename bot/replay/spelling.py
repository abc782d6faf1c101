"""The word that somebody probably meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word; "" when none is near."""
    nearest = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""


def folded(name: str) -> str:
    """A name without what makes no other one: capitals and white space."""
    return " ".join(name.casefold().split())
