"""One dispute from the command to the thread, over HTTP and over Socket Mode."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from sandbox.wire import Json
from tests.sandbox.conftest import ADA, BEN, EVE, GENERAL
from tests.sandbox.forms import actions, button, demand, field, modal, section


def register(bot: AsyncApp) -> None:
    @bot.command("/roadmap")
    async def on_command(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
        view = modal(
            field("title", initial_value=command["text"]), private_metadata=command["channel_id"]
        )
        await client.views_open(trigger_id=command["trigger_id"], view=view)
        await ack()

    @bot.view("form")
    async def on_submit(ack: AsyncAck, view: Json, client: AsyncWebClient) -> None:
        title = view["state"]["values"]["title"]["answer"]["value"]
        if title == "bad":
            await ack(response_action="errors", errors={"title": "Say it kindly"})
            return
        await ack()
        await client.chat_postMessage(
            channel=view["private_metadata"],
            text=title,
            blocks=[section(title), actions(button("agree"))],
        )

    @bot.action("agree")
    async def on_agree(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        place = body["channel"]["id"]
        await client.chat_update(channel=place, ts=body["message"]["ts"], text="Agreed", blocks=[])
        await client.chat_postMessage(
            channel=place, thread_ts=body["message"]["ts"], text=f"Thanks <@{body['user']['id']}>"
        )


async def test_a_dispute_goes_from_command_to_thread(slack: Slack, connected: AsyncApp) -> None:
    register(connected)
    ada = slack.as_person(ADA)

    assert (await ada.command("/roadmap", "Ship it?", channel=GENERAL)).ok
    form = demand(slack.top_view(ADA))
    ada.fill(form, {"title": "bad"})
    assert (await ada.submit(form)).errors == {"title": "Say it kindly"}
    ada.fill(form, {"title": "Ship it now?"})
    assert (await ada.submit(form)).ok
    assert slack.top_view(ADA) is None

    (card,) = await slack.wait_for(lambda: slack.messages(GENERAL, as_person=EVE))
    assert card.text == "Ship it now?"
    assert (await slack.as_person(EVE).click(card, action_id="agree")).ok
    (reply,) = await slack.wait_for(lambda: slack.thread(card))
    (card,) = slack.messages(GENERAL, as_person=EVE)

    assert (card.text, card.blocks, reply.text) == ("Agreed", (), f"Thanks <@{EVE}>")
    assert "Ship it now?" in slack.everything_shown_to(EVE)
    assert "Ship it now?" not in slack.everything_shown_to(BEN)
    assert "Say it kindly" not in slack.everything_shown_to(EVE)
