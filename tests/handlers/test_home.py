"""The App Home: what its reader owes, what ends next, what ended lately, and the settings."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open
from bot.domain.ending import rule_at_end
from bot.domain.estimates import TrackRecord, track_record
from bot.domain.person import Person
from bot.domain.reminders import is_owed
from bot.domain.rights import Privacy
from bot.domain.sealing import seen_by
from bot.services.homes import MOST_SHOWN, HomeContents
from bot.services.ports import Begin
from handlers import home
from handlers.ids import Click
from handlers.text import Json
from sandbox.records import View
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ANSWER,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    OLU,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    with_outcome,
)
from tests.handlers import deeds
from tests.handlers.deeds import an_unsealed_dispute as an_unsealed_dispute_on_record
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    STATES,
    a_full_case,
    after,
    as_json,
    buttons,
    check_home,
    check_pings_nobody,
    clicks,
    every_state,
    read,
)
from tests.handlers.test_reminder import FRIDAY, RHYTHM, numbered, owed_by
from tests.world import on_screen

EMPTY = HomeContents(
    owed=(),
    ending_next=(),
    open_count=0,
    ended_last=(),
    record=TrackRecord(),
    may_change_settings=False,
)


def shown(who: Person, *disputes: Dispute) -> Json:
    return home.build(contents(who, disputes), who.id, now=FRIDAY)


def contents(who: Person, disputes: Sequence[Dispute]) -> HomeContents:
    """As the service gives them, in a channel that everybody can see."""
    seen = [seen_by(one, who, privacy=Privacy.PUBLIC, now=FRIDAY) for one in disputes]
    is_open = [one for one in seen if isinstance(one.state, Open)]
    return HomeContents(
        owed=tuple(one for one in owed_by(who, *disputes) if is_owed(one.debt, RHYTHM, FRIDAY)),
        ending_next=tuple(is_open[:MOST_SHOWN]),
        open_count=len(is_open),
        ended_last=tuple(one for one in seen if one not in is_open)[:MOST_SHOWN],
        record=track_record(disputes, now=FRIDAY),
        may_change_settings=who.founder,
    )


ENDED = numbered(after(rule_at_end(an_unsealed_dispute(), now=END)), 7)


# What it shows


def test_it_shows_what_is_owed_what_ends_next_and_what_ended_lately() -> None:
    view = shown(MAYA, an_open_dispute(), ENDED)

    assert read(view).splitlines() == [
        "What you owe",
        "One thing waits for you.",
        "#12 Transformer upgrade or rules-based filter?",
        "Your case for product is not in.",
        "Ends Mon 9 March 2026, 10:00 UTC.",
        "Without it, none of your options can be chosen.",
        "[State our case] [Mute]",
        "What ends next",
        (
            "#12 Transformer upgrade or rules-based filter? | "
            "Ends <!date^1773050400^{date_long_pretty}, {time}|Mon 9 March 2026, 10:00 UTC> | "
            "Waits for <@Maya> (product's case) and <@Jonas> (research's case) | [Show]"
        ),
        "Ended lately",
        "#7 Transformer upgrade or rules-based filter?",
        (
            "Settled by the rule: Rules-based filter | "
            "Ended <!date^1773050400^{date_long_pretty}, {time}|Mon 9 March 2026, 10:00 UTC> | "
            "By the rule | Answer promised by Mon 23 March 2026 | [Show]"
        ),
        "The last 20: /roadmap log",
        "To open a dispute, type in a channel that both sides can read:",
        "/roadmap dispute Ship hybrid or fine-tune?",
    ]


def test_who_owes_nothing_is_told_so() -> None:
    view = shown(ZOE, an_open_dispute())

    assert "What you owe\nNothing waits for you.\n" in read(view)
    assert clicks(view) == [Click.SHOW]


def test_it_has_no_word_that_is_wrong_the_next_day() -> None:
    told = read(shown(MAYA, an_open_dispute(), ENDED))

    assert "today" not in told
    assert "tomorrow" not in told
    assert "in 3 days" not in told


def test_a_last_call_is_no_matter_of_the_home() -> None:
    owed = tuple(owed_by(MAYA, an_open_dispute(), is_last_call=True))
    view = home.build(replace(EMPTY, owed=owed), MAYA.id, now=FRIDAY)

    assert "Your case for product is not in." in read(view)
    assert "last" not in read(view).partition("What ends next")[0]


def test_of_many_open_ones_five_are_shown_and_the_others_counted() -> None:
    view = shown(ZOE, *(numbered(an_open_dispute(), number) for number in range(1, 13)))

    assert clicks(view).count(Click.SHOW) == MOST_SHOWN
    assert "And 7 more: /roadmap list" in read(view)


def test_an_empty_workspace_reads_what_the_bot_is_for_and_how_to_begin() -> None:
    view = home.build(EMPTY, ZOE.id, now=FRIDAY)

    assert read(view).splitlines() == [
        "Roadmap disputes",
        home.WHAT_FOR,
        "To open a dispute, type in a channel that both sides can read:",
        "/roadmap dispute Ship hybrid or fine-tune?",
    ]


def test_an_open_dispute_alone_and_an_ended_one_alone_say_what_there_is_not() -> None:
    assert "Nothing has ended yet that you can see." in read(shown(ZOE, an_open_dispute()))
    assert "No dispute is open that you can see." in read(shown(ZOE, ENDED))


def test_only_who_may_change_the_settings_sees_the_button() -> None:
    assert "Settings" in buttons(shown(OLU, an_open_dispute()))
    assert "Settings" not in buttons(shown(LEE, an_open_dispute()))
    assert "Settings" in buttons(
        home.build(replace(EMPTY, may_change_settings=True), OLU.id, now=FRIDAY)
    )


def test_how_promises_were_kept_stands_below_by_side_and_drawn_from_three_answers_on() -> None:
    answered = [numbered(with_outcome(a_ruled_dispute(), ANSWER), number) for number in (1, 2, 3)]
    view = shown(ZOE, *answered)
    told = read(view)

    assert told.partition("What came of it\n")[2].splitlines()[:2] == [
        (
            "Days promised against real: product's answers took 0.8 times the days promised "
            "(median of 3; no builder had confirmed the days); research has no answer yet."
        ),
        "The last 3 answers, days promised and real: #1 14 → 11, #2 14 → 11, #3 14 → 11.",
    ]
    assert "data_visualization" in as_json(view)
    assert "data_visualization" not in as_json(home.without_charts(view))
    assert "What came of it" not in read(shown(ZOE, ENDED))


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    who=st.sampled_from([LEE, MAYA, JONAS, OLU, ZOE]),
)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(
    text: str, state: str, who: Person
) -> None:
    dispute, _ = every_state(text)[state]
    view = shown(who, *(numbered(dispute, number) for number in range(1, 16)))

    check_home(view)
    check_pings_nobody(view)


@pytest.mark.parametrize("state", ["one filed", "one yielded, one filed", "withdrawn, sealed"])
@pytest.mark.parametrize("who", [LEE, JONAS, OLU, ZOE], ids=lambda one: one.id)
def test_no_word_of_a_sealed_case_is_shown_to_anybody_else(state: str, who: Person) -> None:
    dispute, _ = every_state("x", product=a_full_case("sealed-7f3a", Side.PRODUCT))[state]

    assert "sealed-7f3a" not in as_json(shown(who, dispute))


# In Slack


async def opened(slack: Slack, who: str) -> View:
    """Their Home, once it is drawn."""
    assert (await slack.as_person(who).open_home()).ok
    await slack.wait_for(lambda: slack.home(who) is not None)
    view = slack.home(who)
    assert view is not None
    return view


async def test_it_is_drawn_when_somebody_opens_it(slack: Slack, begin: Begin) -> None:
    await deeds.a_dispute(begin)

    assert "Your case for product is not in." in read((await opened(slack, world.MAYA)).content)
    assert "Nothing waits for you." in read((await opened(slack, world.ZOE)).content)


async def test_the_tab_for_messages_draws_nothing(slack: Slack, begin: Begin) -> None:
    event = {"type": "app_home_opened", "channel": "D1", "tab": "messages"}
    assert (await slack.as_person(world.ZOE).event(event)).ok

    await deeds.a_dispute(begin)
    await opened(slack, world.LEE)

    assert slack.home(world.ZOE) is None


async def test_it_is_drawn_anew_when_something_changes(slack: Slack, begin: Begin) -> None:
    dispute = await deeds.a_dispute(begin)
    before = await opened(slack, world.MAYA)

    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)

    await slack.wait_for(lambda: slack.workspace.views.get(before.id).hash != before.hash)
    assert "Nothing waits for you." in read(slack.workspace.views.get(before.id).content)


async def test_its_buttons_open_windows(slack: Slack, begin: Begin) -> None:
    await an_unsealed_dispute_on_record(begin)
    view = await opened(slack, world.OLU)

    for click, says in ((Click.SHOW, "What happened"), (Click.SETTINGS, "Who are the founders?")):
        outcome = await slack.as_person(world.OLU).click(view, action_id=click.value)
        assert outcome.ok, outcome
        assert says in as_json(on_screen(slack, world.OLU).content)


async def test_the_case_can_be_stated_from_there(slack: Slack, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    view = await opened(slack, world.MAYA)

    outcome = await slack.as_person(world.MAYA).click(view, action_id=Click.STATE_CASE.value)

    assert outcome.ok
    assert on_screen(slack, world.MAYA).content["callback_id"] == "state_case"


async def test_muting_there_is_shown_there(slack: Slack, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    view = await opened(slack, world.MAYA)

    outcome = await slack.as_person(world.MAYA).click(view, action_id=Click.MUTE.value)

    assert outcome.ok, outcome
    await slack.wait_for(lambda: "Muted until" in read(slack.workspace.views.get(view.id).content))


async def test_a_private_dispute_is_shown_to_its_people_and_the_founders_only(
    slack: Slack, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    for who, sees in ((world.MAYA, True), (world.OLU, True), (world.ZOE, False)):
        assert ("#1 " in read((await opened(slack, who)).content)) is sees
