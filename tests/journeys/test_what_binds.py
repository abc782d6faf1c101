"""What binds, from the founder's area to the ledger: by commands, clicks and forms."""

import pytest

from bot.domain.area import Stage
from bot.domain.case import Side
from bot.domain.minimum_model import MinimumModel
from handlers.ids import Click
from tests.builders import MONDAY, an_option, usd
from tests.handlers import area_deeds, deeds
from tests.journeys.binding import (
    AFTER,
    AREA,
    BEFORE,
    an_area,
    ask,
    file,
    full_ranking,
    hand_off,
    may_decide,
    opened_in_area,
    raise_gate,
    replies,
    revise,
    until_ruled,
)
from tests.journeys.conftest import World
from tests.journeys.deeds import FILTER, text_of
from tests.journeys.test_sealing import MARKS, SECRETS, look_everywhere
from tests.world import ADA, JONAS, LEE, MAYA, OLU, ZOE, on_screen

TRANSFORMER = {"title": "Transformer upgrade", "days_to_feedback": "28"}
ANSWER = {
    "who": "Acme",
    "words": "We stopped asking why.",
    "learned": "They want reasons.",
    "moved": "it did not move",
}


# The handoff


async def test_from_the_handoff_on_product_decides_what_is_opened_and_not_what_runs(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await an_area(world, BEFORE)
    first = await opened_in_area(world)
    await people.both_file()
    await hand_off(world, MAYA, await ask(world, MAYA, f"area {AREA}"))
    proposed = await slack.wait_for(lambda: people.dm(JONAS, having="proposes to hand"))
    assert "0.03 USD" in text_of(proposed)

    assert (await people.click(JONAS, Click.ACCEPT_HANDOFF, proposed)).ok
    assert "is handed off" in text_of(on_screen(slack, JONAS))
    await slack.as_person(JONAS).close(on_screen(slack, JONAS), whole_stack=True)
    second = await opened_in_area(world)
    await people.both_file()
    world.pass_time(hours=25)

    assert await may_decide(world, first) == [JONAS]
    assert await may_decide(world, second) == [MAYA]


async def test_once_a_customer_has_answered_one_leads_word_is_enough(world: World) -> None:
    people, slack = world.people, world.slack
    await an_area(world, BEFORE)
    await opened_in_area(world)
    await people.both_file()
    await until_ruled(world)
    world.pass_time(days=5)
    assert (await people.choose(MAYA, Click.ANSWERED)).ok
    on = MONDAY.replace(day=13).date().isoformat()
    assert (await people.send(MAYA, {**ANSWER, "on": on})).ok
    due = await slack.wait_for(lambda: people.dm(JONAS, having="its handoff to product is due"))

    await hand_off(world, JONAS, due)

    await slack.wait_for(lambda: people.dm(MAYA, having="is handed off"))
    assert AFTER in text_of(await ask(world, ZOE, f"area {AREA}"))


# Gates


async def test_a_gate_binds_falls_with_a_better_figure_comes_back_and_is_lifted(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await file(world, MAYA, **FILTER, latency_ms="900")).ok
    assert (await file(world, JONAS, **TRANSFORMER)).ok
    assert (await raise_gate(world, "200")).ok
    await slack.wait_for(lambda: "take these options out" in text_of(people.card))
    await slack.wait_for(lambda: people.dm(MAYA, having="What you can do"))

    await revise(world, MAYA, {"latency_ms": "500"})
    await slack.wait_for(lambda: replies(world, "has fallen"))
    await slack.wait_for(lambda: "take these options out" not in text_of(people.card))

    again = await raise_gate(world, "200")
    assert set(again.errors) == {"number"}
    await slack.as_person(JONAS).close(on_screen(slack, JONAS), whole_stack=True)
    assert (await raise_gate(world, "100")).ok
    await slack.wait_for(lambda: "take these options out" in text_of(people.card))

    assert (await people.choose(JONAS, Click.LIFT_GATE)).ok
    assert (await people.send(JONAS, {})).ok
    await slack.wait_for(lambda: replies(world, "lifted the gate"))
    assert "settled by the rule: Rules-based filter" in await until_ruled(world)


async def test_what_a_gate_stands_against_at_the_end_is_not_chosen(world: World) -> None:
    await world.people.has_opened()
    await world.people.both_file()
    assert (await raise_gate(world, "200")).ok

    said = await until_ruled(world)

    assert "settled by the rule: Transformer upgrade" in said
    assert "real-time answers, at most 200 ms" in await full_ranking(world, ZOE)


async def test_a_gate_that_comes_too_late_to_be_answered_is_shown_only(world: World) -> None:
    people = world.people
    await people.has_opened()
    await people.both_file()
    world.pass_time(days=6, hours=1)
    assert (await raise_gate(world, "200")).ok
    await world.slack.wait_for(lambda: replies(world, "came too late to bind"))

    assert "settled by the rule: Rules-based filter" in await until_ruled(world)


# A founder's signature


async def over_the_budget(world: World) -> None:
    """Product has filed an option that needs 8 GPU-weeks a month; research has not filed."""
    await an_area(world, AFTER)
    await opened_in_area(world)
    secrets = {name: mark for name, mark in SECRETS.items() if name != "stop_if"}
    asked = {**secrets, "days_to_feedback": "14", "gpu_weeks_per_month": "8"}
    assert (await file(world, MAYA, **asked)).ok


OF_THE_OPTION = {"sealed-title", "sealed-customer", "sealed-feedback"}


async def test_the_founder_who_is_asked_reads_that_one_option_and_nobody_else_anything(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await over_the_budget(world)
    asked = await slack.wait_for(lambda: people.dm(OLU, having="sealed-title"))
    others = [LEE, JONAS, ADA, ZOE]
    for person in (*others, OLU):
        await look_everywhere(world, person)
        for words in ("board", "ledger", f"area {AREA}"):
            await ask(world, person, words)
    digest = text_of(await ask(world, OLU, "digest"))
    assert "asks for 8 GPU-weeks a month (budget 5)" in digest
    assert [mark for mark in MARKS if mark in digest] == []

    assert (await people.click(OLU, Click.SIGN_OFF, asked)).ok
    assert (await people.send(OLU, {"reason": "sealed-reason"})).ok
    await slack.wait_for(lambda: people.dm(MAYA, having="sealed-reason"))

    shown = {who: slack.everything_shown_to(who) for who in others}
    marks = [*MARKS, "sealed-reason", "GPU-weeks a month (budget"]
    assert [(who, mark) for who in others for mark in marks if mark in shown[who]] == []
    read = slack.everything_shown_to(OLU)
    assert {mark for mark in MARKS if mark in read} == OF_THE_OPTION


async def test_signed_for_it_is_chosen_and_then_the_reason_is_read_by_everybody(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await over_the_budget(world)
    asked = await slack.wait_for(lambda: people.dm(OLU, having="sealed-title"))
    assert (await people.click(OLU, Click.SIGN_OFF, asked)).ok
    assert (await people.send(OLU, {"reason": "Two pilots renew on it."})).ok
    assert (await file(world, JONAS, **TRANSFORMER)).ok

    assert "settled by the rule: sealed-title" in await until_ruled(world)
    assert "Two pilots renew on it." in await full_ranking(world, ZOE)


async def test_without_a_signature_the_rule_goes_on_to_the_next_and_says_why(
    world: World,
) -> None:
    await over_the_budget(world)
    assert (await file(world, JONAS, **TRANSFORMER)).ok

    assert "settled by the rule: Transformer upgrade" in await until_ruled(world)
    assert "over the budget of 5" in await full_ranking(world, ZOE)


# Limits


async def test_what_leaves_a_limited_figure_open_or_misses_it_is_not_chosen(world: World) -> None:
    await an_area(world, AFTER, lowest_accuracy_percent="92")
    await opened_in_area(world)
    assert (await file(world, MAYA, **FILTER)).ok
    known = {"accuracy_percent": "95", "measured_on": "customers' data"}
    assert (await file(world, JONAS, **TRANSFORMER, **known)).ok

    assert "settled by the rule: Transformer upgrade" in await until_ruled(world)
    assert "its accuracy is open" in await full_ranking(world, ZOE)


@pytest.mark.parametrize(
    ("audience", "chosen"), [("pilot", "Rules-based filter"), ("paying", "Transformer upgrade")]
)
async def test_before_the_first_prototype_limits_bind_for_paying_customers_alone(
    world: World, audience: str, chosen: str
) -> None:
    await an_area(world, BEFORE, highest_latency_ms="200")
    await opened_in_area(world)
    slow = {"audience": audience, "latency_ms": "900"}
    assert (await file(world, MAYA, **FILTER, **slow)).ok
    assert (await file(world, JONAS, **TRANSFORMER)).ok

    assert f"settled by the rule: {chosen}" in await until_ruled(world)


# The ledger and the board


async def test_the_ledger_of_a_month_is_what_one_adds_up_by_hand(world: World) -> None:
    people, slack = world.people, world.slack
    await four_run(world)
    assert await ledger(world) == "GPU ledger: 10 GPU-weeks a month in 4 running rulings"

    cards = people.cards()
    assert (await people.click(MAYA, Click.MORE, cards[0])).ok
    assert (await people.click(MAYA, Click.DROPPED, on_screen(slack, MAYA))).ok
    assert (await people.send(MAYA, {"why": "The pilots left."})).ok
    assert await ledger(world) == "GPU ledger: 6 GPU-weeks a month in 3 running rulings"

    world.pass_time(days=10)
    assert (await people.click(OLU, Click.MORE, cards[1])).ok
    assert (await people.click(OLU, Click.SET_ASIDE, on_screen(slack, OLU))).ok
    assert (await people.send(OLU, {"reason": "It is bought now."})).ok
    assert await ledger(world) == "GPU ledger: 3 GPU-weeks a month in 2 running rulings"

    world.pass_time(days=10)
    assert (await people.click(MAYA, Click.MORE, cards[2])).ok
    assert (await people.click(MAYA, Click.RETIRE, on_screen(slack, MAYA))).ok
    assert (await people.send(MAYA, {})).ok
    assert await ledger(world) == "GPU ledger: 1 GPU-week a month in 1 running ruling"


async def four_run(world: World) -> None:
    """On record, and ruled by the rule: 4, 3, 2 and 1 GPU-weeks a month, in an area of 5."""
    assert world.joined
    begin = world.joined.app.begin
    await area_deeds.an_area(begin, stage=Stage.AFTER, minimum=MinimumModel())
    for weeks in (4, 3, 2, 1):
        dispute = await deeds.a_dispute(begin, form=f"V{weeks}")
        option = an_option(f"Filter {weeks}", gpu_weeks_per_month=usd(weeks))
        await deeds.file(begin, dispute, Side.PRODUCT, option)
    world.pass_time(days=7)
    await world.tick()
    await world.slack.wait_for(lambda: len(world.people.cards()) == 4)
    await world.slack.wait_for(
        lambda: all("Settled by the rule" in text_of(card) for card in world.people.cards())
    )


async def ledger(world: World) -> str:
    return (await ask(world, ZOE, "ledger")).text


async def test_on_the_board_the_money_adds_up_over_the_days(world: World) -> None:
    await world.people.has_opened()
    assert (await file(world, MAYA, **FILTER, cost_of_delay_per_week="7000")).ok
    assert "7,000" not in text_of(await ask(world, JONAS, "board"))
    assert (await file(world, JONAS, **TRANSFORMER)).ok

    for days, said in ((1, "1,000 USD so far, in 1 day"), (2, "3,000 USD so far, in 3 days")):
        world.pass_time(days=days)
        assert said in text_of(await ask(world, ZOE, "board"))
    assert "7,000 USD a week without Rules-based filter" in text_of(await ask(world, ZOE, "board"))
