"""Raising a gate: the form, what is refused at which field, and what comes of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.gate import TIME_TO_ANSWER, Gated, Limit
from bot.domain.minimum_model import Bound
from bot.domain.sealing import seen_in_channel
from bot.services.ports import Begin
from handlers.details import fit
from handlers.gates import UNITS
from handlers.ids import Click
from handlers.modals.gate_fields import Answer, parse
from handlers.modals.raise_gate import build
from handlers.page import Page
from handlers.text import Json
from sandbox.answers import Outcome
from sandbox.records import Message
from sandbox.server import Slack
from tests import builders
from tests.builders import BOTH_IN, DAY, END, FILTER, HOUR, TRANSFORMER, usd
from tests.domain.bound import LATER, LIMIT, gated, revised, unsealed
from tests.handlers.deeds import (
    a_dispute,
    an_unsealed_dispute,
    everything_in,
    file,
    on_record,
    press,
    send,
    told,
)
from tests.handlers.forms import offered, read_aloud, sent_back, typed_texts
from tests.handlers.looks import check_pings_nobody, check_window, every_state
from tests.journeys.deeds import People
from tests.world import ADA, JONAS, MAYA, ZOE, MovableClock, on_screen

OPTION = f"product {FILTER.id}"
FORM: dict[str, Any] = {
    "option": OPTION,
    "gated": "latency",
    "limit": "real-time answers",
    "bound": "at most",
    "number": "200",
    "unit": "",
    "lifted_by": "quantisation",
    "source": "",
}
"""The gate LIMIT, as somebody types it."""


def a_form(dispute: Dispute | None = None, answer: Answer | None = None) -> Json:
    shown = dispute or builders.an_unsealed_dispute()
    page = Page(seen=seen_in_channel(shown, now=LATER), now=LATER, most=3000)
    return build(page, answer or Answer())


# How it looks, and what comes back


@given(
    option=st.sampled_from(["", OPTION, f"research {TRANSFORMER.id}"]),
    gated_by=st.sampled_from(["", *Gated]),
    bound=st.sampled_from(Bound),
    typed=st.tuples(*[typed_texts] * 5),
)
def test_what_stands_in_the_form_comes_back_from_it(
    option: str, gated_by: str, bound: str, typed: tuple[str, ...]
) -> None:
    limit, number, unit, lifted_by, source = typed
    answer = Answer(
        option=option,
        gated=gated_by,
        limit=limit,
        bound=bound,
        number=number,
        unit=unit,
        lifted_by=lifted_by,
        source=source,
    )

    assert parse(sent_back(a_form(answer=answer))) == answer


def test_it_offers_every_option_of_both_sides() -> None:
    assert [line for line, _ in offered(a_form())] == [
        "Rules-based filter (product, 14 days)",
        "Transformer upgrade (research, 70 days)",
    ]


def test_it_says_until_when_a_gate_binds() -> None:
    assert "Raised until" in read_aloud(a_form())
    assert "Sun 8 March 2026, 10:00 UTC" in read_aloud(a_form())
    assert "it takes the option out of the rule until you lift it" in read_aloud(a_form())


def test_on_the_last_day_it_says_that_a_gate_is_only_shown() -> None:
    late = END - HOUR
    seen = seen_in_channel(builders.an_unsealed_dispute(), now=late)

    said = read_aloud(fit(lambda page: build(page, Answer()), seen, late))

    assert "Now it is only shown, unless it comes back within a day of falling." in said


def test_where_the_cases_came_in_late_it_binds_for_a_day_all_the_same() -> None:
    half = builders.file(builders.an_open_dispute(), Side.PRODUCT)
    both = builders.file(half, Side.RESEARCH, now=END - 30 * HOUR)

    assert "Mon 9 March 2026, 04:00 UTC" in read_aloud(a_form(both))


@given(text=typed_texts, state=st.sampled_from(["unsealed", "gated", "gated too late"]))
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(text: str, state: str) -> None:
    dispute, now = every_state(text)[state]
    view = fit(lambda page: build(page, Answer()), seen_in_channel(dispute, now=now), now)

    check_window(view)
    check_pings_nobody(view)


# In Slack


async def raised(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, **changes: Any
) -> Outcome:
    """Both cases are in, and research sends the form off."""
    await an_unsealed_dispute(begin)
    clock.now = LATER
    await press(slack, bot, JONAS, Click.RAISE_GATE)
    return await send(slack, JONAS, **{**FORM, **changes})


async def limits(begin: Begin) -> list[Limit]:
    return [gate.limit for gate in (await on_record(begin, 1)).gates]


async def test_research_raises_it_and_the_card_the_thread_and_the_other_side_say_so(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    assert (await raised(slack, bot, begin, clock)).ok

    (gate,) = (await on_record(begin, 1)).gates
    assert (gate.side, gate.option, gate.limit, gate.by) == (
        Side.PRODUCT,
        FILTER.id,
        LIMIT,
        JONAS,
    )
    assert slack.top_view(JONAS) is None
    card = await slack.wait_for(lambda: gated_card(people))
    await slack.wait_for(lambda: people.dm(MAYA, having="What you can do"))
    await slack.wait_for(lambda: "has raised a gate" in slack.thread(card)[-1].text)


def gated_card(people: People) -> Message | None:
    said = "Research's gates take these options out of the rule"
    return next((card for card in people.cards() if said in everything_in(card)), None)


@pytest.mark.parametrize(("gated_by", "unit"), UNITS.items())
async def test_of_a_figure_that_a_case_states_the_unit_is_known(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, gated_by: Gated, unit: str
) -> None:
    bound = "at least" if gated_by is Gated.ACCURACY else "at most"
    assert (await raised(slack, bot, begin, clock, gated=gated_by.value, bound=bound)).ok

    assert [limit.unit for limit in await limits(begin)] == [unit]


async def test_a_bar_needs_its_source_and_no_number(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    bar = {"gated": "a legal or safety bar", "number": ""}
    outcome = await raised(slack, bot, begin, clock, **bar)
    assert outcome.errors == {"source": "Name the law, the contract or the policy that bars it."}

    assert (await send(slack, JONAS, source="GDPR, article 22")).ok
    (limit,) = await limits(begin)
    assert (limit.number, limit.source) == (None, "GDPR, article 22")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"number": ""}, "number", "Say the limit as a number; without one there is no gate."),
        ({"number": "soon"}, "number", "A number, such as 1400 or 0.015."),
        ({"number": "-3"}, "number", "From 0 to 1,000,000,000; this is -3."),
        ({"limit": "  "}, "limit", "Name the limit in a few words, such as: real-time answers."),
        ({"limit": "x" * 81}, "limit", "At most 80 characters fit here; these are 81."),
        ({"lifted_by": "  "}, "lifted_by", "Say what would lift it, such as: quantisation."),
        ({"bound": "at least"}, "bound", 'Of latency, choose "at most".'),
        ({"gated": "accuracy"}, "bound", 'Of accuracy, choose "at least".'),
        ({"unit": "s"}, "unit", "Here it is in ms: leave this empty, and say the number so."),
        ({"gated": "another limit"}, "unit", "Say the unit, such as: USD a query."),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(
    slack: Slack,
    bot: App,
    begin: Begin,
    clock: MovableClock,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    outcome = await raised(slack, bot, begin, clock, **changes)

    assert set(outcome.errors) == {field}
    assert outcome.errors[field].startswith(sentence)
    assert await limits(begin) == []
    form = on_screen(slack, JONAS)
    assert form.values["lifted_by"] != {}
    assert form.content["title"]["text"] == "Raise a gate"


async def test_several_faults_are_said_at_once_each_at_its_field(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    outcome = await raised(slack, bot, begin, clock, limit=" ", number="", lifted_by=" ")

    assert set(outcome.errors) == {"limit", "number", "lifted_by"}


async def test_the_same_gate_twice_is_one(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    assert (await raised(slack, bot, begin, clock)).ok
    version = (await on_record(begin, 1)).version
    await press(slack, bot, JONAS, Click.RAISE_GATE)
    assert (await send(slack, JONAS, **FORM)).ok

    assert (await on_record(begin, 1)).version == version


async def test_before_both_cases_are_in_research_reads_when_it_can(
    slack: Slack, bot: App, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await file(begin, dispute, Side.RESEARCH, TRANSFORMER)
    await press(slack, bot, JONAS, Click.RAISE_GATE)

    assert told(slack, JONAS) == "A gate can be raised on #1 once both cases are in."


@pytest.mark.parametrize("who", [MAYA, ZOE, ADA])
async def test_who_does_not_speak_for_research_reads_who_does(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, who: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = BOTH_IN
    await press(slack, bot, who, Click.RAISE_GATE)

    assert told(slack, who) == (
        f"You cannot raise or lift a gate for research on #1. <@{JONAS}> (lead) can."
    )


async def test_after_the_end_it_does_not_count_and_what_was_typed_is_given_back(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = END - HOUR
    await press(slack, bot, JONAS, Click.RAISE_GATE)
    clock.now = END
    await send(slack, JONAS, **FORM)

    answer = read_aloud(on_screen(slack, JONAS).content)
    assert "this came later and does not count" in answer
    assert "quantisation" in answer
    assert await limits(begin) == []


@pytest.mark.usefixtures("bot")
async def test_it_is_found_by_more_on_the_card(slack: Slack, begin: Begin) -> None:
    people = People(slack)
    await an_unsealed_dispute(begin)
    await slack.wait_for(people.cards)

    assert (await people.choose(JONAS, Click.RAISE_GATE)).ok
    assert "A gate says which limit" in read_aloud(on_screen(slack, JONAS).content)


def test_what_fell_can_bind_within_a_day_of_its_fall_and_the_form_says_so_late() -> None:
    fell = END - TIME_TO_ANSWER
    slow = builders.an_option("Slow filter", 14, latency_ms=usd(900))
    fast = builders.an_option("Slow filter", 14, latency_ms=usd(150))
    dispute = revised(gated(unsealed(slow), slow), fast, now=fell)
    now = fell + DAY / 2

    said = read_aloud(
        fit(lambda page: build(page, Answer()), seen_in_channel(dispute, now=now), now)
    )

    assert "unless it comes back within a day of falling" in said
