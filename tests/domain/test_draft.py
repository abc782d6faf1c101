"""What a side has typed knows what the builder of an option says since."""

import pytest

from bot.domain.draft import Draft, with_burden_said, with_days_said
from bot.domain.ids import OptionId

OURS, OTHER = OptionId("o1"), OptionId("o2")
DAYS, BURDEN = "option:o1:days_to_feedback", "option:o1:ops_burden"


def typed(days: str) -> Draft:
    """A draft with those days, and some more."""
    values = {DAYS: days, "metric": "missed fraud"}
    return Draft(evidence=("e1",), options=(OURS, OTHER), values=values)


@pytest.mark.rule("What a builder says of a case stands in its side's form too.")
@pytest.mark.parametrize("days", ["14", "", " 20 ", "two weeks", "-3", "²"])
def test_the_builders_days_take_the_place_of_fewer_or_none(days: str) -> None:
    assert with_days_said(typed(days), OURS, 21) == typed("21")


@pytest.mark.parametrize("days", ["21", "30", " 30 "])
def test_as_many_or_more_days_stay_as_they_were_typed(days: str) -> None:
    said = with_days_said(typed(days), OURS, 21).values[DAYS]

    assert int(said) == int(days)


def test_the_builders_burden_stands_among_the_figures_of_the_form() -> None:
    said = with_burden_said(typed("14"), OURS, 4)

    assert said.values == {**typed("14").values, BURDEN: "4"}
    assert said.with_figures == {OURS}


def test_an_option_that_the_draft_does_without_stays_out_of_it() -> None:
    other = Draft(evidence=(), options=(OTHER,))

    assert with_days_said(other, OURS, 21) == other
    assert with_burden_said(other, OURS, 4) == other
