"""Asking for messages that Slack would not take to be sent once more."""

from dataclasses import replace

from bot.app import App
from bot.services.ports import Begin
from handlers.ids import Click
from sandbox.server import Slack
from tests.handlers.deeds import a_dispute, press, told
from tests.world import ADA, LEE, ROADMAP, ZOE


async def test_what_slack_would_not_take_is_sent_when_the_opener_asks(
    slack: Slack, begin: Begin
) -> None:
    channel = slack.workspace.archive(ROADMAP)
    await a_dispute(begin)
    (asked,) = await slack.wait_for(lambda: slack.dms(LEE))
    slack.workspace.channels[ROADMAP] = replace(channel, is_archived=False)

    await slack.as_person(LEE).click(asked, action_id=Click.TRY_AGAIN.value)

    assert told(slack, LEE) == "On its way again."
    (card,) = await slack.wait_for(lambda: slack.messages(ROADMAP, as_person=ADA))
    assert "#1" in card.text


async def test_nobody_but_the_disputes_people_asks_for_that(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, ZOE, Click.TRY_AGAIN)

    assert told(slack, ZOE).startswith("You cannot have the messages of #1 sent again. ")
    assert f"<@{LEE}>" in told(slack, ZOE)


async def test_messages_of_a_dispute_that_does_not_exist_are_not_sent(
    slack: Slack, bot: App
) -> None:
    await press(slack, bot, LEE, Click.TRY_AGAIN, "7")

    assert told(slack, LEE) == "There is no dispute #7 that you can see."
