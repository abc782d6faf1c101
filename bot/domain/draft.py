"""What a side has typed towards its case and not filed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
