"""A filed case as it was typed, so that it can be revised."""

from collections.abc import Iterable
from decimal import Decimal

from bot.domain.case import Case, Evidence, Figures, Option
from bot.domain.draft import Draft
from handlers.modals.case_draft import FIGURES, evidence_field, option_field

ASKED = (
    "title",
    "days_to_feedback",
    "stop_if",
    "audience",
    "customer",
    "feedback",
    "builder",
    "approach",
)
"""What is asked about an option besides its figures."""


def draft_of(case: Case, *, evidence_ids: Iterable[str]) -> Draft:
    """The draft that a case was filed from; a piece of evidence without an id is left out."""
    evidence = dict(zip(evidence_ids, case.evidence, strict=False))
    values = _values_of_case(case)
    for piece, said in evidence.items():
        values |= _values_of_evidence(piece, said)
    for option in case.options:
        values |= _values_of_option(option)
    return Draft(
        evidence=tuple(evidence),
        options=tuple(option.id for option in case.options),
        with_figures=frozenset(o.id for o in case.options if o.figures != Figures()),
        values={field: text for field, text in values.items() if text},
    )


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


def _values_of_option(option: Option) -> dict[str, str]:
    values = {name: _as_typed(getattr(option, name)) for name in ASKED}
    values |= {name: _as_typed(getattr(option.figures, name)) for name in FIGURES}
    return {option_field(option.id, name): text for name, text in values.items()}


def _as_typed(said: str | Decimal | int | None) -> str:
    if said is None:
        return ""
    return f"{said:f}" if isinstance(said, Decimal) else str(said)
