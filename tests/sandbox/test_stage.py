"""The stage: the real bot joined over HTTP, and a clock that stops wherever something is due."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.services.ports import SettingsChange
from handlers.ids import COMMAND
from sandbox.clock import MovableClock
from sandbox.doings import STILL_SENDING
from sandbox.seen import find_strings
from sandbox.stage import Stage, open_stage
from sandbox.stories.hands import Hands
from sandbox.stories.people import (
    ADA,
    BEGINS_AT,
    GENERAL,
    JONAS,
    LEADS,
    MAYA,
    OLU,
    PEOPLE,
    ROADMAP,
)
from sandbox.stories.telling import play_story
from tests.processes import free_port

TYPED = {"problem": "Somebody waits.", "product_lead": MAYA, "research_lead": JONAS}
NOON = BEGINS_AT.replace(hour=12)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    url = f"sqlite:///{tmp_path}/roadmap.sqlite3"
    async with open_stage(port=free_port(), database_url=url) as stage:
        yield stage


async def open_dispute(
    stage: Stage, question: str = "Word or chat?", *, who: str = ADA, channel: str = ROADMAP
) -> None:
    await Hands(stage.slack, who, channel).open_dispute(question, TYPED)
    assert await stage.settle()


def test_the_clock_begins_where_it_is_told_and_runs() -> None:
    real = [datetime(2020, 1, 1, tzinfo=BEGINS_AT.tzinfo)]
    clock = MovableClock(BEGINS_AT, lambda: real[0])
    real[0] += timedelta(seconds=5)

    assert clock() == BEGINS_AT + timedelta(seconds=5)


def test_the_clock_goes_on_and_never_back() -> None:
    real = datetime(2020, 1, 1, tzinfo=BEGINS_AT.tzinfo)
    clock = MovableClock(BEGINS_AT, lambda: real)
    clock.move_to(BEGINS_AT + DAY)
    clock.move_to(BEGINS_AT)

    assert clock() == BEGINS_AT + DAY


async def test_four_people_can_be_played_and_the_bot_answers_them(stage: Stage) -> None:
    answered = await stage.slack.as_person(MAYA).command(COMMAND, "help", channel=ROADMAP)

    assert stage.people == PEOPLE
    assert answered.ok
    assert "/roadmap dispute" in stage.slack.everything_shown_to(MAYA)


async def test_without_a_dispute_there_is_no_deadline(stage: Stage) -> None:
    assert await stage.next_deadline() is None
    assert await stage.to_next_deadline() == ()


async def test_a_move_stops_at_every_deadline_and_tells_it_in_order(stage: Stage) -> None:
    await open_dispute(stage, "First?")
    await stage.move(DAY)
    await open_dispute(stage, "Second?")

    told = await stage.move(2 * WEEK)

    assert [line for line in told if "lapsed" in line] == [
        "Mon 9 March 09:00 UTC: #1 has lapsed.",
        "Tue 10 March 09:00 UTC: #2 has lapsed.",
    ]
    assert "Mon 9 March 09:00 UTC: Maya and Jonas got a direct message." in told
    assert stage.now() >= BEGINS_AT + DAY + 2 * WEEK


async def test_a_ruling_found_by_a_move_is_dated_to_its_deadline(stage: Stage) -> None:
    await open_dispute(stage)
    deadline = await stage.next_deadline()
    await stage.move(3 * WEEK)

    replies = [m for m in stage.slack.workspace.messages(ROADMAP) if m.thread_ts]
    assert deadline
    assert abs(float(replies[-1].ts) - deadline.timestamp()) < 60
    assert "late" not in stage.slack.everything_shown_to(ADA)


async def test_the_next_deadline_is_one_move_away(stage: Stage) -> None:
    await open_dispute(stage)
    deadline = await stage.next_deadline()
    told = await stage.to_next_deadline()

    assert deadline
    assert deadline <= stage.now() < deadline + timedelta(minutes=1)
    assert "Mon 9 March 09:00 UTC: #1 has lapsed." in told
    assert await stage.next_deadline() is None


async def test_the_next_reminder_is_one_move_away(stage: Stage) -> None:
    assert await stage.to_next_reminder() == ()
    await open_dispute(stage)

    assert await stage.to_next_reminder() == ("Tue 3 March 08:00 UTC: Jonas got a direct message.",)
    assert stage.now() < BEGINS_AT + DAY


async def answered(stage: Stage) -> None:
    """The fraud dispute is ruled, and the customer's answer recorded on its day."""
    await play_story(stage, "fraud", lambda _: None, at_once)
    await stage.to_next_reminder()
    card = stage.slack.messages(ROADMAP, MAYA)[-1]
    answer = {
        "on": stage.now().date().isoformat(),
        "who": "Acme",
        "words": "We stopped asking.",
        "learned": "They want reasons.",
    }
    hands = Hands(stage.slack, MAYA, ROADMAP)
    await hands.record_answer(card, {**answer, "moved": "not measured"})
    assert await stage.settle()


async def at_once() -> None:
    """No pause between the steps."""


async def test_an_answer_that_is_due_in_two_weeks_is_one_move_away(stage: Stage) -> None:
    await play_story(stage, "fraud", lambda _: None, at_once)

    told = await stage.to_next_reminder()

    assert told[-1] == "Mon 23 March 13:00 UTC: Maya got a direct message."


async def test_once_the_customer_has_answered_nobody_is_reminded(stage: Stage) -> None:
    await answered(stage)

    assert await stage.to_next_reminder() == ()


async def test_the_customers_month_is_one_move_away(stage: Stage) -> None:
    await answered(stage)
    team = TeamId(stage.slack.workspace.team_id)
    async with stage.bot.begin() as tx:
        settings = replace(await tx.settings.get(team), announcements=ChannelId(GENERAL))
        await tx.settings.put(team, SettingsChange(settings=settings, by=UserId(OLU), at=NOON))

    told = await stage.to_next_reminder()

    assert told[-1].startswith("Wed 1 April 08:00 UTC:")
    assert "We stopped asking." in find_strings(stage.slack.messages(GENERAL, ADA)[-1].blocks)
    assert await stage.to_next_reminder() == ()


async def test_what_is_said_in_a_private_channel_is_not_told(stage: Stage) -> None:
    await open_dispute(stage, "Who is to go?", who=MAYA, channel=LEADS)
    told = await stage.to_next_deadline()

    assert "Mon 9 March 09:00 UTC: The bot wrote in #leads, which is private." in told
    assert "#1" not in " ".join(told)


async def test_while_slack_is_down_a_move_says_that_messages_are_missing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_dispute(stage)
    monkeypatch.setattr("sandbox.stage.PATIENCE", 0.5)
    stage.slack.faults.go_down()
    told = await stage.to_next_deadline()
    stage.slack.faults.clear()

    assert any("did not arrive" in line for line in told)
    await stage.slack.wait_for(lambda: "lapsed" in stage.slack.everything_shown_to(MAYA), 20)


async def test_a_slow_slack_keeps_nobody_waiting(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_dispute(stage)
    monkeypatch.setattr("sandbox.stage.PATIENCE", 0.1)
    stage.slack.faults.be_slow(1)
    told = await stage.to_next_deadline()
    stage.slack.faults.clear()

    assert told[-1] == f"Mon 9 March 09:00 UTC: {STILL_SENDING}"
