"""From what was typed of an option's optional figures to numbers."""

from collections.abc import Callable
from decimal import Decimal

from bot.domain.case import Figures, MeasuredOn
from bot.domain.choosable import HEAVIEST_BURDEN, LIGHTEST_BURDEN
from handlers.modals.answers import Answers

MOST_USD = Decimal(10**9)
MOST_PERCENT = Decimal(100)
MOST_MILLISECONDS = Decimal(10**7)
MOST_GPU_WEEKS = Decimal(10**4)


def figures_from(answers: Answers, at: Callable[[str], str]) -> Figures:
    """What was typed of an option's figures; `at` names the field of each."""
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
    )


def _accuracy(
    answers: Answers, at: Callable[[str], str]
) -> tuple[Decimal | None, MeasuredOn | None]:
    """An accuracy with what it was measured on; the second says nothing without the first."""
    accuracy = answers.amount(at("accuracy_percent"), most=MOST_PERCENT)
    if accuracy is None:
        return None, None
    missing = "Choose what it was measured on; a guess is an honest answer."
    return accuracy, answers.choice(at("measured_on"), MeasuredOn, missing=missing)
