"""`/roadmap board`: what is open, by what waiting costs, and nothing of what is sealed."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId, TeamId
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.services.ports import Begin
from handlers.board import board
from handlers.card import build
from handlers.waiting import usd as say_usd
from sandbox.server import Slack
from tests import world
from tests.builders import (
    BOTH_IN,
    DAY,
    FILTER,
    MONDAY,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)
from tests.handlers import deeds
from tests.handlers.deeds import told
from tests.handlers.looks import buttons, check_message, every_state, read

NOW = MONDAY + 3 * DAY


def costing(per_week: int, title: str = "Rules-based filter", *, sum_: str = "") -> Dispute:
    option = an_option(title, cost_of_delay_per_week=usd(per_week), cost_of_delay_sum=sum_)
    return an_unsealed_dispute((option,))


def seen(dispute: Dispute, number: int) -> SeenDispute:
    shown = seen_in_channel(dispute, now=NOW)
    return replace(shown, opening=replace(shown.opening, id=DisputeId(TeamId("T1"), number)))


def test_a_dispute_stands_with_its_dearest_option_its_sum_and_what_it_is_by_now() -> None:
    dispute = costing(1411, sum_="17 cases x 83 USD.")
    message = board([seen(dispute, 12)], NOW)

    assert read(message).splitlines() == [
        "1 open dispute; waiting costs 1,411 USD a week",
        "#12 Transformer upgrade or rules-based filter?",
        (
            "1,411 USD a week without Rules-based filter (product says: 17 cases x 83 USD) | "
            "605 USD so far, in 3 days | Waits for a word from either side; both cases are in | "
            "Ends <!date^1773050400^{date_long_pretty}, {time}|Mon 9 March 2026, 10:00 UTC> | "
            "[Show]"
        ),
    ]
    assert buttons(message) == {"Show": "12"}


def test_the_dearest_stands_first_then_what_nobody_states_then_what_is_sealed() -> None:
    sealed = seen(file(an_open_dispute(), Side.PRODUCT, FILTER), 1)
    unstated = seen(an_unsealed_dispute(), 2)
    cheap, dear = seen(costing(500), 3), seen(costing(9000), 4)

    told = read(board([sealed, unstated, cheap, dear], NOW))

    places = [told.index(f"#{number} ") for number in (4, 3, 2, 1)]
    assert places == sorted(places)
    assert "4 open disputes; waiting costs 9,500 USD a week" in told
    assert "No cost of delay is stated" in told
    assert "Its cost is known once both cases are in" in told


def test_of_a_sealed_case_neither_cost_nor_title_stands_there() -> None:
    secret = an_option("Secret plan", cost_of_delay_per_week=usd(77), cost_of_delay_sum="hidden")
    told = read(board([seen(file(an_open_dispute(), Side.PRODUCT, secret), 1)], NOW))

    assert [word for word in ("Secret plan", "77 USD", "hidden") if word in told] == []


def test_with_nothing_open_it_says_how_to_open_one() -> None:
    assert "No dispute is open that you can see." in read(board([], NOW))


@pytest.mark.parametrize("typed", ["<!channel> *x*", "w" * 3000])
def test_any_text_and_any_number_of_disputes_is_within_slacks_limits(typed: str) -> None:
    disputes = [seen(costing(10**9, typed, sum_=typed), n) for n in range(1, 60)]

    check_message(board(disputes, NOW))


@pytest.mark.parametrize(("dispute", "now"), every_state("x").values(), ids=every_state("x"))
def test_a_dispute_in_any_state_can_stand_there(dispute: Dispute, now: datetime) -> None:
    check_message(board([seen_in_channel(dispute, now=now)], now))


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0", "0 USD"), ("0.004", "0.00 USD"), ("0.35", "0.35 USD"), ("1411.5", "1,412 USD")],
)
def test_money_is_said_in_dollars_or_in_cents_where_it_is_less(amount: str, said: str) -> None:
    assert say_usd(usd(amount)) == said


def test_the_card_says_what_a_week_costs_and_nothing_that_grows_old() -> None:
    told = read(build(seen_in_channel(costing(1411), now=NOW), now=NOW))

    assert "Waiting costs: 1,411 USD a week without Rules-based filter (product says)." in told
    assert "so far" not in told


def test_a_card_without_a_cost_says_nothing_of_it() -> None:
    assert "Waiting costs" not in read(
        build(seen_in_channel(an_unsealed_dispute(), now=NOW), now=NOW)
    )


async def test_the_command_answers_with_what_its_reader_may_see(
    slack: Slack, bot: App, begin: Begin
) -> None:
    assert bot
    dispute = await deeds.a_dispute(begin)
    dear = an_option("Filter", cost_of_delay_per_week=usd(700))
    await deeds.file(begin, dispute, Side.PRODUCT, dear)
    await deeds.file(begin, dispute, Side.RESEARCH, FILTER, now=BOTH_IN)

    assert (await slack.as_person(world.ZOE).command("/roadmap", "board", channel=world.ROADMAP)).ok

    assert "waiting costs 700 USD a week" in told(slack, world.ZOE)
