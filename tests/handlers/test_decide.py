"""Deciding: the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Audience, Side
from bot.domain.dispute import DECISION_WAITS, Dispute
from bot.domain.ruling import Basis
from bot.domain.sealing import seen_by
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals import decide
from handlers.modals.decide import Answer
from handlers.text import Json
from sandbox.server import Slack
from tests import builders
from tests.builders import BOTH_IN, END, FILTER, an_option, ruling_of
from tests.domain.bound import gated
from tests.handlers.deeds import a_dispute, an_unsealed_dispute, file, on_record, press, send, told
from tests.handlers.forms import NASTY, offered, read_aloud, sent_back, typed_texts
from tests.world import JONAS, MAYA, ZOE, MovableClock, on_screen

INSIDE = an_option("Dashboard", 3, audience=Audience.INTERNAL)


def a_form(dispute: Dispute, answer: Answer | None = None) -> Json:
    now = BOTH_IN + DECISION_WAITS
    return decide.build(seen_by(dispute, builders.MAYA, now=now), answer or Answer())


@given(st.sampled_from(["", "1 Rules-based filter", "1 Transformer upgrade"]), typed_texts)
def test_what_stands_in_the_form_comes_back_from_it(option: str, reason: str) -> None:
    answer = Answer(option=option, reason=reason)

    assert decide.parse(sent_back(a_form(builders.an_unsealed_dispute(), answer))) == answer


def test_what_the_rule_would_choose_is_marked_and_nothing_is_chosen_beforehand() -> None:
    form = a_form(builders.an_unsealed_dispute())

    assert offered(form) == [
        ("Rules-based filter (product, 14 days)", "The rule would choose it today."),
        ("Transformer upgrade (research, 70 days)", ""),
    ]
    assert decide.parse(sent_back(form)) == Answer()


def test_the_form_says_that_going_against_the_rule_is_printed() -> None:
    said = read_aloud(a_form(builders.an_unsealed_dispute()))

    assert 'The rule would choose "Rules-based filter" today.' in said
    assert 'If you choose otherwise, the ruling will say "decided, against the rule".' in said


def test_where_the_rule_can_choose_nothing_every_decision_is_against_it() -> None:
    said = read_aloud(a_form(builders.an_unsealed_dispute((INSIDE,), (INSIDE,))))

    assert "The rule could choose nothing here" in said


def test_an_option_with_a_gate_is_offered_with_what_the_gate_says() -> None:
    lines = dict(offered(a_form(gated(builders.an_unsealed_dispute(), FILTER))))

    assert lines["Rules-based filter (product, 14 days)"].startswith(
        "The rule cannot choose it: a gate stands against it: real-time answers"
    )
    assert lines["Transformer upgrade (research, 70 days)"] == "The rule would choose it today."


@pytest.mark.parametrize("reason", NASTY)
async def test_the_decider_decides_with_the_reason_as_it_was_typed(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, reason: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = BOTH_IN + DECISION_WAITS
    await press(slack, bot, MAYA, Click.DECIDE)
    assert (await send(slack, MAYA, option="1 Transformer upgrade", reason=reason[:500])).ok

    ruling = ruling_of(await on_record(begin, 1))
    assert (ruling.basis, ruling.reason) == (Basis.DECIDED, reason[:500])
    assert ruling.is_against_the_rule
    assert slack.top_view(MAYA) is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("   ", "Say in a sentence why; it stands beside the ruling."),
        ("x" * 501, "At most 500 characters fit here; these are 501."),
    ],
)
async def test_a_reason_that_does_not_fit_is_shown_at_its_field(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, reason: str, sentence: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = BOTH_IN + DECISION_WAITS
    await press(slack, bot, MAYA, Click.DECIDE)

    outcome = await send(slack, MAYA, option="1 Transformer upgrade", reason=reason)
    assert outcome.errors["reason"].startswith(sentence)


async def test_before_a_day_has_passed_with_both_cases_nothing_is_decided(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await press(slack, bot, MAYA, Click.DECIDE)
    assert told(slack, MAYA) == "#1 can be decided from a day after both cases are in."

    await file(begin, dispute, Side.PRODUCT, FILTER)
    await file(begin, dispute, Side.RESEARCH, INSIDE, now=BOTH_IN)
    clock.now = BOTH_IN
    await press(slack, bot, MAYA, Click.DECIDE)
    assert told(slack, MAYA).startswith("#1 can be decided from <!date^")
    assert slack.top_view(MAYA) is None


@pytest.mark.parametrize("who", [JONAS, ZOE])
async def test_nobody_but_the_decider_decides(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, who: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = BOTH_IN + DECISION_WAITS
    await press(slack, bot, who, Click.DECIDE)

    assert told(slack, who) == f"You cannot decide on #1. <@{MAYA}> (decider) can."


async def test_a_decision_after_the_end_does_not_count_and_its_reason_is_given_back(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.now = BOTH_IN + DECISION_WAITS
    await press(slack, bot, MAYA, Click.DECIDE)
    clock.now = END
    await send(slack, MAYA, option="1 Transformer upgrade", reason="Two pilots end in April.")

    answer = read_aloud(on_screen(slack, MAYA).content)
    assert "this came later and does not count" in answer
    assert "Two pilots end in April." in answer
    assert ruling_of(await on_record(begin, 1)).basis is Basis.DEFAULT_RULE
