"""Version 2 of the rule: the shortest path among those that can be walked."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area import Stage, Terms
from bot.domain.bounds import Bounds, SignOff
from bot.domain.case import Audience, Filed, Option, OwnFigure, Side
from bot.domain.default_rule import Ranked, apply_rule, replay_verdict
from bot.domain.gate import Gate
from bot.domain.minimum_model import MinimumModel
from tests import strategies
from tests.builders import MONDAY, OLU, a_filed_case, an_option, usd
from tests.domain.bound import KEPT, LIMIT, STRICT, ranked

BothBound = tuple[tuple[Filed, Filed], Bounds]

GATE = Gate(side=Side.PRODUCT, option=an_option().id, limit=LIMIT, by=OLU.id, at=MONDAY)
SIGNED = SignOff(
    side=Side.PRODUCT,
    option=an_option().id,
    gpu_weeks=usd(8),
    by=OLU.id,
    at=MONDAY,
    reason="Worth it.",
)
LATE = "it was not there, or not choosable, when both cases came in"
GATED = "a gate stands against it: real-time answers, at most 200 ms; not before: quantisation"
OVER = "it needs 8 GPU-weeks a month, over the budget of 5, and no founder has signed for it"

BARS: dict[str, tuple[dict[str, Any], str]] = {
    "a gate": ({}, GATED),
    "low accuracy": (
        {"accuracy_percent": usd("91.9")},
        "its accuracy is 91.9 %; the area asks for at least 92 %",
    ),
    "open latency": ({"latency_ms": None}, "its latency is open; the area asks for at most 200 ms"),
    "a dear query": (
        {"cost_per_query_usd": usd("0.031")},
        "its cost per query is 0.031 USD; the area asks for at most 0.03 USD",
    ),
    "GPU budget": ({"gpu_weeks_per_month": usd(8)}, OVER),
    "added late": ({"added_late": True}, LATE),
}
"""What each alone says of an option, and the reason that it gives."""


def reasons_with(*bars: str) -> tuple[str, ...]:
    """Why an option that keeps within all else cannot be chosen."""
    changes = {name: value for bar in bars for name, value in BARS[bar][0].items()}
    option = an_option(**{**KEPT, **changes})
    gates = (GATE,) if "a gate" in bars else ()
    verdict = apply_rule([a_filed_case(option)], Bounds(terms=Terms(minimum=STRICT), gates=gates))
    return verdict.not_choosable[0].reasons if verdict.not_choosable else ()


def several() -> Iterator[tuple[str, ...]]:
    for number in range(len(BARS) + 1):
        yield from combinations(BARS, number)


@pytest.mark.rule("An option that cannot be chosen is listed with every reason.")
@pytest.mark.parametrize("bars", list(several()), ids=" and ".join)
def test_every_bar_alone_and_together_gives_its_reason(bars: tuple[str, ...]) -> None:
    assert sorted(reasons_with(*bars)) == sorted(BARS[bar][1] for bar in bars)


@pytest.mark.rule(
    "Version 2 ranks as version 1 does, among the options that keep within their area's limits "
    "and budget and have no binding gate against them."
)
def test_the_next_option_wins_when_a_gate_stands_against_the_first() -> None:
    gated, free = an_option(days=3), an_option("Free", 70)
    cases = [a_filed_case(gated), a_filed_case(free, side=Side.RESEARCH)]

    assert ranked(apply_rule(cases)) == [gated.title, "Free"]
    assert ranked(apply_rule(cases, Bounds(gates=(GATE,)))) == ["Free"]


@given(strategies.bound_cases())
def test_what_is_ranked_keeps_the_order_of_version_1(bound: BothBound) -> None:
    both, bounds = bound
    kept = ranked_ids(apply_rule(both, bounds).ranking)

    assert kept == [one for one in ranked_ids(apply_rule(both, version=1).ranking) if one in kept]


def ranked_ids(ranking: tuple[Ranked, ...]) -> list[tuple[Side, str]]:
    return [(one.side, one.option.id) for one in ranking]


@given(strategies.bound_cases())
def test_an_option_is_ranked_when_nothing_binds_it(bound: BothBound) -> None:
    both, bounds = bound
    verdict = apply_rule(both, bounds)

    assert not any(any(bounds.reasons_against(one.side, one.option)) for one in verdict.ranking)
    assert all(one.reasons for one in verdict.not_choosable)


# Lifting


def looser(bounds: Bounds, both: tuple[Filed, Filed]) -> Iterator[Bounds]:
    """The bounds with one gate less, one limit less, more budget, or one signature more."""
    for gate in bounds.gates:
        yield replace(bounds, gates=tuple(one for one in bounds.gates if one is not gate))
    for filed in both:
        for option in filed.case.options:
            more = replace(SIGNED, side=filed.side, option=option.id)
            yield replace(bounds, signoffs=(*bounds.signoffs, more))
    if bounds.terms:
        yield from (replace(bounds, terms=terms) for terms in looser_terms(bounds.terms))


def looser_terms(terms: Terms) -> Iterator[Terms]:
    minimum = terms.minimum
    yield replace(terms, gpu_budget=terms.gpu_budget + 1)
    yield replace(terms, minimum=replace(minimum, lowest_accuracy_percent=None))
    yield replace(terms, minimum=replace(minimum, highest_latency_ms=None))
    yield replace(terms, minimum=replace(minimum, highest_cost_per_query_usd=None))
    for limit in minimum.own:
        own = tuple(one for one in minimum.own if one is not limit)
        yield replace(terms, minimum=replace(minimum, own=own))


@pytest.mark.rule(
    "Lifting a gate or a limit, or signing for an option, never makes the chosen path longer."
)
@given(strategies.bound_cases())
def test_lifting_a_gate_never_makes_the_chosen_path_longer(bound: BothBound) -> None:
    both, bounds = bound
    days = days_of(both, bounds)

    assert all(days_of(both, fewer) <= days for fewer in looser(bounds, both))


def days_of(both: tuple[Filed, Filed], bounds: Bounds) -> float:
    """Of the path that is chosen; nothing chosen is the longest of all."""
    choice = apply_rule(both, bounds).choice
    days = choice.option.days_to_feedback if choice else None
    return float("inf") if days is None else days


# Replaying


@pytest.mark.rule("A ruling of version 1 is replayed by version 1, which nothing binds.")
@given(strategies.bound_cases())
def test_version_1_knows_no_bounds(bound: BothBound) -> None:
    both, bounds = bound
    verdict = apply_rule(both, bounds, version=1)

    assert verdict == apply_rule(both, version=1) == replay_verdict(verdict)
    assert (verdict.version, verdict.bounds) == (1, Bounds())


@given(strategies.bound_cases())
def test_a_bound_verdict_replays_to_itself(bound: BothBound) -> None:
    both, bounds = bound
    verdict = apply_rule(both, bounds)

    assert (verdict.version, verdict.bounds) == (2, bounds)
    assert replay_verdict(verdict) == verdict


@given(strategies.both_cases)
def test_without_bounds_the_two_versions_say_the_same(both: tuple[Filed, Filed]) -> None:
    one, two = apply_rule(both, version=1), apply_rule(both)

    assert replace(two, version=1) == one


# Names exchanged


@pytest.mark.rule("Exchange the two sides' names and the same option wins, whatever binds them.")
@given(strategies.bound_cases())
def test_exchanging_the_sides_and_what_binds_them_changes_no_place(bound: BothBound) -> None:
    (product, research), bounds = bound
    exchanged = (replace(product, side=Side.RESEARCH), replace(research, side=Side.PRODUCT))
    verdict = apply_rule(exchanged, with_sides_exchanged(bounds))

    assert [one.option for one in verdict.ranking] == [
        one.option for one in apply_rule((product, research), bounds).ranking
    ]


def with_sides_exchanged(bounds: Bounds) -> Bounds:
    gates = tuple(replace(gate, side=gate.side.other) for gate in bounds.gates)
    signoffs = tuple(replace(one, side=one.side.other) for one in bounds.signoffs)
    return replace(bounds, gates=gates, signoffs=signoffs)


def test_a_gate_is_against_one_option_of_one_side() -> None:
    bounds = Bounds(gates=(GATE,))
    namesake = a_filed_case(an_option(), side=Side.RESEARCH)

    assert ranked(apply_rule([namesake], bounds)) == [an_option().title]


# When limits bind


@pytest.mark.rule(
    "Before the first customer prototype the limits bind only an option that paying customers see."
)
@pytest.mark.parametrize(
    ("stage", "audience", "bind"),
    [
        (Stage.BEFORE, Audience.PILOT, False),
        (Stage.BEFORE, Audience.PROSPECT, False),
        (Stage.BEFORE, Audience.PAYING, True),
        (Stage.AFTER, Audience.PILOT, True),
        (Stage.AFTER, Audience.PROSPECT, True),
        (Stage.AFTER, Audience.PAYING, True),
    ],
)
def test_the_stage_and_the_audience_say_whether_limits_bind(
    stage: Stage, audience: Audience, *, bind: bool
) -> None:
    option = an_option(audience=audience)
    bounds = Bounds(terms=Terms(stage=stage, minimum=STRICT))

    assert (apply_rule([a_filed_case(option)], bounds).choice is None) == bind


def test_the_budget_binds_at_every_stage() -> None:
    hungry = a_filed_case(an_option(gpu_weeks_per_month=usd(6)))

    assert [apply_rule([hungry], Bounds(terms=Terms(stage=one))).choice for one in Stage] == [
        None,
        None,
    ]


@pytest.mark.parametrize(("weeks", "over"), [("5", False), ("5.1", True), (None, False)])
def test_an_option_is_over_the_budget_when_it_says_more(weeks: str | None, *, over: bool) -> None:
    option = an_option(gpu_weeks_per_month=usd(weeks) if weeks else None)

    assert Bounds(terms=Terms()).needs_sign_off(Side.PRODUCT, option) == over


def test_without_an_area_nothing_is_over_a_budget() -> None:
    assert not Bounds().needs_sign_off(Side.PRODUCT, an_option(gpu_weeks_per_month=usd(900)))


@given(strategies.limited_figures, st.sampled_from(Audience))
def test_an_area_without_limits_asks_for_nothing(figures: Any, audience: Audience) -> None:
    option: Option = an_option(
        figures=replace(figures, gpu_weeks_per_month=None), audience=audience
    )

    assert Bounds(terms=Terms(minimum=MinimumModel())).are_kept(Side.PRODUCT, option)


def test_a_limit_of_the_areas_own_is_met_by_the_figure_of_its_name() -> None:
    other = an_option(**{**KEPT, "own": (OwnFigure("GPU memory", number=usd(1)),)})

    assert list(Bounds(terms=Terms(minimum=STRICT)).reasons_against(Side.PRODUCT, other)) == [
        '"lineage recorded" is open; the area asks for it'
    ]
