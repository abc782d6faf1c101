"""Which ended disputes asked something like a question that is being asked now."""

import re
from collections.abc import Iterable

from bot.domain.sealing import SeenDispute

MOST_SIMILAR = 3
_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _STEM = 4, 6
_EVERYDAY = """
about after before better build could first from have into keep make more next over should than
that their them then these they this those upgrade version what when where which will with would
"""
_SAYS_NOTHING = frozenset(_EVERYDAY.split())


def telling_words(question: str) -> tuple[str, ...]:
    """The words of a question that tell what it is about, in lower case, each once."""
    words = _WORD.findall(question.casefold())
    told = (word for word in words if len(word) >= _SHORTEST and word not in _SAYS_NOTHING)
    return tuple(dict.fromkeys(told))


def similar(question: str, ended: Iterable[SeenDispute]) -> tuple[SeenDispute, ...]:
    """Up to three of them, the most similar first: half of the words, and two where there are."""
    asked = _stems(question)
    found = [(len(asked & _stems(one.opening.question)), one) for one in ended]
    enough = max(min(2, len(asked)), (len(asked) + 1) // 2)
    close = [(shared, one) for shared, one in found if asked and shared >= enough]
    close.sort(key=lambda pair: (-pair[0], -pair[1].opening.id.number))
    return tuple(one for _, one in close[:MOST_SIMILAR])


def _stems(question: str) -> frozenset[str]:
    """Words without most of what inflects them."""
    return frozenset(word[:_STEM] for word in telling_words(question))
