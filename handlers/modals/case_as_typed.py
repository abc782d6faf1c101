"""A filed case as it was typed, so that it can be revised."""

from collections.abc import Iterable
from decimal import Decimal

from bot.domain.case import Case, Evidence, Option, OwnFigure
from bot.domain.draft import Draft
from bot.domain.minimum_model import OwnLimit
from handlers.modals.case_draft import ADDED, FIGURES, evidence_field, option_field
from handlers.modals.case_limits import Kept, own_fields

ASKED = (
    "title",
    "days_to_feedback",
    "stop_if",
    "audience",
    "customer",
    "feedback",
    "builder",
    "approach",
    "path",
)
"""What is asked about an option besides its figures."""


def draft_of(case: Case, *, evidence_ids: Iterable[str], own: Iterable[OwnLimit] = ()) -> Draft:
    """The draft that a case was filed from; a piece of evidence without an id is left out.

    `own` are the limits that the area has named itself.
    """
    limits = tuple(own)
    evidence = dict(zip(evidence_ids, case.evidence, strict=False))
    values = _values_of_case(case)
    for piece, said in evidence.items():
        values |= _values_of_evidence(piece, said)
    for option in case.options:
        values |= _values_of_option(option, limits)
    return Draft(
        evidence=tuple(evidence),
        options=tuple(option.id for option in case.options),
        with_figures=frozenset(option.id for option in case.options if _has_added(option)),
        values={field: text for field, text in values.items() if text},
    )


def _has_added(option: Option) -> bool:
    return any(_as_typed(getattr(option.figures, name)) for name in ADDED)


def _values_of_case(case: Case) -> dict[str, str]:
    values = {}
    if said := case.constraint:
        values = {"constraint_kind": str(said.kind), "constraint_detail": said.detail}
    if hopes := case.hypothesis:
        asked = ("metric", "start", "target", "for_whom")
        values |= {name: getattr(hopes, name) for name in asked}
    return values


def _values_of_evidence(piece: str, said: Evidence) -> dict[str, str]:
    asked = ("kind", "statement", "link")
    return {evidence_field(piece, name): str(getattr(said, name)) for name in asked}


def _values_of_option(option: Option, own: tuple[OwnLimit, ...]) -> dict[str, str]:
    values = {name: _as_typed(getattr(option, name)) for name in ASKED}
    values |= {name: _as_typed(getattr(option.figures, name)) for name in FIGURES}
    said = {figure.name: figure for figure in option.figures.own}
    fields = own_fields(own).items()
    values |= {
        name: _own_as_typed(said[limit.name]) for name, limit in fields if limit.name in said
    }
    return {option_field(option.id, name): text for name, text in values.items()}


def _own_as_typed(figure: OwnFigure) -> str:
    if figure.is_kept is None:
        return _as_typed(figure.number)
    return Kept.YES if figure.is_kept else Kept.NO


def _as_typed(said: str | Decimal | int | None) -> str:
    if said is None:
        return ""
    return f"{said:f}" if isinstance(said, Decimal) else str(said)
