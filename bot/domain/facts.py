"""A case as labelled facts in words, for everybody who shows one or compares two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.case import (
    Case,
    Constraint,
    Evidence,
    Figures,
    Hypothesis,
    MeasuredOn,
    Option,
    OwnFigure,
)
from bot.domain.ids import OptionId
from bot.domain.minimum_model import OwnLimit
from bot.domain.words import Mention, Words, say_number

Facts = Mapping[str, Words]
"""Labels and what stands behind them; what is not known is left out."""


_EVERYWHERE = {
    "option",
    "title",
    "side",
    "days",
    "audience",
    "customers",
    "their answer",
    "cost of delay",
    "cost per query",
    "accuracy",
    "latency",
    "gpu-weeks a month",
    "ops burden",
    "path",
    "build, buy or skip",
    "we stop if",
    "builder",
    "who sees it",
    "choosable by the rule",
}
"""The labels of what is said of every option, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a revision changed; an empty tuple stands for nothing."""

    what: str
    before: Words
    after: Words


def case_facts(case: Case) -> Facts:
    """What a case says besides its options."""
    return _known(
        {
            "constraint": _say_constraint(case.constraint),
            "impact hypothesis": _say_hypothesis(case.hypothesis),
            "evidence": "\n".join(_say_evidence(piece) for piece in case.evidence),
        }
    )


def option_facts(option: Option, own: Iterable[OwnLimit] = ()) -> Facts:
    """What is known of an option, its title apart; `own` limits give its own figures a unit."""
    figures = option.figures
    facts = _known(
        {
            "days": _say(option.days_to_feedback),
            "audience": option.audience or "",
            "customers": option.customer,
            "their answer": option.feedback,
            "cost of delay": _say_cost_of_delay(figures),
            "cost per query": _say(figures.cost_per_query_usd, "USD"),
            "accuracy": _say_accuracy(figures),
            "latency": _say(figures.latency_ms, "ms"),
            "GPU-weeks a month": _say(figures.gpu_weeks_per_month),
            "ops burden": _say(figures.ops_burden, "of 5"),
            **_say_own(figures.own, {limit.name: limit.unit for limit in own}),
            "path": option.path or "",
            "build, buy or skip": option.approach or "",
            "we stop if": option.stop_if,
        }
    )
    return {**facts, "builder": (Mention(option.builder),)} if option.builder else facts


def _known(facts: Mapping[str, str]) -> Facts:
    return {label: (text,) for label, text in facts.items() if text}


def _say_constraint(constraint: Constraint | None) -> str:
    if constraint is None:
        return ""
    return ": ".join(text for text in (constraint.kind, constraint.detail) if text)


def _say_hypothesis(hypothesis: Hypothesis | None) -> str:
    if hypothesis is None:
        return ""
    unit = f" {hypothesis.unit}" if hypothesis.unit else ""
    return (
        f"{hypothesis.metric} from {hypothesis.start} to {hypothesis.target}{unit}, "
        f"for {hypothesis.for_whom}"
    )


def _say_evidence(evidence: Evidence) -> str:
    link = f" ({evidence.link})" if evidence.link else ""
    return f"{evidence.kind}: {evidence.statement}{link}"


def _say(figure: Decimal | int | None, unit: str = "") -> str:
    return "" if figure is None else f"{say_number(figure)} {unit}".rstrip()


def _say_cost_of_delay(figures: Figures) -> str:
    cost = _say(figures.cost_of_delay_per_week, "USD a week")
    return f"{cost} ({figures.cost_of_delay_sum})" if cost and figures.cost_of_delay_sum else cost


def _say_accuracy(figures: Figures) -> str:
    accuracy, on = _say(figures.accuracy_percent, "%"), figures.measured_on
    if not accuracy or on is None:
        return accuracy
    return f"{accuracy}, {on}" if on is MeasuredOn.GUESS else f"{accuracy}, measured on {on}"


def own_label(name: str) -> str:
    """The label of a figure that an area has named itself, apart from those that all have."""
    return f"{name} (the area's own)" if name.casefold() in _EVERYWHERE else name


def _say_own(figures: Iterable[OwnFigure], units: Mapping[str, str]) -> dict[str, str]:
    return {own_label(one.name): _say_kept(one, units.get(one.name, "")) for one in figures}


def _say_kept(figure: OwnFigure, unit: str) -> str:
    if figure.is_kept is None:
        return _say(figure.number, unit)
    return "yes" if figure.is_kept else "no"


def changes_between(before: Case, after: Case) -> tuple[Change, ...]:
    """Every difference between two versions of a case."""
    changes = list(_differences("", case_facts(before), case_facts(after)))
    old, new = _by_id(before), _by_id(after)
    for option_id in {**old, **new}:
        changes += _option_changes(old.get(option_id), new.get(option_id))
    return tuple(changes)


def _by_id(case: Case) -> dict[OptionId, Option]:
    return {option.id: option for option in case.options}


def _option_changes(before: Option | None, after: Option | None) -> list[Change]:
    if before is None or after is None:
        return [Change(what="option", before=_title(before), after=_title(after))]
    return _differences(
        f"{after.title}: ",
        {"title": _title(before), **option_facts(before)},
        {"title": _title(after), **option_facts(after)},
    )


def _title(option: Option | None) -> Words:
    return (option.title,) if option else ()


def _differences(of: str, before: Facts, after: Facts) -> list[Change]:
    return [
        Change(what=f"{of}{label}", before=before.get(label, ()), after=after.get(label, ()))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
