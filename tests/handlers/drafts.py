"""Drafts and cases for the form "State our case": whole ones, and every shape of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bot.domain.area import Stage, Terms
from bot.domain.case import (
    LONG_DAYS,
    MOST_EVIDENCE,
    MOST_OPTIONS,
    Approach,
    Audience,
    Case,
    Constraint,
    ConstraintKind,
    Evidence,
    EvidenceKind,
    Figures,
    Hypothesis,
    MeasuredOn,
    Option,
    OwnFigure,
    PathKind,
    Side,
)
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import MOST_OWN_LIMITS, MinimumModel, OwnLimit
from bot.domain.person import Person
from bot.domain.sealing import seen_by
from handlers.modals.case_draft import FIGURES, LIMITED, evidence_field, option_field
from handlers.modals.case_form import CaseForm
from handlers.modals.case_limits import Kept, own_fields
from tests.builders import LEADS, MONDAY, an_open_dispute, file
from tests.domain.bound import LINEAGE, MEMORY, STRICT
from tests.handlers.forms import NASTY

E1, E2 = "e1", "e2"
O1, O2, O3 = OptionId("o1"), OptionId("o2"), OptionId("o3")

CASE_ANSWERS: Mapping[str, str] = {
    "constraint_kind": "labelling",
    "constraint_detail": "Nobody has labelled the blocks of last year.",
    "metric": "disputed blocks a week",
    "start": "40",
    "target": "20",
    "for_whom": "pilot merchants",
}
EVIDENCE_ANSWERS: Mapping[str, str] = {
    "statement": "7 of 9 merchants asked why.",
    "kind": "support tickets",
}
OPTION_ANSWERS: Mapping[str, str] = {
    "title": "Rules-based filter",
    "days_to_feedback": "14",
    "audience": "pilot",
    "customer": "Acme, Borealis",
    "feedback": "They mark each block in the weekly call.",
}


def of_evidence(piece: str, **changes: str) -> dict[str, str]:
    answers = {**EVIDENCE_ANSWERS, **changes}
    return {evidence_field(piece, name): text for name, text in answers.items()}


def of_option(option: OptionId, **changes: str) -> dict[str, str]:
    answers = {**OPTION_ANSWERS, **changes}
    return {option_field(option, name): text for name, text in answers.items()}


def a_draft(*more: OptionId, **changes: str) -> Draft:
    """A draft that can be filed: one piece of evidence, and option `o1` before the others."""
    values = {**CASE_ANSWERS, **of_evidence(E1), **of_option(O1)}
    for option in more:
        values |= of_option(option, title=f"Option {option}")
    named = {name.replace("__", ":"): text for name, text in changes.items()}
    return Draft(evidence=(E1,), options=(O1, *more), values={**values, **named})


def a_form(
    draft: Draft | None = None,
    *,
    dispute: Dispute | None = None,
    by: Person = LEADS[Side.PRODUCT],
    side: Side = Side.PRODUCT,
) -> CaseForm:
    seen = seen_by(dispute or an_open_dispute(), by, now=MONDAY)
    return CaseForm(dispute=seen, side=side, by=by, draft=draft or a_draft())


def limited_form(
    draft: Draft | None = None,
    *,
    stage: Stage = Stage.AFTER,
    minimum: MinimumModel = STRICT,
    **changes: Any,
) -> CaseForm:
    """The form in an area with such limits."""
    dispute = an_open_dispute(terms=Terms(stage=stage, minimum=minimum))
    return a_form(draft, dispute=dispute, **changes)


# Every shape


def texts(most: int = 3000) -> st.SearchStrategy[str]:
    """What somebody can have typed into a field that holds so much."""
    short = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30
    )
    nasty = [text for text in NASTY if len(text) <= most]
    return st.sampled_from(nasty) | short.map(str.strip).filter(bool)


ids = st.uuids().map(lambda made: made.hex[:12])
users = st.sampled_from([UserId("U1"), UserId("U2")])

_CHOICES: Mapping[str, Any] = {
    "constraint_kind": ConstraintKind,
    "kind": EvidenceKind,
    "audience": Audience,
    "approach": Approach,
    "measured_on": MeasuredOn,
    "path": PathKind,
    "own_2": Kept,
}
"""The second limit of the area's own is kept or not."""


def _answers(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    """Some of the fields, each with something in it."""
    return st.fixed_dictionaries({}, optional={name: _answer(name) for name in names})


def _answer(name: str) -> st.SearchStrategy[str]:
    if name in _CHOICES:
        return st.sampled_from(_CHOICES[name]).map(str)
    return users if name == "builder" else texts()


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any draft, fit to be filed or not."""
    evidence = draw(st.lists(ids, min_size=1, max_size=MOST_EVIDENCE, unique=True))
    options = [
        OptionId(one) for one in draw(st.lists(ids, min_size=1, max_size=MOST_OPTIONS, unique=True))
    ]
    with_figures = draw(st.frozensets(st.sampled_from(options)))
    values = draw(_answers(tuple(CASE_ANSWERS)))
    for piece in evidence:
        found = draw(_answers(("statement", "kind", "link")))
        values |= {evidence_field(piece, name): text for name, text in found.items()}
    for option in options:
        figures = FIGURES if option in with_figures else LIMITED
        asked = (*OPTION_ANSWERS, "builder", "approach", "path", "stop_if", *figures)
        asked = (*asked, *own_fields(STRICT.own))
        found = draw(_answers(asked))
        values |= {option_field(option, name): text for name, text in found.items()}
    return Draft(
        evidence=tuple(evidence), options=tuple(options), with_figures=with_figures, values=values
    )


@st.composite
def forms(draw: st.DrawFn, draft: Draft | None = None) -> CaseForm:
    """The form of either side with any draft, with an area's limits or without, before or after."""
    terms = st.builds(Terms, stage=st.sampled_from(Stage), minimum=st.just(STRICT))
    side = draw(st.sampled_from(Side))
    dispute = an_open_dispute(terms=draw(st.none() | terms))
    if draw(st.booleans()):
        for filing in Side:
            dispute = file(dispute, filing)
    return a_form(draft or draw(drafts()), dispute=dispute, by=LEADS[side], side=side)


own_figures = st.builds(
    lambda number, kept: tuple(
        figure
        for figure in (OwnFigure(MEMORY.name, number), OwnFigure(LINEAGE.name, is_kept=kept))
        if figure != OwnFigure(figure.name)
    ),
    st.none() | st.decimals(0, 10**9, places=3),
    st.none() | st.booleans(),
)
"""What an option says to the limits of the area's own, or leaves open."""


def _amounts(most: int) -> st.SearchStrategy[Decimal | None]:
    return st.none() | st.decimals(0, most, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def _figures(draw: st.DrawFn) -> Figures:
    cost, accuracy = draw(_amounts(10**9)), draw(_amounts(100))
    return Figures(
        cost_of_delay_per_week=cost,
        cost_of_delay_sum="" if cost is None else draw(st.just("") | texts(150)),
        cost_per_query_usd=draw(_amounts(10**9)),
        accuracy_percent=accuracy,
        measured_on=None if accuracy is None else draw(st.sampled_from(MeasuredOn)),
        latency_ms=draw(_amounts(10**7)),
        gpu_weeks_per_month=draw(_amounts(10**4)),
        ops_burden=draw(st.none() | st.integers(1, 5)),
        own=draw(own_figures),
    )


@st.composite
def _options(draw: st.DrawFn) -> Option:
    audience = draw(st.sampled_from(Audience))
    empty = st.just("") if audience is Audience.INTERNAL else st.nothing()
    days = draw(st.integers(1, 365))
    unasked = st.just("") if days <= LONG_DAYS else st.nothing()
    return Option(
        id=OptionId(draw(ids)),
        title=draw(texts(75)),
        days_to_feedback=days,
        stop_if=draw(unasked | texts(300)),
        approach=draw(st.none() | st.sampled_from(Approach)),
        path=draw(st.none() | st.sampled_from(PathKind)),
        audience=audience,
        customer=draw(empty | texts(200)),
        feedback=draw(empty | texts(300)),
        builder=draw(st.none() | users),
        figures=draw(_figures()),
    )


links = st.just("") | st.sampled_from(["https://example.com/a?b=c&d", "http://example.com"])

cases = st.builds(
    Case,
    constraint=st.builds(Constraint, kind=st.sampled_from(ConstraintKind), detail=texts(300)),
    hypothesis=st.builds(
        Hypothesis,
        metric=texts(150),
        start=texts(60),
        target=texts(60),
        for_whom=texts(150),
        unit=st.just(""),
    ),
    evidence=st.lists(
        st.builds(Evidence, kind=st.sampled_from(EvidenceKind), statement=texts(500), link=links),
        min_size=1,
        max_size=MOST_EVIDENCE,
    ).map(tuple),
    options=st.lists(
        _options(), min_size=1, max_size=MOST_OPTIONS, unique_by=lambda option: option.id
    ).map(tuple),
)
"""Every case that the form can hold in an area with the strict limits."""

LONGEST_LIMITS = MinimumModel(
    lowest_accuracy_percent=STRICT.lowest_accuracy_percent,
    highest_latency_ms=STRICT.highest_latency_ms,
    highest_cost_per_query_usd=STRICT.highest_cost_per_query_usd,
    own=tuple(
        OwnLimit(name=f"{number}{'W' * 59}", number=STRICT.highest_latency_ms, unit="W" * 20)
        for number in range(MOST_OWN_LIMITS)
    ),
)
"""As many limits as an area can have, with the longest names and units that its form takes."""


def longest_draft() -> Draft:
    """Everything that fits, in the longest texts that somebody can type."""
    options, pieces = (O1, O2, O3), tuple(f"e{n}" for n in range(MOST_EVIDENCE))
    long = "W" * 3000
    values = dict.fromkeys(CASE_ANSWERS, long)
    for piece in pieces:
        values |= of_evidence(piece, statement=long, link=long)
    for option in options:
        own = own_fields(LONGEST_LIMITS.own)
        answers = dict.fromkeys((*FIGURES, *own, *OPTION_ANSWERS, "stop_if"), long)
        short = {"audience": "internal", "days_to_feedback": "365", "builder": "U1"}
        short |= {"approach": "new model", "path": "best"}
        values |= of_option(option, **{**answers, **short})
    return Draft(evidence=pieces, options=options, with_figures=frozenset(options), values=values)
