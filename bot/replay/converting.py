"""What stands in a file, as the domain has it."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.area import Terms
from bot.domain.case import (
    Case,
    Constraint,
    Evidence,
    Figures,
    Hypothesis,
    Option,
    OwnFigure,
    Side,
)
from bot.domain.gate import Limit
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import Bound, MinimumModel, OwnLimit
from bot.replay.schema import CaseEntry, EvidenceEntry, HypothesisEntry, OptionEntry
from bot.replay.schema_of_bounds import AreaEntry, GateEntry, OwnLimitEntry
from bot.replay.spelling import folded


def as_terms(area: AreaEntry) -> Terms:
    """What the area laid down."""
    minimum = MinimumModel(
        lowest_accuracy_percent=area.lowest_accuracy_percent,
        highest_latency_ms=area.highest_latency_ms,
        highest_cost_per_query_usd=area.highest_cost_per_query_usd,
        own=tuple(map(_as_own_limit, area.limits)),
    )
    return Terms(stage=area.stage, minimum=minimum, gpu_budget=area.gpu_budget)


def _as_own_limit(entry: OwnLimitEntry) -> OwnLimit:
    bound, number = _bounded(entry.at_most, entry.at_least)
    return OwnLimit(name=entry.name, bound=bound, number=number, unit=entry.unit)


def as_limit(entry: GateEntry) -> Limit:
    """The limit that research says an option breaks."""
    bound, number = _bounded(entry.at_most, entry.at_least)
    return Limit(
        gated=entry.figure,
        name=entry.limit,
        bound=bound,
        number=number,
        unit=entry.unit,
        lifted_by=entry.lifted_by,
        source=entry.source,
    )


def _bounded(at_most: Decimal | None, at_least: Decimal | None) -> tuple[Bound, Decimal | None]:
    return (Bound.AT_MOST, at_most) if at_least is None else (Bound.AT_LEAST, at_least)


def as_case(side: Side, entry: CaseEntry, terms: Terms | None) -> Case:
    """The case of a side; its figures for the area's own limits bear the names of these."""
    limits = terms.minimum.own if terms else ()
    return Case(
        constraint=Constraint(kind=entry.constraint, detail=entry.constraint_detail)
        if entry.constraint
        else None,
        hypothesis=_as_hypothesis(entry.hypothesis) if entry.hypothesis else None,
        evidence=tuple(_as_evidence(entry.evidence)),
        options=tuple(
            _as_option(OptionId(f"{side}-{place}"), option, limits)
            for place, option in enumerate(entry.options, start=1)
        ),
    )


def _as_hypothesis(entry: HypothesisEntry) -> Hypothesis:
    return Hypothesis(
        metric=entry.metric,
        start=entry.start,
        target=entry.target,
        unit=entry.unit,
        for_whom=entry.for_whom,
    )


def _as_evidence(entries: tuple[EvidenceEntry, ...]) -> Iterator[Evidence]:
    for entry in entries:
        if entry.kind and entry.statement:
            yield Evidence(kind=entry.kind, statement=entry.statement, link=entry.link)


def _as_option(option_id: OptionId, entry: OptionEntry, limits: tuple[OwnLimit, ...]) -> Option:
    return Option(
        id=option_id,
        title=entry.title,
        days_to_feedback=entry.days_to_feedback,
        audience=entry.audience,
        customer=entry.customer,
        feedback=entry.feedback,
        builder=UserId(entry.builder) if entry.builder else None,
        figures=_as_figures(entry, limits),
        approach=entry.approach,
        path=entry.path,
        stop_if=entry.stop_if,
    )


def _as_figures(entry: OptionEntry, limits: tuple[OwnLimit, ...]) -> Figures:
    return Figures(
        cost_of_delay_per_week=entry.cost_of_delay_per_week,
        cost_of_delay_sum=entry.cost_of_delay_sum,
        cost_per_query_usd=entry.cost_per_query_usd,
        accuracy_percent=entry.accuracy_percent,
        measured_on=entry.measured_on,
        latency_ms=entry.latency_ms,
        gpu_weeks_per_month=entry.gpu_weeks_per_month,
        ops_burden=entry.ops_burden,
        own=tuple(_as_own_figures(entry, limits)),
    )


def _as_own_figures(entry: OptionEntry, limits: tuple[OwnLimit, ...]) -> Iterator[OwnFigure]:
    said = {folded(name): figure for name, figure in entry.own.items()}
    for limit in limits:
        match said.get(folded(limit.name)):
            case bool(is_kept):
                yield OwnFigure(limit.name, is_kept=is_kept)
            case Decimal() as number:
                yield OwnFigure(limit.name, number=number)
