"""What is right in itself in a file of disputes, and does not fit what stands elsewhere in it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.domain.case import Side
from bot.replay.document import Loc
from bot.replay.schema import DisputeEntry, OptionEntry
from bot.replay.schema_of_bounds import OwnLimitEntry
from bot.replay.spelling import did_you_mean, folded

_ONCE = "expected each limit once; it stands here twice"

Misfit = tuple[Loc, str]
"""Where it stands, and what was expected there."""


def misfits(disputes: Iterable[DisputeEntry]) -> Iterator[Misfit]:
    """Everything in the disputes of a file that does not fit something else in the same one."""
    for place, entry in enumerate(disputes):
        for loc, expected in _of_dispute(entry):
            yield ("disputes", place, *loc), expected


def _of_dispute(entry: DisputeEntry) -> Iterator[Misfit]:
    limits = entry.terms.limits if entry.terms else ()
    yield from _twice(limits)
    for side in Side:
        case = entry.case(side)
        for place, option in enumerate(case.options if case else ()):
            for name, expected in _unfit_figures(option, limits):
                yield (side.value, "options", place, "own", name), expected
    yield from _lifted_before(entry)


def _twice(limits: tuple[OwnLimitEntry, ...]) -> Iterator[Misfit]:
    seen: set[str] = set()
    for place, limit in enumerate(limits):
        if folded(limit.name) in seen:
            yield ("area", "limits", place, "name"), _ONCE
        seen.add(folded(limit.name))


def _unfit_figures(
    option: OptionEntry, limits: tuple[OwnLimitEntry, ...]
) -> Iterator[tuple[str, str]]:
    by_name = {folded(limit.name): limit for limit in limits}
    seen: set[str] = set()
    for name, said in option.own.items():
        limit = by_name.get(folded(name))
        if limit is None:
            yield name, _expected_name(name, limits)
        elif folded(name) in seen:
            yield name, _ONCE
        elif limit.required and isinstance(said, Decimal):
            yield name, f"expected yes or no, found {said}"
        elif not limit.required and isinstance(said, bool):
            yield name, f"expected a number, found {'yes' if said else 'no'}"
        seen.add(folded(name))


def _expected_name(name: str, limits: tuple[OwnLimitEntry, ...]) -> str:
    if not limits:
        return "expected an area that names this limit; it names none of its own"
    names = [limit.name for limit in limits]
    return f"expected a limit that the area names{did_you_mean(name, names)}"


def _lifted_before(entry: DisputeEntry) -> Iterator[Misfit]:
    for place, gate in enumerate(entry.gates):
        if gate.lifted_at and gate.lifted_at < gate.at:
            yield ("gates", place, "lifted_at"), "expected a time after the gate's `at`"
