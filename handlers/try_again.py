"""The button "Try again": messages that Slack would not take are sent once more."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.services.delivering import try_again
from handlers.context import Request
from handlers.ids import Click
from handlers.text import Json


async def on_click(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """The messages go, and who asked is told so."""
    await try_again(asked.dispute_clicked(body), by=await asked.person(), begin=asked.begin)
    await respond(text="On its way again.", response_type="ephemeral", replace_original=False)
    await ack()


def register(app: AsyncApp) -> None:
    """The button's listener."""
    app.action(Click.TRY_AGAIN.value)(on_click)
