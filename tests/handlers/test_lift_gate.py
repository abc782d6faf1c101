"""Lifting a gate: the form, and what comes of it."""

from datetime import datetime

from hypothesis import given

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.gates import MOST_GATES
from bot.domain.ids import DisputeId
from bot.domain.sealing import seen_in_channel
from bot.services import gates
from bot.services.ports import Begin
from handlers.details import fit
from handlers.ids import Click
from handlers.modals.lift_gate import build
from handlers.text import Json
from sandbox.parts import find_block, name_parts
from sandbox.records import Message
from sandbox.server import Slack
from tests.builders import FILTER, TRANSFORMER
from tests.domain.bound import LATER, LIMIT, gated, unsealed
from tests.handlers.deeds import (
    an_unsealed_dispute,
    everything_in,
    on_record,
    person,
    press,
    send,
    told,
)
from tests.handlers.forms import typed_texts
from tests.handlers.looks import check_pings_nobody, check_window, every_state, read
from tests.journeys.deeds import People
from tests.world import JONAS, MAYA, MovableClock

ONE = gated(unsealed(), FILTER)
TWO = gated(ONE, TRANSFORMER, side=Side.RESEARCH)


def form(dispute: Dispute, now: datetime = LATER) -> Json:
    return fit(build, seen_in_channel(dispute, now=now), now)


def element(view: Json) -> Json:
    """The field in which one of the gates is chosen."""
    found: Json = find_block(name_parts(view["blocks"], lambda: "unnamed"), "gate")["element"]
    return found


def offered(view: Json) -> list[str]:
    return [one["text"]["text"] for one in element(view)["options"]]


# How it looks


def test_one_gate_alone_is_chosen_already() -> None:
    assert offered(form(ONE)) == ["Rules-based filter: real-time answers, at most 200 ms"]
    assert element(form(ONE))["initial_option"]["value"] == "0"


def test_of_several_one_is_to_be_chosen() -> None:
    assert offered(form(TWO)) == [
        "Rules-based filter: real-time answers, at most 200 ms",
        "Transformer upgrade: real-time answers, at most 200 ms",
    ]
    assert "initial_option" not in element(form(TWO))


def test_it_shows_each_of_them_in_full() -> None:
    assert "real-time answers, at most 200 ms; not before: quantisation." in read(form(TWO))


@given(text=typed_texts)
def test_with_as_many_gates_as_there_can_be_slack_takes_it(text: str) -> None:
    for state in ("gated", "gated too late"):
        view = form(*every_state(text)[state])

        check_window(view)
        check_pings_nobody(view)
        assert len(offered(view)) >= MOST_GATES - 2


# In Slack


async def two_gates(begin: Begin, clock: MovableClock) -> DisputeId:
    """One against each side's option."""
    dispute = await an_unsealed_dispute(begin)
    clock.now = LATER
    by = person(JONAS)
    for side, option in ((Side.PRODUCT, FILTER), (Side.RESEARCH, TRANSFORMER)):
        await gates.raise_gate(dispute, side, option.id, LIMIT, by=by, now=LATER, begin=begin)
    return dispute


async def standing(begin: Begin) -> list[bool]:
    return [gate.stands for gate in (await on_record(begin, 1)).gates]


async def test_research_lifts_one_and_its_side_is_told(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await two_gates(begin, clock)
    await press(slack, bot, JONAS, Click.LIFT_GATE)
    assert (await send(slack, JONAS, gate="0")).ok

    assert await standing(begin) == [False, True]
    assert slack.top_view(JONAS) is None
    await slack.wait_for(lambda: people.dm(MAYA, having="has lifted the gate"))
    await slack.wait_for(lambda: "has lifted the gate" in everything_in(last(people)))


def last(people: People) -> Message:
    """The last reply under the card."""
    return people.slack.thread(people.cards()[0])[-1]


async def test_a_gate_that_is_lifted_meanwhile_is_lifted_once(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await two_gates(begin, clock)
    await press(slack, bot, JONAS, Click.LIFT_GATE)
    await gates.lift_gate(dispute, 0, by=person(JONAS), now=LATER, begin=begin)
    version = (await on_record(begin, 1)).version

    assert (await send(slack, JONAS, gate="0")).ok
    assert (await on_record(begin, 1)).version == version


async def test_where_none_stands_there_is_nothing_to_lift(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = LATER
    await press(slack, bot, JONAS, Click.LIFT_GATE)

    assert told(slack, JONAS) == "No gate stands on #1, so there is nothing to lift."


async def test_who_does_not_speak_for_research_lifts_none(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await two_gates(begin, clock)
    await press(slack, bot, MAYA, Click.LIFT_GATE)

    assert told(slack, MAYA).startswith("You cannot raise or lift a gate for research on #1.")
    assert await standing(begin) == [True, True]
