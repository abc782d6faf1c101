"""Shortcuts, events with their retries, and links that go."""

from collections.abc import Sequence

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from sandbox.wire import Json
from tests.sandbox.conftest import ADA, EVE, GENERAL
from tests.sandbox.deeds import Next, keep_payloads
from tests.sandbox.forms import actions, button, demand, home


async def test_shortcuts_start_from_a_message_or_from_anywhere(
    slack: Slack, connected: AsyncApp
) -> None:
    payloads = keep_payloads(connected)

    @connected.shortcut("dispute_this")
    async def on_shortcut(ack: AsyncAck) -> None:
        await ack()

    said = slack.as_person(EVE).say("We ship in May", channel=GENERAL)
    assert (await slack.as_person(ADA).message_shortcut("dispute_this", said)).ok
    assert (await slack.as_person(ADA).global_shortcut("dispute_this")).ok

    on_message, anywhere = payloads
    assert on_message["type"] == "message_action"
    assert on_message["message"]["text"] == "We ship in May"
    assert on_message["message"]["user"] == EVE
    assert anywhere["type"] == "shortcut"
    assert "response_url" in on_message
    assert "response_url" not in anywhere


async def test_opening_home_lets_the_bot_publish_it(slack: Slack, connected: AsyncApp) -> None:
    @connected.event("app_home_opened")
    async def on_home(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(actions(button("go"))))

    assert (await slack.as_person(ADA).open_home()).ok

    shown = demand(await slack.wait_for(lambda: slack.home(ADA)))
    assert shown.blocks[0]["type"] == "actions"


@pytest.mark.usefixtures("connected")
async def test_an_event_that_is_not_taken_comes_again(slack: Slack) -> None:
    slack.courier.patience = 0.2

    outcome = await slack.as_person(ADA).event({"type": "app_mention", "text": "hi"})

    numbers = [delivery.retry_number for delivery in slack.deliveries]
    event_ids = {delivery.payload["event_id"] for delivery in slack.deliveries}
    assert not outcome.ok
    assert (numbers, len(event_ids)) == ([0, 1, 2, 3], 1)


async def test_a_retry_says_that_it_is_one(slack: Slack, over_http: AsyncApp) -> None:
    headers: list[tuple[Sequence[str] | None, Sequence[str] | None]] = []

    @over_http.middleware
    async def refuse_twice(request: AsyncBoltRequest, next_: Next) -> None:
        given = request.headers
        headers.append((given.get("x-slack-retry-num"), given.get("x-slack-retry-reason")))
        if len(headers) > 2:
            await next_()

    @over_http.event("app_mention")
    async def on_mention() -> None: ...

    assert (await slack.as_person(ADA).event({"type": "app_mention", "text": "hi"})).ok

    assert headers == [(None, None), (["1"], ["http_error"]), (["2"], ["http_error"])]


async def test_a_link_asked_to_go_is_replaced(slack: Slack, over_socket_mode: AsyncApp) -> None:
    @over_socket_mode.command("/roadmap")
    async def on_command(ack: AsyncAck) -> None:
        await ack()

    await slack.links.disconnect()
    await slack.wait_for(lambda: slack.links.count == 1)

    assert (await slack.as_person(ADA).command("/roadmap", channel=GENERAL)).ok
