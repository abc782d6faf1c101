"""Links of Socket Mode, seen from the other end."""

from contextlib import AsyncExitStack

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from tests.sandbox.conftest import ADA, GENERAL


async def open_link(
    slack: Slack, client: AsyncWebClient, stack: AsyncExitStack
) -> aiohttp.ClientWebSocketResponse:
    answer = await client.apps_connections_open(app_token=slack.workspace.app.app_token)
    session = await stack.enter_async_context(aiohttp.ClientSession())
    return await stack.enter_async_context(session.ws_connect(answer["url"]))


async def test_a_link_is_greeted_and_an_eleventh_is_sent_away(
    slack: Slack, client: AsyncWebClient
) -> None:
    async with AsyncExitStack() as stack:
        links = [await open_link(slack, client, stack) for _ in range(11)]
        greetings = [await link.receive_json() for link in links]

    assert [greeting["type"] for greeting in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[-1]["reason"] == "too_many_websockets"


async def test_a_link_cannot_be_opened_twice(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.apps_connections_open(app_token=slack.workspace.app.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(answer["url"]):
            await slack.wait_for(lambda: slack.links.count == 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(answer["url"])


async def test_each_payload_goes_down_one_link_in_turn(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.courier.patience = 0.05
    async with AsyncExitStack() as stack:
        links = [await open_link(slack, client, stack) for _ in range(2)]
        for link in links:
            await link.receive_json()
        await slack.wait_for(lambda: slack.links.count == 2)

        for text in ("one", "two"):
            await slack.as_person(ADA).command("/roadmap", text, channel=GENERAL)
        envelopes = [await link.receive_json() for link in links]

    assert {envelope["payload"]["text"] for envelope in envelopes} == {"one", "two"}
    assert all(envelope["accepts_response_payload"] for envelope in envelopes)
