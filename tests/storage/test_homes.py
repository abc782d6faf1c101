import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.notices import CardChanged, HomeChanged, ReminderDue, Ruled
from bot.domain.telling import Announcement, Card, Delivery, Direct, Home
from bot.services.ports import Begin, Claimed
from storage.transaction import make_begin
from tests.builders import END, HOUR, JONAS, MAYA, MONDAY
from tests.storage.keeping import ANOTHER, keep, numbered

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)
DISPUTE = numbered(1).id
HOME_OF_MAYA = Delivery(about=TEAM, notice=HomeChanged(), place=Home(MAYA.id))
HOME_OF_JONAS = Delivery(about=TEAM, notice=HomeChanged(), place=Home(JONAS.id))


async def opened(begin: Begin, *users: UserId, team: TeamId = TEAM) -> None:
    for user in users:
        async with begin() as tx:
            await tx.homes.opened(team, user)


async def put_shown(begin: Begin, shown: str) -> None:
    async with begin() as tx:
        await tx.homes.put_shown(TEAM, MAYA.id, shown)


async def shown(begin: Begin, user: UserId = MAYA.id, team: TeamId = TEAM) -> str:
    async with begin(reading=True) as tx:
        return await tx.homes.shown(team, user)


async def put(begin: Begin, *deliveries: Delivery) -> None:
    async with begin() as tx:
        await tx.outbox.put(deliveries)


async def put_homes(begin: Begin, team: TeamId = TEAM) -> None:
    async with begin() as tx:
        await tx.outbox.put_homes(team)


async def claim(begin: Begin) -> tuple[Claimed, ...]:
    async with begin() as tx:
        return await tx.outbox.claim(now=MONDAY, until=MONDAY + HOUR, limit=100)


async def claimed(begin: Begin) -> list[Delivery]:
    return [one.delivery for one in await claim(begin)]


# What stands in one


async def test_what_a_home_shows_is_not_known_at_first(begin: Begin) -> None:
    assert await shown(begin) == ""
    await opened(begin, MAYA.id)

    assert await shown(begin) == ""


async def test_what_a_home_shows_is_remembered(begin: Begin) -> None:
    await opened(begin, MAYA.id)
    await put_shown(begin, "one")
    await put_shown(begin, "two")

    assert await shown(begin) == "two"
    assert await shown(begin, JONAS.id) == ""
    assert await shown(begin, team=ANOTHER) == ""


async def test_opening_a_home_again_forgets_nothing(begin: Begin) -> None:
    await put_shown(begin, "one")
    await opened(begin, MAYA.id, MAYA.id)

    assert await shown(begin) == "one"


# Drawing them anew


async def test_every_home_that_was_opened_is_drawn_anew(begin: Begin) -> None:
    await opened(begin, MAYA.id, JONAS.id)
    await opened(begin, MAYA.id, team=ANOTHER)
    await put_homes(begin)

    assert await claimed(begin) == [HOME_OF_JONAS, HOME_OF_MAYA]


async def test_nothing_is_drawn_where_nobody_has_opened_a_home(begin: Begin) -> None:
    await opened(begin, MAYA.id, team=ANOTHER)
    await put_homes(begin)

    assert await claimed(begin) == []


async def test_a_home_that_waits_is_not_queued_twice(begin: Begin) -> None:
    await opened(begin, MAYA.id)
    await put(begin, HOME_OF_MAYA, HOME_OF_MAYA)
    await put_homes(begin)
    await put_homes(begin)

    (under_way,) = await claim(begin)
    async with begin() as tx:
        await tx.outbox.mark_sent(under_way)
    assert await claimed(begin) == []


async def test_a_home_that_changes_while_it_is_drawn_is_drawn_again(begin: Begin) -> None:
    await opened(begin, MAYA.id)
    await put_homes(begin)
    (under_way,) = await claim(begin)
    await put_homes(begin)
    async with begin() as tx:
        await tx.outbox.mark_sent(under_way)

    assert await claimed(begin) == [HOME_OF_MAYA]


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
async def test_a_home_is_not_given_out_before_its_change_is_committed(begin: Begin) -> None:
    """Else it would be drawn as it was, and the change would have been folded into it."""
    await opened(begin, MAYA.id)
    await put_homes(begin)
    async with begin() as tx:
        await tx.outbox.put_homes(TEAM)

        assert await claim(begin) == ()
    assert await claimed(begin) == [HOME_OF_MAYA]


async def test_many_changes_at_once_draw_each_home_once(begin: Begin) -> None:
    await opened(begin, *(UserId(f"U{number}") for number in range(20)))
    await asyncio.gather(*(put_homes(begin) for _ in range(10)))

    assert len(await claim(begin)) == 20
    assert await claim(begin) == ()


async def filled(engine: AsyncEngine) -> list[str]:
    """What was heard of commits that left more to send."""
    heard: list[str] = []
    begin = make_begin(engine, after_commit=lambda: heard.append("more"))
    await put_homes(begin)
    return heard


async def test_drawing_homes_anew_is_more_to_send(begin: Begin, engine: AsyncEngine) -> None:
    await opened(begin, MAYA.id)

    assert await filled(engine) == ["more"]


async def test_drawing_no_home_is_nothing_to_send(begin: Begin, engine: AsyncEngine) -> None:
    await opened(begin, MAYA.id, team=ANOTHER)

    assert await filled(engine) == []


# The queues of a workspace


async def test_a_home_waits_for_no_message_to_the_same_person(begin: Begin) -> None:
    due = ReminderDue(bundled_until=END)
    reminder = Delivery(about=TEAM, notice=due, place=Direct(MAYA.id))
    await put(begin, reminder, HOME_OF_MAYA)

    assert await claimed(begin) == [reminder, HOME_OF_MAYA]


async def test_messages_to_a_person_keep_their_order_whatever_they_are_about(begin: Begin) -> None:
    await keep(begin, numbered(1))
    ruled = Delivery(about=DISPUTE, notice=Ruled(DISPUTE), place=Direct(MAYA.id))
    reminder = Delivery(
        about=TEAM, notice=ReminderDue(bundled_until=END, last_calls=(1,)), place=Direct(MAYA.id)
    )
    await put(begin, ruled, reminder, ruled)

    assert await claimed(begin) == [ruled]


async def test_announcements_in_one_channel_keep_their_order_and_none_is_folded(
    begin: Begin,
) -> None:
    await keep(begin, numbered(1))
    announced = Delivery(about=DISPUTE, notice=Ruled(DISPUTE), place=Announcement(ChannelId("C9")))
    elsewhere = Delivery(about=DISPUTE, notice=Ruled(DISPUTE), place=Announcement(ChannelId("C8")))
    card = Delivery(about=DISPUTE, notice=CardChanged(DISPUTE), place=Card())
    await put(begin, announced, announced, elsewhere, card)

    first = await claim(begin)
    assert [one.delivery for one in first] == [announced, elsewhere, card]
    async with begin() as tx:
        for one in first:
            await tx.outbox.mark_sent(one)
    assert await claimed(begin) == [announced]


async def test_what_is_parked_of_a_workspace_is_parked_of_no_dispute(begin: Begin) -> None:
    await keep(begin, numbered(1))
    await put(begin, HOME_OF_MAYA)
    (home,) = await claim(begin)
    async with begin() as tx:
        await tx.outbox.park(home, error="user_not_found")
        await tx.outbox.unpark(DISPUTE)

    async with begin(reading=True) as tx:
        assert not await tx.outbox.has_parked(DISPUTE)
    assert await claimed(begin) == []
    assert home.delivery.dispute is None


async def test_a_home_that_is_parked_does_not_keep_a_later_one_from_being_drawn(
    begin: Begin,
) -> None:
    await opened(begin, MAYA.id)
    await put_homes(begin)
    (home,) = await claim(begin)
    async with begin() as tx:
        await tx.outbox.park(home, error="user_not_found")
    await put_homes(begin)

    assert await claimed(begin) == [HOME_OF_MAYA]
