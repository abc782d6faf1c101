from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.case import Approach, Case, Figures, MeasuredOn, OwnFigure, PathKind
from bot.domain.facts import Change, case_facts, changes_between, option_facts
from bot.domain.minimum_model import OwnLimit
from bot.domain.words import Mention
from tests import strategies
from tests.builders import (
    ADA,
    CONSTRAINT,
    EVIDENCE,
    FILTER,
    HYPOTHESIS,
    a_case,
    an_option,
    usd,
)


def test_a_case_reads_as_labelled_facts() -> None:
    linked = replace(EVIDENCE, link="https://example.org/run/7")
    measured = replace(HYPOTHESIS, unit="percent")

    assert case_facts(a_case(evidence=(EVIDENCE, linked), hypothesis=measured)) == {
        "constraint": ("accuracy: The model misses new patterns.",),
        "impact hypothesis": ("missed fraud from 6 to 4 percent, for all merchants",),
        "evidence": (
            """benchmark: Leads on the internal set.
benchmark: Leads on the internal set. (https://example.org/run/7)""",
        ),
    }


def test_an_option_reads_as_labelled_facts() -> None:
    option = an_option(
        builder=ADA.id,
        cost_of_delay_per_week=usd(1411),
        cost_of_delay_sum="17 cases x 83 USD",
        cost_per_query_usd=usd("0.015"),
        accuracy_percent=usd(91),
        measured_on=MeasuredOn.GUESS,
        latency_ms=usd(80),
        gpu_weeks_per_month=usd("0.5"),
        ops_burden=2,
        approach=Approach.OFF_THE_SHELF,
        own=(OwnFigure("GPU memory", number=usd(40)), OwnFigure("lineage recorded", is_kept=False)),
        path=PathKind.CHEAPEST,
        stop_if="no merchant labels a block in a week",
    )

    assert option_facts(option) == {
        "days": ("14",),
        "audience": ("pilot",),
        "customers": ("three pilot merchants",),
        "their answer": ("they label each block in the weekly call",),
        "cost of delay": ("1,411 USD a week (17 cases x 83 USD)",),
        "cost per query": ("0.015 USD",),
        "accuracy": ("91 %, a guess",),
        "latency": ("80 ms",),
        "GPU-weeks a month": ("0.5",),
        "ops burden": ("2 of 5",),
        "GPU memory": ("40",),
        "lineage recorded": ("no",),
        "path": ("cheapest",),
        "build, buy or skip": ("off the shelf",),
        "we stop if": ("no merchant labels a block in a week",),
        "builder": (Mention(ADA.id),),
    }


@pytest.mark.rule("An accuracy says what it was measured on, and a guess is called one.")
@pytest.mark.parametrize(
    ("on", "said"),
    [
        (MeasuredOn.CUSTOMER_DATA, "91 %, measured on customers' data"),
        (MeasuredOn.TEST_SET, "91 %, measured on our test set"),
        (MeasuredOn.GUESS, "91 %, a guess"),
        (None, "91 %"),
    ],
)
def test_an_accuracy_says_what_it_was_measured_on(on: MeasuredOn | None, said: str) -> None:
    option = an_option(accuracy_percent=usd(91), measured_on=on)

    assert option_facts(option)["accuracy"] == (said,)


def test_what_is_not_known_is_left_out() -> None:
    bare = a_case(constraint=None, hypothesis=None, evidence=())

    assert case_facts(bare) == {}
    assert set(option_facts(an_option(accuracy_percent=usd(91)))) == {
        "days",
        "audience",
        "customers",
        "their answer",
        "accuracy",
    }


def test_a_constraint_without_a_sentence_is_its_kind() -> None:
    bare = a_case(constraint=replace(CONSTRAINT, detail=""))

    assert case_facts(bare)["constraint"] == ("accuracy",)


def test_changes_name_what_was_before_and_after() -> None:
    renamed = replace(FILTER, title="Rules and patterns", days_to_feedback=20)
    added = an_option("Smaller filter")
    before = a_case(FILTER, an_option("Gone"))
    after = a_case(renamed, added, constraint=None)

    assert changes_between(before, after) == (
        Change(what="constraint", before=("accuracy: The model misses new patterns.",), after=()),
        Change(
            what="Rules and patterns: title",
            before=("Rules-based filter",),
            after=("Rules and patterns",),
        ),
        Change(what="Rules and patterns: days", before=("14",), after=("20",)),
        Change(what="option", before=("Gone",), after=()),
        Change(what="option", before=(), after=("Smaller filter",)),
    )


def test_the_areas_own_figures_and_the_path_are_among_the_changes() -> None:
    before = replace(FILTER, path=PathKind.CHEAPEST)
    after = replace(
        before, path=PathKind.MIDDLE, figures=Figures(own=(OwnFigure("lineage", is_kept=True),))
    )

    assert changes_between(a_case(before), a_case(after)) == (
        Change(what="Rules-based filter: path", before=("cheapest",), after=("middle",)),
        Change(what="Rules-based filter: lineage", before=(), after=("yes",)),
    )


def test_where_the_areas_limits_are_known_its_own_figures_have_a_unit() -> None:
    option = an_option(own=(OwnFigure("GPU memory", number=usd(40)),))

    assert option_facts(option, [OwnLimit(name="GPU memory", unit="GB")])["GPU memory"] == (
        "40 GB",
    )


@pytest.mark.parametrize("name", ["days", "Accuracy", "title"])
def test_a_figure_of_the_areas_own_never_takes_the_place_of_another(name: str) -> None:
    option = an_option(own=(OwnFigure(name, number=usd(40)),), accuracy_percent=usd(91))
    facts = option_facts(option)

    assert (facts["days"], facts["accuracy"]) == (("14",), ("91 %",))
    assert facts[f"{name} (the area's own)"] == ("40",)


def test_what_is_left_open_of_the_areas_own_is_left_out() -> None:
    assert "lineage" not in option_facts(an_option(own=(OwnFigure("lineage"),)))


@given(strategies.cases())
def test_a_case_has_no_changes_from_itself(case: Case) -> None:
    assert changes_between(case, case) == ()
