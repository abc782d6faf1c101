from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.dispute import Open
from bot.domain.errors import HasEnded, Refusal
from bot.domain.filing import state_case
from bot.domain.window import Window
from tests.builders import (
    DAY,
    END,
    HOUR,
    MAYA,
    MONDAY,
    a_case,
    an_open_dispute,
)


@pytest.mark.rule("The window is seven days, for every dispute.")
def test_a_window_lasts_seven_times_twenty_four_hours() -> None:
    assert timedelta(hours=7 * 24) == Window(MONDAY).closes_at - MONDAY


@pytest.mark.rule("The window is closed at the very moment it ends.")
def test_a_window_is_closed_at_the_very_moment_it_ends() -> None:
    window = Window(MONDAY)

    assert window.is_open(END - timedelta(microseconds=1))
    assert not window.is_open(END)
    assert window.is_over(END)


@pytest.mark.rule(
    "What arrives at or after the end is refused, even when the ruling has not been made yet."
)
@pytest.mark.parametrize("late", [timedelta(0), 3 * DAY])
def test_a_case_at_or_after_the_end_is_refused_before_any_ruling(late: timedelta) -> None:
    dispute = an_open_dispute()

    with pytest.raises(HasEnded, match="#12 ended on Mon 9 March 2026, 10:00 UTC"):
        state_case(dispute, Side.PRODUCT, a_case(), by=MAYA, now=END + late)


def test_what_comes_before_the_window_opens_is_refused() -> None:
    with pytest.raises(Refusal, match="#12 opens on Mon 2 March 2026, 10:00 UTC"):
        state_case(an_open_dispute(), Side.PRODUCT, a_case(), by=MAYA, now=MONDAY - HOUR)


@pytest.mark.rule(
    "At every instant a dispute is either open or due for its ruling, until it has one."
)
@given(after=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_open_and_due_are_complements_at_every_instant(after: timedelta) -> None:
    dispute = an_open_dispute()

    assert isinstance(dispute.state, Open)
    assert dispute.is_due(MONDAY + after) != dispute.window.is_open(MONDAY + after)


def test_at_the_end_itself_a_dispute_is_due() -> None:
    assert an_open_dispute().is_due(END)
