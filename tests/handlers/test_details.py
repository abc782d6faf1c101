"""The windows with the whole of it, and who may read what in them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.builders import confirm_days, raise_days
from bot.domain.case import Approach, Audience, MeasuredOn, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.sealing import seen_by, seen_in_channel
from bot.domain.settling import decide
from bot.domain.yielding import yield_side
from bot.services.ports import Begin
from handlers.blocks import message
from handlers.comparison import option_blocks
from handlers.details import Window, both_cases, fit, full_ranking, how_it_ends
from handlers.ids import Click
from handlers.page import Page
from handlers.text import Json
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    DAY,
    END,
    FILTER,
    JONAS,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)
from tests.handlers import deeds
from tests.handlers.deeds import press, told
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    NOW,
    STATES,
    a_full_case,
    after,
    as_json,
    check_pings_nobody,
    check_window,
    every_state,
    read,
)
from tests.world import on_screen

TUESDAY = MONDAY + DAY
IN_HOUSE = an_option("Internal tool", 3, audience=Audience.INTERNAL)
WINDOWS = (how_it_ends, both_cases, full_ranking)


def channel(window: Window, dispute: Dispute, now: datetime = TUESDAY) -> str:
    """What everybody in the channel reads in the window."""
    return read(fit(window, seen_in_channel(dispute, now=now), now))


def alone(window: Window, dispute: Dispute, reader: Person) -> str:
    seen = seen_by(dispute, reader, privacy=Privacy.PUBLIC, now=TUESDAY)
    return read(fit(window, seen, TUESDAY))


# How it ends


def test_it_names_all_ways_to_end_while_none_is_closed() -> None:
    shown = channel(how_it_ends, an_open_dispute())

    for way in ("- Agreed: ", "- Yielded: ", "- Decided: @Maya ", "- Withdrawn: @Lee "):
        assert way in shown
    assert "from a day after both cases are in" in shown
    assert "Mon 9 March 2026, 10:00 UTC: the choosable option whose customer answers soonest" in (
        shown
    )
    assert "The date cannot be moved." in shown


def test_once_both_cases_are_in_nobody_can_yield() -> None:
    shown = channel(how_it_ends, an_unsealed_dispute())

    assert "Yielded" not in shown
    assert "from Tue 3 March 2026, 12:00 UTC" in shown


def test_after_a_yield_it_says_what_that_means_here() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.RESEARCH, "No", by=JONAS, now=TUESDAY))

    assert "- Research has yielded, so product's option is chosen" in channel(how_it_ends, dispute)


def test_it_tells_the_rules_order_and_what_the_rule_cannot_do() -> None:
    shown = channel(how_it_ends, an_open_dispute())

    assert "- the fewest days to the customer's answer\n- then the higher cost of delay" in shown
    assert "- its days are a whole number from 1 to 90" in shown
    assert "It cannot say stop, and it knows neither risk nor strategy" in shown


def test_of_an_ended_dispute_it_tells_how_it_ended() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END + DAY))

    shown = channel(how_it_ends, dispute, END + DAY)
    assert "Settled by the rule: Rules-based filter" in shown
    assert "this is told 1 day late" in shown


# Both cases


def test_both_cases_stand_in_full_once_both_are_in() -> None:
    shown = channel(both_cases, an_unsealed_dispute())

    assert "You both named accuracy." in shown
    assert "Product's case, filed Mon 2 March 2026, 11:00 UTC" in shown
    assert "Option: Transformer upgrade\n- days: 70\n- audience: paying" in shown


ASKED = an_option(
    id="o1",
    builder=ADA.id,
    approach=Approach.OFF_THE_SHELF,
    stop_if="Nobody marks a block by day 10",
    accuracy_percent=usd(91),
    measured_on=MeasuredOn.GUESS,
)


def confirmed(dispute: Dispute) -> Dispute:
    return after(confirm_days(dispute, Side.PRODUCT, ASKED.id, days=14, by=ADA, now=TUESDAY))


def raised(dispute: Dispute) -> Dispute:
    return after(raise_days(dispute, Side.PRODUCT, ASKED.id, 21, "So", by=ADA, now=TUESDAY))


def test_an_option_says_what_kind_it_is_what_would_stop_it_and_what_its_builder_says() -> None:
    asked = an_unsealed_dispute((ASKED,))

    shown = channel(both_cases, asked)
    assert "- days: 14, not confirmed by its builder" in shown
    assert "- accuracy: 91 %, a guess" in shown
    assert "- build, buy or skip: off the shelf" in shown
    assert "- we stop if: Nobody marks a block by day 10" in shown
    assert "- days: 14, confirmed by @Ada" in channel(both_cases, confirmed(asked))
    assert "- days: 21, raised from 14 by its builder" in channel(both_cases, raised(asked))


@pytest.mark.parametrize("plain", [False, True])
def test_the_comparison_says_so_too(*, plain: bool) -> None:
    def compared(dispute: Dispute) -> str:
        page = Page(seen=seen_in_channel(dispute, now=TUESDAY), now=TUESDAY, most=3000)
        return read(message(("x",), *option_blocks(page, plain=plain)))

    asked = an_unsealed_dispute((ASKED,))
    shown = compared(asked)
    for said in ("14 (fewest), not confirmed by its", "off the shelf", "Nobody marks a block"):
        assert said in shown
    assert "14 (fewest), confirmed by @Ada" in compared(confirmed(asked))
    assert "21 (fewest), raised from 14 by its builder" in compared(raised(asked))
    assert ("Build, buy or skip" if not plain else "build, buy or skip: off the shelf") in shown


def test_where_no_option_says_it_the_comparison_has_no_column_for_it() -> None:
    page = Page(seen=seen_in_channel(an_unsealed_dispute(), now=TUESDAY), now=TUESDAY, most=3000)
    shown = read(message(("x",), *option_blocks(page, plain=False)))

    assert "Build, buy or skip" not in shown
    assert "We stop if" not in shown


def test_before_that_one_reads_ones_own_and_that_the_other_is_sealed() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    sealed = "Product. Filed Mon 2 March 2026, 11:00 UTC; sealed until both cases are in."

    assert "Option: Rules-based filter" in alone(both_cases, dispute, MAYA)
    for reader in (JONAS, ZOE, OLU):
        assert sealed in alone(both_cases, dispute, reader)
        assert "Option" not in alone(both_cases, dispute, reader)
    assert "Research. No case is in." in channel(both_cases, dispute)


def test_a_yield_stands_there_with_its_reason() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))

    assert "Research. Yielded: No data" in channel(both_cases, dispute)


# The full ranking


def test_while_open_it_says_what_would_be_if_the_window_ended_now() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE, FILTER), (TRANSFORMER,))

    assert channel(full_ranking, dispute).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "If the window ended now:",
        "1. Rules-based filter (product): 14 days",
        "2. Transformer upgrade (research): 70 days, against 14",
        "The rule cannot choose:",
        "- Internal tool (product): it reaches nobody outside the company",
        "By the default rule, version 2. It never sees the sides.",
    ]


def test_ones_own_ranking_says_that_it_is_ones_own() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)

    shown = alone(full_ranking, dispute, MAYA)
    assert "If the window ended now, of the options that you can read:" in shown
    assert "1. Rules-based filter" in shown
    assert "There is no case to rank that you can read." in alone(full_ranking, dispute, ZOE)


def test_after_the_end_it_is_the_ranking_of_that_instant() -> None:
    by_the_rule = after(rule_at_end(an_unsealed_dispute(), now=END))
    decided = after(decide(an_unsealed_dispute(), TRANSFORMER.id, "So", by=MAYA, now=NOW))

    assert "When the window ended:" in channel(full_ranking, by_the_rule, END)
    assert "What the rule would have said when people settled it:" in channel(
        full_ranking, decided, NOW
    )


# For any text


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    window=st.sampled_from(WINDOWS),
)
def test_whatever_was_typed_slack_takes_every_window_and_nobody_is_pinged(
    text: str, state: str, window: Window
) -> None:
    dispute, now = every_state(text)[state]
    view = fit(window, seen_in_channel(dispute, now=now), now)

    check_window(view)
    check_pings_nobody(view)


def test_even_the_longest_texts_of_four_bytes_fit() -> None:
    dispute, now = every_state("👩🏽‍🔬" * 1000)["unsealed"]

    check_window(fit(both_cases, seen_in_channel(dispute, now=now), now))


def test_texts_as_long_as_the_forms_take_are_not_cut() -> None:
    dispute, now = every_state(("word " * 100).strip())["unsealed"]
    view = fit(both_cases, seen_in_channel(dispute, now=now), now)

    assert as_json(view).count("…") == len(titles(view))


def titles(view: Json) -> list[str]:
    """The lines with titles, which stand in one line of 75 characters."""
    return [line for line in read(view).splitlines() if line.startswith(("Option: ", "#12"))]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "state", ["one filed", "one yielded, one filed", "withdrawal proposed, sealed"]
)
def test_a_sealed_case_is_in_no_window_of_the_channel(window: Window, state: str) -> None:
    dispute, now = every_state("x", product=a_full_case("sealed-7f3a", Side.PRODUCT))[state]

    assert "sealed-7f3a" not in as_json(fit(window, seen_in_channel(dispute, now=now), now))


# Who may read what


async def test_in_its_channel_a_click_opens_what_everybody_there_reads(
    slack: Slack, bot: App, begin: Begin
) -> None:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)

    await press(slack, bot, world.MAYA, Click.BOTH_CASES)

    assert "sealed until both cases are in" in read(on_screen(slack, world.MAYA).content)
    assert "Rules-based filter" not in as_json(on_screen(slack, world.MAYA).content)


async def test_elsewhere_a_click_opens_what_its_person_may_read(
    slack: Slack, bot: App, begin: Begin
) -> None:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)

    await press(slack, bot, world.MAYA, Click.BOTH_CASES, channel=world.MAYA)
    await press(slack, bot, world.JONAS, Click.BOTH_CASES, channel=world.JONAS)

    assert "Option: Rules-based filter" in read(on_screen(slack, world.MAYA).content)
    assert "Rules-based filter" not in as_json(on_screen(slack, world.JONAS).content)


async def test_a_dispute_in_a_private_channel_does_not_exist_for_others(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    for click in (Click.HOW_IT_ENDS, Click.BOTH_CASES, Click.FULL_RANKING):
        await press(slack, bot, world.ZOE, click, channel=world.ROADMAP)

        assert told(slack, world.ZOE) == "There is no dispute #1 that you can see."
    assert slack.top_view(world.ZOE) is None


async def test_in_a_private_channel_its_people_read_on(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    await press(slack, bot, world.JONAS, Click.HOW_IT_ENDS, channel=world.SECRET)

    assert "The date cannot be moved." in read(on_screen(slack, world.JONAS).content)


async def test_a_window_opens_on_top_of_the_one_that_was_clicked_in(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.an_unsealed_dispute(begin)
    await press(slack, bot, world.ZOE, Click.MORE)

    more = on_screen(slack, world.ZOE)
    await slack.as_person(world.ZOE).click(more, action_id=Click.HOW_IT_ENDS)

    assert on_screen(slack, world.ZOE).previous_id == more.id


async def test_the_ranking_opens(slack: Slack, bot: App, begin: Begin) -> None:
    await deeds.an_unsealed_dispute(begin)

    await press(slack, bot, world.ZOE, Click.FULL_RANKING)

    assert "1. Rules-based filter (product): 14 days" in read(on_screen(slack, world.ZOE).content)


async def test_a_dispute_that_does_not_exist_opens_nothing(slack: Slack, bot: App) -> None:
    await press(slack, bot, world.ZOE, Click.BOTH_CASES, "7")

    assert told(slack, world.ZOE) == "There is no dispute #7 that you can see."
