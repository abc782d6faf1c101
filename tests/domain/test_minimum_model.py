"""The minimum viable model: what is missed or left open, in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area import Terms
from bot.domain.case import Figures, OwnFigure, Side
from bot.domain.minimum_model import (
    Bound,
    MinimumModel,
    OwnLimit,
    say_limits,
    say_own_limit,
    why_not_met,
)
from tests import strategies
from tests.builders import HOUR, MONDAY, an_open_dispute, an_option, file, usd
from tests.domain.bound import KEPT, LINEAGE, MEMORY, STRICT, reasons, revised, unsealed


def missed(model: MinimumModel = STRICT, **figures: Any) -> list[str]:
    """What figures miss that keep within the strict limits in all else."""
    return list(why_not_met(model, Figures(**{**KEPT, **figures})))


@pytest.mark.rule(
    "The rule cannot choose an option that misses a limit of its area, or leaves its figure open."
)
@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, []),
        ({"accuracy_percent": usd(93), "latency_ms": usd(1)}, []),
        (
            {"accuracy_percent": usd("91.99")},
            ["its accuracy is 91.99 %; the area asks for at least 92 %"],
        ),
        ({"accuracy_percent": None}, ["its accuracy is open; the area asks for at least 92 %"]),
        ({"latency_ms": usd(201)}, ["its latency is 201 ms; the area asks for at most 200 ms"]),
        ({"latency_ms": None}, ["its latency is open; the area asks for at most 200 ms"]),
        (
            {"cost_per_query_usd": usd("0.04")},
            ["its cost per query is 0.04 USD; the area asks for at most 0.03 USD"],
        ),
        (
            {"cost_per_query_usd": None},
            ["its cost per query is open; the area asks for at most 0.03 USD"],
        ),
        (
            {"own": (OwnFigure("GPU memory", number=usd(80)), KEPT["own"][1])},
            ["its GPU memory is 80 GB; the area asks for at most 48 GB"],
        ),
        (
            {"own": (KEPT["own"][1],)},
            ["its GPU memory is open; the area asks for at most 48 GB"],
        ),
        (
            {"own": (KEPT["own"][0], OwnFigure("lineage recorded", is_kept=False))},
            ['"lineage recorded" is not kept; the area asks for it'],
        ),
        ({"own": (KEPT["own"][0],)}, ['"lineage recorded" is open; the area asks for it']),
    ],
)
def test_each_limit_says_what_is_missed_or_open(figures: dict[str, Any], said: list[str]) -> None:
    assert missed(**figures) == said


def test_everything_that_is_open_is_said_at_once() -> None:
    assert len(list(why_not_met(STRICT, Figures()))) == len(say_limits(STRICT)) == 5


def test_a_limit_can_ask_for_at_least_a_number() -> None:
    uptime = MinimumModel(
        own=(OwnLimit(name="uptime", bound=Bound.AT_LEAST, number=usd(99), unit="%"),)
    )
    low = OwnFigure("uptime", number=usd(98))

    assert missed(uptime, own=(low,)) == ["its uptime is 98 %; the area asks for at least 99 %"]
    assert missed(uptime, own=(OwnFigure("uptime", number=usd(99)),)) == []


def test_a_limit_without_a_unit_has_no_gap_at_its_end() -> None:
    bare = MinimumModel(own=(OwnLimit(name="alerts a day", number=usd(3)),))

    assert missed(bare, own=(OwnFigure("alerts a day", number=usd(4)),)) == [
        "its alerts a day is 4; the area asks for at most 3"
    ]
    assert missed(bare, own=()) == ["its alerts a day is open; the area asks for at most 3"]


@pytest.mark.rule(
    "An area can limit accuracy, latency and cost per query, and up to five things of its own, "
    "each by a number or by yes."
)
def test_limits_read_as_people_say_them() -> None:
    assert say_limits(STRICT) == (
        "accuracy at least 92 %",
        "latency at most 200 ms",
        "cost per query at most 0.03 USD",
        "GPU memory at most 48 GB",
        "lineage recorded, yes",
    )
    assert (say_own_limit(MEMORY), say_own_limit(LINEAGE)) == say_limits(STRICT)[3:]


def test_a_limit_of_nothing_is_a_limit() -> None:
    free = MinimumModel(highest_cost_per_query_usd=usd(0))

    assert say_limits(free) == ("cost per query at most 0 USD",)
    assert missed(free) == ["its cost per query is 0.03 USD; the area asks for at most 0 USD"]


def test_a_model_is_empty_when_nothing_is_limited() -> None:
    assert MinimumModel().is_empty
    assert say_limits(MinimumModel()) == ()
    assert not MinimumModel(own=(LINEAGE,)).is_empty


@given(strategies.minimum_models, strategies.limited_figures)
def test_there_is_at_most_one_reason_for_each_limit(model: MinimumModel, figures: Figures) -> None:
    assert len(list(why_not_met(model, figures))) <= len(say_limits(model))


@given(strategies.small, strategies.small, st.sampled_from(Bound))
def test_a_figure_that_is_the_limit_keeps_within_it(one: Any, other: Any, bound: Bound) -> None:
    assert bound.holds(one, one)
    assert bound.holds(one, other) or bound.holds(other, one)


# Revised once both cases are in

TERMS = Terms(minimum=STRICT)
OPEN = an_option("Open", 3, **{**KEPT, "latency_ms": None})
LATE = "it was not there, or not choosable, when both cases came in"


@pytest.mark.rule(
    "What misses a limit, leaves it open or is over the budget unsigned when both cases are in "
    "is not ranked when a revision mends it."
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"latency_ms": None}, {"latency_ms": usd(100)}),
        ({"latency_ms": usd(900)}, {"latency_ms": usd(100)}),
        ({"accuracy_percent": usd(80)}, {"accuracy_percent": usd(95)}),
        ({"own": ()}, {"own": KEPT["own"]}),
        ({"gpu_weeks_per_month": usd(8)}, {"gpu_weeks_per_month": usd(4)}),
    ],
)
def test_what_keeps_within_its_limits_too_late_is_not_ranked(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    option, mended = (an_option(**{**KEPT, **figures}) for figures in (before, after))
    dispute = revised(unsealed(option, terms=TERMS), mended)

    assert reasons(dispute.verdict(), mended) == (LATE,)


def test_two_steps_mend_no_more_than_one() -> None:
    """Neither by an audience that nobody limits, nor by a figure taken back in between."""
    dispute = unsealed(OPEN, terms=TERMS)
    dispute = revised(dispute, an_option("Open", 3, **KEPT, customer=""))
    dispute = revised(dispute, an_option("Open", 3, **KEPT))

    assert LATE in reasons(dispute.verdict(), OPEN)


def test_a_figure_that_stays_within_its_limit_can_be_revised() -> None:
    option = an_option(**KEPT)
    better = an_option(**{**KEPT, "latency_ms": usd(80)})
    verdict = revised(unsealed(option, terms=TERMS), better).verdict()

    assert verdict.choice is not None
    assert (verdict.choice.side, verdict.choice.option.figures.latency_ms) == (
        Side.PRODUCT,
        usd(80),
    )


def test_before_both_cases_are_in_a_side_can_fill_in_what_its_area_asks_for() -> None:
    dispute = file(an_open_dispute(terms=TERMS), Side.PRODUCT, OPEN)
    dispute = revised(dispute, an_option("Open", 3, **KEPT), now=MONDAY + 2 * HOUR)

    assert not dispute.filed[0].case.options[0].added_late
