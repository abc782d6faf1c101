from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Filed, Option, Side
from bot.domain.choosable import why_not_choosable
from bot.domain.default_rule import Verdict, apply_rule, replay_verdict, why_behind
from bot.domain.ids import OptionId
from tests import strategies
from tests.builders import (
    DAY,
    MONDAY,
    a_filed_case,
    an_option,
    usd,
)


def titles(verdict: Verdict) -> list[str]:
    return [ranked.option.title for ranked in verdict.ranking]


def ranking_of(first: dict[str, Any], second: dict[str, Any]) -> tuple[list[str], str]:
    """The titles of two options in the rule's order, and why the second is behind."""
    verdict = apply_rule([a_filed_case(an_option("second", **second), an_option("first", **first))])
    return titles(verdict), why_behind(verdict, verdict.ranking[1])


@pytest.mark.rule("Fewer days to customer feedback come first.")
def test_fewer_days_come_first_whatever_the_rest() -> None:
    quick = {"days": 14, "cost_of_delay_per_week": usd(0), "ops_burden": 5}
    slow = {"days": 15, "cost_of_delay_per_week": usd(9000), "ops_burden": 1}

    assert ranking_of(quick, slow) == (["first", "second"], "15 days, against 14")


@pytest.mark.rule(
    "With as many days, the higher cost of delay comes first, and an unknown one counts as 0."
)
@pytest.mark.parametrize(
    ("higher", "lower", "said"),
    [
        (usd(9000), usd("4999.5"), "9,000 USD a week"),
        (usd(1), None, "1 USD a week"),
    ],
)
def test_the_higher_cost_of_delay_comes_first(higher: Any, lower: Any, said: str) -> None:
    order, why = ranking_of(
        {"cost_of_delay_per_week": higher}, {"cost_of_delay_per_week": lower, "ops_burden": 1}
    )

    assert order == ["first", "second"]
    assert why.startswith("as many days; a lower cost of delay, ")
    assert why.endswith(f" against {said}")


def test_an_unknown_cost_of_delay_ties_with_zero() -> None:
    order, why = ranking_of(
        {"cost_of_delay_per_week": None, "ops_burden": 1},
        {"cost_of_delay_per_week": usd(0), "ops_burden": 2},
    )

    assert order == ["first", "second"]
    assert why == "the same days and cost of delay; a higher ops burden, 2 against 1"


@pytest.mark.rule("Then the lower ops burden comes first, and an unknown one counts as 5.")
def test_the_lower_ops_burden_comes_first_and_unknown_counts_as_five() -> None:
    order, why = ranking_of({"ops_burden": 4}, {"cost_per_query_usd": usd("0.001")})

    assert order == ["first", "second"]
    assert why == "the same days and cost of delay; a higher ops burden, not known against 4"


@pytest.mark.rule("Then the lower cost per query comes first, and an unknown one comes last.")
@pytest.mark.parametrize(
    ("cheap", "dear", "said"),
    [
        (usd("0.002"), usd("0.015"), "0.015 against 0.002"),
        (usd(500), None, "not known against 500"),
    ],
)
def test_the_lower_cost_per_query_comes_first(cheap: Any, dear: Any, said: str) -> None:
    order, why = ranking_of({"cost_per_query_usd": cheap}, {"cost_per_query_usd": dear})

    assert order == ["first", "second"]
    assert why == f"the same days, cost of delay and ops burden; a higher cost per query, {said}"


@pytest.mark.rule("Then the option of the case that was filed earlier comes first.")
def test_the_case_that_was_filed_earlier_comes_first() -> None:
    late = a_filed_case(an_option("a"), filed_at=MONDAY + DAY)
    early = a_filed_case(an_option("b"), side=Side.RESEARCH, filed_at=MONDAY)
    verdict = apply_rule([late, early])

    assert titles(verdict) == ["b", "a"]
    assert why_behind(verdict, verdict.ranking[1]) == "the same figures; its case was filed later"


@pytest.mark.rule(
    "Then the title decides, in alphabetical order, and after it the rest of the option's content."
)
def test_the_title_decides_without_regard_to_case_and_then_the_rest() -> None:
    case = a_filed_case(
        an_option("beta", id="1", customer="A"),
        an_option("Alpha", id="2"),
        an_option("beta", id="3", customer="B"),
    )
    verdict = apply_rule([case])

    assert [ranked.option.id for ranked in verdict.ranking] == ["2", "1", "3"]
    assert why_behind(verdict, verdict.ranking[2]) == (
        "the same figures and filing; its text comes later in the alphabet"
    )


def test_two_options_that_differ_in_nothing_are_said_to_be_the_same() -> None:
    verdict = apply_rule([a_filed_case(an_option(id="1"), an_option(id="2"))])

    assert why_behind(verdict, verdict.ranking[1]) == (
        "the same in everything that the rule looks at"
    )


@pytest.mark.rule("Each place in the ranking says why it is not one higher.")
def test_each_place_is_compared_with_the_one_above_it() -> None:
    verdict = apply_rule([a_filed_case(an_option("a", 1), an_option("b", 7), an_option("c", 8))])

    assert [why_behind(verdict, ranked) for ranked in verdict.ranking[1:]] == [
        "7 days, against 1",
        "8 days, against 7",
    ]


def test_nothing_filed_gives_an_empty_ranking_and_no_choice() -> None:
    verdict = apply_rule([])

    assert verdict.ranking == ()
    assert verdict.choice is None


@pytest.mark.rule("The order in which options were typed never counts.")
@given(strategies.both_cases)
def test_no_order_of_cases_or_options_changes_the_ranking(both: tuple[Filed, Filed]) -> None:
    product, research = both
    contents = {
        tuple(content(ranked.option) for ranked in apply_rule(inputs).ranking)
        for options in permutations(product.case.options)
        for inputs in permutations(
            [replace(product, case=replace(product.case, options=options)), research]
        )
    }

    assert len(contents) == 1


def content(option: Option) -> Option:
    return replace(option, id=OptionId(""))


@pytest.mark.rule("Exchange the two sides' names and the same option wins.")
@given(strategies.both_cases)
def test_exchanging_the_sides_changes_no_place(both: tuple[Filed, Filed]) -> None:
    product, research = both
    exchanged = (replace(product, side=Side.RESEARCH), replace(research, side=Side.PRODUCT))

    assert [content(ranked.option) for ranked in apply_rule(both).ranking] == [
        content(ranked.option) for ranked in apply_rule(exchanged).ranking
    ]


@given(strategies.both_cases)
def test_the_choice_is_always_a_choosable_option(both: tuple[Filed, Filed]) -> None:
    choice = apply_rule(both).choice
    choosable = [
        option
        for filed in both
        for option in filed.case.options
        if not why_not_choosable(filed, option)
    ]

    assert (choice.option in choosable) if choice else (choosable == [])


@given(strategies.both_cases)
def test_every_option_is_either_ranked_or_listed_with_reasons(both: tuple[Filed, Filed]) -> None:
    verdict = apply_rule(both)
    ranked = [each.option.id for each in verdict.ranking]
    passed_over = [each.option.id for each in verdict.not_choosable]
    typed = [option.id for filed in both for option in filed.case.options]

    assert sorted(ranked + passed_over) == sorted(typed)
    assert all(each.reasons for each in verdict.not_choosable)
    assert [each.rank for each in verdict.ranking] == list(range(1, len(ranked) + 1))


@given(strategies.both_cases, st.data())
def test_the_ranking_is_total_and_leaving_one_out_keeps_the_order(
    both: tuple[Filed, Filed], data: st.DataObject
) -> None:
    """Transitive: the order of any two options does not hang on a third."""
    product, research = both
    gone = data.draw(st.sampled_from(product.case.options))
    fewer = tuple(option for option in product.case.options if option != gone)
    without = apply_rule([replace(product, case=replace(product.case, options=fewer)), research])

    assert [ranked.option for ranked in without.ranking] == [
        ranked.option for ranked in apply_rule(both).ranking if ranked.option != gone
    ]


@pytest.mark.rule(
    "A ruling stores the rule's version, its inputs and the whole ranking, "
    "and can be replayed from them to the same result."
)
@given(strategies.both_cases)
def test_a_verdict_replays_to_itself(both: tuple[Filed, Filed]) -> None:
    verdict = apply_rule(both)

    assert verdict.version == 2
    assert verdict.inputs == both
    assert replay_verdict(verdict) == verdict


@given(strategies.both_cases)
def test_every_place_but_the_first_has_its_reason_in_words(both: tuple[Filed, Filed]) -> None:
    verdict = apply_rule(both)

    assert all(why_behind(verdict, ranked) for ranked in verdict.ranking[1:])
