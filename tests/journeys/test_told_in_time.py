"""What the clock tells by itself, over seven days and to the hour."""

from handlers.ids import Click
from sandbox.records import Message
from tests.journeys.conftest import World
from tests.journeys.deeds import FILTER, clicks, text_of
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, on_screen

# The dispute is opened on Monday 2 March 2026, 10:00 UTC: 05:00 in New York, 11:00 in Berlin.
TO_TUESDAY_EIGHT_IN_BERLIN = 21
TO_TUESDAY_NINE_IN_BERLIN = 22
TO_TUESDAY_NINE_IN_NEW_YORK = 28


def reminders(world: World, who: str) -> list[Message]:
    return [
        dm for dm in world.slack.dms(who) if Click.LATER in clicks(dm) or "Last call" in dm.text
    ]


async def test_each_is_reminded_at_nine_of_their_own_clock(world: World) -> None:
    await world.people.has_opened()
    world.pass_time(hours=TO_TUESDAY_NINE_IN_BERLIN)
    await world.slack.wait_for(lambda: reminders(world, JONAS))

    await world.tick()

    assert reminders(world, MAYA) == []

    world.pass_time(hours=TO_TUESDAY_NINE_IN_NEW_YORK - TO_TUESDAY_NINE_IN_BERLIN)
    await world.slack.wait_for(lambda: reminders(world, MAYA))

    assert len(reminders(world, JONAS)) == 1


async def test_who_has_filed_hears_nothing_more(world: World) -> None:
    await world.people.has_opened()
    assert (await world.people.state_case(JONAS, **FILTER)).ok
    world.pass_time(hours=TO_TUESDAY_NINE_IN_NEW_YORK)
    await world.slack.wait_for(lambda: reminders(world, MAYA))

    assert reminders(world, JONAS) == []


async def test_the_button_in_the_reminder_opens_the_form(world: World) -> None:
    await world.people.has_opened()
    world.pass_time(hours=TO_TUESDAY_NINE_IN_BERLIN)
    found = await world.slack.wait_for(lambda: reminders(world, JONAS))

    assert (await world.people.click(JONAS, Click.STATE_CASE, found[0])).ok
    assert on_screen(world.slack, JONAS).content["callback_id"] == "state_case"


async def test_a_snooze_takes_the_message_away_and_brings_it_back(world: World) -> None:
    await world.people.has_opened()
    world.pass_time(hours=TO_TUESDAY_NINE_IN_BERLIN)
    found = await world.slack.wait_for(lambda: reminders(world, JONAS))
    assert (await world.people.click(JONAS, Click.LATER, found[0])).ok
    await world.slack.wait_for(lambda: not reminders(world, JONAS))
    await world.tick()

    world.pass_time(hours=2)
    again = await world.slack.wait_for(lambda: reminders(world, JONAS))

    assert len(again) == 1


async def test_a_bot_that_was_off_at_nine_makes_it_up_and_once(sleeping_world: World) -> None:
    world = sleeping_world
    async with world.bot_on():
        await world.people.has_opened()
    world.pass_time(hours=TO_TUESDAY_NINE_IN_BERLIN + 5)
    async with world.bot_on():
        await world.slack.wait_for(lambda: reminders(world, JONAS))
    async with world.bot_on():
        world.pass_time(seconds=10)

    assert len(reminders(world, JONAS)) == 1


async def test_the_last_call_comes_on_the_last_morning_four_hours_before_the_end(
    world: World,
) -> None:
    await world.people.has_opened()
    # Friday 09:00 in New York; Monday 09:00 there is after the end.
    world.pass_time(days=4, hours=4)
    found = await world.slack.wait_for(lambda: reminders(world, MAYA))

    assert "Last call for #1" in text_of(found[-1])
    assert "this is the last reminder" in text_of(found[-1])


async def test_the_decider_is_told_once_that_they_may_decide(world: World) -> None:
    await world.people.has_opened()
    await world.people.both_file()
    world.pass_time(hours=24)
    await world.slack.wait_for(lambda: world.people.dm(MAYA, having="You may decide #1"))
    await world.tick()
    world.pass_time(hours=24)
    assert (await world.people.click(MAYA, Click.MORE)).ok

    told = [dm for dm in world.slack.dms(MAYA) if "You may decide #1" in text_of(dm)]
    assert len(told) == 1


async def test_founders_read_one_digest_on_monday(world: World) -> None:
    await world.people.has_opened()
    world.pass_time(seconds=5)
    await world.tick()
    world.pass_time(days=6, hours=23)
    await world.slack.wait_for(lambda: world.slack.dms(OLU))

    digests = [dm for dm in world.slack.dms(OLU) if "Roadmap disputes" in text_of(dm)]
    assert len(digests) == 1
    assert "#1" in text_of(digests[0])


async def test_a_digest_can_be_asked_for_by_a_founder_and_by_nobody_else(world: World) -> None:
    await world.people.has_opened()

    asked = await world.slack.as_person(OLU).command("/roadmap", "digest", channel=ROADMAP)
    refused = await world.slack.as_person(LEE).command("/roadmap", "digest", channel=ROADMAP)

    assert (asked.ok, refused.ok) == (True, True)
    assert "Roadmap disputes" in world.slack.ephemerals(OLU)[-1].text
    assert "a founder" in world.slack.ephemerals(LEE)[-1].text.casefold()
