"""`/roadmap verify 12`, and the fingerprint under the ruling."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.app import App
from bot.domain.case import Side
from bot.domain.chain import Broken, Fault
from bot.domain.ending import rule_at_end
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.notices import Ruled
from bot.domain.telling import Announcement, Delivery, Thread
from bot.services.ports import Begin
from bot.services.verifying import Told, Verified, verify
from handlers.blocks import Message
from handlers.ids import COMMAND, Click
from handlers.rendering import render
from handlers.verify import verified
from sandbox.records import Message as Shown
from sandbox.server import Slack
from storage.tables import EVENTS
from tests import world
from tests.builders import END, FILTER, an_unsealed_dispute
from tests.handlers import deeds
from tests.handlers.looks import after, check_message, read
from tests.world import MovableClock

LINK = "3f2a91bc07de55aa" + 48 * "0"
PRINTED = "Record 3f2a 91bc 07de 55aa · check it with /roadmap verify 12"
FINGERPRINT = re.compile(r"(?:[0-9a-f]{4} ){3}[0-9a-f]{4}")


async def answer(slack: Slack, who: str = world.LEE, text: str = "verify 1") -> str:
    outcome = await slack.as_person(who).command(COMMAND, text, channel=world.ROADMAP)
    assert outcome.ok, outcome
    return said_in(slack.ephemerals(who)[-1])


def said_in(message: Shown) -> str:
    return read(Message(message.text, list(message.blocks)))


async def change_an_event(bot: App) -> None:
    async with bot.engine.begin() as connection:
        await connection.execute(update(EVENTS).where(EVENTS.c.position == 1), {"by": "U9EVE"})


# Under the ruling


def ruled(*, place: Thread | Announcement, link: str = LINK) -> Message:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))
    delivery = Delivery(about=dispute.id, notice=Ruled(dispute.id), place=place)
    message = render(delivery, dispute, now=END, link=link)
    assert message is not None
    return message


@pytest.mark.parametrize("place", [Thread(), Announcement(ChannelId("C9"))])
def test_the_ruling_ends_with_the_fingerprint_of_its_record(place: Thread | Announcement) -> None:
    message = ruled(place=place)

    assert read(message).splitlines()[-1] == PRINTED
    assert message.blocks[-1]["type"] == "context"
    check_message(message)


@pytest.mark.parametrize("place", [Thread(), Announcement(ChannelId("C9"))])
def test_without_a_link_the_ruling_says_nothing_of_it(place: Thread | Announcement) -> None:
    assert "verify" not in read(ruled(place=place, link=""))


@pytest.mark.usefixtures("bot")
async def test_the_thread_and_the_answer_show_the_same_fingerprint(
    slack: Slack, begin: Begin, bot: App, clock: MovableClock
) -> None:
    dispute = await deeds.an_unsealed_dispute(begin)
    clock.move(days=7)
    await bot.tick()
    (card,) = await slack.wait_for(lambda: slack.messages(world.ROADMAP, as_person=world.LEE))
    (shown,) = await slack.wait_for(
        lambda: {
            found for reply in slack.thread(card) for found in FINGERPRINT.findall(said_in(reply))
        }
    )

    assert shown == (await verify(dispute, begin=begin)).ruling
    assert f"Fingerprint of the ruling: {shown}." in await answer(slack)


@pytest.mark.usefixtures("bot")
async def test_what_comes_after_the_ruling_does_not_change_its_fingerprint(
    slack: Slack, begin: Begin, bot: App, clock: MovableClock
) -> None:
    dispute = await deeds.an_unsealed_dispute(begin)
    clock.move(days=7)
    await bot.tick()
    before = await verify(dispute, begin=begin)
    await deeds.press(slack, bot, world.OLU, Click.SET_ASIDE)
    await deeds.send(slack, world.OLU, reason="The merchant left.")

    after_it = await verify(dispute, begin=begin)
    assert (after_it.ruling, after_it.events) == (before.ruling, before.events + 1)
    assert after_it.head != before.head


# Who asks


@pytest.mark.usefixtures("bot")
async def test_an_intact_record_says_how_many_events_it_has(slack: Slack, begin: Begin) -> None:
    dispute = await deeds.an_unsealed_dispute(begin)

    told = await answer(slack)
    assert "The record of #1 is intact." in told
    assert "3 events: none was changed, removed or added since it was written." in told
    assert (await verify(dispute, begin=begin)).head in told


@pytest.mark.usefixtures("bot")
async def test_a_changed_event_is_named_with_whom_to_tell(
    slack: Slack, begin: Begin, bot: App
) -> None:
    await deeds.an_unsealed_dispute(begin)
    await change_an_event(bot)

    told = await answer(slack)
    assert "The record of #1 is not what was written." in told
    assert "event 2 (filed the case, " in told
    assert "Please tell a founder, and whoever runs the bot." in told
    assert FINGERPRINT.search(told) is None


@pytest.mark.usefixtures("bot")
async def test_while_a_case_is_sealed_nothing_is_told_by_which_one_could_see_it_change(
    slack: Slack, begin: Begin
) -> None:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)
    first = [await answer(slack, who) for who in (world.LEE, world.MAYA, world.JONAS, world.OLU)]
    await deeds.file(begin, dispute, Side.PRODUCT, replace(FILTER, title="Another filter"))
    second = [await answer(slack, who) for who in (world.LEE, world.MAYA, world.JONAS, world.OLU)]

    assert first == second
    assert "The record of #1 is intact." in first[0]
    assert FINGERPRINT.search("".join(first)) is None
    assert "event" not in first[0].replace("the number of events", "")


@pytest.mark.usefixtures("bot")
async def test_where_a_record_is_broken_is_not_told_while_a_case_is_sealed(
    slack: Slack, begin: Begin, bot: App
) -> None:
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)
    await change_an_event(bot)

    told = await answer(slack)
    assert "The record of #1 is not what was written." in told
    assert "Where is not told while a case is sealed." in told
    assert "filed" not in told


@pytest.mark.usefixtures("bot")
async def test_who_may_not_see_a_dispute_reads_the_same_as_where_there_is_none(
    slack: Slack, begin: Begin
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)

    unseen = await answer(slack, world.ZOE, "verify 1")
    unknown = await answer(slack, world.ZOE, "verify 7")
    assert unseen.replace("#1", "#7") == unknown
    assert "There is no dispute #7 that you can see." in unknown
    assert "is intact" in await answer(slack, world.OLU, "verify 1")


@pytest.mark.usefixtures("bot")
async def test_without_a_number_an_example_is_shown(slack: Slack) -> None:
    assert f"as in {COMMAND} verify 12." in await answer(slack, text="verify")


# As a message

FOUND = Verified(dispute=DisputeId(TeamId("T1"), 12), events=1, head="1", ruling="", broken=None)

BROKEN = Broken(fault=Fault.CHANGED, number=2, part="its ruling is")


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize(
    "found",
    [
        FOUND,
        replace(FOUND, ruling="3f2a 91bc 07de 55aa"),
        *(replace(FOUND, broken=replace(BROKEN, fault=fault)) for fault in Fault),
    ],
)
def test_slack_takes_every_answer(found: Verified, *, is_sealed: bool) -> None:
    message = verified(Told(found, is_sealed=is_sealed))

    check_message(message)
    assert message.text in read(message)


def test_a_withdrawn_dispute_whose_case_stays_sealed_has_the_fingerprint_of_its_ruling_alone() -> (
    None
):
    told = read(verified(Told(replace(FOUND, ruling="3f2a 91bc 07de 55aa"), is_sealed=True)))

    assert "3f2a 91bc 07de 55aa" in told
    assert "1 event" not in told
