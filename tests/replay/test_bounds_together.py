"""Limits, budgets and gates in a file, each alone and together."""

import itertools

import pytest

from tests.replay.conftest import Settle
from tests.replay.files import (
    GATED,
    OVER_BUDGET,
    a_case,
    a_gate,
    a_signoff,
    an_area,
    an_option,
    reasons_against,
)

REASONS = {
    "limit": "its accuracy is 86 %; the area asks for at least 90 %",
    "budget": OVER_BUDGET,
    "gate": f"{GATED}; not before: quantisation",
}
TOGETHER = [
    names for size in range(len(REASONS) + 1) for names in itertools.combinations(REASONS, size)
]


@pytest.mark.parametrize("names", TOGETHER, ids=lambda names: " and ".join(names) or "nothing")
def test_an_option_is_passed_over_for_every_bound_that_it_misses_and_no_other(
    settle: Settle, names: tuple[str, ...]
) -> None:
    area = an_area(
        gpu_budget=5 if "budget" in names else 60,
        **({"lowest_accuracy_percent": 90} if "limit" in names else {}),
    )
    report = settle(
        product=a_case(an_option("Filter", accuracy_percent=86, gpu_weeks_per_month=6)),
        research=a_case(an_option("Model", days_to_feedback=70, accuracy_percent=95)),
        area=area,
        gates=[a_gate()] if "gate" in names else [],
    )

    assert sorted(reasons_against(report, "Filter")) == sorted(REASONS[name] for name in names)
    assert report["option"] == ("Model" if names else "Filter")


def test_a_signature_lifts_no_gate_and_no_limit(settle: Settle) -> None:
    report = settle(
        product=a_case(an_option("Filter", gpu_weeks_per_month=6)),
        research=a_case(an_option("Model", days_to_feedback=70, accuracy_percent=95)),
        area=an_area(lowest_accuracy_percent=90),
        gates=[a_gate()],
        signoffs=[a_signoff()],
    )

    assert reasons_against(report, "Filter") == [
        f"{GATED}; not before: quantisation",
        "its accuracy is open; the area asks for at least 90 %",
    ]
