"""What it costs to wait: by the option's own figure, in proportion to the time, unsealed only."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.sealing import seen_by, seen_in_channel
from bot.domain.waiting import Waiting, waiting_costs
from bot.domain.window import Window
from tests.builders import (
    BOTH_IN,
    DAY,
    END,
    FILTER,
    MAYA,
    MONDAY,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)

WINDOW = Window(MONDAY)
CHEAP = an_option("Cheap", cost_of_delay_per_week=usd(500))
DEAR = an_option("Dear", cost_of_delay_per_week=usd("1411"))


def waiting(per_week: str) -> Waiting:
    return Waiting(side=Side.PRODUCT, option=FILTER, per_week=usd(per_week))


def test_the_dearest_option_of_either_side_stands_first() -> None:
    seen = seen_in_channel(an_unsealed_dispute((CHEAP, FILTER), (DEAR,)), now=BOTH_IN)

    assert [(one.side, one.option.title, one.per_week) for one in waiting_costs(seen)] == [
        (Side.RESEARCH, "Dear", usd(1411)),
        (Side.PRODUCT, "Cheap", usd(500)),
    ]


def test_a_cost_of_nothing_is_a_cost_and_an_unknown_one_is_none() -> None:
    free = an_option("Free", cost_of_delay_per_week=usd(0))
    seen = seen_in_channel(an_unsealed_dispute((free,), (FILTER,)), now=BOTH_IN)

    assert [one.option.title for one in waiting_costs(seen)] == ["Free"]


@pytest.mark.rule("Nobody is shown what waiting costs while a case is sealed.")
def test_a_sealed_case_has_no_cost_not_even_for_its_own_side() -> None:
    half = file(an_open_dispute(), Side.PRODUCT, DEAR)

    assert waiting_costs(seen_in_channel(half, now=BOTH_IN)) == ()
    assert waiting_costs(seen_by(half, MAYA, now=BOTH_IN)) == ()


def test_half_a_week_costs_half_of_it() -> None:
    assert waiting("1411").so_far(WINDOW, MONDAY + 3.5 * DAY) == Decimal("705.5")


instants = st.datetimes(MONDAY.replace(tzinfo=None), datetime(2026, 4, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=MONDAY.tzinfo)
)


@pytest.mark.rule(
    "Waiting for an option costs its cost of delay, in proportion to the time since the window "
    "opened, and stops adding up with the window."
)
@given(instants, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_it_never_goes_down_and_stops_with_the_window(now: datetime, later: timedelta) -> None:
    cost = waiting("1411")
    so_far = cost.so_far(WINDOW, now)

    assert 0 <= so_far <= cost.so_far(WINDOW, now + later) <= 1411
    assert (so_far == 1411) == (now >= END)
