from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Audience
from bot.domain.choosable import why_not_choosable
from tests.builders import (
    CONSTRAINT,
    HYPOTHESIS,
    a_filed_case,
    an_option,
    usd,
)


def reasons(case: dict[str, Any] | None = None, **option: Any) -> tuple[str, ...]:
    wanted = an_option(**option)
    return why_not_choosable(a_filed_case(wanted, **(case or {})), wanted)


def test_a_whole_option_in_a_whole_case_is_choosable() -> None:
    assert reasons() == ()


@pytest.mark.rule(
    "An option is choosable when its case has a constraint, an impact hypothesis "
    "and a piece of evidence."
)
@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"constraint": None}, "its case names no constraint"),
        (
            {"constraint": replace(CONSTRAINT, detail="")},
            "its case says no sentence about the constraint",
        ),
        ({"hypothesis": None}, "its case has no impact hypothesis"),
        (
            {"hypothesis": replace(HYPOTHESIS, start="", for_whom="")},
            "its impact hypothesis does not say from which figure, for whom",
        ),
        ({"evidence": ()}, "its case has no piece of evidence with a kind and a statement"),
    ],
)
def test_an_option_needs_a_whole_case(case: dict[str, Any], reason: str) -> None:
    assert reasons(case) == (reason,)


@pytest.mark.rule(
    "An option is choosable when it reaches somebody outside the company, names them, "
    "and says how their answer comes back."
)
@pytest.mark.parametrize(
    ("gap", "reason"),
    [
        ({"audience": Audience.INTERNAL}, "it reaches nobody outside the company"),
        ({"audience": None}, "it does not say who will see it"),
        ({"customer": ""}, "it does not name the customers who will see it"),
        ({"feedback": ""}, "it does not say how their answer comes back"),
        ({"title": ""}, "it has no title"),
    ],
)
def test_an_option_needs_a_path_to_somebody_outside(gap: dict[str, Any], reason: str) -> None:
    assert reasons(**gap) == (reason,)


@pytest.mark.parametrize("audience", [Audience.PAYING, Audience.PILOT, Audience.PROSPECT])
def test_every_outside_audience_will_do(audience: Audience) -> None:
    assert reasons(audience=audience) == ()


@pytest.mark.rule(
    "An option is choosable when its days to customer feedback are a whole number from 1 to 90."
)
@given(st.integers())
def test_days_from_one_to_ninety_are_choosable_and_no_others(days: int) -> None:
    assert (reasons(days=days) == ()) == (1 <= days <= 90)


@pytest.mark.parametrize("days", [1, 90])
def test_the_first_and_the_last_of_the_days_are_choosable(days: int) -> None:
    assert reasons(days=days) == ()


@pytest.mark.parametrize("days", [-3, 0, 91])
def test_days_out_of_range_are_named(days: int) -> None:
    assert reasons(days=days) == (f"its days to customer feedback are {days}, not from 1 to 90",)


def test_missing_days_are_named() -> None:
    assert reasons(days=None) == ("it does not say how many days until a customer answers",)


@pytest.mark.rule("An option is choosable when each figure that it names is possible.")
@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ({"ops_burden": 0}, "its ops burden is 0, not from 1 to 5"),
        ({"ops_burden": 6}, "its ops burden is 6, not from 1 to 5"),
        ({"accuracy_percent": usd("100.1")}, "its accuracy is 100.1 %, not from 0 to 100 %"),
        ({"cost_of_delay_per_week": usd(-1)}, "its cost of delay of -1 is below zero"),
        ({"cost_per_query_usd": usd("-0.1")}, "its cost per query of -0.1 is below zero"),
        ({"latency_ms": usd(-80)}, "its latency of -80 is below zero"),
        ({"gpu_weeks_per_month": usd(-2)}, "its GPU-weeks a month of -2 is below zero"),
    ],
)
def test_an_impossible_figure_is_named(figure: dict[str, Any], reason: str) -> None:
    assert reasons(**figure) == (reason,)


def test_figures_at_their_edges_are_possible() -> None:
    assert reasons(ops_burden=1, accuracy_percent=usd(0), latency_ms=usd(0)) == ()
    assert reasons(ops_burden=5, accuracy_percent=usd(100)) == ()


def test_an_option_that_came_late_is_not_choosable() -> None:
    assert reasons(added_late=True) == (
        "it was not there, or not choosable, when both cases came in",
    )


@pytest.mark.rule("An option that cannot be chosen is listed with every reason.")
def test_all_reasons_are_given_at_once() -> None:
    assert reasons({"evidence": ()}, days=None, audience=Audience.INTERNAL) == (
        "its case has no piece of evidence with a kind and a statement",
        "it reaches nobody outside the company",
        "it does not say how many days until a customer answers",
    )
