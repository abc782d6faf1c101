"""The answers to list, log, show, help, and to a word that is not known."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId, TeamId
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute, seen_by, seen_in_channel
from bot.domain.settling import confirm_option, decide
from bot.domain.window import Window
from bot.domain.withdrawal import withdraw
from bot.domain.yielding import yield_side
from bot.services.ports import Begin
from bot.services.reads import LAST_RULINGS, Record
from handlers.blocks import Message
from handlers.history import MOST_EVENTS
from handlers.ids import Click
from handlers.lists import HELP, help_text, open_list, ruling_log, shown, unknown_word, window
from sandbox.limits import MOST_UPDATED_TEXT, check_message_blocks, check_text
from sandbox.server import Slack
from tests import world
from tests.builders import (
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
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
    buttons,
    check_message,
    check_pings_nobody,
    check_window,
    clicks,
    every_state,
    read,
)
from tests.world import on_screen

TUESDAY = MONDAY + DAY
SAID = every_state("x")


def seen(dispute: Dispute, **changes: Any) -> SeenDispute:
    shown = seen_in_channel(dispute, now=TUESDAY)
    return replace(shown, opening=replace(shown.opening, **changes)) if changes else shown


def numbered(dispute: Dispute, number: int) -> SeenDispute:
    return seen(dispute, id=DisputeId(TeamId("T1"), number))


def listed(*disputes: Dispute) -> str:
    return read(open_list([seen(dispute) for dispute in disputes], TUESDAY))


# The open ones


def test_each_open_dispute_says_when_it_ends_and_who_is_waited_for() -> None:
    message = open_list([seen(an_open_dispute())], TUESDAY)

    assert read(message).splitlines() == [
        "1 open dispute, the next to end first",
        (
            "#12 Transformer upgrade or rules-based filter? | "
            "Ends <!date^1773050400^{date_long_pretty}, {time}|Mon 9 March 2026, 10:00 UTC> | "
            "Waits for <@Maya> (product's case) and <@Jonas> (research's case) | [Show]"
        ),
    ]
    assert buttons(message) == {"Show": "12"}


def test_the_next_to_end_stands_first() -> None:
    soon, late = (seen(an_open_dispute(), window=Window(MONDAY + n * HOUR)) for n in (0, 5))
    disputes = [
        replace(late, opening=replace(late.opening, question="Late?")),
        replace(soon, opening=replace(soon.opening, question="Soon?")),
    ]

    told = read(open_list(disputes, TUESDAY))
    assert told.index("Soon?") < told.index("Late?")


def test_a_side_that_is_in_is_not_waited_for() -> None:
    assert "Waits for <@Jonas> (research's case) |" in listed(file(an_open_dispute(), Side.PRODUCT))


def test_after_a_yield_the_other_side_is_waited_for() -> None:
    yielded = after(yield_side(an_open_dispute(), Side.RESEARCH, "No", by=JONAS, now=TUESDAY))
    several = file(yielded, Side.PRODUCT, FILTER, an_option("Other", 5), now=TUESDAY)

    assert "Waits for <@Maya> (product's case)" in listed(yielded)
    assert "Waits for <@Maya> (to pick product's option)" in listed(several)


def test_with_both_in_a_word_is_waited_for() -> None:
    dispute = an_unsealed_dispute()
    one = after(confirm_option(dispute, Side.PRODUCT, FILTER.id, revision=1, by=MAYA, now=TUESDAY))
    two = after(
        confirm_option(one, Side.RESEARCH, TRANSFORMER.id, revision=1, by=JONAS, now=TUESDAY)
    )

    assert "Waits for a word from either side; both cases are in" in listed(dispute)
    assert "Waits for <@Jonas> (research's answer; product has confirmed)" in listed(one)
    assert "Waits for one word: the sides have confirmed different options" in listed(two)


def test_one_that_is_over_waits_for_its_ruling() -> None:
    dispute = seen_in_channel(an_open_dispute(), now=END)

    assert "Waits for its ruling, which is due" in read(open_list([dispute], END))


def test_an_empty_list_says_how_to_open_one() -> None:
    assert read(open_list([], TUESDAY)).splitlines() == [
        "No dispute is open that you can see.",
        "Open one in a channel: /roadmap dispute Ship hybrid or fine-tune?",
    ]


def test_of_two_hundred_it_shows_forty_and_says_how_to_see_the_others() -> None:
    disputes = [numbered(an_open_dispute(), number) for number in range(1, 201)]
    message = open_list(disputes, TUESDAY)

    check_message_but_for_its_length(message)
    assert len(clicks(message)) == 40
    last = read(message).splitlines()[-1]
    assert last.startswith("And 160 more: #41, #42, ")
    assert last.endswith("#200. To see one: /roadmap show 41")


def check_message_but_for_its_length(message: Message) -> None:
    """An answer to a command; Slack's sum of lengths holds for what the bot posts."""
    check_message_blocks(message.blocks)
    check_text(message.text, MOST_UPDATED_TEXT)
    check_pings_nobody(message)


# The last rulings


def ended(dispute: Dispute) -> SeenDispute:
    return seen_in_channel(dispute, now=END)


def test_each_ruling_says_its_basis_its_option_and_how_it_stands_to_the_rule() -> None:
    by_the_rule = after(rule_at_end(an_unsealed_dispute(), now=END))
    against, with_it = (
        after(decide(an_unsealed_dispute(), option.id, "So", by=MAYA, now=NOW))
        for option in (TRANSFORMER, FILTER)
    )
    gone = after(withdraw(an_open_dispute(), by=LEE, now=TUESDAY))

    disputes = [ended(dispute) for dispute in (by_the_rule, against, with_it, gone)]
    told = read(ruling_log(disputes))
    assert told.startswith("The last 4 rulings\n")
    for said in (
        "Settled by the rule: Rules-based filter | Ended <!date^",
        "| By the rule | Answer promised by Mon 23 March 2026 | [Show]",
        "Decided: Transformer upgrade | Ended",
        "| Against the rule |",
        "| As the rule would have chosen |",
        "Withdrawn | Ended",
        "| Nothing was chosen |",
    ):
        assert said in told


def test_an_empty_log_says_where_to_look() -> None:
    assert read(ruling_log([])).splitlines() == [
        "Nothing has ended yet that you can see.",
        "What is open: /roadmap list",
    ]


def test_twenty_rulings_are_shown() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))
    message = ruling_log([ended(dispute)] * 30)

    check_message_but_for_its_length(message)
    assert len(clicks(message)) == LAST_RULINGS


# One in full

EVENTS = (
    Event(deed=Deed.OPENED, at=MONDAY, by=LEE.id),
    Event(deed=Deed.FILED, at=MONDAY + HOUR, by=MAYA.id, side=Side.PRODUCT),
    Event(deed=Deed.WINDOW_ENDED, at=END),
)


def record(dispute: Dispute, reader: Person = ZOE, now: datetime = TUESDAY) -> Record:
    return Record(seen_by(dispute, reader, privacy=Privacy.PUBLIC, now=now), EVENTS)


def test_an_open_dispute_is_shown_with_what_happened() -> None:
    told = read(shown(record(file(an_open_dispute(), Side.PRODUCT)), ZOE, TUESDAY))

    for said in (
        "#12 Transformer upgrade or rules-based filter?",
        "Waits for @Jonas (research's case).",
        "The date cannot be moved.",
        "Product: @Maya, filed Mon 2 March 2026, 11:00 UTC",
        (
            "What happened\n"
            "- Mon 2 March 2026, 10:00 UTC: @Lee opened the dispute\n"
            "- Mon 2 March 2026, 11:00 UTC: @Maya filed the case (product)\n"
            "- Mon 9 March 2026, 10:00 UTC: the window ended"
        ),
    ):
        assert said in told


def test_an_unsealed_dispute_is_shown_with_both_cases_and_what_the_rule_would_choose() -> None:
    told = read(shown(record(an_unsealed_dispute()), ZOE, TUESDAY))

    assert "You both named accuracy." in told
    assert "The rule would choose today: Rules-based filter" in told
    assert "Option: Transformer upgrade" in told


def test_an_ended_dispute_is_shown_with_its_ruling() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))
    message = shown(record(dispute, now=END), ZOE, END)

    assert "Settled by the rule: Rules-based filter\nEnded Mon 9 March 2026" in read(message)
    assert clicks(message) == [Click.BOTH_CASES, Click.FULL_RANKING, Click.REOPEN]


def test_a_founder_is_shown_how_to_set_the_ruling_aside_and_nobody_else_is() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))

    offered = {
        reader.id: Click.SET_ASIDE in clicks(shown(record(dispute, reader, END), reader, END))
        for reader in (LEE, MAYA, JONAS, ZOE, OLU)
    }
    assert offered == {"Lee": False, "Maya": False, "Jonas": False, "Zoe": False, "Olu": True}


def test_a_ruling_set_aside_says_so_first_and_promises_nothing() -> None:
    dispute, now = every_state("x")["set aside"]
    message = shown(record(dispute, OLU, now), OLU, now)

    assert "Set aside by @Olu, Wed 4 March 2026, 12:00 UTC, for this reason:\n> x" in read(message)
    assert "set aside and not followed, so no customer's answer is owed on it" in read(message)
    assert ", and set aside since" in message.text
    assert Click.SET_ASIDE not in clicks(message)
    assert "| Set aside <!date^" in read(ruling_log([ended(dispute)]))


def test_only_its_own_side_is_shown_a_sealed_case() -> None:
    dispute, now = every_state("x", product=a_full_case("sealed-7f3a", Side.PRODUCT))["one filed"]

    assert "sealed-7f3a" in as_json(shown(record(dispute, MAYA, now), MAYA, now))
    for reader in (LEE, JONAS, ZOE):
        assert "sealed-7f3a" not in as_json(shown(record(dispute, reader, now), reader, now))


def test_of_many_events_the_last_are_shown_and_the_others_counted() -> None:
    events = tuple(Event(deed=Deed.REVISED, at=MONDAY, by=MAYA.id) for _ in range(MOST_EVENTS + 7))
    told = read(shown(Record(seen(an_open_dispute()), events), ZOE, TUESDAY))

    assert "7 earlier events left out." in told
    assert told.count("revised the case") == MOST_EVENTS


def test_without_events_nothing_is_said_of_them() -> None:
    assert "What happened" not in read(shown(Record(seen(an_open_dispute()), ()), ZOE, TUESDAY))


# Help


def test_help_has_an_example_for_every_word() -> None:
    told = read(help_text())

    for word, (example, _) in HELP.items():
        assert example.startswith(f"/roadmap {word}")
        assert example in told


@pytest.mark.parametrize(
    ("typed", "nearest", "example"),
    [
        ("lst", "list", "/roadmap list"),
        ("shwo", "show", "/roadmap show 12"),
        ("disput", "dispute", "/roadmap dispute Ship hybrid or fine-tune?"),
        ("halp", "help", "/roadmap help"),
    ],
)
def test_a_mistyped_word_gets_the_nearest_and_an_example(
    typed: str, nearest: str, example: str
) -> None:
    told = read(unknown_word(typed))

    assert f'/roadmap has no word "{typed}". The nearest is {nearest}.' in told
    assert example in told


def test_a_word_like_no_other_is_led_to_help() -> None:
    told = read(unknown_word("frobnicate"))

    assert 'no word "frobnicate". Start here.' in told
    assert "/roadmap help" in told


# For any text


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    reader=st.sampled_from([LEE, MAYA, JONAS, ZOE, OLU]),
)
def test_whatever_was_typed_slack_takes_every_answer_and_nobody_is_pinged(
    text: str, state: str, reader: Person
) -> None:
    dispute, now = every_state(text)[state]
    one = record(dispute, reader, now)

    check_message(shown(one, reader, now))
    check_window(window(one, reader, now))
    check_pings_nobody(window(one, reader, now))
    check_pings_nobody(shown(one, reader, now))
    for message in (
        open_list([one.dispute] * 60, now),
        ruling_log([one.dispute] * 60),
        unknown_word(text),
    ):
        check_message_but_for_its_length(message)


@pytest.mark.parametrize("state", STATES)
def test_no_list_has_a_word_of_a_case_but_of_a_chosen_option(state: str) -> None:
    marked = {side.value: a_full_case("sealed-7f3a", side) for side in Side}
    dispute, now = every_state("x", **marked)[state]
    one = seen_in_channel(dispute, now=now)

    assert "sealed-7f3a" not in as_json(open_list([one], now))
    chosen = isinstance(dispute.state, Ruling) and dispute.state.chosen is not None
    assert ("sealed-7f3a" in as_json(ruling_log([one]))) is chosen


# The button [Show]


async def test_show_opens_the_dispute_in_full(slack: Slack, bot: App, begin: Begin) -> None:
    await deeds.an_unsealed_dispute(begin)

    await press(slack, bot, world.ZOE, Click.SHOW)

    told = read(on_screen(slack, world.ZOE).content)
    assert "#1 Transformer upgrade or rules-based filter?" in told
    assert f"@{world.LEE} opened the dispute" in told
    assert "Option: Transformer upgrade" in told


async def test_show_keeps_a_sealed_case_sealed(slack: Slack, bot: App, begin: Begin) -> None:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)

    await press(slack, bot, world.JONAS, Click.SHOW)

    assert "Rules-based filter" not in as_json(on_screen(slack, world.JONAS).content)


async def test_show_knows_no_dispute_that_one_cannot_see(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    await press(slack, bot, world.ZOE, Click.SHOW)

    assert told(slack, world.ZOE) == "There is no dispute #1 that you can see."
