"""What is shown beside an option, and never counts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Approach, BuilderWord, Filed, Option, PathKind
from bot.domain.default_rule import Verdict, apply_rule, replay_verdict
from bot.domain.ids import UserId
from tests import strategies

words = st.none() | st.builds(
    BuilderWord,
    by=st.sampled_from([UserId("U1"), UserId("U2")]),
    at=st.just(datetime(2026, 3, 2, tzinfo=UTC)),
    days=st.sampled_from([1, 14, 90]),
    raised_from=st.none() | st.just(7),
    why=st.sampled_from(["", "Labels."]),
)
besides = st.fixed_dictionaries(
    {
        "approach": st.none() | st.sampled_from(Approach),
        "path": st.none() | st.sampled_from(PathKind),
        "stop_if": st.sampled_from(["", "Nobody answers."]),
        "builder_word": words,
    }
)


def beside(option: Option, data: st.DataObject) -> Option:
    drawn: dict[str, Any] = data.draw(besides)
    return replace(option, **drawn)


def with_more(filed: Filed, data: st.DataObject) -> Filed:
    options = tuple(beside(option, data) for option in filed.case.options)
    return replace(filed, case=replace(filed.case, options=options))


def order(verdict: Verdict) -> list[tuple[int, str]]:
    return [(one.rank, one.option.id) for one in verdict.ranking]


@pytest.mark.rule(
    "Neither a builder's word nor build, buy or skip nor which of three paths it is "
    "nor when a side would stop is ranked by."
)
@given(strategies.both_cases, st.data())
def test_what_is_shown_beside_an_option_moves_no_place(
    both: tuple[Filed, Filed], data: st.DataObject
) -> None:
    more = [with_more(filed, data) for filed in both]

    assert order(apply_rule(more)) == order(apply_rule(both))


@given(strategies.both_cases, st.data())
def test_a_ruling_with_all_of_it_replays_to_itself(
    both: tuple[Filed, Filed], data: st.DataObject
) -> None:
    verdict = apply_rule([with_more(filed, data) for filed in both])

    assert replay_verdict(verdict) == verdict
