"""Why the default rule cannot choose an option, or that it can."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.case import Audience, Case, Figures, Filed, Hypothesis, Option

FEWEST_DAYS, MOST_DAYS = 1, 90
LIGHTEST_BURDEN, HEAVIEST_BURDEN = 1, 5


def why_not_choosable(filed: Filed, option: Option) -> tuple[str, ...]:
    """Every reason against choosing the option by the rule; none when it is choosable.

    The conditions are those of product.md, *The default rule, version 1*.
    """
    return (
        *_gaps_in_case(filed.case),
        *_gaps_in_path(option),
        *_days_out_of_range(option.days_to_feedback),
        *_impossible_figures(option.figures),
        *_lateness(option),
    )


def _gaps_in_case(case: Case) -> Iterator[str]:
    if case.constraint is None:
        yield "its case names no constraint"
    elif not case.constraint.detail:
        yield "its case says no sentence about the constraint"
    if case.hypothesis is None:
        yield "its case has no impact hypothesis"
    else:
        yield from _gaps_in_hypothesis(case.hypothesis)
    if not case.evidence:
        yield "its case has no piece of evidence with a kind and a statement"


def _gaps_in_hypothesis(hypothesis: Hypothesis) -> Iterator[str]:
    asked = {
        "what should change": hypothesis.metric,
        "from which figure": hypothesis.start,
        "to which figure": hypothesis.target,
        "for whom": hypothesis.for_whom,
    }
    missing = [question for question, answer in asked.items() if not answer]
    if missing:
        yield f"its impact hypothesis does not say {', '.join(missing)}"


def _gaps_in_path(option: Option) -> Iterator[str]:
    if not option.title:
        yield "it has no title"
    if option.audience is None:
        yield "it does not say who will see it"
    if option.audience is Audience.INTERNAL:
        yield "it reaches nobody outside the company"
    if not option.customer:
        yield "it does not name the customers who will see it"
    if not option.feedback:
        yield "it does not say how their answer comes back"


def _days_out_of_range(days: int | None) -> Iterator[str]:
    if days is None:
        yield "it does not say how many days until a customer answers"
    elif not FEWEST_DAYS <= days <= MOST_DAYS:
        yield f"its days to customer feedback are {days}, not from {FEWEST_DAYS} to {MOST_DAYS}"


def _impossible_figures(figures: Figures) -> Iterator[str]:
    burden = figures.ops_burden
    if burden is not None and not LIGHTEST_BURDEN <= burden <= HEAVIEST_BURDEN:
        yield f"its ops burden is {burden}, not from {LIGHTEST_BURDEN} to {HEAVIEST_BURDEN}"
    if figures.accuracy_percent is not None and not 0 <= figures.accuracy_percent <= 100:  # noqa: PLR2004
        yield f"its accuracy is {figures.accuracy_percent} %, not from 0 to 100 %"
    yield from _below_zero("cost of delay", figures.cost_of_delay_per_week)
    yield from _below_zero("cost per query", figures.cost_per_query_usd)
    yield from _below_zero("latency", figures.latency_ms)
    yield from _below_zero("GPU-weeks a month", figures.gpu_weeks_per_month)


def _below_zero(name: str, figure: Decimal | None) -> Iterator[str]:
    if figure is not None and figure < 0:
        yield f"its {name} of {figure} is below zero"


def _lateness(option: Option) -> Iterator[str]:
    if option.added_late:
        yield "it was not there, or not choosable, when both cases came in"
