"""The shortcut in a message's menu: open a dispute about that message."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId
from handlers.blocks import modal
from handlers.context import Request, present
from handlers.ids import Shortcut
from handlers.modals import open_dispute
from handlers.modals.opening_fields import Answer
from handlers.openable import Where, find_obstacle
from handlers.text import Json, cut
from handlers.unformatting import unformat

MOST_QUOTED = 200
NOTE = (
    "The message stands below as the customer's problem. Shorten it to what the customer runs "
    "into; the question is yours to ask."
)


async def on_message(ack: AsyncAck, shortcut: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens with the message in it, or a window says what keeps it from opening."""
    channel = shortcut["channel"]
    where = Where(ChannelId(channel["id"]), channel.get("name", ""))
    obstacle = await find_obstacle(where, asked)
    if obstacle:
        await present(client, shortcut, modal("Not possible here", *obstacle.blocks()))
    else:
        answer = quoted(shortcut["message"])
        await open_dispute.show(client, shortcut, asked, answer, where.channel, note=NOTE)
    await ack()


def quoted(message: Json) -> Answer:
    """The message as the customer's problem.

    The problem may run to a line or two, and a message is mostly what a customer met or said.
    The question has to be one that both sides would sign, so nobody's message is put there.
    """
    return Answer(problem=cut(unformat(message.get("text") or ""), MOST_QUOTED))


def register(app: AsyncApp) -> None:
    """The shortcut's listener."""
    app.message_shortcut(Shortcut.OPEN_DISPUTE.value)(on_message)
