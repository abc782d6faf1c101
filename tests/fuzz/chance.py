"""Chance that repeats: what a seed makes of texts, numbers and choices."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

NASTY = (
    "",
    " ",
    "\n\n\n",
    "\x00",
    "a\x00b",
    "\u202eright to left\u202c",
    "\u200b\u200d\ufeff",
    "السلام عليكم",
    "日本語のテキスト",
    "e\u0301" * 40,
    "Z\u0351\u036b\u0343" * 30,
    "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "<!channel> <!here> <@U2MAYA> <#C2SECRET|secret>",
    "*bold* _it_ ~no~ `code` ```\nblock\n``` > quote",
    "&lt;!everyone&gt; & < > \" ' \\ / {} [] $x %s {0}",
    "<http://example.com|click> javascript:alert(1)",
    "'; DROP TABLE disputes; --",
    'NEAR("a" b) OR * AND (',
    "#1 #999999 /roadmap show 1",
    "null",
    "NaN",
    "٣٤",
    "½",
    "1e9",
    "-1",
    "14 days",
    "line\r\nline\u2028line\u2029",
    "\ufffd\uffff",
    "\U0010ffff",
)
NUMBERS = ("1", "14", "70", "90", "91", "0", "-3", "3.5", "1,5", "1e3", "9" * 20, "\u0667")
LONGEST = 3000


class Chance:
    """Everything random of a run comes from here."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  (to be repeated, not to be secret)

    def often(self, share: float) -> bool:
        """Whether it is one of that share."""
        return self._random.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of them."""
        return self._random.choice(choices)

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """A few of them, each once."""
        return self._random.sample(choices, k=min(len(choices), self._random.randint(0, most)))

    def whole(self, least: int, most: int) -> int:
        """A whole number between them."""
        return self._random.randint(least, most)

    def weighed(self, choices: dict[T, int]) -> T:
        """One of them, the heavier the more often."""
        return self._random.choices(list(choices), weights=list(choices.values()))[0]

    def text(self, mark: str, *, most: int = LONGEST) -> str:
        """A text with the mark in it: short, nasty, as long as allowed, or longer."""
        nasty = self.pick(NASTY)
        text = self.pick((mark, f"{nasty} {mark}", f"{mark} {nasty}", f"{mark}{nasty}{mark}"))
        if self.often(0.05):
            return text + "x" * (most - len(text))
        if self.often(0.05):
            return text + "ü" * (most - len(text) + self.whole(1, 5))
        return text[:most]
