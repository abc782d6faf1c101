"""Properties: what settles as before, and what lifting a gate does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.default_rule import Verdict, apply_rule
from bot.domain.ruling import Ruling
from bot.replay.schema import DisputeEntry
from bot.replay.settle import settle
from tests.replay.files import a_case, a_dispute, a_gate, an_option

HOURS = [f"2026-03-{day:02}T09:00:00Z" for day in range(1, 12)]
hours = st.sampled_from(HOURS)
titles = st.sampled_from(["Filter", "Model", "Test"])

options = st.builds(
    an_option,
    titles,
    days_to_feedback=st.none() | st.sampled_from([0, 7, 14, 90]),
    audience=st.sampled_from(["paying", "pilot", "internal"]),
    cost_per_query_usd=st.none() | st.sampled_from([0, 1]),
    gpu_weeks_per_month=st.none() | st.sampled_from([0, 6, 60]),
    accuracy_percent=st.none() | st.sampled_from([0, 50, 100]),
)
cases = st.builds(
    lambda chosen, filed_at: a_case(*chosen, filed_at=filed_at),
    st.lists(options, min_size=1, max_size=3),
    hours,
)
endings = st.fixed_dictionaries({"option": titles, "at": hours, "reason": st.just("Fine.")})
disputes = st.builds(
    a_dispute,
    product=st.none() | cases,
    research=st.none() | cases,
    decided=st.none() | endings.map(lambda said: {**said, "side": "product"}),
    yielded=st.none()
    | endings.map(lambda said: {"side": "research", "at": said["at"], "reason": "Fine."}),
)
gates = st.builds(
    a_gate,
    at=hours,
    option=titles,
    side=st.none() | st.sampled_from(["product", "research"]),
    at_most=st.sampled_from([1, 2]),
)


def none_or_from(at: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([hour for hour in HOURS if hour >= at])


def ruling_of(values: dict[str, Any]) -> Ruling:
    return settle(DisputeEntry.model_validate(values), number=1).ruling


def said_of(verdict: Verdict) -> tuple[Any, ...]:
    """What a verdict says, without what it was told."""
    return verdict.ranking, verdict.not_choosable


@given(disputes)
def test_without_area_gates_and_signatures_a_file_settles_as_by_version_1(
    values: dict[str, Any],
) -> None:
    verdict = ruling_of(values).verdict

    assert verdict.version == 2
    assert said_of(verdict) == said_of(apply_rule(verdict.inputs, version=1))


@pytest.mark.parametrize("area", ["fraud detection", "", None])
@given(values=disputes)
def test_an_area_that_is_only_a_name_changes_nothing(
    area: str | None, values: dict[str, Any]
) -> None:
    assert ruling_of({**values, "area": area}) == ruling_of(values)


@given(disputes)
def test_an_area_without_limits_and_with_budget_enough_changes_no_ranking(
    values: dict[str, Any],
) -> None:
    bounded = ruling_of({**values, "area": {"name": "fraud", "gpu_budget": 60}})
    plain = ruling_of(values)

    assert (bounded.basis, bounded.chosen) == (plain.basis, plain.chosen)
    assert said_of(bounded.verdict) == said_of(plain.verdict)


@given(disputes, st.lists(gates, max_size=4), st.data())
def test_lifting_a_gate_never_makes_the_rules_choice_longer(
    values: dict[str, Any], raised: list[dict[str, Any]], data: st.DataObject
) -> None:
    lifted = [{**gate, "lifted_at": data.draw(none_or_from(gate["at"]))} for gate in raised]
    before = ruling_of({**values, "gates": raised}).verdict.choice
    after = ruling_of({**values, "gates": lifted}).verdict.choice

    assert before is None or (
        after is not None
        and (after.option.days_to_feedback or 0) <= (before.option.days_to_feedback or 0)
    )
