"""What the area in a file asks of the options, and who decides in it."""

from typing import Any

import pytest

from tests.replay.conftest import Settle
from tests.replay.files import OVER_BUDGET, a_case, an_area, an_option, both_cases, reasons_against

LIMITS = {
    "limits": [
        {"name": "GPU memory", "at_most": 48, "unit": "GB"},
        {"name": "recall", "at_least": 90, "unit": "%"},
        {"name": "lineage recorded", "required": True},
    ]
}
KEPT = {"GPU memory": 40, "recall": 95, "lineage recorded": "yes"}


@pytest.mark.parametrize(
    ("area", "figures", "reason"),
    [
        (
            {"lowest_accuracy_percent": 90},
            {"accuracy_percent": 86},
            "its accuracy is 86 %; the area asks for at least 90 %",
        ),
        (
            {"lowest_accuracy_percent": 90},
            {},
            "its accuracy is open; the area asks for at least 90 %",
        ),
        (
            {"highest_latency_ms": 300},
            {"latency_ms": 301},
            "its latency is 301 ms; the area asks for at most 300 ms",
        ),
        (
            {"highest_cost_per_query_usd": 0.03},
            {"cost_per_query_usd": 0.06},
            "its cost per query is 0.06 USD; the area asks for at most 0.03 USD",
        ),
        (
            LIMITS,
            {"own": {**KEPT, "GPU memory": 80}},
            "its GPU memory is 80 GB; the area asks for at most 48 GB",
        ),
        (
            LIMITS,
            {"own": {**KEPT, "recall": 89.5}},
            "its recall is 89.5 %; the area asks for at least 90 %",
        ),
        (
            LIMITS,
            {"own": {**KEPT, "recall": None}},
            "its recall is open; the area asks for at least 90 %",
        ),
        (
            LIMITS,
            {"own": {**KEPT, "lineage recorded": "no"}},
            '"lineage recorded" is not kept; the area asks for it',
        ),
        ({}, {"gpu_weeks_per_month": 6}, OVER_BUDGET),
        (
            {"gpu_budget": 0},
            {"gpu_weeks_per_month": 0.5},
            OVER_BUDGET.replace("6", "0.5").replace("of 5", "of 0"),
        ),
    ],
)
def test_an_option_that_misses_what_its_area_asks_for_is_not_choosable(
    settle: Settle, area: dict[str, Any], figures: dict[str, Any], reason: str
) -> None:
    report = settle(
        area=an_area(**area),
        product=a_case(an_option("Filter", **figures)),
    )

    assert (report["basis"], reasons_against(report, "Filter")) == ("lapsed", [reason])


def test_an_option_exactly_at_every_limit_is_choosable(settle: Settle) -> None:
    area = an_area(
        lowest_accuracy_percent=90,
        highest_latency_ms=300,
        highest_cost_per_query_usd=0.03,
        gpu_budget=4,
        **LIMITS,
    )
    at_the_limits = an_option(
        accuracy_percent=90,
        latency_ms=300,
        cost_per_query_usd=0.03,
        gpu_weeks_per_month=4,
        own={"GPU memory": 48, "recall": 90, "lineage recorded": True},
    )

    assert settle(area=area, product=a_case(at_the_limits))["option"] == "Filter"


def test_a_limit_is_found_by_its_name_whatever_its_capitals(settle: Settle) -> None:
    own = {"gpu  Memory": 40, "Recall": 95, "LINEAGE recorded": "yes"}

    report = settle(area=an_area(**LIMITS), product=a_case(an_option(own=own)))

    assert report["option"] == "Filter"


@pytest.mark.parametrize(
    ("stage", "audience", "option"),
    [
        ("before", "paying", None),
        ("before", "pilot", "Filter"),
        ("before", "prospect", "Filter"),
        ("before the first customer prototype", "pilot", "Filter"),
        ("after", "paying", None),
        ("after", "pilot", None),
        ("after the first customer prototype", "pilot", None),
    ],
)
def test_before_the_first_prototype_limits_bind_for_paying_customers_only(
    settle: Settle, stage: str, audience: str, option: str | None
) -> None:
    report = settle(
        area=an_area(stage=stage, lowest_accuracy_percent=90),
        product=a_case(an_option("Filter", audience=audience)),
    )

    assert report["option"] == option


@pytest.mark.parametrize(("stage", "decider"), [("before", "research"), ("after", "product")])
def test_the_stage_says_who_decides(settle: Settle, stage: str, decider: str) -> None:
    for side in ("product", "research"):
        report = settle(
            **both_cases(),
            area=an_area(stage=stage),
            decided={"side": side, "option": "Model", "at": "2026-03-06T09:00:00Z", "reason": "x"},
        )

        assert report["basis"] == ("decided" if side == decider else "default rule")


def test_an_area_that_is_only_a_name_lays_nothing_down(settle: Settle) -> None:
    report = settle(**both_cases(gpu_weeks_per_month=60), area="fraud detection")

    assert report["option"] == "Filter"
