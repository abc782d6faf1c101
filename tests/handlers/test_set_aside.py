"""The form "Set aside": a founder says, after a ruling, that it is not followed."""

from hypothesis import given

from bot.app import App
from bot.domain.ids import DisputeId
from bot.domain.sealing import seen_in_channel
from bot.domain.settling import decide
from bot.services.ports import Begin
from handlers.card import build as build_card
from handlers.details import fit
from handlers.ids import Click
from handlers.modals.set_aside import Answer, build, parse
from handlers.page import Page
from handlers.text import Json
from sandbox.server import Slack
from tests import world
from tests.builders import MAYA, TRANSFORMER, an_unsealed_dispute, ruling_of
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, on_record, press, send, told
from tests.handlers.forms import sent_back, typed_texts
from tests.handlers.looks import NOW, after, check_pings_nobody, check_window, every_state, read
from tests.journeys.deeds import People
from tests.world import JONAS, LEE, OLU, MovableClock, on_screen

WHY = "The pilot merchants left."


def form(answer: str = "") -> Json:
    dispute = after(decide(an_unsealed_dispute(), TRANSFORMER.id, "So", by=MAYA, now=NOW))
    page = Page(seen=seen_in_channel(dispute, now=NOW), now=NOW, most=3000)
    return build(page, ruling_of(dispute), Answer(answer))


# How it looks, what comes back


def test_it_says_what_was_chosen_and_what_setting_aside_means() -> None:
    assert read(form()).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "#12 is decided, against the rule: Transformer upgrade.",
        (
            "The ruling stays on record, and so does your word. Nothing else is chosen by this: "
            "open a new dispute for that. Both sides are told."
        ),
    ]


@given(text=typed_texts)
def test_what_was_typed_comes_back(text: str) -> None:
    assert parse(sent_back(form(), {"reason": text})) == Answer(text)


@given(text=typed_texts)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(text: str) -> None:
    dispute, now = every_state(text)["agreed"]
    seen, ruling = seen_in_channel(dispute, now=now), ruling_of(dispute)
    view = fit(lambda page: build(page, ruling, Answer()), seen, now)

    check_window(view)
    check_pings_nobody(view)


def test_the_card_says_it_below_the_ruling_and_promises_nothing() -> None:
    dispute, now = every_state("Why not.")["set aside"]
    card = build_card(seen_in_channel(dispute, now=now), now=now)

    assert read(card).splitlines()[1:4] == [
        "Agreed: Why not.",
        "Set aside by @Olu, Wed 4 March 2026, 12:00 UTC, for this reason:",
        "> Why not.",
    ]
    assert "The ruling is set aside and not followed" in read(card)
    assert "owes" not in read(card)


# In Slack


async def a_ruled_dispute(bot: App, begin: Begin, clock: MovableClock) -> DisputeId:
    dispute = await deeds.an_unsealed_dispute(begin)
    clock.move(days=8)
    await bot.tick()
    return dispute


async def test_a_founder_sets_it_aside_with_a_reason_and_all_are_told(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    dispute = await a_ruled_dispute(bot, begin, clock)
    await slack.wait_for(lambda: "Settled by the rule" in everything_in(people.cards()[0]))

    await press(slack, bot, OLU, Click.SET_ASIDE)
    assert (await send(slack, OLU, reason=WHY)).ok

    kept = await on_record(begin, dispute.number)
    assert slack.top_view(OLU) is None
    assert kept.set_aside
    assert (kept.set_aside.by, kept.set_aside.reason) == (OLU, WHY)
    await slack.wait_for(lambda: "Set aside" in everything_in(people.cards()[0]))
    await slack.wait_for(lambda: people.dm(world.MAYA, having="is set aside"))
    await slack.wait_for(lambda: people.dm(JONAS, having="is set aside"))
    await slack.wait_for(lambda: "is set aside" in slack.thread(people.cards()[0])[-1].text)


async def test_it_is_found_on_the_ended_card_by_more(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await a_ruled_dispute(bot, begin, clock)
    await slack.wait_for(lambda: "Settled by the rule" in everything_in(people.cards()[0]))

    outcome = await people.choose(OLU, Click.SET_ASIDE)

    assert outcome.ok
    assert "Nothing else is chosen by this" in read(on_screen(slack, OLU).content)


async def test_without_a_reason_it_is_said_at_the_field(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await a_ruled_dispute(bot, begin, clock)
    await press(slack, bot, OLU, Click.SET_ASIDE)

    outcome = await send(slack, OLU, reason="  ")

    assert outcome.errors == {"reason": "Say in a sentence why; it stands beside the ruling."}
    assert (await on_record(begin, dispute.number)).set_aside is None


async def test_one_who_is_no_founder_reads_who_may(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_ruled_dispute(bot, begin, clock)

    await press(slack, bot, LEE, Click.SET_ASIDE)

    assert told(slack, LEE) == "You cannot set the ruling aside on #1. A founder can."


async def test_twice_is_once_and_the_second_one_reads_when_it_was(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await a_ruled_dispute(bot, begin, clock)
    await press(slack, bot, OLU, Click.SET_ASIDE)
    assert (await send(slack, OLU, reason=WHY)).ok
    version = (await on_record(begin, dispute.number)).version

    await press(slack, bot, OLU, Click.SET_ASIDE)

    assert "was set aside on" in told(slack, OLU)
    assert (await on_record(begin, dispute.number)).version == version


async def test_an_open_dispute_cannot_be_set_aside(slack: Slack, bot: App, begin: Begin) -> None:
    await deeds.a_dispute(begin)

    await press(slack, bot, OLU, Click.SET_ASIDE)

    assert told(slack, OLU) == "#1 is still open; only a ruling can be set aside."
