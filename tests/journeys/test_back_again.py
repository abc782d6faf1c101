"""The bot is off over deadlines and comes back: the founder hears once what came late."""

from sandbox.records import Message
from tests.journeys.conftest import World
from tests.journeys.deeds import text_of
from tests.world import MAYA, OLU


def told(world: World, who: str = OLU) -> list[Message]:
    return [dm for dm in world.slack.dms(who) if "The clock stood still" in text_of(dm)]


async def opened_two(world: World) -> None:
    """Two disputes, three hours apart, and a bot that knows its founders."""
    await world.people.has_opened()
    await world.tick()
    world.pass_time(hours=3)
    await world.people.has_opened()
    await world.tick()


async def test_a_founder_gets_one_message_with_everything_that_came_late(
    sleeping_world: World,
) -> None:
    world = sleeping_world
    async with world.bot_on():
        await opened_two(world)
    world.pass_time(days=7, hours=2)

    async with world.bot_on():
        await world.slack.wait_for(lambda: told(world))
        await world.tick()
    world.pass_time(hours=1)
    async with world.bot_on():
        await world.tick()

    (message,) = told(world)
    assert "2 rulings came late: #1 by 5 hours, #2 by 2 hours." in text_of(message)
    assert told(world, MAYA) == []


async def test_nobody_is_told_of_a_restart_over_which_nothing_ended(sleeping_world: World) -> None:
    world = sleeping_world
    async with world.bot_on():
        await opened_two(world)
    world.pass_time(hours=1)
    async with world.bot_on():
        await world.tick()
        assert (await world.slack.as_person(OLU).open_home()).ok
        await world.slack.wait_for(lambda: world.slack.home(OLU))

    assert told(world) == []
