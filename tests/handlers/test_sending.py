"""What goes to other places than a dispute's channel and its people's direct messages."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import TextClause, text

from bot.app import App
from bot.domain.case import Side
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import MonthEnded
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Announcement, Delivery
from bot.services.afterwards import record_outcome
from bot.services.ports import Begin, SettingsChange
from sandbox.records import Message
from sandbox.server import Slack
from storage.engine import reading
from tests.builders import ANSWER, DAY, FILTER, MONDAY
from tests.handlers.deeds import TEAM, a_dispute, an_unsealed_dispute, everything_in, file, person
from tests.handlers.looks import as_json, read
from tests.world import LEE, MAYA, OLU, ROADMAP, SECRET, UNINVITED, ZOE, MovableClock

NEWS = "C7NEWS"


async def announcing(slack: Slack, begin: Begin, *, channel: str = NEWS) -> None:
    """Olu has named a channel for rulings."""
    if channel not in slack.workspace.channels:
        slack.workspace.add_channel(channel, "rulings", [LEE, OLU, ZOE], has_bot=True)
    settings = WorkspaceSettings(announcements=ChannelId(channel))
    async with begin() as tx:
        await tx.settings.put(TEAM, SettingsChange(settings=settings, by=UserId(OLU), at=MONDAY))


async def until_sent(bot: App) -> None:
    """Until nothing waits to be sent any more."""
    waiting = text("SELECT count(*) FROM outbox WHERE state = 'waiting'")
    async with asyncio.timeout(5):
        while await _count(bot, waiting):  # noqa: ASYNC110  (the database tells nobody)
            await asyncio.sleep(0.01)


async def _count(bot: App, query: TextClause) -> int:
    async with reading(bot.engine).begin() as connection:
        return int((await connection.execute(query)).scalar_one())


def news(slack: Slack, channel: str = NEWS) -> list[Message]:
    return slack.messages(channel, as_person=OLU)


async def test_a_ruling_is_announced_in_the_channel_of_the_settings(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await an_unsealed_dispute(begin)
    clock.move(days=8)
    await bot.tick()
    await slack.wait_for(lambda: news(slack))

    assert "Rules-based filter" in everything_in(news(slack)[0])
    assert len(news(slack)) == 1


async def test_a_ruling_of_a_private_channel_is_announced_nowhere(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await a_dispute(begin, channel=SECRET)
    clock.move(days=8)
    await bot.tick()
    await until_sent(bot)

    assert news(slack) == []


async def test_a_channel_that_has_turned_private_is_noticed_before_the_announcement(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await an_unsealed_dispute(begin)
    slack.workspace.make_private(ROADMAP)
    clock.move(days=8)
    await bot.tick()
    await until_sent(bot)

    assert news(slack) == []


async def test_where_the_dispute_stands_in_that_very_channel_it_is_told_once(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin, channel=ROADMAP)
    await a_dispute(begin)
    await until_sent(bot)
    clock.move(days=8)
    await bot.tick()
    await until_sent(bot)

    assert len(news(slack, ROADMAP)) == 1


async def test_who_set_the_channel_learns_that_it_takes_no_messages_any_more(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    slack.workspace.archive(NEWS)
    await a_dispute(begin)
    clock.move(days=8)
    await bot.tick()
    await slack.wait_for(lambda: slack.dms(OLU))

    told = everything_in(slack.dms(OLU)[-1])
    assert "The ruling on #1 could not be announced" in told
    assert "the channel is archived" in told


async def test_a_home_that_would_look_the_same_is_not_shown_again(slack: Slack, bot: App) -> None:
    await slack.as_person(LEE).open_home()
    await until_sent(bot)
    await slack.as_person(LEE).open_home()
    await until_sent(bot)

    assert len(slack.calls_of("views.publish")) == 1


async def test_a_home_of_which_slack_knows_nothing_is_shown_whatever_stood_in_it(
    slack: Slack, bot: App
) -> None:
    await slack.as_person(LEE).open_home()
    await until_sent(bot)
    await slack.as_person(LEE).event({"type": "app_home_opened", "channel": "D1", "tab": "home"})
    await until_sent(bot)

    assert len(slack.calls_of("views.publish")) == 2


async def test_a_home_is_shown_anew_when_a_dispute_is_opened(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await slack.as_person(LEE).open_home()
    await until_sent(bot)
    await a_dispute(begin)
    await until_sent(bot)

    assert len(slack.calls_of("views.publish")) == 2
    assert "Transformer upgrade" in slack.everything_shown_to(LEE)


async def test_nobodys_home_is_shown_who_has_not_opened_it(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await until_sent(bot)

    assert slack.calls_of("views.publish") == []


# The customers' month


MARCH = MonthEnded(since=MONDAY - DAY, until=MONDAY + 30 * DAY)


async def an_answer(bot: App, begin: Begin, clock: MovableClock, channel: str = ROADMAP) -> None:
    """Product's filter was chosen in that channel, and a customer has answered."""
    dispute = await a_dispute(begin, channel=channel, form=f"V-{channel}")
    await file(begin, dispute, Side.PRODUCT, FILTER)
    clock.move(days=8)
    await bot.tick()
    said = replace(ANSWER, on=clock.now.date())
    by, known = person(MAYA), bot.directory
    await record_outcome(dispute, said, by=by, directory=known, now=clock.now, begin=begin)


async def month_ends(begin: Begin, channel: str = NEWS) -> None:
    place = Announcement(ChannelId(channel))
    async with begin() as tx:
        await tx.outbox.put((Delivery(about=TEAM, notice=MARCH, place=place),))


async def test_the_channel_of_rulings_hears_once_what_customers_said(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await bot.tick()
    await an_answer(bot, begin, clock)
    for day in ("2026-03-31T18:00+00:00", "2026-04-01T09:00+00:00", "2026-04-02T09:00+00:00"):
        clock.now = clock.now.fromisoformat(day)
        await bot.tick()
    await slack.wait_for(lambda: "What customers said in March" in news(slack)[-1].text)
    await until_sent(bot)

    months = [one for one in news(slack) if "customers said" in one.text]
    assert len(months) == 1
    assert "Now I see why it was blocked." in everything_in(months[0])


async def test_what_was_said_on_a_dispute_of_a_private_channel_stays_there(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await an_answer(bot, begin, clock, channel=SECRET)
    await month_ends(begin)
    await until_sent(bot)

    assert news(slack) == []


async def test_who_set_the_channel_learns_that_the_month_could_not_be_told(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await announcing(slack, begin)
    await an_answer(bot, begin, clock)
    await until_sent(bot)
    slack.workspace.archive(NEWS)
    await month_ends(begin)
    await slack.wait_for(lambda: slack.dms(OLU))

    told = everything_in(slack.dms(OLU)[-1])
    assert "What customers said last month could not be announced" in told
    assert "the channel is archived" in told


async def test_a_home_comes_without_its_chart_where_slack_refuses_charts(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    for channel in (ROADMAP, SECRET, UNINVITED):
        await an_answer(bot, begin, clock, channel=channel)
    slack.faults.refuse_blocks("data_visualization")
    await slack.as_person(MAYA).open_home()
    await slack.wait_for(lambda: slack.home(MAYA))

    view = slack.home(MAYA)
    assert view
    assert "days promised and real" in read(view.content)
    assert "data_visualization" not in as_json(view.content)


# What a card says of estimates


@pytest.mark.parametrize("is_silent", [False, True])
async def test_a_card_tells_of_estimates_where_slack_says_who_may_know_of_them(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, *, is_silent: bool
) -> None:
    await an_answer(bot, begin, clock, channel=UNINVITED)
    if is_silent:
        slack.faults.fail_next("conversations.info", "internal_error", channel=UNINVITED)
    now = clock.now
    dispute = await a_dispute(begin, form="V1", now=now)
    await file(begin, dispute, Side.PRODUCT, FILTER, now=now)
    await file(begin, dispute, Side.RESEARCH, FILTER, now=now)
    await until_sent(bot)

    (card,) = (
        one
        for one in slack.messages(ROADMAP, as_person=MAYA)
        if not one.thread_ts and "#2" in one.text
    )
    assert ("Days promised against real" in everything_in(card)) is not is_silent
