"""What a side filed and then changed while its case was sealed: nobody else ever read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.case import Side

Parts = Mapping[str, Any]


def read_when_unsealed(afters: Sequence[Parts]) -> tuple[int, Mapping[str, Any]]:
    """After which event the cases could be read, and what each side's standing was then.

    `afters` are the parts that each event changed, as they became. Without such an event it is
    the last one.
    """
    parts: dict[str, Any] = {}
    unsealing = len(afters) - 1
    for place, after in enumerate(afters):
        parts |= after
        if _is_unsealed(parts):
            unsealing = place
            break
    return unsealing, {side: parts[side]["standing"] for side in Side}


def _is_unsealed(parts: Parts) -> bool:
    both_in = all(parts[side]["standing"]["kind"] == "Filed" for side in Side)
    return both_in or bool(parts["state"]["kind"] == "Ruling")


def is_superseded(standing: Parts, side: str, read: Mapping[str, Any]) -> bool:
    """Whether it is a case of which another version was there when it could be read."""
    return bool(standing["kind"] == "Filed" and standing != read[side])
