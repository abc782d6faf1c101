"""What is committed reaches Slack: once, in order, and whatever Slack does in between."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.area import Stage
from bot.domain.case import Figures, Side
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import SettingsChange
from handlers.ids import Click
from handlers.pacing import Pacing, Waiting
from sandbox.server import Slack
from tests.builders import FILTER, MONDAY, usd
from tests.handlers import area_deeds, deeds
from tests.handlers.post_office import WAITING, Post, a_post
from tests.journeys.deeds import CASE, text_of
from tests.world import (
    ADA,
    JONAS,
    LEE,
    MAYA,
    OLU,
    ROADMAP,
    MovableClock,
)

POST, UPDATE = "chat.postMessage", "chat.update"


@pytest.fixture
async def post(slack: Slack, clock: MovableClock, sqlite: str) -> AsyncIterator[Post]:
    async with a_post(slack, sqlite, clock=clock) as post:
        yield post


async def test_the_card_and_both_leads_messages_follow_the_commit(post: Post) -> None:
    assert (await post.people.open()).ok

    await post.slack.wait_for(lambda: post.people.cards() and post.dms(MAYA) and post.dms(JONAS))

    assert [len(found) for found in (post.people.cards(), post.dms(MAYA), post.dms(JONAS))] == [
        1,
        1,
        1,
    ]


async def test_the_card_is_redrawn_in_place(post: Post) -> None:
    before = await post.people.has_opened()
    assert (await post.people.state_case(MAYA)).ok

    await post.slack.wait_for(lambda: post.people.card.edited_ts)

    assert [card.ts for card in post.people.cards()] == [before.ts]


async def test_what_slack_did_not_take_while_it_was_down_comes_afterwards(post: Post) -> None:
    await post.people.has_opened()
    post.slack.faults.fail_next(UPDATE, "service_unavailable")
    assert (await post.people.state_case(MAYA)).ok
    await post.paused()

    post.later(minutes=6)

    await post.slack.wait_for(lambda: post.people.card.edited_ts)


async def test_nothing_is_begun_while_windows_are_ruled_and_all_goes_out_afterwards(
    post: Post,
) -> None:
    await post.people.has_opened()
    await post.until(WAITING, 0)
    with post.app.deliverer.held():
        assert (await post.people.state_case(MAYA)).ok
        post.app.deliverer.nudge()
        assert (await post.slack.as_person(MAYA).command("/roadmap", "list", channel=ROADMAP)).ok
        sent_while_held = post.people.dm(MAYA, having="Revise")

    await post.slack.wait_for(lambda: post.people.dm(MAYA, having="Revise"))
    assert sent_while_held is None


async def test_a_rate_limit_holds_up_its_own_method_only(post: Post) -> None:
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS))
    post.slack.faults.limit_rate(1, POST)
    assert (await post.people.state_case(MAYA)).ok

    await post.slack.wait_for(lambda: post.people.card.edited_ts)
    await post.paused()
    assert post.people.dm(MAYA, having="Revise") is None

    post.slack.faults.lift_rate(POST)
    post.later(seconds=2)
    await post.slack.wait_for(lambda: post.people.dm(MAYA, having="Revise"))


async def test_a_direct_message_in_doubt_is_looked_for_before_it_is_sent_again(post: Post) -> None:
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS) and post.dms(MAYA))
    post.slack.faults.drop_after_accepting(POST)
    assert (await post.people.state_case(MAYA)).ok
    await post.slack.wait_for(lambda: post.people.dm(MAYA, having="Revise"))
    await post.paused()

    post.later(minutes=6)
    await post.slack.wait_for(lambda: post.slack.calls_of("conversations.history"))
    assert (await post.people.state_case(JONAS)).ok
    await post.slack.wait_for(lambda: len(post.dms(MAYA)) == 3)

    assert len([dm for dm in post.dms(MAYA) if "Revise" in text_of(dm)]) == 1


async def test_a_message_stays_in_doubt_when_looking_for_it_fails(post: Post) -> None:
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS) and post.dms(MAYA))
    post.slack.faults.drop_after_accepting(POST)
    assert (await post.people.state_case(MAYA)).ok
    await post.slack.wait_for(lambda: post.people.dm(MAYA, having="Revise"))
    await post.paused()
    looked = "conversations.history"
    post.slack.faults.fail_next(looked, "ratelimited")

    post.later(minutes=6)
    await post.slack.wait_for(lambda: post.slack.calls_of(looked))
    await post.paused()
    post.later(minutes=6)
    await post.slack.wait_for(lambda: len(post.slack.calls_of(looked)) == 2)
    assert (await post.people.state_case(JONAS)).ok
    await post.slack.wait_for(lambda: len(post.dms(MAYA)) == 3)

    assert len([dm for dm in post.dms(MAYA) if "Revise" in text_of(dm)]) == 1


async def test_a_reply_in_doubt_is_sent_once_more_and_says_so(post: Post) -> None:
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS) and post.dms(MAYA))
    assert (await post.people.choose(LEE, Click.WITHDRAW)).ok
    post.slack.faults.drop_after_accepting(POST, times=3)
    assert (await post.people.send(LEE, {})).ok
    await post.slack.wait_for(lambda: post.slack.thread(post.people.card))
    await post.paused()

    post.later(minutes=6)
    await post.slack.wait_for(lambda: len(post.slack.thread(post.people.card)) == 2)

    first, second = post.slack.thread(post.people.card)
    assert "Sent once more" not in text_of(first)
    assert "Sent once more" in text_of(second)


async def test_a_card_that_cannot_be_posted_is_told_to_the_opener_and_tried_again(
    post: Post,
) -> None:
    post.slack.faults.fail_next(POST, "restricted_action", channel=ROADMAP)
    assert (await post.people.open()).ok
    told = await post.slack.wait_for(lambda: post.people.dm(LEE, having="Try again"))
    assert told is not None
    assert post.people.cards() == []

    assert (await post.people.click(LEE, Click.TRY_AGAIN, told)).ok

    await post.slack.wait_for(post.people.cards)
    assert len(post.people.cards()) == 1


async def test_a_lead_who_cannot_be_reached_is_told_to_the_opener(post: Post) -> None:
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS) and post.dms(MAYA))
    assert (await post.people.state_case(MAYA)).ok
    maya = replace(post.slack.workspace.people[MAYA], deleted=True)
    post.slack.workspace.add_person(maya)

    assert (await post.people.state_case(JONAS)).ok

    await post.slack.wait_for(lambda: post.people.dm(LEE, having=MAYA))


async def the_builder_is_gone(post: Post) -> None:
    """Product's case is in, and Slack knows its builder no more."""
    await post.people.has_opened()
    await post.slack.wait_for(lambda: post.dms(JONAS) and post.dms(MAYA))
    ada = replace(post.slack.workspace.people[ADA], deleted=True)
    post.slack.workspace.add_person(ada)
    built = replace(FILTER, builder=UserId(ADA))
    await deeds.file(post.app.begin, DisputeId(deeds.TEAM, 1), Side.PRODUCT, built)
    await post.app.tell()
    await post.slack.wait_for(lambda: post.people.dm(MAYA, having="takes no messages"))


async def test_a_builder_who_cannot_be_reached_is_told_to_their_side_alone(post: Post) -> None:
    await the_builder_is_gone(post)

    assert len([dm for dm in post.dms(MAYA) if "takes no messages" in text_of(dm)]) == 1
    for person in (LEE, JONAS):
        assert "takes no messages" not in post.slack.everything_shown_to(person)
        assert ADA not in post.slack.everything_shown_to(person)


async def test_after_a_builder_could_not_be_reached_later_failures_are_told_as_ever(
    post: Post,
) -> None:
    await the_builder_is_gone(post)
    maya = replace(post.slack.workspace.people[MAYA], deleted=True)
    post.slack.workspace.add_person(maya)

    assert (await post.people.state_case(JONAS)).ok

    assert await post.slack.wait_for(lambda: post.people.dm(LEE, having="did not arrive"))


async def test_a_founder_who_cannot_be_asked_to_sign_is_told_to_that_side_alone(
    post: Post,
) -> None:
    await area_deeds.an_area(post.app.begin, stage=Stage.AFTER)
    settings = WorkspaceSettings(founders=(UserId(OLU),))
    async with post.app.begin() as tx:
        change = SettingsChange(settings=settings, by=UserId(OLU), at=MONDAY)
        await tx.settings.put(deeds.TEAM, change)
    dispute = await deeds.a_dispute(post.app.begin)
    await post.app.tell()
    post.slack.faults.fail_next(POST, "messages_tab_disabled", channel=OLU)
    hungry = replace(FILTER, figures=Figures(gpu_weeks_per_month=usd(8)))
    await deeds.file(post.app.begin, dispute, Side.PRODUCT, hungry)
    await post.app.tell()

    told = await post.slack.wait_for(lambda: post.people.dm(MAYA, having="sign off as a founder"))
    assert "over the budget of 5" in text_of(told)
    for person in (LEE, JONAS):
        shown = post.slack.everything_shown_to(person)
        assert "a founder" not in shown
        assert "did not arrive" not in shown


async def test_a_card_that_somebody_deleted_is_posted_anew(post: Post) -> None:
    card = await post.people.has_opened()
    asked = await post.slack.wait_for(lambda: post.people.dm(MAYA, having="State our case"))
    post.slack.workspace.delete(card)

    assert (await post.people.click(MAYA, Click.STATE_CASE, asked)).ok
    assert (await post.people.send(MAYA, CASE)).ok

    await post.slack.wait_for(post.people.cards)
    assert post.people.card.ts != card.ts


async def test_blocks_that_slack_refuses_are_replaced_by_plain_ones(post: Post) -> None:
    await post.people.has_opened()
    assert (await post.people.state_case(MAYA)).ok
    await post.slack.wait_for(lambda: post.people.card.edited_ts)
    post.slack.faults.fail_next(UPDATE, "invalid_blocks")
    assert (await post.people.state_case(JONAS)).ok

    await post.slack.wait_for(lambda: "Confirm" in text_of(post.people.card))

    assert "table" not in {block["type"] for block in post.people.card.blocks}


async def test_one_message_a_second_and_channel_others_go_on() -> None:
    pacing, order = Pacing(MovableClock(), seconds_between_messages=0.05), []

    async def post_in(channel: str) -> None:
        await pacing.turn(channel)
        order.append(channel)

    await asyncio.gather(*(post_in(channel) for channel in ("C1", "C1", "C2")))
    assert order == ["C1", "C2", "C1"]


async def test_who_waits_for_a_turn_gives_up_when_the_program_ends() -> None:
    pacing = Pacing(MovableClock(), seconds_between_messages=600)
    await pacing.turn("C1")
    waiting = asyncio.create_task(pacing.turn("C1"))
    pacing.end()

    with pytest.raises(Waiting):
        await waiting


async def test_what_slack_wants_rested_rests_there_only() -> None:
    clock, here, elsewhere = MovableClock(), TeamId("T1"), TeamId("T2")
    pacing = Pacing(clock)
    pacing.hold(here, POST, 60)

    pacing.check(here, UPDATE)
    pacing.check(elsewhere, POST)
    with pytest.raises(Waiting):
        pacing.check(here, POST)

    clock.move(seconds=60)
    pacing.check(here, POST)
