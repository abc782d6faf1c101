"""What was opened in public and turned private, or in a channel that the bot has lost."""

import json

import pytest

from bot.app import App
from bot.domain.case import Side
from bot.services.ports import Begin
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import FILTER, TRANSFORMER
from tests.handlers.deeds import a_dispute, everything_in, file
from tests.handlers.test_sending import until_sent
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, ZOE

QUESTION = "Transformer upgrade"
PEOPLE, FOUNDER, OUTSIDER = (LEE, MAYA, JONAS), OLU, ZOE


async def turned_private(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await until_sent(bot)
    slack.workspace.make_private(ROADMAP)


async def asked(slack: Slack, who: str, word: str) -> str:
    """What that person alone reads in answer to the command."""
    assert (await slack.as_person(who).command("/roadmap", word, channel=ROADMAP)).ok
    return everything_in(slack.ephemerals(who)[-1])


@pytest.mark.parametrize("word", ["list", "show 1"])
async def test_a_dispute_whose_channel_has_turned_private_is_for_its_people_and_the_founders(
    slack: Slack, bot: App, begin: Begin, word: str
) -> None:
    await turned_private(slack, bot, begin)

    readers = {
        who for who in (*PEOPLE, FOUNDER, OUTSIDER) if QUESTION in await asked(slack, who, word)
    }

    assert readers == {*PEOPLE, FOUNDER}


async def test_home_shows_it_no_more_to_others(slack: Slack, bot: App, begin: Begin) -> None:
    await turned_private(slack, bot, begin)
    for who in (LEE, ZOE):
        await slack.as_person(who).open_home()
    await until_sent(bot)

    shown = {who: json.dumps(slack.workspace.views.home(who).content) for who in (LEE, ZOE)}  # type: ignore[union-attr]
    assert QUESTION in shown[LEE]
    assert QUESTION not in shown[ZOE]


async def test_while_slack_does_not_say_it_counts_as_private(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await until_sent(bot)
    assert QUESTION in await asked(slack, ZOE, "list")
    slack.faults.fail_next("conversations.info", "internal_error", channel=ROADMAP)

    assert QUESTION not in await asked(slack, ZOE, "list")
    assert QUESTION in await asked(slack, ZOE, "list")


@pytest.mark.parametrize(
    ("lost", "said"),
    [("archived", "the channel is archived"), ("left", "the bot is not in the channel")],
)
async def test_a_channel_that_the_bot_has_lost_is_told_to_the_opener_once(
    slack: Slack, bot: App, begin: Begin, lost: str, said: str
) -> None:
    dispute = await a_dispute(begin)
    await until_sent(bot)
    if lost == "archived":
        slack.workspace.archive(ROADMAP)
    else:
        slack.workspace.make_private(ROADMAP)
        slack.workspace.leave(ROADMAP, slack.workspace.app.bot_user_id)

    await file(begin, dispute, Side.PRODUCT, FILTER)
    await until_sent(bot)
    await file(begin, dispute, Side.RESEARCH, TRANSFORMER)
    await until_sent(bot)

    told = [dm for dm in slack.dms(LEE) if said in everything_in(dm)]
    assert len(told) == 1
    assert Click.TRY_AGAIN in {
        element["action_id"]
        for block in told[0].blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }
