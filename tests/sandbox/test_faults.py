"""Troubles one can switch on."""

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from tests.sandbox.conftest import ADA, GENERAL
from tests.sandbox.forms import home, section
from tests.sandbox.test_limits import chart
from tests.sandbox.test_web_api import refused


async def say(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=GENERAL, text="Hello")


def heard(slack: Slack) -> int:
    return len(slack.messages(GENERAL, as_person=ADA))


async def test_slack_that_is_down_answers_with_a_page_of_html(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.go_down()

    with pytest.raises(SlackApiError) as failure:
        await say(client)

    assert failure.value.response.status_code == 503
    slack.faults.clear()
    await say(client)
    assert heard(slack) == 1


async def test_a_rate_limit_is_for_one_method(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.limit_rate(7, "chat.postMessage")

    with refused("ratelimited") as failure:
        await say(client)

    assert failure.value.response.status_code == 429
    assert failure.value.response.headers["Retry-After"] == "7"
    await client.auth_test()
    slack.faults.lift_rate("chat.postMessage")
    await say(client)


async def test_a_slow_slack_takes_its_time(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.be_slow(0.1)

    started = time.perf_counter()
    await say(client)

    assert time.perf_counter() - started >= 0.1
    assert slack.calls[-1].milliseconds >= 100


async def test_one_method_alone_can_be_slow(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.be_slow(600, "auth.test")
    await say(client)
    slack.faults.be_slow(0, "auth.test")
    await client.auth_test()

    assert heard(slack) == 1


async def test_a_call_can_be_done_and_yet_answered_with_a_page(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.answer_pages(502, "chat.postMessage")

    with pytest.raises(SlackApiError) as failure:
        await say(client)

    assert failure.value.response.status_code == 502
    assert heard(slack) == 1


async def test_a_refusal_can_last(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.refuse("token_revoked")
    for _ in range(2):
        with refused("token_revoked"):
            await say(client)
    slack.faults.clear()
    await say(client)

    assert heard(slack) == 1


async def test_the_bytes_of_a_file_can_be_refused_while_all_else_is_well(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.refuse_bytes()

    with pytest.raises(SlackRequestError):
        await client.files_upload_v2(channel=GENERAL, filename="a.json", content="{}")

    await say(client)
    assert heard(slack) == 1


async def test_what_is_not_accepted_is_answered_before_a_connection_drops(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.drop_after_accepting("chat.postMessage")
    with refused("no_text"):
        await client.api_call("chat.postMessage", json={"channel": GENERAL})

    with pytest.raises(aiohttp.ClientConnectionError):
        await say(client)


async def test_a_slack_without_a_block_refuses_it_by_name(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.refuse_blocks("data_visualization")
    posted = await client.chat_postMessage(channel=GENERAL, text="x", blocks=[section("x")])

    for call in (
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[section("x"), chart()]),
        client.chat_update(channel=GENERAL, ts=posted["ts"], text="x", blocks=[chart()]),
    ):
        with refused("invalid_blocks"):
            await call
    with refused("invalid_arguments"):
        await client.views_publish(user_id=ADA, view=home(chart()))

    slack.faults.clear()
    await client.views_publish(user_id=ADA, view=home(chart()))
    await client.chat_postMessage(channel=GENERAL, text="x", blocks=[chart()])


async def test_a_failure_happens_once(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.fail_next("chat.postMessage", "fatal_error")

    with refused("fatal_error"):
        await say(client)
    await say(client)

    assert heard(slack) == 1


async def test_a_call_can_be_done_and_yet_not_answered(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.drop_after_accepting("chat.postMessage")

    with pytest.raises(aiohttp.ClientConnectionError):
        await say(client)

    assert heard(slack) == 1
    assert slack.calls[-1].status is None


async def test_a_client_that_repeats_dropped_calls_posts_twice(
    slack: Slack, client: AsyncWebClient
) -> None:
    client.retry_handlers.append(AsyncConnectionErrorRetryHandler())
    slack.faults.drop_after_accepting("chat.postMessage")

    await say(client)

    assert heard(slack) == 2
