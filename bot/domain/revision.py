"""Revising a filed case, and what may still change once both cases are in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.bounds import Bounds
from bot.domain.case import Case, Filed, Option
from bot.domain.choosable import why_not_choosable
from bot.domain.errors import Problem, Unfit
from bot.domain.words import say_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedFigure:
    """A figure that the rule ranks by, and which way is worse."""

    field: str
    label: str
    of: Callable[[Option], Decimal | int | None]
    worse_when_higher: bool

    def is_better(self, after: Decimal | int, *, than: Decimal | int) -> bool:
        """Whether the figure would move the option up in the ranking."""
        return after < than if self.worse_when_higher else after > than


RANKED_FIGURES = (
    RankedFigure(
        field="days_to_feedback",
        label="days",
        of=lambda option: option.days_to_feedback,
        worse_when_higher=True,
    ),
    RankedFigure(
        field="cost_of_delay_per_week",
        label="cost of delay",
        of=lambda option: option.figures.cost_of_delay_per_week,
        worse_when_higher=False,
    ),
    RankedFigure(
        field="ops_burden",
        label="ops burden",
        of=lambda option: option.figures.ops_burden,
        worse_when_higher=True,
    ),
    RankedFigure(
        field="cost_per_query_usd",
        label="cost per query",
        of=lambda option: option.figures.cost_per_query_usd,
        worse_when_higher=True,
    ),
)


_UNBOUND = Bounds()


def first_version(case: Case) -> Case:
    """A case as it is filed first, every option at revision 1."""
    fresh = (replace(option, revision=1, added_late=False) for option in case.options)
    return replace(case, options=tuple(fresh))


def revise(filed: Filed, case: Case, *, unsealed: bool, bounds: Bounds = _UNBOUND) -> Filed:
    """The filed case with its new content; it keeps the instant of its first filing.

    Once unsealed, the figures that the rule ranks by can only get worse, and what was not
    choosable then, by its case or by its area's terms, is not ranked later (product.md, *The life
    of a dispute*).

    Raises:
        Unfit: a figure would get better, or an unknown one would be filled in.

    """
    if unsealed:
        _refuse_better_figures(filed, case)
    revised = replace(filed, case=_numbered(filed, case))
    return _marked_late(filed, revised, bounds) if unsealed else revised


def _numbered(filed: Filed, case: Case) -> Case:
    numbered = (_next_revision(filed.option(option.id), option) for option in case.options)
    return replace(case, options=tuple(numbered))


def _next_revision(before: Option | None, after: Option) -> Option:
    if before is None:
        return replace(after, revision=1, added_late=False)
    if after.has_the_content_of(before):
        return before
    return replace(after, revision=before.revision + 1, added_late=before.added_late)


def _marked_late(before: Filed, after: Filed, bounds: Bounds) -> Filed:
    options = (
        replace(option, added_late=True) if _comes_late(before, after, option, bounds) else option
        for option in after.case.options
    )
    return replace(after, case=replace(after.case, options=tuple(options)))


def _comes_late(before: Filed, after: Filed, option: Option, bounds: Bounds) -> bool:
    known = before.option(option.id)
    return known is None or (
        _is_barred(before, known, bounds) and not _is_barred(after, option, bounds)
    )


def _is_barred(filed: Filed, option: Option, bounds: Bounds) -> bool:
    """Whether what its side has said of it keeps the rule from choosing it; a gate is not."""
    return bool(why_not_choosable(filed, option)) or not bounds.are_kept(filed.side, option)


def _refuse_better_figures(filed: Filed, case: Case) -> None:
    problems = [
        problem
        for option in case.options
        if (before := filed.option(option.id))
        for problem in _better_figures(before, option)
    ]
    if problems:
        raise Unfit(*problems)


def _better_figures(before: Option, after: Option) -> Iterator[Problem]:
    for figure in RANKED_FIGURES:
        old, new = figure.of(before), figure.of(after)
        if new is None:
            continue
        where = option_field(after, figure.field)
        if old is None:
            yield Problem(
                where,
                f"The {figure.label} was not known when both cases came in, "
                "so it cannot be filled in now.",
            )
        elif figure.is_better(new, than=old):
            way = "up" if figure.worse_when_higher else "down"
            yield Problem(
                where,
                f"Both cases are in, so the {figure.label} can only go {way} "
                f"from {say_number(old)}.",
            )


def option_field(option: Option, field: str) -> str:
    """The name of an option's field, as a problem with it carries it."""
    return f"option:{option.id}:{field}"
