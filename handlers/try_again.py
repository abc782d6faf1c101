"""The button "Try again": messages that Slack would not take are sent once more."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.domain.ids import TeamId, UserId
from bot.services.delivering import try_again
from bot.services.ports import Begin, Directory
from handlers.context import clicked
from handlers.ids import Click
from handlers.text import Json


async def on_click(
    ack: AsyncAck,
    body: Json,
    respond: AsyncRespond,
    team: TeamId,
    who: UserId,
    directory: Directory,
    begin: Begin,
) -> None:
    """The messages go, and who asked is told so."""
    await try_again(clicked(body, team), by=await directory.person(who), begin=begin)
    await respond(text="On its way again.", response_type="ephemeral", replace_original=False)
    await ack()


def register(app: AsyncApp) -> None:
    """The button's listener."""
    app.action(Click.TRY_AGAIN.value)(on_click)
