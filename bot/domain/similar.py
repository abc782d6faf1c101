"""Which ended disputes asked something like a question that is being asked now."""

import re
from collections.abc import Iterable

from bot.domain.sealing import SeenDispute

MOST_SIMILAR = 3
_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _FIRST, _ENDING = 4, 6, 2
_EVERYDAY = """
about after before better build could first from have into keep make more next over should than
that their them then these they this those upgrade version what when where which will with would
"""
_SAYS_NOTHING = frozenset(_EVERYDAY.split())


def words_of(question: str) -> tuple[str, ...]:
    """All words of a question, in lower case."""
    return tuple(_WORD.findall(question.casefold()))


def telling_words(question: str) -> tuple[str, ...]:
    """The words of a question that tell what it is about, in lower case, each once."""
    words = words_of(question)
    told = (word for word in words if len(word) >= _SHORTEST and word not in _SAYS_NOTHING)
    return tuple(dict.fromkeys(told))


def is_same_word(one: str, other: str) -> bool:
    """Whether they share their first letters, or differ in a short ending alone."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _FIRST:
        return short[:_FIRST] == long[:_FIRST]
    return long.startswith(short) and len(long) - len(short) <= _ENDING


def beginning(word: str) -> str:
    """The letters with which every word begins that is the same as a telling one."""
    return word[: max(_SHORTEST, min(_FIRST, len(word) - _ENDING))]


def similar(question: str, ended: Iterable[SeenDispute]) -> tuple[SeenDispute, ...]:
    """Up to three of them, the most similar first: half of the words, and two where there are."""
    asked = _different_words(question)
    found = [(_shared(asked, one.opening.question), one) for one in ended]
    enough = max(min(2, len(asked)), (len(asked) + 1) // 2)
    close = [(shared, one) for shared, one in found if asked and shared >= enough]
    close.sort(key=lambda pair: (-pair[0], -pair[1].opening.id.number))
    return tuple(one for _, one in close[:MOST_SIMILAR])


def _different_words(question: str) -> list[str]:
    """The telling words, none of them the same as one before it."""
    kept: list[str] = []
    for word in telling_words(question):
        if not any(is_same_word(word, one) for one in kept):
            kept.append(word)
    return kept


def _shared(asked: Iterable[str], question: str) -> int:
    """How many of the words are in the question."""
    said = telling_words(question)
    return sum(any(is_same_word(word, one) for one in said) for word in asked)
