"""Two people at the same instant, and the same thing twice: one effect."""

import asyncio

from handlers.ids import Click
from tests.journeys.conftest import World
from tests.journeys.deeds import CASE, FILTER, options_of, text_of
from tests.world import ADA, JONAS, LEE, MAYA, on_screen

QUICK = {**FILTER, "title": "Rules in SQL", "days_to_feedback": "20"}


async def test_both_file_at_the_same_instant_and_both_cases_are_in(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    for who in (MAYA, JONAS):
        assert (await people.click(who, Click.STATE_CASE)).ok

    filed = await asyncio.gather(
        people.send(MAYA, {**CASE, **FILTER}), people.send(JONAS, {**CASE, **QUICK})
    )

    assert [one.ok for one in filed] == [True, True]
    await slack.wait_for(lambda: slack.thread(people.card))
    assert len(slack.thread(people.card)) == 1


async def test_both_confirm_at_the_same_instant_and_there_is_one_ruling(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    await people.both_file()
    for who in (MAYA, JONAS):
        assert (await people.click(who, Click.CONFIRM)).ok
    offered = options_of(on_screen(slack, MAYA))
    choice = next(value for text, value in offered.items() if "Rules-based" in text)

    await asyncio.gather(
        people.send(MAYA, {"option": choice}), people.send(JONAS, {"option": choice})
    )

    await slack.wait_for(lambda: any("agreed" in text_of(r) for r in slack.thread(people.card)))
    assert sum("agreed" in text_of(reply) for reply in slack.thread(people.card)) == 1


async def test_one_decides_while_the_other_confirms_and_there_is_one_ruling(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    await people.both_file()
    world.pass_time(hours=24)
    assert (await people.choose(MAYA, Click.DECIDE)).ok
    assert (await people.click(JONAS, Click.CONFIRM)).ok

    await asyncio.gather(
        people.pick(JONAS, "Transformer"),
        people.pick(MAYA, "Rules-based", reason="It is sooner."),
    )

    await slack.wait_for(lambda: any("decided" in text_of(r) for r in slack.thread(people.card)))
    assert sum("decided" in text_of(reply) for reply in slack.thread(people.card)) == 1


async def test_who_comes_second_reads_so_and_gets_back_what_they_typed(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.choose(MAYA, Click.NAME_DEPUTY)).ok
    assert (await people.send(MAYA, {"deputy": ADA})).ok
    await people.both_file()
    world.pass_time(hours=24)
    for who in (MAYA, ADA):
        assert (await people.choose(who, Click.DECIDE)).ok

    await asyncio.gather(
        people.pick(MAYA, "Rules-based", reason="It is sooner."),
        people.pick(ADA, "Transformer", reason="It is better."),
    )

    (second,) = [view for who in (MAYA, ADA) if (view := slack.top_view(who))]
    reason = {MAYA: "It is sooner.", ADA: "It is better."}[second.person_id]
    assert "#1 ended on" in text_of(second)
    assert reason in text_of(second)


async def test_a_form_submitted_twice_at_once_opens_one_dispute(world: World) -> None:
    people, slack = world.people, world.slack
    lee = slack.as_person(LEE)
    assert (await lee.command("/roadmap", "dispute Which one?", channel=people.channel)).ok
    form = on_screen(slack, LEE)
    filled = lee.fill(form, {"problem": "They ask.", "product_lead": MAYA, "research_lead": JONAS})

    await asyncio.gather(lee.submit(filled), lee.submit(filled))

    await slack.wait_for(people.cards)
    assert (await lee.command("/roadmap", "list", channel=people.channel)).ok
    assert len(people.cards()) == 1
