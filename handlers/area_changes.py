"""What has changed in an area: who changed what, when, from what to what."""

from collections.abc import Iterator, Sequence

from bot.domain.area import Area
from bot.domain.case import Side
from bot.domain.words import Mention, Words, count, say_number
from bot.services.ports import AreaChange
from handlers.area_words import EVERYTHING, limits_changed
from handlers.blocks import bullets, paragraph
from handlers.text import Bold, Json, Line

MOST_CHANGES = 20


def history_blocks(changes: Sequence[AreaChange], *, most: int) -> list[Json]:
    """The last changes, a line each."""
    earlier = len(changes) - MOST_CHANGES
    left_out: tuple[Line, ...] = (
        ((f"{count(earlier, 'earlier change')} left out.",),) if earlier > 0 else ()
    )
    shown = range(max(earlier, 0), len(changes))
    lines = (_line(changes, position, most) for position in shown)
    return [paragraph((Bold("What happened"),), *left_out), bullets(*lines)]


def _line(changes: Sequence[AreaChange], position: int, most: int) -> Line:
    change = changes[position]
    who: Words = (Mention(change.by), " ") if change.by else ("It ",)
    before = changes[position - 1].area if position else None
    told = [
        part for words in differences(before, change.area, most=most) for part in (". ", *words)
    ]
    return (change.at, ": ", *who, change.deed.value, *told, ".")


def differences(before: Area | None, after: Area, *, most: int = EVERYTHING) -> tuple[Words, ...]:
    """What is another than before, a sentence each without its full stop; nothing of a new one."""
    return tuple(_differences(before, after, most)) if before else ()


def _differences(before: Area, after: Area, most: int) -> Iterator[Words]:
    for side in Side:
        if before.lead(side) != after.lead(side):
            yield (f"{side.capitalize()} is led by ", *_named(after, side), *_was(before, side))
    if before.terms.minimum != after.terms.minimum:
        changed = limits_changed(before.terms.minimum, after.terms.minimum, most=most)
        yield from ((said,) for said in changed)
    if before.terms.gpu_budget != after.terms.gpu_budget:
        new, old = say_number(after.terms.gpu_budget), say_number(before.terms.gpu_budget)
        yield (f"GPU budget for one option: {new} GPU-weeks a month; before: {old}",)
    proposed = after.limits_proposed
    if proposed and proposed != before.limits_proposed:
        changed = limits_changed(after.terms.minimum, proposed.minimum, most=most)
        yield from ((said,) for said in changed)


def _named(area: Area, side: Side) -> Words:
    lead = area.lead(side)
    return (Mention(lead),) if lead else ("nobody",)


def _was(area: Area, side: Side) -> Words:
    return ("; before: ", *_named(area, side)) if area.lead(side) else ()
