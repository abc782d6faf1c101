"""The form "Retire": what was chosen runs no more, and its GPUs are free."""

from bot.app import App
from bot.domain.case import Side
from bot.domain.ending import rule_at_end
from bot.domain.ids import DisputeId
from bot.domain.ledger import retire
from bot.domain.sealing import seen_in_channel
from bot.services.ports import Begin
from handlers.card import build as build_card
from handlers.details import fit
from handlers.ids import Click
from handlers.modals.retire import build
from handlers.page import Page
from handlers.text import Json
from sandbox.server import Slack
from tests.builders import END, MAYA, an_option, an_unsealed_dispute, ruling_of, usd
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, on_record, press, send, told
from tests.handlers.looks import after, check_window, every_state, read
from tests.journeys.deeds import People
from tests.world import LEE, OLU, ROADMAP, MovableClock, on_screen
from tests.world import MAYA as MAYA_ID

FRUGAL = an_option("Frugal filter", gpu_weeks_per_month=usd(3))
RULED = after(rule_at_end(an_unsealed_dispute((FRUGAL,)), now=END))


def form() -> Json:
    page = Page(seen=seen_in_channel(RULED, now=END), now=END, most=3000)
    return build(page, ruling_of(RULED))


def test_it_says_what_was_chosen_what_is_freed_and_that_it_is_for_good() -> None:
    assert read(form()).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "#12 is settled by the rule: Frugal filter.",
        "Retire it once what was chosen runs no more, because it was shut down or replaced.",
        (
            "Its 3 GPU-weeks a month are free again in the GPU ledger. The ruling and its answers "
            "stay on record. This cannot be taken back."
        ),
    ]


def test_slack_takes_it_with_texts_at_their_longest() -> None:
    dispute, now = every_state("w" * 3000)["agreed"]
    seen, ruling = seen_in_channel(dispute, now=now), ruling_of(dispute)

    check_window(fit(lambda page: build(page, ruling), seen, now))


def test_the_card_says_who_retired_it_and_when() -> None:
    retired = after(retire(RULED, by=MAYA, now=END))
    said = "Retired by @Maya, Mon 9 March 2026, 10:00 UTC: it runs no more."

    assert said in read(build_card(seen_in_channel(retired, now=END), now=END))
    assert "Retired" not in read(build_card(seen_in_channel(RULED, now=END), now=END))


# In Slack


async def a_running_ruling(bot: App, begin: Begin, clock: MovableClock) -> DisputeId:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FRUGAL)
    clock.move(days=8)
    await bot.tick()
    return dispute


async def test_the_winning_lead_retires_it_from_what_the_ledger_shows_and_it_counts_no_more(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await a_running_ruling(bot, begin, clock)
    maya = slack.as_person(MAYA_ID)
    assert (await maya.command("/roadmap", "ledger", channel=ROADMAP)).ok
    assert (await people.click(MAYA_ID, Click.SHOW, slack.ephemerals(MAYA_ID)[-1])).ok
    assert (await people.click(MAYA_ID, Click.RETIRE, on_screen(slack, MAYA_ID))).ok

    assert (await send(slack, MAYA_ID)).ok

    assert "It is retired." in read(on_screen(slack, MAYA_ID).content)
    kept = await on_record(begin, 1)
    assert kept.retired
    assert kept.retired.by == MAYA_ID
    await slack.wait_for(lambda: "it runs no more" in everything_in(people.cards()[0]))
    assert (await maya.command("/roadmap", "ledger", channel=ROADMAP)).ok
    assert told(slack, MAYA_ID) == "No running ruling that you can see uses GPUs."


async def test_it_is_found_on_the_ended_card_by_more(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await a_running_ruling(bot, begin, clock)
    await slack.wait_for(lambda: "Settled by the rule" in everything_in(people.cards()[0]))

    assert (await people.choose(OLU, Click.RETIRE)).ok
    assert "are free again" in read(on_screen(slack, OLU).content)


async def test_twice_is_once_and_the_second_one_reads_when_it_was(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await a_running_ruling(bot, begin, clock)
    await press(slack, bot, OLU, Click.RETIRE)
    assert (await send(slack, OLU)).ok
    version = (await on_record(begin, dispute.number)).version

    await press(slack, bot, OLU, Click.RETIRE)

    assert "#1 was retired on" in told(slack, OLU)
    assert (await on_record(begin, dispute.number)).version == version


async def test_one_who_speaks_for_no_side_reads_who_may(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_running_ruling(bot, begin, clock)

    await press(slack, bot, LEE, Click.RETIRE)

    assert told(slack, LEE).startswith("You cannot retire what was chosen for product on #1. ")
