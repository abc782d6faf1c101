"""What typing and clicking do to the draft of a case."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace

from bot.domain.case import Figures
from bot.domain.draft import Draft
from bot.domain.ids import OptionId

FIGURES = tuple(figure.name for figure in fields(Figures) if figure.name != "own")
"""The names of an option's figures, but for those that an area has named itself."""
LIMITED = ("accuracy_percent", "measured_on", "latency_ms", "cost_per_query_usd")
"""The figures that any area can limit, and what one of them was measured on."""
ADDED = tuple(name for name in FIGURES if name not in LIMITED)
"""The figures that stand in the form only where somebody asked for them."""

NOTHING_TYPED = Draft(evidence=(), options=())

_FIELD = re.compile(r"(evidence|option):(.+):(\w+)")


def evidence_field(evidence: str, name: str) -> str:
    """The name of a field of a piece of evidence."""
    return f"evidence:{evidence}:{name}"


def option_field(option: OptionId, name: str) -> str:
    """The name of a field of an option, as problems with it carry it too."""
    return f"option:{option}:{name}"


def holding(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with these texts behind their fields; an empty one is forgotten."""
    values = {**draft.values, **typed}
    return replace(draft, values={field: text for field, text in values.items() if text})


def showing(draft: Draft, names: Iterable[str], options: Iterable[OptionId] = ()) -> Draft:
    """The draft with all the evidence and options to which fields of those names belong."""
    found = tuple(_parts(names))
    pieces = (of for kind, of, _ in found if kind == "evidence")
    things = (OptionId(of) for kind, of, _ in found if kind == "option")
    figures = (OptionId(of) for kind, of, name in found if kind == "option" and name in ADDED)
    draft = with_evidence(with_options(draft, *things, *options), *pieces)
    return with_figures(draft, *figures)


def _parts(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        if match := _FIELD.fullmatch(name):
            kind, of, field = match.groups()
            yield kind, of, field


def with_evidence(draft: Draft, *pieces: str) -> Draft:
    """The draft with those pieces of evidence, behind the ones that it has."""
    return replace(draft, evidence=tuple(dict.fromkeys((*draft.evidence, *pieces))))


def without_evidence(draft: Draft, piece: str) -> Draft:
    """The draft without that piece of evidence and all that was typed into it."""
    left = tuple(kept for kept in draft.evidence if kept != piece)
    return replace(_forgetting(draft, "evidence", piece), evidence=left)


def with_options(draft: Draft, *options: OptionId) -> Draft:
    """The draft with those options, behind the ones that it has."""
    return replace(draft, options=tuple(dict.fromkeys((*draft.options, *options))))


def without_option(draft: Draft, option: OptionId) -> Draft:
    """The draft without that option and all that was typed into it."""
    left = tuple(kept for kept in draft.options if kept != option)
    draft = replace(_forgetting(draft, "option", option), options=left)
    return replace(draft, with_figures=draft.with_figures - {option})


def _forgetting(draft: Draft, kind: str, of: str) -> Draft:
    gone = f"{kind}:{of}:"
    values = {field: text for field, text in draft.values.items() if not field.startswith(gone)}
    return replace(draft, values=values)


def with_figures(draft: Draft, *options: OptionId) -> Draft:
    """The draft with the optional figures of those options in the form."""
    return replace(draft, with_figures=draft.with_figures | frozenset(options))


def unfinished_option(draft: Draft) -> OptionId | None:
    """An option that was begun and is not part of the case yet."""
    begun = (OptionId(of) for kind, of, _ in _parts(draft.values) if kind == "option")
    return next((option for option in begun if option not in draft.options), None)
