from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Audience, Case, Side
from bot.domain.default_rule import apply_rule
from bot.domain.dispute import Dispute
from bot.domain.errors import Unfit
from bot.domain.facts import Change
from bot.domain.filing import state_case
from bot.domain.notices import CardChanged, CaseFiled, CaseRevised
from bot.domain.revision import revise
from tests import strategies
from tests.builders import (
    BOTH_IN,
    DAY,
    FILTER,
    HOUR,
    MAYA,
    MONDAY,
    TRANSFORMER,
    a_case,
    a_filed_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)

KNOWN = an_option(
    days=14, cost_of_delay_per_week=usd(9000), ops_burden=2, cost_per_query_usd=usd("0.01")
)


def revised(dispute: Dispute, *options: Any) -> Dispute:
    changed, _ = state_case(dispute, Side.PRODUCT, a_case(*options), by=MAYA, now=BOTH_IN + HOUR)
    return changed


def product_options(dispute: Dispute) -> Any:
    return dispute.filed[0].case.options


@pytest.mark.rule("Before both cases are in, a side can change everything in its own.")
def test_before_unsealing_figures_can_get_better_and_be_filled_in() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, KNOWN)
    better = an_option(days=3, cost_of_delay_per_week=usd(10_000), ops_burden=1)
    dispute, notices = state_case(
        dispute, Side.PRODUCT, a_case(better), by=MAYA, now=MONDAY + 2 * HOUR
    )

    assert product_options(dispute) == (replace(better, revision=2),)
    assert notices == (CaseFiled(dispute.id, Side.PRODUCT),)


@pytest.mark.rule(
    "After that, days, ops burden and cost per query can only go up, "
    "and the cost of delay can only go down."
)
@pytest.mark.parametrize(
    ("better", "field", "sentence"),
    [
        ({"days": 13}, "days_to_feedback", "days can only go up from 14."),
        (
            {"cost_of_delay_per_week": usd(9001)},
            "cost_of_delay_per_week",
            "cost of delay can only go down from 9,000.",
        ),
        ({"ops_burden": 1}, "ops_burden", "ops burden can only go up from 2."),
        (
            {"cost_per_query_usd": usd("0.009")},
            "cost_per_query_usd",
            "cost per query can only go up from 0.01.",
        ),
    ],
)
def test_after_unsealing_no_ranked_figure_gets_better(
    better: dict[str, Any], field: str, sentence: str
) -> None:
    figures: dict[str, Any] = {
        "days": 14,
        "cost_of_delay_per_week": usd(9000),
        "ops_burden": 2,
        "cost_per_query_usd": usd("0.01"),
    }
    with pytest.raises(Unfit) as refusal:
        revised(an_unsealed_dispute((KNOWN,)), an_option(**{**figures, **better}))
    (problem,) = refusal.value.problems

    assert problem.field == f"option:{KNOWN.id}:{field}"
    assert problem.sentence == f"Both cases are in, so the {sentence}"


def test_after_unsealing_every_ranked_figure_can_get_worse_or_be_taken_back() -> None:
    worse = an_option(
        days=15, cost_of_delay_per_week=usd(8000), ops_burden=3, cost_per_query_usd=None
    )

    assert product_options(revised(an_unsealed_dispute((KNOWN,)), worse)) == (
        replace(worse, revision=2),
    )


@pytest.mark.rule("After that, a figure that was not known cannot be filled in.")
def test_after_unsealing_no_unknown_figure_is_filled_in() -> None:
    with pytest.raises(Unfit) as refusal:
        revised(an_unsealed_dispute(), replace(FILTER, figures=KNOWN.figures))

    assert [problem.field for problem in refusal.value.problems] == [
        f"option:{FILTER.id}:{name}"
        for name in ("cost_of_delay_per_week", "ops_burden", "cost_per_query_usd")
    ]
    assert str(refusal.value).startswith("The cost of delay was not known when both cases came in")


@pytest.mark.rule("An option added after that can be agreed or decided, but is not ranked.")
def test_an_option_added_after_unsealing_is_not_ranked() -> None:
    late = an_option("Smaller filter", 2)
    dispute = revised(an_unsealed_dispute(), FILTER, late)
    verdict = dispute.verdict()

    assert [ranked.option for ranked in verdict.ranking] == [FILTER, TRANSFORMER]
    assert [passed.option.title for passed in verdict.not_choosable] == ["Smaller filter"]


def test_an_option_taken_out_and_put_back_counts_as_added_late() -> None:
    dispute = revised(an_unsealed_dispute(), an_option("Something else", 80))
    dispute = revised(dispute, FILTER)

    assert product_options(dispute)[0].added_late


@pytest.mark.rule("An option that becomes choosable only after that is not ranked either.")
def test_an_option_that_becomes_choosable_after_unsealing_is_not_ranked() -> None:
    """Otherwise "only us" could be turned into "a pilot" once the other side's days are known."""
    internal = an_option(days=3, audience=Audience.INTERNAL)
    dispute = revised(an_unsealed_dispute((internal,)), replace(internal, audience=Audience.PILOT))

    assert dispute.verdict().choice == dispute.verdict().ranking[0]
    assert [ranked.option for ranked in dispute.verdict().ranking] == [TRANSFORMER]


@pytest.mark.rule("A revision keeps the instant of the case's first filing.")
def test_a_revision_keeps_the_first_filing() -> None:
    dispute = revised(an_unsealed_dispute(), replace(FILTER, days_to_feedback=20))

    assert dispute.filed[0].filed_at == MONDAY + HOUR


@pytest.mark.rule("Every change after unsealing is told.")
def test_every_change_after_unsealing_is_told_with_before_and_after() -> None:
    _, notices = state_case(
        an_unsealed_dispute(),
        Side.PRODUCT,
        a_case(replace(FILTER, days_to_feedback=20)),
        by=MAYA,
        now=BOTH_IN + DAY,
    )
    change = Change(what="Rules-based filter: days", before=("14",), after=("20",))

    assert [type(notice) for notice in notices] == [CardChanged, CaseRevised]
    assert notices[1] == CaseRevised(an_open_dispute().id, Side.PRODUCT, (change,))


@given(
    before=strategies.cases(st.sampled_from("abc")), after=strategies.cases(st.sampled_from("abcd"))
)
def test_no_revision_after_unsealing_moves_a_side_up(before: Case, after: Case) -> None:
    """Whatever is changed, no option of the side ranks better among its rivals than before."""
    filed = a_filed_case(*before.options, **parts(before))
    rival = a_filed_case(an_option("Rival", 14, ops_burden=3), side=Side.RESEARCH)
    try:
        changed = revise(filed, after, unsealed=True)
    except Unfit:
        return

    assert beaten(changed, rival) <= beaten(filed, rival)


def parts(case: Case) -> dict[str, Any]:
    return {"constraint": case.constraint, "hypothesis": case.hypothesis, "evidence": case.evidence}


def beaten(filed: Any, rival: Any) -> bool:
    choice = apply_rule([filed, rival]).choice
    return choice is not None and choice.side is filed.side
