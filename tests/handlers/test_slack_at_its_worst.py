"""Each row of docs/reliability.md: what Slack may do, and what comes of it.

The real bot against the small Slack, by a real clock that is moved by hand.
"""

import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from aiohttp import ClientTimeout

from bot import app
from bot.domain.case import Side
from bot.domain.ids import ChannelId, DisputeId, UserId
from bot.domain.notices import ExportAsked, ExportFormat, MonthEnded
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Announcement, Delivery, Direct
from bot.services.afterwards import record_outcome
from bot.services.ports import SettingsChange
from handlers import delivery
from handlers.ids import Click
from handlers.once import REPEATED
from sandbox.records import Message
from sandbox.server import Slack
from tests.builders import ANSWER, DAY, FILTER, MONDAY
from tests.handlers import deeds
from tests.handlers.deeds import TEAM, everything_in, told
from tests.handlers.post_office import DOUBTS, PARKED, WAITING, Post, a_post
from tests.journeys.deeds import text_of
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, ZOE, MovableClock, on_screen

POST, UPDATE, HISTORY, HOME = (
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "views.publish",
)
NEWS = "C7NEWS"
PAGE = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text("utf-8")
_SECTION = PAGE.partition("## What Slack may do")[2].partition("\n## ")[0]
ON_THE_PAGE = re.findall(r"^\| (.+?) \| ", _SECTION, re.MULTILINE)[1:]
Test = TypeVar("Test", bound=Callable[..., object])
SHOWN: set[str] = set()


def shows(row: str) -> Callable[[Test], Test]:
    """The row of the page that a test shows."""

    def shown(test: Test) -> Test:
        SHOWN.add(row)
        return test

    return shown


@pytest.fixture
async def post(slack: Slack, clock: MovableClock, sqlite: str) -> AsyncIterator[Post]:
    async with a_post(slack, sqlite, clock=clock) as post:
        yield post


def test_every_row_of_the_page_is_shown_here() -> None:
    assert set(ON_THE_PAGE) == SHOWN


def thread(post: Post) -> list[Message]:
    return post.slack.thread(post.people.card)


def about_maya(post: Post) -> list[Message]:
    """What tells Maya that her case is in."""
    return [dm for dm in post.dms(MAYA) if "Revise" in text_of(dm)]


async def files(post: Post) -> None:
    """Maya files: one direct message to her, and the card is redrawn."""
    assert (await post.people.state_case(MAYA)).ok


async def withdraws(post: Post) -> None:
    """Lee withdraws: one reply in the thread, and direct messages."""
    assert (await post.people.choose(LEE, Click.WITHDRAW)).ok
    assert (await post.people.send(LEE, {})).ok


def breaks_replies(post: Post, error: str) -> None:
    post.slack.faults.fail_next(POST, error, channel=ROADMAP)


# Slack asks for patience


@shows("429, with or without `Retry-After`")
@pytest.mark.parametrize("seconds", [7, None])
async def test_a_method_that_is_limited_rests_for_as_long_as_slack_says_and_others_go_on(
    post: Post, seconds: int | None
) -> None:
    await post.has_opened()
    if seconds:
        post.slack.faults.limit_rate(seconds, POST)
    else:
        post.slack.faults.refuse("ratelimited", POST)
    await files(post)
    await post.slack.wait_for(lambda: post.people.card.edited_ts)
    await post.settled()
    post.slack.faults.clear()
    post.later(seconds=(seconds or 30) - 1)
    assert about_maya(post) == []

    post.later(seconds=2)

    await post.slack.wait_for(lambda: about_maya(post))
    assert len(about_maya(post)) == 1


@shows("429 to a form that is to open")
async def test_a_form_that_is_limited_is_answered_in_time(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.limit_rate(7, "views.open")

    assert (await post.people.click(MAYA, Click.STATE_CASE)).ok

    assert told(post.slack, MAYA) == "Slack did not answer in time. Try again in a moment."


@shows("429 when asked who somebody is")
async def test_who_is_asked_for_while_slack_limits_is_asked_for_again(post: Post) -> None:
    actor = post.slack.as_person(LEE)
    assert (await actor.command("/roadmap", "dispute Which?", channel=ROADMAP)).ok
    post.slack.faults.limit_rate(7, "users.info")
    leads = {"problem": "Merchants ask.", "product_lead": MAYA, "research_lead": JONAS}

    refused = await post.people.send(LEE, leads)

    assert "Slack did not say who this person is" in refused.errors["product_lead"]
    post.slack.faults.clear()
    assert (await actor.submit(on_screen(post.slack, LEE))).ok


# Nothing was taken


@shows("no connection")
async def test_without_a_connection_nothing_is_in_doubt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.has_opened()
    reached = post.app.client.base_url
    monkeypatch.setattr(post.app.client, "base_url", "http://127.0.0.1:9/api/")
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.PRODUCT, FILTER)
    await post.settled()
    assert await post.count(DOUBTS) == 0

    post.app.client.base_url = reached
    post.later(minutes=6)

    await post.slack.wait_for(lambda: about_maya(post))
    await post.until(WAITING, 0)
    assert len(about_maya(post)) == 1


@shows("`service_unavailable`")
async def test_a_service_that_is_unavailable_has_taken_nothing(post: Post) -> None:
    await post.has_opened()
    breaks_replies(post, "service_unavailable")
    await withdraws(post)
    await post.settled()
    assert await post.count(DOUBTS) == 0

    post.later(minutes=6)

    await post.slack.wait_for(lambda: thread(post))
    assert REPEATED not in text_of(thread(post)[0])


# It may have arrived

Break = Callable[[Slack], None]
TAKEN: Mapping[str, Break] = {
    "500, 502, 503 or 504 with a page": lambda slack: slack.faults.answer_pages(502, POST),
    "200 with a page, or with broken JSON": lambda slack: slack.faults.answer_pages(200, POST),
    "the connection drops after the message is accepted": lambda slack: (
        slack.faults.drop_after_accepting(POST, 20)
    ),
}
NOT_TAKEN: Mapping[str, Break] = {
    "`fatal_error` or `internal_error`": lambda slack: slack.faults.refuse("fatal_error", POST),
}
SHOWN |= {*TAKEN, *NOT_TAKEN}
BROKEN = {**TAKEN, **NOT_TAKEN}


@pytest.mark.parametrize("row", BROKEN)
async def test_a_reply_in_doubt_is_sent_once_more_and_says_so(post: Post, row: str) -> None:
    await post.has_opened()
    BROKEN[row](post.slack)
    await withdraws(post)
    await post.until(DOUBTS, 1)
    await post.settled()
    post.slack.faults.clear()

    post.later(minutes=2)

    await post.until(WAITING, 0)
    marks = [REPEATED in text_of(one) for one in thread(post)]
    assert marks == ([False, True] if row in TAKEN else [True])


@pytest.mark.parametrize("row", BROKEN)
async def test_a_direct_message_in_doubt_is_looked_for_and_stands_there_once(
    post: Post, row: str
) -> None:
    await post.has_opened()
    BROKEN[row](post.slack)
    await files(post)
    await post.until(DOUBTS, 1)
    await post.settled()
    post.slack.faults.clear()

    post.later(minutes=2)

    await post.until(WAITING, 0)
    assert len(about_maya(post)) == 1
    assert REPEATED not in text_of(about_maya(post)[0])


@pytest.mark.parametrize("row", BROKEN)
async def test_a_first_card_in_doubt_is_posted_once_more_and_says_so(post: Post, row: str) -> None:
    BROKEN[row](post.slack)
    assert (await post.people.open()).ok
    await post.until(DOUBTS, 1)
    await post.settled()
    post.slack.faults.clear()

    post.later(minutes=2)

    await post.until(WAITING, 0)
    marks = [REPEATED in text_of(card) for card in post.people.cards()]
    assert marks == ([False, True] if row in TAKEN else [True])


async def test_the_mark_goes_with_the_cards_next_change(post: Post) -> None:
    post.slack.faults.refuse("fatal_error", POST)
    assert (await post.people.open()).ok
    await post.settled()
    post.slack.faults.clear()
    post.later(minutes=2)
    await post.until(WAITING, 0)

    await files(post)
    await post.until(WAITING, 0)

    assert REPEATED not in text_of(post.people.card)


async def test_a_card_that_stands_is_never_in_doubt(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.answer_pages(502, UPDATE)
    await files(post)
    await post.settled()
    assert await post.count(DOUBTS) == 0
    post.slack.faults.clear()

    post.later(minutes=6)

    await post.until(WAITING, 0)
    assert [REPEATED in text_of(card) for card in post.people.cards()] == [False]


async def test_a_home_is_never_in_doubt(post: Post) -> None:
    post.slack.faults.answer_pages(502, HOME)
    await post.slack.as_person(LEE).open_home()
    await post.settled()
    assert await post.count(DOUBTS) == 0
    post.slack.faults.clear()

    post.later(minutes=6)

    await post.until(WAITING, 0)
    assert post.slack.home(LEE)


async def test_what_is_in_doubt_rests_as_long_as_after_a_crash(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.drop_after_accepting(POST, 20)
    await withdraws(post)
    await post.until(DOUBTS, 1)
    await post.settled()
    post.slack.faults.clear()
    asked = len(post.slack.calls_of(POST))

    post.later(seconds=delivery.LEASE.total_seconds() - 1)
    await post.settled()

    assert len(post.slack.calls_of(POST)) == asked


@pytest.mark.parametrize("filler", [0, 260])
async def test_a_direct_message_is_found_however_much_stands_after_it(
    post: Post, filler: int
) -> None:
    await post.has_opened()
    post.slack.faults.drop_after_accepting(POST)
    await files(post)
    await post.until(DOUBTS, 1)
    await post.settled()
    dm = post.slack.workspace.open_dm(MAYA).id
    for number in range(filler):
        post.slack.as_person(MAYA).say(f"Note {number}", channel=dm)

    post.later(minutes=2)

    await post.until(WAITING, 0)
    assert len(about_maya(post)) == 1
    assert len(post.slack.calls_of(HISTORY)) == 1 + filler // 200


@pytest.mark.parametrize("was_taken", [True, False])
async def test_an_export_in_doubt_is_looked_for_by_its_name(post: Post, *, was_taken: bool) -> None:
    await post.has_opened()
    last = "files.completeUploadExternal"
    if was_taken:
        post.slack.faults.drop_after_accepting(last)
    else:
        post.slack.faults.fail_next(last, "internal_error")
    notice, place = ExportAsked(asked_at=MONDAY, format=ExportFormat.JSON), Direct(UserId(OLU))
    async with post.app.begin() as tx:
        await tx.outbox.put((Delivery(about=TEAM, notice=notice, place=place),) * 2)
    await post.until(DOUBTS, 1)
    await post.settled()

    post.later(minutes=2)

    await post.until(WAITING, 0)
    names = [file.name for message in post.dms(OLU) for file in message.files]
    assert len(names) == len(set(names)) == 2


@shows("no answer within 30 seconds")
async def test_a_call_that_is_not_answered_in_time_leaves_it_in_doubt(
    slack: Slack, clock: MovableClock, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PATIENCE", ClientTimeout(total=2))
    async with a_post(slack, sqlite, clock=clock) as post:
        await post.has_opened()
        slack.faults.be_slow(600, POST)
        await withdraws(post)
        await post.until(DOUBTS, 1)
        slack.faults.clear()
        await post.settled()
        post.later(minutes=2)

        await post.until(WAITING, 0)
        assert [REPEATED in text_of(one) for one in thread(post)] == [True]


@shows("all calls of a delivery take over 60 seconds")
async def test_a_delivery_is_cut_off_before_its_lease_ends(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.has_opened()
    monkeypatch.setattr(delivery, "LEASE", timedelta(seconds=0.3))
    post.slack.faults.be_slow(600, POST)
    await withdraws(post)
    await post.until(DOUBTS, 1)

    assert await post.count(f"{WAITING} AND leased_until IS NOT NULL AND doubts > 0") == 0

    await post.settled()
    monkeypatch.undo()
    post.slack.faults.clear()
    post.later(minutes=2)
    await post.until(WAITING, 0)
    assert [REPEATED in text_of(one) for one in thread(post)] == [True]


@shows("answers with errors for an hour")
@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
async def test_an_hour_of_errors_costs_one_marked_repetition_and_parks_nothing(
    post: Post, error: str
) -> None:
    await post.has_opened()
    post.slack.faults.refuse(error, POST)
    await withdraws(post)
    for _ in range(10):
        await post.settled()
        post.later(minutes=6)
    await post.settled()
    assert await post.count(f"{DOUBTS} WHERE place = 'thread'") == 1
    assert await post.count(PARKED) == 0
    post.slack.faults.clear()

    post.later(minutes=6)

    await post.until(WAITING, 0)
    assert await post.count(PARKED) == 0
    assert [REPEATED in text_of(one) for one in thread(post)] == [True]
    assert [len(post.dms(person)) for person in (MAYA, JONAS)] == [2, 2]


# The repetition is in doubt too


async def is_twice_in_doubt(post: Post) -> None:
    """Slack hangs up on the message of the channel, and then on its repetition."""
    await post.until(DOUBTS, 1)
    await post.settled()
    post.later(minutes=2)
    await post.until(DOUBTS, 2)
    await post.settled()
    post.slack.faults.clear()
    post.later(minutes=2)
    await post.until(WAITING, 0)


@shows("the repetition is in doubt too")
async def test_a_reply_twice_in_doubt_is_parked_and_its_opener_told_once(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.drop_after_accepting(POST, 50)
    await withdraws(post)
    await is_twice_in_doubt(post)

    assert [REPEATED in text_of(one) for one in thread(post)] == [False, True]
    assert await post.count(PARKED) == 1
    (said,) = [dm for dm in post.dms(LEE) if "may not have arrived" in text_of(dm)]
    assert "Look there first: trying again posts another copy" in text_of(said)


async def test_what_a_person_has_sent_again_is_marked_too(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.drop_after_accepting(POST, 50)
    await withdraws(post)
    await is_twice_in_doubt(post)
    said = post.people.dm(LEE, having="may not have arrived")

    assert (await post.people.click(LEE, Click.TRY_AGAIN, said)).ok

    await post.until(WAITING, 0)
    assert [REPEATED in text_of(one) for one in thread(post)] == [False, True, True]
    assert await post.count(PARKED) == 0


async def test_under_a_first_card_twice_in_doubt_all_waits_until_one_stands(post: Post) -> None:
    post.slack.faults.drop_after_accepting(POST, 50)
    assert (await post.people.open()).ok
    await is_twice_in_doubt(post)
    assert len(post.people.cards()) == 2
    assert await post.count(PARKED) == 1

    assert (await post.people.state_case(MAYA)).ok
    await post.until(WAITING, 0)
    assert [REPEATED in text_of(card) for card in post.people.cards()] == [False, True, True]

    assert (await post.people.state_case(JONAS)).ok
    await post.until(WAITING, 0)
    assert await post.count(PARKED) == 0
    assert [REPEATED in text_of(card) for card in post.people.cards()] == [False, True, False]
    assert len(thread(post)) == 1
    assert len([dm for dm in post.dms(LEE) if "may not have arrived" in text_of(dm)]) == 1


async def announcing(post: Post) -> None:
    """Olu has named a channel for rulings."""
    post.slack.workspace.add_channel(NEWS, "rulings", [LEE, OLU, ZOE], has_bot=True)
    settings = WorkspaceSettings(announcements=ChannelId(NEWS))
    change = SettingsChange(settings=settings, by=UserId(OLU), at=MONDAY)
    async with post.app.begin() as tx:
        await tx.settings.put(TEAM, change)


async def is_announced(post: Post, clock: MovableClock) -> None:
    """The window ends; the rule chooses Maya's option."""
    await files(post)
    clock.move(days=8)
    await post.app.rule()


def news(post: Post) -> list[Message]:
    return post.slack.messages(NEWS, as_person=OLU)


async def test_an_announcement_twice_in_doubt_is_told_to_who_set_the_channel(
    post: Post, clock: MovableClock
) -> None:
    await announcing(post)
    await post.has_opened()
    post.slack.faults.drop_after_accepting(POST, 50)
    await is_announced(post, clock)
    await is_twice_in_doubt(post)

    assert [REPEATED in everything_in(one) for one in news(post)] == [False, True]
    (said,) = post.dms(OLU)
    assert "The ruling on #1 may not have been announced" in everything_in(said)


async def test_a_month_in_doubt_is_sent_once_more_and_says_so(
    post: Post, clock: MovableClock
) -> None:
    await announcing(post)
    await post.has_opened()
    await is_announced(post, clock)
    await post.until(WAITING, 0)
    said = replace(ANSWER, on=clock.now.date())
    await record_outcome(
        DisputeId(TEAM, 1),
        said,
        by=deeds.person(MAYA),
        directory=post.app.directory,
        now=clock.now,
        begin=post.app.begin,
    )
    await post.until(WAITING, 0)
    post.slack.faults.drop_after_accepting(POST)
    month = MonthEnded(since=MONDAY - DAY, until=MONDAY + 30 * DAY)
    async with post.app.begin() as tx:
        place = Announcement(ChannelId(NEWS))
        await tx.outbox.put((Delivery(about=TEAM, notice=month, place=place),))
    await post.until(DOUBTS, 1)
    await post.settled()

    post.later(minutes=2)

    await post.until(WAITING, 0)
    told_twice = [one for one in news(post) if "What customers said" in one.text]
    assert [REPEATED in everything_in(one) for one in told_twice] == [False, True]


# Access


@shows("the token is revoked")
async def test_while_the_token_is_revoked_the_workspace_rests_and_then_all_goes_out(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "roadmap.delivery")
    await post.has_opened()
    post.slack.faults.refuse("token_revoked")
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.PRODUCT, FILTER)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    for _ in range(3):
        await post.settled()
        post.later(minutes=2)
    await post.settled()
    assert caplog.messages.count("no access to Slack") == 1
    assert (await post.count(PARKED), await post.count(DOUBTS)) == (0, 0)

    post.slack.faults.clear()
    for _ in range(2):
        post.later(minutes=2)
        await post.settled()

    await post.until(WAITING, 0)
    assert caplog.messages.count("access to Slack again") == 1
    assert len(about_maya(post)) == 1
    assert len(thread(post)) == 1
    said = [text_of(dm) for dm in post.dms(MAYA)]
    assert next(n for n, one in enumerate(said) if "Revise" in one) < len(said) - 1


async def test_one_call_a_minute_tries_whether_access_is_back(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.refuse("token_revoked")
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.PRODUCT, FILTER)
    await post.settled()
    await post.settled()
    asked = len(post.slack.calls)

    post.later(seconds=30)
    await post.settled()
    assert len(post.slack.calls) == asked

    post.later(seconds=31)
    await post.slack.wait_for(lambda: len(post.slack.calls) > asked)
    await post.settled()
    assert len(post.slack.calls) == asked + 1


async def test_a_restart_while_the_token_is_revoked_loses_nothing(
    slack: Slack, clock: MovableClock, sqlite: str
) -> None:
    real_clock = MovableClock()
    async with a_post(slack, sqlite, clock=clock, real_clock=real_clock) as post:
        await post.has_opened()
        slack.faults.refuse("token_revoked")
        await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.PRODUCT, FILTER)
        await post.settled()
    real_clock.move(minutes=2)
    async with a_post(slack, sqlite, clock=clock, real_clock=real_clock) as post:
        await post.settled()
        slack.faults.clear()
        for _ in range(2):
            post.later(minutes=2)
            await post.settled()

        await post.until(WAITING, 0)
        assert await post.count(PARKED) == 0
        assert len(about_maya(post)) == 1
        assert post.people.card.edited_ts


@shows("a scope is missing")
async def test_a_missing_scope_stops_its_own_method_only(post: Post) -> None:
    await post.has_opened()
    post.slack.faults.refuse("missing_scope", UPDATE)
    await files(post)
    await post.slack.wait_for(lambda: about_maya(post))
    await post.settled()
    assert not post.people.card.edited_ts

    post.slack.faults.clear()
    post.later(minutes=2)

    await post.slack.wait_for(lambda: post.people.card.edited_ts)


# Given up


def to_the_opener(post: Post, having: str) -> list[Message]:
    return [dm for dm in post.dms(LEE) if having in text_of(dm)]


@shows("the channel is archived")
async def test_an_archived_channel_is_told_to_the_opener(post: Post) -> None:
    await post.has_opened()
    await files(post)
    await post.until(WAITING, 0)
    post.slack.faults.fail_next(POST, "is_archived", channel=ROADMAP)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    await post.until(WAITING, 0)

    (said,) = to_the_opener(post, "the channel is archived. Unarchive it, then try again.")
    assert (await post.people.click(LEE, Click.TRY_AGAIN, said)).ok
    await post.slack.wait_for(lambda: thread(post))
    assert [REPEATED in text_of(one) for one in thread(post)] == [False]


@shows("the bot is removed from the channel")
async def test_a_bot_that_was_removed_is_invited_again_by_the_opener(post: Post) -> None:
    await post.has_opened()
    await files(post)
    await post.until(WAITING, 0)
    post.slack.faults.fail_next(POST, "not_in_channel", channel=ROADMAP)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    await post.until(WAITING, 0)

    assert to_the_opener(post, "the bot is not in the channel. Invite it there, then try again.")


@shows("the channel for rulings is gone")
async def test_who_set_the_channel_for_rulings_is_told_that_it_is_gone(
    post: Post, clock: MovableClock
) -> None:
    await announcing(post)
    await post.has_opened()
    post.slack.workspace.archive(NEWS)
    await is_announced(post, clock)
    await post.until(WAITING, 0)

    (said,) = post.dms(OLU)
    assert "The ruling on #1 could not be announced" in everything_in(said)


@shows("a person's account is deactivated")
@pytest.mark.parametrize("error", ["user_disabled", "channel_not_found"])
async def test_a_person_who_has_left_is_told_to_the_opener_once(post: Post, error: str) -> None:
    await post.has_opened()
    for _ in range(2):
        post.slack.faults.fail_next(POST, error, channel=JONAS)
    await files(post)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    await post.until(WAITING, 0)

    assert await post.count(PARKED) == 2
    (said,) = to_the_opener(post, "did not arrive")
    assert "deactivated" in text_of(said)
    assert "the bot is not in the channel" not in text_of(said)


@shows("an error that is new")
async def test_an_error_that_is_new_is_told_by_slacks_word_for_it(post: Post) -> None:
    await post.has_opened()
    await files(post)
    await post.until(WAITING, 0)
    breaks_replies(post, "shrubbery_required")
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    await post.until(WAITING, 0)

    (said,) = to_the_opener(post, "shrubbery_required")
    assert (await post.people.click(LEE, Click.TRY_AGAIN, said)).ok
    await post.slack.wait_for(lambda: thread(post))


# Shown otherwise


@shows("the blocks are refused")
@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_a_message_whose_blocks_are_refused_comes_in_plain_lines(
    post: Post, error: str
) -> None:
    await post.has_opened()
    await files(post)
    await post.until(WAITING, 0)
    breaks_replies(post, error)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.RESEARCH, FILTER)
    await post.until(WAITING, 0)

    (reply,) = thread(post)
    assert "table" not in {block["type"] for block in reply.blocks}


@shows("the card was deleted by somebody")
async def test_a_card_that_was_deleted_is_posted_anew(post: Post) -> None:
    before = await post.has_opened()
    post.slack.workspace.delete(before)
    await deeds.file(post.app.begin, DisputeId(TEAM, 1), Side.PRODUCT, FILTER)
    await post.until(WAITING, 0)

    assert [card.ts != before.ts for card in post.people.cards()] == [True]
