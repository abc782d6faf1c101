"""From the builder's word to the customer's: how a promise is made, kept, put off and broken."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.ids import Click
from sandbox.records import Message
from tests.builders import MONDAY
from tests.journeys.conftest import World
from tests.journeys.deeds import FILTER, TRANSFORMER, clicks, text_of
from tests.world import ADA, JONAS, LEE, MAYA, OLU, ROADMAP, on_screen

ENDS = (MONDAY + timedelta(days=7)).date()
"""The day of the ruling, when nobody settles it before."""
RULINGS = "C9RULINGS"
WORDS = "We stopped asking why by the second day"
ANSWER = {
    "who": "Acme",
    "words": WORDS,
    "learned": "They want reasons more than fewer blocks.",
    "moved": "it moved",
    "moved_to": "25",
}


async def ruled(world: World) -> None:
    """A dispute that the rule has settled for product's filter, 14 days."""
    await world.people.has_opened()
    await world.people.both_file()
    world.pass_time(days=7)
    await world.tick()
    await world.slack.wait_for(lambda: replies(world, "is settled by the rule"))


def replies(world: World, having: str) -> list[Message]:
    return [one for one in world.slack.thread(world.people.card) if having in text_of(one)]


async def record(world: World, click: Click, **answers: str) -> None:
    """Maya records an outcome by [More] on the card."""
    assert (await world.people.choose(MAYA, click)).ok
    assert (await world.people.send(MAYA, answers)).ok


async def answered(world: World, on: date) -> None:
    await record(world, Click.ANSWERED, on=on.isoformat(), **ANSWER)


async def test_the_builder_lengthens_and_the_preview_flips(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.state_case(MAYA, **FILTER, builder=ADA)).ok
    assert (await people.state_case(JONAS, title="Rules in SQL", days_to_feedback="20")).ok
    await slack.wait_for(lambda: "Rules-based filter, 14 days, Acme" in text_of(people.card))
    asked = await slack.wait_for(lambda: people.dm(ADA, having="Rules-based filter"))

    assert (await people.click(ADA, Click.LONGER, asked)).ok
    assert (await people.send(ADA, {"days": "28", "why": "Acme reviews only monthly."})).ok

    await slack.wait_for(lambda: "Rules in SQL, 20 days, Acme" in text_of(people.card))
    await slack.wait_for(lambda: replies(world, "Acme reviews only monthly."))
    await slack.wait_for(lambda: people.dm(MAYA, having="Acme reviews only monthly."))


async def test_before_both_are_in_only_the_own_side_hears_of_the_builder(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.state_case(MAYA, **FILTER, builder=ADA)).ok
    asked = await slack.wait_for(lambda: people.dm(ADA, having="Rules-based filter"))

    assert (await people.click(ADA, Click.LONGER, asked)).ok
    assert (await people.send(ADA, {"days": "28", "why": "Acme reviews only monthly."})).ok

    await slack.wait_for(lambda: people.dm(MAYA, having="Acme reviews only monthly."))
    assert people.dm(JONAS, having="28 days") is None
    assert "28 days" not in text_of(people.card)
    assert replies(world, "monthly") == []


async def test_the_ruling_says_that_silence_is_no_confirmation(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.state_case(MAYA, **FILTER, builder=ADA)).ok
    assert (await people.state_case(JONAS, **TRANSFORMER)).ok
    world.pass_time(days=7)
    await world.tick()

    found = await slack.wait_for(lambda: replies(world, "is settled by the rule"))

    assert "not confirmed by its builder" in text_of(found[0])


async def test_the_builder_who_says_stands_is_in_the_ruling(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.state_case(MAYA, **FILTER, builder=ADA)).ok
    asked = await slack.wait_for(lambda: people.dm(ADA, having="Rules-based filter"))
    assert (await people.click(ADA, Click.STANDS, asked)).ok
    assert (await people.state_case(JONAS, **TRANSFORMER)).ok
    world.pass_time(days=7)
    await world.tick()

    found = await slack.wait_for(lambda: replies(world, "is settled by the rule"))

    assert "confirmed by its builder" in text_of(found[0])
    assert "not confirmed" not in text_of(found[0])


async def test_the_winner_is_asked_on_the_day_and_a_late_answer_stands_under_the_ruling(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    # Monday 23 March, 09:00 in New York; on Friday before nothing is asked.
    world.pass_time(days=11)
    await world.tick()
    assert people.dm(MAYA, having="Acme and Borealis say") is None
    world.pass_time(days=3, hours=4)
    await world.tick()
    owed = await slack.wait_for(lambda: asked_for_outcome(world))

    world.pass_time(days=2)
    await world.tick()

    assert (await people.click(MAYA, Click.ANSWERED, owed[0])).ok
    day = ENDS + timedelta(days=16)
    assert (await people.send(MAYA, {**ANSWER, "on": day.isoformat()})).ok

    told = await slack.wait_for(lambda: replies(world, WORDS))
    assert "Promised after 14 days, it came after 16." in text_of(told[0])
    assert "Transformer upgrade" in text_of(told[0])
    await slack.wait_for(lambda: people.dm(JONAS, having=WORDS))
    await slack.wait_for(lambda: WORDS in text_of(people.card))


def asked_for_outcome(world: World) -> list[Message]:
    return [dm for dm in world.slack.dms(MAYA) if {Click.ANSWERED, Click.NOT_YET} <= clicks(dm)]


async def test_twice_not_yet_moves_the_question_and_never_the_promise(world: World) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    first, second = ENDS + timedelta(days=20), ENDS + timedelta(days=40)
    world.pass_time(days=14, hours=4)
    await world.tick()
    await record(world, Click.NOT_YET, until=first.isoformat(), why="Acme is on holiday.")
    await slack.wait_for(lambda: replies(world, "Acme is on holiday."))
    world.pass_time(days=6)
    await world.tick()
    await record(world, Click.NOT_YET, until=second.isoformat(), why="Their lawyer reads it.")

    await slack.wait_for(lambda: replies(world, "Their lawyer reads it."))
    await slack.wait_for(lambda: "Their lawyer reads it." in text_of(people.card))
    card = text_of(people.card)
    assert "Acme is on holiday." in card
    assert "23 March" in card

    asked = len(asked_for_outcome(world))
    world.pass_time(days=7)
    await world.tick()
    assert len(asked_for_outcome(world)) == asked


async def test_dropped_ends_the_asking_and_tells_the_other_side(world: World) -> None:
    people, slack = world.people, world.slack
    await ruled(world)

    await record(world, Click.DROPPED, why="The last pilot has left.")

    await slack.wait_for(lambda: replies(world, "The last pilot has left."))
    await slack.wait_for(lambda: people.dm(JONAS, having="The last pilot has left."))
    before = len(asked_for_outcome(world))
    world.pass_time(days=15)
    await world.tick()
    assert len(asked_for_outcome(world)) == before


async def test_an_overdue_answer_is_in_the_digest_and_lets_the_other_side_reopen(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    await world.tick()
    world.pass_time(days=21, hours=4)
    await world.tick()

    await slack.wait_for(lambda: people.dm(OLU, having="no customer has answered"))
    await slack.wait_for(lambda: told_overdue(world, JONAS))
    (told,) = told_overdue(world, JONAS)
    assert "by Mon 23 March 2026 has not come" in text_of(told)
    assert told_overdue(world, MAYA) == []
    assert (await people.click(JONAS, Click.REOPEN, told)).ok
    assert (await people.send(JONAS, {})).ok

    await slack.wait_for(lambda: len(people.cards()) > 1)
    assert "Takes up #1 again, as the answer it promised is overdue" in text_of(people.card)


def told_overdue(world: World, who: str) -> list[Message]:
    return [dm for dm in world.slack.dms(who) if "nobody has to" in text_of(dm)]


async def test_an_overdue_answer_that_was_put_off_is_told_once_with_the_reason(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    world.pass_time(days=14, hours=4)
    await world.tick()
    later = (ENDS + timedelta(days=60)).isoformat()
    await record(world, Click.NOT_YET, until=later, why="Their lawyer reads it.")
    for _ in range(5):
        world.pass_time(days=7)
        await world.tick()

    await slack.wait_for(lambda: told_overdue(world, JONAS))
    (told,) = told_overdue(world, JONAS)
    assert "Their lawyer reads it." in text_of(told)
    assert len(people.cards()) == 1


async def test_not_yet_cannot_name_a_day_before_the_promised_one(world: World) -> None:
    people = world.people
    await ruled(world)
    before = (ENDS + timedelta(days=3)).isoformat()

    assert (await people.choose(MAYA, Click.NOT_YET)).ok
    refused = await people.send(MAYA, {"until": before, "why": "Acme is away."})

    assert not refused.ok
    assert "the promised one, Mon 23 March 2026" in str(refused)


async def test_when_nobody_is_left_a_founder_records_the_answer_from_the_digest(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    slack.workspace.add_person(replace(slack.workspace.get_person(MAYA), deleted=True))
    # Monday 23 March, on which the answer is promised, and at nine the digest.
    world.pass_time(days=14, hours=4)
    await world.tick()

    told = await slack.wait_for(lambda: people.dm(LEE, having="a founder can record it"))
    assert told is not None
    assert Click.SHOW in clicks(told)
    needs = await slack.wait_for(lambda: people.dm(OLU, having="You can record it."))
    assert (await people.click(OLU, Click.ANSWERED, needs)).ok
    day = ENDS + timedelta(days=14)
    assert (await people.send(OLU, {**ANSWER, "on": day.isoformat()})).ok

    await slack.wait_for(lambda: replies(world, WORDS))


async def test_without_an_overdue_answer_reopening_needs_news_of_after_the_ruling(
    world: World,
) -> None:
    people = world.people
    await ruled(world)
    assert (await people.click(JONAS, Click.REOPEN)).ok
    news = {"evidence": "Two merchants have left.", "evidence_kind": "revenue"}

    old = await people.send(JONAS, {**news, "dated": "2026-02-01"})

    assert not old.ok
    new = await people.send(JONAS, {**news, "dated": ENDS.isoformat()})
    assert new.ok
    await world.slack.wait_for(lambda: len(people.cards()) > 1)


async def test_a_half_life_of_sixty_days_is_looked_at_every_month_for_a_year(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await ruled(world)
    assert (await people.choose(JONAS, Click.LOOK_AGAIN)).ok
    assert (await people.send(JONAS, {"half_life_days": "60"})).ok

    world.pass_time(hours=4)
    await world.tick()
    await mondays(world, 53)

    await slack.wait_for(lambda: len(looked_again(world, JONAS)) == 12)
    await slack.wait_for(lambda: len(looked_again(world, MAYA)) == 12)
    last = looked_again(world, JONAS)[-1]
    assert "Rules-based filter" in text_of(last)
    assert (await people.click(JONAS, Click.STOP_LOOKING_AGAIN, last)).ok
    await mondays(world, 9)
    assert len(looked_again(world, MAYA)) == 12


async def mondays(world: World, number: int) -> None:
    """So many weeks, each to an hour of its Monday at which both leads are at work."""
    for _ in range(number):
        world.pass_time(days=7)
        await world.tick()


def looked_again(world: World, who: str) -> list[Message]:
    return [dm for dm in world.slack.dms(who) if Click.STOP_LOOKING_AGAIN in clicks(dm)]


async def test_half_way_the_winner_is_asked_whether_it_is_time_to_stop(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    await people.both_file()
    for who in (MAYA, JONAS):
        assert (await people.click(who, Click.CONFIRM)).ok
        assert (await people.pick(who, "Transformer")).ok
    await slack.wait_for(lambda: people.dm(JONAS, having="You owe"))
    await world.tick()

    world.pass_time(days=35)
    await world.tick()

    await slack.wait_for(lambda: people.dm(JONAS, having="Half of the 70 days is over"))
    assert people.dm(JONAS, having=TRANSFORMER["stop_if"])
    assert people.dm(MAYA, having="Half of") is None


async def test_what_customers_said_is_told_on_the_first_working_day_of_the_month(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    slack.workspace.add_channel(RULINGS, "rulings", [OLU, LEE], has_bot=True)
    assert (await slack.as_person(OLU).command("/roadmap", "settings", channel=ROADMAP)).ok
    assert (await people.send(OLU, {"announcements": RULINGS})).ok
    await ruled(world)
    await answered(world, ENDS)
    await slack.wait_for(lambda: replies(world, WORDS))
    # It is 9 March; the first working day of April is Wednesday the first.
    world.pass_time(days=22)
    await world.tick()
    assert in_rulings(world) == []
    world.pass_time(days=1)
    await world.tick()

    told = await slack.wait_for(lambda: in_rulings(world))

    assert len(told) == 1
    assert "#1" in text_of(told[0])


def in_rulings(world: World) -> list[Message]:
    said = world.slack.messages(RULINGS, as_person=OLU)
    return [one for one in said if WORDS in text_of(one)]


async def test_a_question_like_an_ended_one_shows_what_came_of_it(world: World) -> None:
    slack = world.slack
    await ruled(world)
    await answered(world, ENDS)
    await slack.wait_for(lambda: replies(world, WORDS))

    asked = await slack.as_person(LEE).command(
        "/roadmap", "dispute A rules filter or the transformer again?", channel=ROADMAP
    )

    assert asked.ok
    form = text_of(on_screen(slack, LEE))
    assert "#1" in form
    assert WORDS in form
