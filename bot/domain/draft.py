"""What a side has typed towards its case and not filed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.ids import OptionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A case as far as it is typed, unchecked; sealed, and shared by lead and deputy.

    `values` holds the text behind each field that is not empty. Fields are named as problems
    name them: `metric`, `evidence:<id>:statement`, `option:<id>:days_to_feedback`.
    """

    evidence: tuple[str, ...]
    """The ids of its pieces of evidence, in the order of the form."""
    options: tuple[OptionId, ...]
    with_figures: frozenset[OptionId] = frozenset()
    """The options whose optional figures stand in the form."""
    values: Mapping[str, str] = field(default_factory=dict)


def with_days_said(draft: Draft, option: OptionId, days: int) -> Draft:
    """The draft with the days that an option's builder says, unless more is typed there."""
    name = f"option:{option}:days_to_feedback"
    typed = draft.values.get(name, "").strip()
    if typed.isdecimal() and int(typed) > days:
        return draft
    return _saying(draft, option, name, days)


def with_burden_said(draft: Draft, option: OptionId, burden: int) -> Draft:
    """The draft with the ops burden that an option's builder says."""
    said = _saying(draft, option, f"option:{option}:ops_burden", burden)
    return said if said == draft else replace(said, with_figures=said.with_figures | {option})


def _saying(draft: Draft, option: OptionId, name: str, figure: int) -> Draft:
    """The draft with that figure; one that the draft does without stays out of it."""
    if option not in draft.options:
        return draft
    return replace(draft, values={**draft.values, name: str(figure)})
