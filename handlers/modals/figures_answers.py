"""From what was typed of an option's optional figures to numbers."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from bot.domain.case import Figures, MeasuredOn, OwnFigure
from bot.domain.choosable import HEAVIEST_BURDEN, LIGHTEST_BURDEN
from bot.domain.minimum_model import OwnLimit
from handlers.modals.answers import Answers
from handlers.modals.case_limits import Kept, own_fields

MOST_USD = Decimal(10**9)
MOST_PERCENT = Decimal(100)
MOST_MILLISECONDS = Decimal(10**7)
MOST_GPU_WEEKS = Decimal(10**4)
MOST_OWN = Decimal(10**9)

At = Callable[[str], str]


def figures_from(answers: Answers, at: At, own: Iterable[OwnLimit] = ()) -> Figures:
    """What was typed of an option's figures; `at` names the field of each.

    `own` are the limits that the area has named itself.
    """
    cost = answers.amount(at("cost_of_delay_per_week"), most=MOST_USD)
    cost_sum = answers.text(at("cost_of_delay_sum"), most=150)
    if cost_sum and cost is None:
        answers.add(at("cost_of_delay_per_week"), "Say what it adds up to as well, in USD a week.")
    accuracy, measured_on = _accuracy(answers, at)
    return Figures(
        cost_of_delay_per_week=cost,
        cost_of_delay_sum=cost_sum,
        cost_per_query_usd=answers.amount(at("cost_per_query_usd"), most=MOST_USD),
        accuracy_percent=accuracy,
        measured_on=measured_on,
        latency_ms=answers.amount(at("latency_ms"), most=MOST_MILLISECONDS),
        gpu_weeks_per_month=answers.amount(at("gpu_weeks_per_month"), most=MOST_GPU_WEEKS),
        ops_burden=answers.whole(at("ops_burden"), least=LIGHTEST_BURDEN, most=HEAVIEST_BURDEN),
        own=tuple(_own_figures(answers, at, own)),
    )


def _accuracy(answers: Answers, at: At) -> tuple[Decimal | None, MeasuredOn | None]:
    """An accuracy with what it was measured on; the second says nothing without the first."""
    accuracy = answers.amount(at("accuracy_percent"), most=MOST_PERCENT)
    if accuracy is None:
        return None, None
    missing = "Choose what it was measured on; a guess is an honest answer."
    return accuracy, answers.choice(at("measured_on"), MeasuredOn, missing=missing)


def _own_figures(answers: Answers, at: At, own: Iterable[OwnLimit]) -> Iterator[OwnFigure]:
    for name, limit in own_fields(own).items():
        figure = _own_figure(answers, at(name), limit)
        if figure != OwnFigure(limit.name):
            yield figure


def _own_figure(answers: Answers, field: str, limit: OwnLimit) -> OwnFigure:
    if limit.number is not None:
        return OwnFigure(limit.name, number=answers.amount(field, most=MOST_OWN))
    kept = answers.choice(field, Kept, missing="")
    return OwnFigure(limit.name, is_kept=None if kept is None else kept is Kept.YES)
