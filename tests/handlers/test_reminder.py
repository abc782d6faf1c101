"""The daily reminder: what it says, what it leaves out, and what its buttons do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Audience, Side
from bot.domain.debts import debts_of
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.ids import DisputeId, TeamId
from bot.domain.leads import name_deputy
from bot.domain.notices import ReminderDue
from bot.domain.outcome import NotYet
from bot.domain.person import Person
from bot.domain.reminders import Reminded
from bot.domain.rhythm import Rhythm
from bot.domain.sealing import seen_by
from bot.domain.settings import WorkspaceSettings
from bot.domain.settling import confirm_option, decide
from bot.domain.yielding import yield_side
from bot.services import disputes as deeds_of_people
from bot.services.owing import Owed
from bot.services.ports import Begin
from bot.services.workspace import WorkspaceDirectory
from handlers import reminder
from handlers.blocks import Message
from handlers.ids import Click
from handlers.owed import MOST_OWED
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)
from tests.handlers import deeds
from tests.handlers.deeds import TEAM, person
from tests.handlers.deeds import told as told_alone
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    a_full_case,
    after,
    as_json,
    buttons,
    check_message,
    check_pings_nobody,
    clicks,
    every_state,
    read,
    recorded,
)

FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
RHYTHM = Rhythm.of_reminders(WorkspaceSettings(), "UTC")
EVERYTHING = ReminderDue(bundled_until=FRIDAY + 9 * HOUR)


def owed_by(
    who: Person,
    *disputes: Dispute,
    now: datetime = FRIDAY,
    gone: Sequence[Person] = (),
    is_last_call: bool = False,
    is_muted: bool = False,
) -> list[Owed]:
    return [
        Owed(
            debt=debt,
            dispute=seen_by(dispute, who, now=now),
            is_last_call=is_last_call,
            is_muted=is_muted,
        )
        for dispute in disputes
        for debt in debts_of(dispute, who.id, left=[one.id for one in gone], now=now)
    ]


def told(owed: Sequence[Owed], who: Person = MAYA, *, now: datetime = FRIDAY) -> Message:
    return reminder.build(owed, who.id, RHYTHM, now=now)


def numbered(dispute: Dispute, number: int) -> Dispute:
    return replace(dispute, opening=replace(dispute.opening, id=DisputeId(TeamId("T1"), number)))


CONFIRMED = after(
    confirm_option(
        an_unsealed_dispute(), Side.RESEARCH, FILTER.id, revision=1, by=JONAS, now=FRIDAY
    )
)

RULED = after(rule_at_end(an_unsealed_dispute(), now=END))
DUE = END + 14 * DAY
PUT_OFF = recorded(RULED, NotYet(until=date(2026, 3, 27), why="Acme is away."), now=DUE)


# What it says


def test_two_things_each_with_its_end_what_the_rule_would_do_and_the_button_that_does_it() -> None:
    message = told(owed_by(MAYA, an_open_dispute(), numbered(CONFIRMED, 14)))

    assert message.text == "Two things wait for you: #12 and #14"
    assert read(message).splitlines() == [
        "Two things wait for you.",
        "#12 Transformer upgrade or rules-based filter?",
        "Your case for product is not in.",
        "Ends Mon 9 March 2026, 10:00 UTC, in 3 days.",
        "Without it, none of your options can be chosen.",
        "[State our case] [Mute]",
        "#14 Transformer upgrade or rules-based filter?",
        '@Jonas has confirmed "Rules-based filter"; your answer is open.',
        "Ends Mon 9 March 2026, 10:00 UTC, in 3 days.",
        (
            "The rule would choose today: Rules-based filter, 14 days, three pilot merchants. "
            "Next: Transformer upgrade, 70 days."
        ),
        "[Confirm] [Both cases] [Mute]",
        "[Later: 2 hours] [Monday at 9]",
    ]


@pytest.mark.parametrize(
    ("now", "left"), [(END - HOUR, "today"), (END - DAY, "tomorrow"), (END - 2 * DAY, "in 2 days")]
)
def test_the_days_left_are_those_of_the_calendar(now: datetime, left: str) -> None:
    message = told(owed_by(MAYA, an_open_dispute(), now=now), now=now)

    assert f"10:00 UTC, {left}." in read(message)


def test_one_thing_is_one_thing() -> None:
    assert read(told(owed_by(MAYA, an_open_dispute()))).startswith("One thing waits for you.\n")


def test_while_the_other_side_alone_has_filed_only_its_options_can_be_chosen() -> None:
    message = told(owed_by(MAYA, file(an_open_dispute(), Side.RESEARCH)))

    assert "Without it, none of your options can be chosen, only research's." in read(message)


def test_after_a_yield_one_option_is_enough() -> None:
    yielded = after(yield_side(an_open_dispute(), Side.RESEARCH, "No", by=JONAS, now=MONDAY))
    call = told(owed_by(MAYA, yielded, is_last_call=True))

    assert "Research has yielded: file one option and it is chosen at once." in read(call)
    assert Click.YIELD not in clicks(call)


def test_a_deputy_reads_for_whom_they_stand_in() -> None:
    dispute = after(name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=MONDAY))
    message = told(owed_by(ADA, dispute, gone=[JONAS]), ADA)

    assert "You stand in for @Jonas, who has left." in read(message)


def test_a_last_call_stands_first_and_says_that_it_is_the_last() -> None:
    calls = owed_by(MAYA, numbered(an_open_dispute(), 14), is_last_call=True)
    message = told([*owed_by(MAYA, an_open_dispute()), *calls])

    assert message.text == "Last call for #14. It is the last reminder."
    assert read(message).splitlines()[:8] == [
        "Last call for #14 Transformer upgrade or rules-based filter?",
        "It ends Mon 9 March 2026, 10:00 UTC; this is the last reminder.",
        "Your case for product is not in.",
        "One option and one piece of evidence are enough, and nobody minds short sentences.",
        "Without it, none of your options can be chosen.",
        "[State our case] [Yield]",
        "One more thing waits for you.",
        "#12 Transformer upgrade or rules-based filter?",
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            DUE,
            (
                "Chosen: Rules-based filter. Its answer is due today: what did three pilot "
                "merchants say?\nPromised by Mon 23 March 2026.\n"
            ),
        ),
        (
            DUE + DAY,
            (
                "Chosen: Rules-based filter. What did three pilot merchants say?\n"
                "Promised by Mon 23 March 2026; 1 day late.\n"
            ),
        ),
        (
            DUE + 7 * DAY,
            (
                "Promised by Mon 23 March 2026; 7 days late.\n"
                "Research can reopen #12 without new evidence.\n"
            ),
        ),
    ],
)
def test_an_outcome_is_asked_for_with_when_it_was_promised(now: datetime, said: str) -> None:
    message = told(owed_by(MAYA, RULED, now=now), now=now)

    assert message.text == "One thing waits for you: #12"
    assert f"{said}[Answered] [Not yet] [Dropped]\n" in read(message)


def test_what_was_put_off_says_to_which_day_and_why() -> None:
    message = told(owed_by(MAYA, PUT_OFF, now=DUE + 4 * DAY), now=DUE + 4 * DAY)

    assert 'You put it off to Fri 27 March 2026: "Acme is away."' in read(message)


def test_who_stands_in_reads_who_put_it_off_and_for_whom_they_stand_in() -> None:
    dispute = replace(PUT_OFF, product=replace(PUT_OFF.product, deputy=ADA.id))
    message = told(owed_by(ADA, dispute, now=DUE + 4 * DAY, gone=[MAYA]), ADA)

    assert '@Maya put it off to Fri 27 March 2026: "Acme is away."' in read(message)
    assert "You stand in for @Maya, who has left." in read(message)


def test_an_option_for_ourselves_is_asked_for_without_customers() -> None:
    inside = an_option("Internal tool", 3, audience=Audience.INTERNAL)
    decided = decide(an_unsealed_dispute((inside,)), inside.id, "So", by=MAYA, now=FRIDAY)
    message = told(owed_by(MAYA, after(decided), now=DUE), now=DUE)

    assert "Chosen: Internal tool. What came of it?" in read(message)


def test_an_outcome_comes_again_until_it_is_recorded_and_cannot_be_muted() -> None:
    message = told(owed_by(MAYA, RULED, now=DUE), now=DUE)

    assert clicks(message)[-2:] == [Click.LATER, Click.NEXT_DAY]
    assert Click.MUTE not in clicks(message)


def test_nothing_is_offered_to_be_heard_of_again_after_its_end() -> None:
    now = END - HOUR
    message = told(owed_by(MAYA, an_open_dispute(), now=now, is_last_call=True), now=now)

    assert clicks(message) == [Click.STATE_CASE, Click.YIELD]


def test_what_is_muted_says_so_and_can_be_unmuted() -> None:
    message = told(owed_by(MAYA, an_open_dispute(), is_muted=True))

    assert "Muted until its last call." in read(message)
    assert buttons(message)["Unmute"] == "12"


@pytest.mark.parametrize(
    ("zone", "now", "label"),
    [
        ("UTC", FRIDAY - DAY, "Tomorrow at 9"),
        ("UTC", FRIDAY, "Monday at 9"),
        ("UTC", FRIDAY - HOUR, "Today at 9"),
        ("Asia/Tokyo", FRIDAY - DAY, "Tomorrow at 9"),
        ("America/New_York", FRIDAY, "Today at 9"),
    ],
)
def test_the_next_moment_is_named_by_its_real_day(zone: str, now: datetime, label: str) -> None:
    rhythm = Rhythm.of_reminders(WorkspaceSettings(), zone)
    owed = owed_by(MAYA, an_open_dispute(), now=now)

    assert label in buttons(reminder.build(owed, MAYA.id, rhythm, now=now))


def test_an_hour_that_the_clock_skips_is_named_by_the_first_minute_after_it() -> None:
    rhythm = Rhythm(zone="Asia/Kolkata", hour=9, days=tuple(WorkspaceSettings().working_days))
    half_past = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)

    assert reminder.say_moment(half_past, rhythm, FRIDAY) == "on Monday at 9:30"


# For any text, and however much


def test_of_very_many_the_first_are_shown_and_the_others_named() -> None:
    text = "x" * 3000
    dispute, _ = every_state(text)["open"]
    many = [numbered(dispute, number) for number in range(1, 31)]
    message = told(owed_by(MAYA, *many))

    check_message(message)
    assert clicks(message).count(Click.STATE_CASE) == MOST_OWED
    assert "And 18 more: #13, #14, " in read(message)
    assert "To see one: /roadmap show 13" in read(message)


OWING = ("open", "with deputy", "one filed", "one yielded", "one confirmed")


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(OWING),
    who=st.sampled_from([MAYA, JONAS]),
    count=st.integers(1, 14),
    is_last_call=st.booleans(),
    is_muted=st.booleans(),
)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(
    text: str, state: str, who: Person, count: int, *, is_last_call: bool, is_muted: bool
) -> None:
    dispute, now = every_state(text)[state]
    owed = owed_by(who, dispute, now=now, is_last_call=is_last_call, is_muted=is_muted)
    assume(owed)

    message = told(owed * count, who, now=now)

    check_message(message)
    check_pings_nobody(message)


@pytest.mark.parametrize("state", ["one filed", "withdrawal proposed, sealed"])
def test_no_word_of_a_sealed_case_is_told_to_the_other_side(state: str) -> None:
    dispute, now = every_state("x", product=a_full_case("sealed-7f3a", Side.PRODUCT))[state]
    owed = owed_by(JONAS, dispute, now=now)

    assert owed
    assert "sealed-7f3a" not in as_json(told(owed, JONAS, now=now))


# When it is sent


async def drawn(
    bot: App, begin: Begin, who: str, notice: ReminderDue = EVERYTHING, *, now: datetime = FRIDAY
) -> Message | None:
    directory = WorkspaceDirectory(bot.directory, begin, TEAM)
    user = person(who).id
    return await reminder.draw(TEAM, user, notice, now=now, begin=begin, directory=directory)


async def mute(begin: Begin, who: str, *numbers: int) -> None:
    async with begin() as tx:
        reminded = Reminded(muted=numbers)
        await tx.reminders.put(TEAM, person(who).id, reminded, look_at=None)


async def test_it_is_asked_again_what_is_owed(slack: Slack, bot: App, begin: Begin) -> None:
    dispute = await deeds.a_dispute(begin)
    assert await drawn(bot, begin, world.MAYA)

    await deeds.file(begin, dispute, Side.PRODUCT)

    assert await drawn(bot, begin, world.MAYA) is None
    assert slack.dms(world.ZOE) == []


async def test_too_late_for_the_day_only_the_last_calls_are_told(bot: App, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    await deeds.a_dispute(begin, form="V1")
    late = ReminderDue(bundled_until=FRIDAY, last_calls=(2,))

    message = await drawn(bot, begin, world.MAYA, late)
    nothing = await drawn(bot, begin, world.MAYA, ReminderDue(bundled_until=FRIDAY))

    assert message is not None
    assert "Last call for #2" in read(message)
    assert "#1" not in read(message)
    assert nothing is None


async def test_after_its_last_call_a_dispute_stands_among_the_others_as_usual(
    bot: App, begin: Begin
) -> None:
    await deeds.a_dispute(begin)
    monday = END - HOUR
    message = await drawn(bot, begin, world.MAYA, ReminderDue(bundled_until=END), now=monday)

    assert message is not None
    assert "Last call" not in read(message)
    assert "10:00 UTC, today." in read(message)


async def test_a_muted_dispute_is_left_out_but_for_its_last_call(bot: App, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    await mute(begin, world.MAYA, 1)

    call = await drawn(bot, begin, world.MAYA, ReminderDue(bundled_until=None, last_calls=(1,)))

    assert await drawn(bot, begin, world.MAYA) is None
    assert call is not None
    assert "Last call for #1" in read(call)


# Its buttons


async def a_reminder(slack: Slack, bot: App, clock: world.MovableClock) -> None:
    """Jonas owes two cases and is reminded of them at nine in Berlin, on Tuesday."""
    begin = bot.begin
    await deeds.a_dispute(begin)
    await deeds.a_dispute(begin, form="V1")
    clock.now = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    await bot.tick()
    await slack.wait_for(lambda: _reminder(slack))


def _reminder(slack: Slack) -> str:
    found = [dm for dm in slack.dms(world.JONAS) if "thing" in dm.text or "again" in dm.text]
    return (
        "\n".join([found[-1].text, read(Message(found[-1].text, list(found[-1].blocks)))])
        if found
        else ""
    )


async def click(slack: Slack, action: Click, *, value: str = "") -> None:
    (message,) = [dm for dm in slack.dms(world.JONAS) if "thing" in dm.text]
    blocks = [
        block["block_id"]
        for block in message.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == action and element.get("value", "") == value
    ]
    outcome = await slack.as_person(world.JONAS).click(
        message, action_id=action.value, block_id=blocks[0]
    )
    assert outcome.ok, outcome


async def test_later_makes_it_one_line_that_says_when(
    slack: Slack, bot: App, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    before = len(slack.dms(world.JONAS))

    await click(slack, Click.LATER)

    assert _reminder(slack).splitlines() == [
        "You hear of this again at 11:00, if it still waits for you.",
        "You hear of this again at 11:00, if it still waits for you.",
    ]
    clock.move(hours=2)
    await bot.tick()
    await slack.wait_for(lambda: len(slack.dms(world.JONAS)) > before)
    assert "Two things wait for you" in _reminder(slack)


async def test_a_message_that_slack_does_not_change_is_said_to_be_tried_again(
    slack: Slack, bot: App, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    slack.faults.refuse_blocks("rich_text")

    await deeds.press(slack, bot, world.JONAS, Click.LATER)

    assert told_alone(slack, world.JONAS) == "Slack did not answer in time. Try again in a moment."


async def test_later_twice_is_later_once(
    slack: Slack, bot: App, begin: Begin, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)

    for _ in range(2):
        await deeds.press(slack, bot, world.JONAS, Click.LATER)

    async with begin(reading=True) as tx:
        reminded = await tx.reminders.get(TEAM, person(world.JONAS).id)
    assert reminded.snoozed_until == clock() + 2 * HOUR


async def test_later_on_another_day_is_that_days_reminder(
    slack: Slack, bot: App, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    clock.move(hours=14, minutes=30)

    await click(slack, Click.LATER)

    assert "You hear of this again tomorrow at 9, if" in _reminder(slack)


async def test_tomorrow_makes_it_one_line_that_names_the_day(
    slack: Slack, bot: App, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)

    await click(slack, Click.NEXT_DAY)

    assert "You hear of this again tomorrow at 9, if it still waits" in _reminder(slack)


async def test_muting_marks_the_line_in_place_and_unmuting_takes_it_back(
    slack: Slack, bot: App, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    before = len(slack.dms(world.JONAS))

    await click(slack, Click.MUTE, value="1")

    assert "Muted until its last call." in _reminder(slack)
    assert "#2 Transformer" in _reminder(slack)
    await click(slack, Click.UNMUTE, value="1")
    assert "Muted" not in _reminder(slack)
    assert len(slack.dms(world.JONAS)) == before


async def test_muting_twice_is_muting_once(
    slack: Slack, bot: App, begin: Begin, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)

    for _ in range(2):
        await deeds.press(slack, bot, world.JONAS, Click.MUTE, "1")

    async with begin(reading=True) as tx:
        assert (await tx.reminders.get(TEAM, person(world.JONAS).id)).muted == (1,)


async def test_muting_what_is_done_with_says_that_nothing_waits(
    slack: Slack, bot: App, begin: Begin, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    for number in (1, 2):
        dispute = DisputeId(TEAM, number)
        await deeds_of_people.yield_side(
            dispute, "No", by=person(world.JONAS), now=clock(), begin=begin
        )

    await click(slack, Click.MUTE, value="1")

    messages = [dm.text for dm in slack.dms(world.JONAS)]
    assert "Nothing waits for you any more." in messages


async def test_nobody_elses_message_or_reminder_is_touched(
    slack: Slack, bot: App, begin: Begin, clock: world.MovableClock
) -> None:
    await a_reminder(slack, bot, clock)
    before = _reminder(slack)

    await deeds.press(slack, bot, world.ZOE, Click.NEXT_DAY)
    await deeds.press(slack, bot, world.ZOE, Click.MUTE, "1")

    assert _reminder(slack) == before
    assert [one.text for one in slack.messages(world.ROADMAP, as_person=world.LEE)][-2:] == [
        "A message",
        "A message",
    ]
    async with begin(reading=True) as tx:
        assert (await tx.reminders.get(TEAM, person(world.JONAS).id)).muted == ()
