"""What goes to other places than a dispute's channel and its people's direct messages."""

import asyncio

from sqlalchemy import TextClause, text

from bot.app import App
from bot.domain.ids import ChannelId, UserId
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import Begin, SettingsChange
from sandbox.records import Message
from sandbox.server import Slack
from storage.engine import reading
from tests.builders import MONDAY
from tests.handlers.deeds import TEAM, a_dispute, an_unsealed_dispute, everything_in
from tests.world import LEE, OLU, ROADMAP, SECRET, ZOE, MovableClock

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
