"""What the tests of listeners let people do: the beginnings of a dispute, and clicks."""

from datetime import datetime

from bot.app import App
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.person import Membership, Person
from bot.services.disputes import Ask, open_dispute, state_case
from bot.services.ports import Begin
from bot.services.reads import find
from handlers.blocks import actions, button
from handlers.ids import Click
from handlers.text import Json
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.records import Message
from sandbox.rendering import render_view
from sandbox.seen import find_strings
from sandbox.server import Slack
from tests.builders import BOTH_IN, FILTER, HOUR, MONDAY, TRANSFORMER, a_case
from tests.world import JONAS, LEE, MAYA, ROADMAP, on_screen

TEAM = TeamId("T0SANDBOX")
LEADS = {Side.PRODUCT: MAYA, Side.RESEARCH: JONAS}


def person(user: str) -> Person:
    return Person(id=UserId(user), membership=Membership.FULL_MEMBER)


async def a_dispute(
    begin: Begin, *, channel: str = ROADMAP, form: str = "V0", now: datetime = MONDAY
) -> DisputeId:
    """Opened by Lee between Maya and Jonas."""
    ask = Ask(
        team=TEAM,
        channel=ChannelId(channel),
        question="Transformer upgrade or rules-based filter?",
        problem="Merchants ask why a payment was blocked.",
        product_lead=person(MAYA),
        research_lead=person(JONAS),
        by=person(LEE),
        form=form,
        area="fraud detection",
    )
    return (await open_dispute(ask, now=now, begin=begin)).id


async def file(
    begin: Begin, dispute: DisputeId, side: Side, *options: Option, now: datetime = MONDAY + HOUR
) -> None:
    case = a_case(*options)
    await state_case(dispute, case, by=person(LEADS[side]), now=now, begin=begin)


async def an_unsealed_dispute(begin: Begin) -> DisputeId:
    """Product would build the filter, 14 days; research the transformer, 70 days."""
    dispute = await a_dispute(begin)
    await file(begin, dispute, Side.PRODUCT, FILTER)
    await file(begin, dispute, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)
    return dispute


async def on_record(begin: Begin, number: int) -> Dispute:
    return await find(DisputeId(TEAM, number), begin=begin)


async def press(
    slack: Slack, bot: App, who: str, click: Click, value: str = "1", *, channel: str = ROADMAP
) -> Outcome:
    """A click on such a button in a message of the channel."""
    said = await bot.client.chat_postMessage(
        channel=channel, text="A message", blocks=[actions(button("Press", click, value))]
    )
    message = slack.workspace.get_message(said["channel"], said["ts"])
    return await slack.as_person(who).click(message, action_id=click.value)


async def send(slack: Slack, who: str, /, **answers: Choice) -> Outcome:
    """The form that the person looks at, filled in and submitted."""
    form = on_screen(slack, who)
    slack.as_person(who).fill(form, {**answers})
    return await slack.as_person(who).submit(form)


def told(slack: Slack, who: str) -> str:
    """What that person alone was told last."""
    return slack.ephemerals(who)[-1].text


def everything_in(message: Message) -> str:
    """Every text of a message, one a line."""
    return "\n".join(find_strings([message.text, list(message.blocks)]))


def lines_to_copy(message: Message) -> list[str]:
    """The lines that stand in a message ready to be copied."""
    parts = [part for block in message.blocks for part in block.get("elements", [])]
    return [
        part["elements"][0]["text"] for part in parts if part["type"] == "rich_text_preformatted"
    ]


def shown_form(slack: Slack, who: str) -> Json:
    """The form that the person looks at, as it would be sent."""
    return render_view(slack.workspace, on_screen(slack, who))
