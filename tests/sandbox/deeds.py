"""What many tests let people and the bot do."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.records import Message, View
from sandbox.server import Slack
from sandbox.wire import Json
from tests.sandbox.conftest import ADA, GENERAL
from tests.sandbox.forms import actions, demand

AnyAck = Callable[..., Awaitable[object]]
Next = Callable[[], Awaitable[object]]


async def post(slack: Slack, client: AsyncWebClient, *elements: Json) -> Message:
    await client.chat_postMessage(channel=GENERAL, text="Card", blocks=[actions(*elements)])
    return slack.messages(GENERAL, as_person=ADA)[-1]


async def show(slack: Slack, client: AsyncWebClient, view: Json) -> View:
    trigger_id = slack.workspace.tickets.hand_trigger(ADA)
    await client.views_open(trigger_id=trigger_id, view=view)
    return demand(slack.top_view(ADA))


def answer_form_with(bot: AsyncApp, **answer: object) -> None:
    @bot.view("form")
    async def on_submit(ack: AnyAck) -> None:
        await ack(**answer)


def keep_payloads(bot: AsyncApp) -> list[Json]:
    kept: list[Json] = []

    @bot.middleware
    async def keep(body: Json, next_: Next) -> None:
        kept.append(body)
        await next_()

    return kept
