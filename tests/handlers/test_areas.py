"""`/roadmap area`: all areas, one with its history, and the buttons that accept a proposal."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.domain.area import Area, HandedOff, HandoffProposed, LimitsProposed, Stage, Terms
from bot.domain.ids import AreaId, UserId
from bot.domain.minimum_model import MinimumModel
from bot.domain.person import Person
from bot.services import areas as services
from bot.services.ports import AreaChange, AreaDeed, Begin
from handlers.area_clicks import fingerprint
from handlers.areas import area_list, one_area, window
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import GUS, JONAS, MAYA, MONDAY, OLU, ZOE
from tests.domain.bound import AREA, CHECKLIST, STRICT, TEAM
from tests.handlers.area_deeds import FULL, LONGEST, TIGHT, an_area, ask, changes_of, on_record
from tests.handlers.area_deeds import propose_limits as have_proposed
from tests.handlers.deeds import TEAM as AREA_TEAM
from tests.handlers.deeds import person, press, told
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    buttons,
    check_message,
    check_pings_nobody,
    check_window,
    clicks,
    read,
)
from tests.world import GUS as GUS_ID
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID
from tests.world import OLU as OLU_ID
from tests.world import ROADMAP, MovableClock, on_screen

PROPOSED = replace(AREA, limits_proposed=LimitsProposed(minimum=TIGHT, by=MAYA.id, at=MONDAY))
HANDING_OFF = replace(
    AREA, handoff_proposed=HandoffProposed(checklist=CHECKLIST, by=JONAS.id, at=MONDAY)
)
DUE = replace(AREA, handoff_due_since=MONDAY)
DONE = replace(
    AREA,
    terms=replace(AREA.terms, stage=Stage.AFTER),
    handed_off=HandedOff(checklist=CHECKLIST, by=MAYA.id, at=MONDAY, proposed_by=JONAS.id),
)
TYPED = Area(id=AreaId.of(TEAM, "search"), name="search")


def shown(*changed: Area, to: Person = ZOE) -> str:
    return read(one_area(changes_of(*changed), to))


# One area


def test_an_area_is_told_in_words() -> None:
    assert shown(AREA).splitlines()[:5] == [
        "fraud detection",
        "Stage: before the first customer prototype; @Jonas decides.",
        "Leads: @Maya for product, @Jonas for research.",
        (
            "Limits: accuracy at least 92 %; latency at most 200 ms; cost per query at most 0.03 "
            "USD; GPU memory at most 48 GB; lineage recorded, yes."
        ),
        "GPU budget: 5 GPU-weeks a month for one option.",
    ]


def test_an_area_that_was_only_typed_has_nobody_yet_and_no_limits() -> None:
    said = shown(TYPED)

    assert "product's lead decides." in said
    assert "Leads: nobody yet." in said
    assert "Limits: none." in said


def test_proposed_limits_are_told_with_whom_they_wait_for() -> None:
    said = shown(PROPOSED)

    assert (
        "@Maya proposes other limits.\n"
        "New limits: accuracy at least 95 %.\n"
        "No longer: accuracy at least 92 %; latency at most 200 ms; cost per query at most 0.03 "
        "USD; lineage recorded, yes.\n"
        "They hold once @Jonas accepts them."
    ) in said


def test_proposed_limits_that_add_or_take_away_are_told_by_that_alone() -> None:
    without = replace(AREA, terms=replace(AREA.terms, minimum=MinimumModel()))
    wanted = LimitsProposed(minimum=TIGHT, by=MAYA.id, at=MONDAY)
    added = shown(replace(without, limits_proposed=wanted))
    gone = shown(replace(AREA, limits_proposed=replace(wanted, minimum=MinimumModel())))

    assert "New limits: accuracy at least 95 %; GPU memory at most 48 GB." in added
    assert "No longer" not in added
    assert "No longer: accuracy at least 92 %; latency at most 200 ms;" in gone
    assert "New limits" not in gone


def test_a_proposed_handoff_is_told_with_its_checklist() -> None:
    assert (
        "@Jonas proposes the handoff to product, by this checklist:\n"
        "Who saw the prototype: Acme and Borealis\n"
        "What a query may cost: 0.03 USD\n"
        "What research keeps working on: New fraud patterns.\n"
        "It is handed off once @Maya accepts it."
    ) in shown(HANDING_OFF)


def test_a_handoff_that_is_due_says_since_when_and_that_one_word_is_enough() -> None:
    assert (
        "The handoff is due: a customer's first answer was recorded Mon 2 March 2026, 10:00 UTC.\n"
        "Either lead can hand it off now, alone."
    ) in shown(DUE)


def test_after_the_handoff_its_checklist_stays_to_be_read() -> None:
    said = shown(DONE)

    assert "Handed off to product Mon 2 March 2026, 10:00 UTC by @Maya." in said
    assert "What a query may cost: 0.03 USD" in said
    assert "@Maya decides." in said


def test_its_history_says_who_changed_what_when_and_from_what() -> None:
    led_by_zoe = replace(AREA, product_lead=ZOE.id)
    rich = replace(led_by_zoe, terms=Terms(minimum=TIGHT, gpu_budget=AREA.terms.gpu_budget * 2))

    said = shown(AREA, led_by_zoe, rich, to=OLU)

    start = "- Mon 2 March 2026, 10:00 UTC: @U5OLU changed the area"
    assert said.splitlines()[-3:] == [
        f"{start}.",
        f"{start}. Product is led by @Zoe; before: @Maya.",
        (
            f"{start}. New limits: accuracy at least 95 %. No longer: accuracy at least 92 %; "
            "latency at most 200 ms; cost per query at most 0.03 USD; lineage recorded, yes. GPU "
            "budget for one option: 10 GPU-weeks a month; before: 5."
        ),
    ]


def test_of_a_long_history_the_last_changes_are_told_and_the_others_counted() -> None:
    said = shown(*[AREA] * 30)

    assert "10 earlier changes left out." in said
    assert said.count("changed the area") == 20


@pytest.mark.parametrize(
    ("area", "who", "offered"),
    [
        (AREA, MAYA, ["Change", "Hand off"]),
        (AREA, OLU, ["Change", "Hand off"]),
        (AREA, ZOE, []),
        (PROPOSED, JONAS, ["Accept the limits", "Change", "Hand off"]),
        (PROPOSED, OLU, ["Accept the limits", "Change", "Hand off"]),
        (PROPOSED, MAYA, ["Change", "Hand off"]),
        (HANDING_OFF, MAYA, ["Accept the handoff", "Change", "Hand off"]),
        (HANDING_OFF, JONAS, ["Change", "Hand off"]),
        (HANDING_OFF, OLU, ["Change", "Hand off"]),
        (DONE, JONAS, ["Change"]),
        (TYPED, ZOE, ["Change"]),
        (TYPED, GUS, []),
    ],
)
def test_everybody_sees_the_buttons_that_are_theirs(
    area: Area, who: Person, offered: list[str]
) -> None:
    assert list(buttons(one_area(changes_of(area), who))) == offered


def test_a_button_carries_what_was_read() -> None:
    key = AREA.id.key

    limits = buttons(one_area(changes_of(PROPOSED), JONAS))
    handoff = buttons(one_area(changes_of(HANDING_OFF), MAYA))

    assert limits["Accept the limits"] == f"{fingerprint(TIGHT)} {key}"
    assert handoff["Accept the handoff"] == f"2026-03-02T10:00:00+00:00 {key}"
    assert handoff["Change"] == handoff["Hand off"] == key


# All of them


def named(number: int, area: Area = PROPOSED, name: str = LONGEST) -> Area:
    name = f"{number:03}{name}"[:60]
    terms = replace(area.terms, minimum=FULL)
    return replace(area, id=AreaId.of(TEAM, name), name=name, terms=terms)


def test_the_list_has_a_row_an_area_and_those_first_that_the_reader_leads() -> None:
    others = replace(TYPED, product_lead=OLU.id, research_lead=ZOE.id)
    message = area_list([others, PROPOSED], MAYA)

    said = read(message).splitlines()
    assert said[0] == "2 areas"
    assert said[1:4] == [
        "fraud detection",
        "Stage: before the first customer prototype; @Jonas decides.",
        "Leads: @Maya for product, @Jonas for research.",
    ]
    assert said[6:8] == ["Other limits are proposed.", "[Change] [Hand off]"]
    assert said[-1] == "[New area]"


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (DUE, "The handoff is due."),
        (HANDING_OFF, "The handoff is proposed."),
        (replace(HANDING_OFF, handoff_due_since=MONDAY), "The handoff is proposed."),
    ],
)
def test_a_row_says_what_is_open(area: Area, said: str) -> None:
    assert said in read(area_list([area], ZOE))


def test_without_any_area_the_list_says_how_one_is_made() -> None:
    message = area_list([], ZOE)

    assert "To make one: /roadmap area new fraud detection" in read(message)
    assert clicks(message) == [Click.NEW_AREA]


def test_a_hundred_areas_at_their_longest_fit_into_one_message() -> None:
    message = area_list([named(number) for number in range(100)], OLU)

    check_message(message)
    check_pings_nobody(message)
    assert "And 80 more: 020xxx" in read(message)


@given(text=st.sampled_from(NASTY) | st.text(min_size=1, max_size=300).filter(str.strip))
@settings(max_examples=30)
def test_any_text_fits_and_pings_nobody(text: str) -> None:
    checklist = replace(CHECKLIST, seen_by=text, may_cost=text, research_keeps=text)
    own = (replace(STRICT.own[0], name=text[:60], unit=text[:20]),)
    area = replace(
        HANDING_OFF,
        name=text[:60],
        handoff_proposed=HandoffProposed(checklist=checklist, by=JONAS.id, at=MONDAY),
        handed_off=HandedOff(checklist=checklist, by=JONAS.id, at=MONDAY),
        limits_proposed=LimitsProposed(minimum=replace(STRICT, own=own), by=JONAS.id, at=MONDAY),
    )
    changes = tuple(replace(change, by=OLU.id) for change in changes_of(*[named(1), area] * 15))

    check_message(one_area(changes, OLU))
    check_pings_nobody(one_area(changes, OLU))
    check_pings_nobody(area_list([area], OLU))
    check_window(window(changes, OLU, ("Saved.",)))


# In Slack


async def test_the_command_lists_them_and_shows_one_by_its_name(slack: Slack, begin: Begin) -> None:
    await an_area(begin)
    await an_area(begin, "search")

    assert await ask(slack, LEE_ID) == "2 areas"
    assert await ask(slack, LEE_ID, " Fraud   DETECTION ") == (
        "fraud detection: before the first customer prototype"
    )


async def test_an_area_that_was_only_typed_is_listed_for_founders_alone(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    typed = Area(id=AreaId.of(AREA_TEAM, "search"), name="search")
    async with begin() as tx:
        await tx.areas.put(AreaChange(area=typed, deed=AreaDeed.TYPED, by=None, at=MONDAY))

    assert await ask(slack, LEE_ID) == "1 area"
    assert await ask(slack, OLU_ID) == "2 areas"
    assert await ask(slack, OLU_ID, "search") == "search: after the first customer prototype"
    assert await ask(slack, LEE_ID, "search") == (
        'There is no area "search". /roadmap area names those there are.'
    )


async def test_an_area_that_is_not_there_is_said_with_where_to_look(slack: Slack, bot: App) -> None:
    assert bot.begin

    assert await ask(slack, LEE_ID, "<!channel>") == (
        'There is no area "&lt;!channel&gt;". /roadmap area names those there are.'
    )


async def test_a_guest_sees_no_area(slack: Slack, begin: Begin) -> None:
    await an_area(begin)
    slack.workspace.join(ROADMAP, GUS_ID)

    assert await ask(slack, GUS_ID) == (
        "Only a full member of this workspace can see the areas of its roadmap."
    )


async def test_who_slack_does_not_know_in_time_is_asked_to_try_again(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    slack.faults.fail_next("users.info", "internal_error")

    assert "Try again in a moment." in await ask(slack, LEE_ID)


async def test_the_other_lead_accepts_the_limits_that_they_read(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await have_proposed(begin, (await an_area(begin)).id)

    for _ in range(2):
        await press(
            slack, bot, JONAS_ID, Click.ACCEPT_LIMITS, f"{fingerprint(TIGHT)} {area.id.key}"
        )
        assert "The limits of fraud detection hold from now on." in read(
            on_screen(slack, JONAS_ID).content
        )

    assert (await on_record(begin)).terms.minimum == TIGHT
    async with begin(reading=True) as tx:
        assert len(await tx.areas.changes(area.id)) == 3


async def test_limits_that_were_changed_since_they_were_read_are_not_accepted(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await have_proposed(begin, (await an_area(begin)).id)
    await have_proposed(begin, area.id, STRICT)
    await press(slack, bot, JONAS_ID, Click.ACCEPT_LIMITS, f"{fingerprint(TIGHT)} {area.id.key}")

    assert told(slack, JONAS_ID) == (
        "These limits for fraud detection are not proposed any more. Look at it again."
    )
    assert (await on_record(begin)).terms.minimum == area.terms.minimum


async def test_the_other_lead_accepts_the_checklist_that_they_read(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    area = await an_area(begin)
    for who in (JONAS_ID, JONAS_ID):
        checklist = replace(CHECKLIST, seen_by=f"Acme, {clock.now:%H}")
        await services.propose_handoff(
            area.id, checklist, by=person(who), now=clock.now, begin=begin
        )
        clock.move(hours=1)

    await press(slack, bot, MAYA_ID, Click.ACCEPT_HANDOFF, f"{MONDAY.isoformat()} {area.id.key}")
    assert told(slack, MAYA_ID) == (
        "This checklist for fraud detection has changed. Look at it again."
    )
    read_last = MONDAY.replace(hour=11).isoformat()
    await press(slack, bot, MAYA_ID, Click.ACCEPT_HANDOFF, f"{read_last} {area.id.key}")

    assert "from now on product decides." in read(on_screen(slack, MAYA_ID).content)
    after = await on_record(begin)
    assert after.terms.stage is Stage.AFTER
    assert after.handed_off
    assert after.handed_off.proposed_by == UserId(JONAS_ID)


@pytest.mark.parametrize("click", [Click.ACCEPT_HANDOFF, Click.ACCEPT_LIMITS, Click.CHANGE_AREA])
async def test_a_button_that_names_no_area_is_answered(
    slack: Slack, bot: App, click: Click
) -> None:
    await press(slack, bot, OLU_ID, click, "nonsense")

    assert "There is no area" in told(slack, OLU_ID)
