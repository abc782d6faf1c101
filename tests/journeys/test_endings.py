"""Each way in which a dispute ends, from the command to the thread."""

from handlers.ids import Click
from sandbox.records import Message
from tests.journeys.conftest import World
from tests.journeys.deeds import FILTER, TRANSFORMER, text_of
from tests.world import JONAS, LEE, MAYA


async def ruling(world: World, *, having: str) -> str:
    """The ruling in the thread, once it is there; it is there once."""
    people, slack = world.people, world.slack

    def told() -> list[Message]:
        return [reply for reply in slack.thread(people.card) if having in text_of(reply)]

    await slack.wait_for(told)
    assert len(told()) == 1
    return text_of(told()[0])


async def test_both_confirm_the_same_option(world: World) -> None:
    people = world.people
    await people.has_opened()
    await people.both_file()

    assert (await people.click(MAYA, Click.CONFIRM)).ok
    assert (await people.pick(MAYA, "Transformer", then="The filter, in May")).ok
    assert (await people.click(JONAS, Click.CONFIRM)).ok
    assert (await people.pick(JONAS, "Transformer")).ok

    told = await ruling(world, having="agreed")
    assert "Transformer upgrade" in told
    assert "The filter, in May" in told
    await world.slack.wait_for(lambda: people.dm(MAYA, having="Transformer upgrade"))


async def test_a_side_yields_and_the_other_sides_one_option_is_chosen(world: World) -> None:
    people = world.people
    await people.has_opened()
    assert (await people.state_case(MAYA, **FILTER)).ok

    assert (await people.choose(JONAS, Click.YIELD)).ok
    assert (await people.send(JONAS, {"reason": "The filter is what I would build."})).ok

    told = await ruling(world, having="yielded")
    assert "Rules-based filter" in told
    assert "The filter is what I would build." in told


async def test_the_decider_decides_against_the_rule_and_the_ruling_says_so(world: World) -> None:
    people = world.people
    await people.has_opened()
    await people.both_file()
    world.pass_time(hours=24)

    assert (await people.choose(MAYA, Click.DECIDE)).ok
    assert (await people.pick(MAYA, "Transformer", reason="Two pilots end in April.")).ok

    told = await ruling(world, having="against the rule")
    assert "Transformer upgrade" in told
    assert "Two pilots end in April." in told


async def test_the_default_rule_rules_at_the_deadline(world: World) -> None:
    people = world.people
    await people.has_opened()
    await people.both_file()

    world.pass_time(days=7)

    told = await ruling(world, having="settled by the rule")
    assert "Rules-based filter" in told
    assert "late" not in told
    await world.slack.wait_for(lambda: people.dm(JONAS, having="Rules-based filter"))
    await world.slack.wait_for(lambda: "Reopen" in text_of(people.card))


async def test_a_dispute_in_which_nobody_files_lapses(world: World) -> None:
    people = world.people
    await people.has_opened()

    world.pass_time(days=7)

    assert "Nothing" in await ruling(world, having="lapsed")


async def test_the_opener_withdraws_while_no_case_is_in(world: World) -> None:
    people = world.people
    await people.has_opened()

    assert (await people.choose(LEE, Click.WITHDRAW)).ok
    assert (await people.send(LEE, {})).ok

    await ruling(world, having="withdrawn")


async def test_both_sides_withdraw_and_the_case_stays_sealed(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    assert (await people.state_case(JONAS, **TRANSFORMER)).ok

    assert (await people.choose(MAYA, Click.WITHDRAW)).ok
    assert (await people.send(MAYA, {})).ok
    await slack.wait_for(lambda: people.dm(JONAS, having="withdraw"))
    assert (await people.choose(JONAS, Click.WITHDRAW)).ok
    assert (await people.send(JONAS, {})).ok

    await ruling(world, having="withdrawn")
    assert "Transformer upgrade or" in slack.everything_shown_to(MAYA)
    assert "Cirrus" not in slack.everything_shown_to(MAYA)


async def test_a_deadline_that_passed_while_the_bot_was_off_is_ruled_once_and_dated_right(
    sleeping_world: World,
) -> None:
    world, people = sleeping_world, sleeping_world.people
    async with world.bot_on():
        await people.has_opened()
        await people.both_file()
        await world.slack.wait_for(lambda: world.slack.thread(people.card))
    world.pass_time(days=10)

    async with world.bot_on():
        told = await ruling(world, having="settled by the rule")
    async with world.bot_on():
        world.pass_time(seconds=30)
        again = await ruling(world, having="settled by the rule")

    assert "3 days late" in told
    assert again == told
    assert "23 March" in told
