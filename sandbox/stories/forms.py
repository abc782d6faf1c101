"""What the sides of a past dispute would type into the bot's forms."""

from collections.abc import Mapping

from bot.domain.case import MeasuredOn, PathKind
from bot.replay.schema import CaseEntry, DisputeEntry, EvidenceEntry, HypothesisEntry, OptionEntry
from sandbox.inputs import Choice
from sandbox.stories.people import ADA

Typed = Mapping[str, Choice]
"""By the field's own name, the last part of its block_id; what nobody knows is not in it."""

BUILDERS = {"Ada": ADA}
STOP_IF = {
    "Transformer upgrade": "Missed fraud is still above 5 % after six weeks of training.",
    "Fine-tune BERT": "Fewer than 9 of 10 dates are right after three weeks.",
    "Better coherence": "Readers cannot tell the new summaries from the old ones by week three.",
}
FIGURES: Mapping[str, Mapping[str, str]] = {
    "Hybrid of rules and model": {"gpu_weeks_per_month": "6"},
    "Export to Word": {
        "cost_of_delay_per_week": "1411",
        "cost_of_delay_sum": "17 cases x 83 USD",
        "gpu_weeks_per_month": "0",
    },
    "Better coherence": {"gpu_weeks_per_month": "4"},
    "Test of the new decoder on our own texts": {"gpu_weeks_per_month": "1"},
}
"""By the option's title, as all of this; the file of the field reports does not tell it."""

PATHS: Mapping[str, PathKind] = {
    "Better coherence": PathKind.BEST,
    "Test of the new decoder on our own texts": PathKind.CHEAPEST,
}


def opening_of(entry: DisputeEntry, *, product: str, research: str) -> Typed:
    """Give what is typed to open it, but for the question, which comes with the command."""
    return _known(
        problem=entry.problem,
        product_lead=product,
        research_lead=research,
        area=entry.area,
        meanwhile=entry.meanwhile,
    )


def case_of(case: CaseEntry) -> Typed:
    """Give what is typed on the first page of a case, its first option included."""
    hypothesis = case.hypothesis or HypothesisEntry(**{"from": "", "to": ""})
    evidence = case.evidence[0] if case.evidence else EvidenceEntry()
    metric = f"{hypothesis.metric}, in {hypothesis.unit}" if hypothesis.unit else hypothesis.metric
    return _known(
        constraint_kind=case.constraint or "",
        constraint_detail=case.constraint_detail,
        metric=metric,
        start=hypothesis.start,
        target=hypothesis.target,
        for_whom=hypothesis.for_whom,
        kind=evidence.kind or "",
        statement=evidence.statement,
        link=evidence.link,
        **option_of(case.options[0]),
    )


def option_of(option: OptionEntry) -> dict[str, Choice]:
    """Give what is typed about an option."""
    return _known(
        title=option.title,
        days_to_feedback=str(option.days_to_feedback),
        audience=option.audience or "",
        customer=option.customer,
        feedback=option.feedback,
        builder=BUILDERS.get(option.builder, ""),
        path=PATHS.get(option.title, ""),
    )


def stop_if_of(option: OptionEntry) -> str:
    """Give what would make its side stop; the form asks for that where the days are many."""
    return STOP_IF.get(option.title, "")


def figures_of(option: OptionEntry) -> dict[str, Choice]:
    """Give what is typed into the fields that [Add figures] adds.

    An accuracy of which the file does not say what it was measured on counts as a guess.
    """
    figures = (
        "cost_of_delay_per_week",
        "cost_of_delay_sum",
        "cost_per_query_usd",
        "accuracy_percent",
        "measured_on",
        "latency_ms",
        "gpu_weeks_per_month",
        "ops_burden",
    )
    told = {name: _typed(getattr(option, name)) for name in figures}
    known = _known(**{**told, **FIGURES.get(option.title, {})})
    if "accuracy_percent" in known:
        known.setdefault("measured_on", MeasuredOn.GUESS.value)
    return known


def _typed(figure: object) -> str:
    return "" if figure is None else str(figure)


def _known(**fields: Choice) -> dict[str, Choice]:
    return {name: str(said) for name, said in fields.items() if said}
