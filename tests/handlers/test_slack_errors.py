"""What a failed call to Slack means, shown on real failures of a real client."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack_errors import FAILURES, Fate, Setback, understand
from sandbox.server import Slack
from tests.world import ROADMAP


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    url, token = f"{slack.courier.slack_url}/api/", slack.workspace.app.bot_token
    async with ClientSession(timeout=ClientTimeout(total=1)) as session:
        yield AsyncWebClient(token, url, session=session, retry_handlers=[])


async def setback(client: AsyncWebClient) -> Setback:
    with pytest.raises(FAILURES) as failed:
        await client.chat_postMessage(channel=ROADMAP, text="Hello")
    return understand(failed.value)


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        ("channel_not_found", Fate.NEVER),
        ("is_archived", Fate.NEVER),
        ("not_in_channel", Fate.NEVER),
        ("user_disabled", Fate.NEVER),
        ("an_error_that_is_new_this_year", Fate.NEVER),
        ("token_revoked", Fate.NO_ACCESS),
        ("invalid_auth", Fate.NO_ACCESS),
        ("missing_scope", Fate.NO_ACCESS),
        ("ratelimited", Fate.WAIT),
    ],
)
async def test_what_slack_refuses_it_has_not_taken(
    slack: Slack, client: AsyncWebClient, error: str, fate: Fate
) -> None:
    slack.faults.fail_next("chat.postMessage", error)

    met = await setback(client)

    assert (met.fate, met.error, met.in_doubt) == (fate, error, False)


@pytest.mark.parametrize("error", ["fatal_error", "internal_error", "service_unavailable"])
async def test_what_broke_at_slack_may_have_been_taken(
    slack: Slack, client: AsyncWebClient, error: str
) -> None:
    slack.faults.fail_next("chat.postMessage", error)

    met = await setback(client)

    assert (met.fate, met.error, met.in_doubt) == (Fate.LATER, error, True)


async def test_a_rate_limit_says_how_long_to_wait(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.limit_rate(7, "chat.postMessage")

    met = await setback(client)

    assert (met.fate, met.seconds) == (Fate.WAIT, 7)


async def test_a_page_of_html_leaves_it_in_doubt(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.go_down()

    met = await setback(client)

    assert (met.fate, met.in_doubt) == (Fate.LATER, True)


async def test_an_answer_that_does_not_come_leaves_it_in_doubt(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.be_slow(3)

    met = await setback(client)

    assert (met.fate, met.in_doubt) == (Fate.LATER, True)


async def test_a_connection_dropped_after_accepting_leaves_it_in_doubt(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.drop_after_accepting("chat.postMessage")

    met = await setback(client)

    assert (met.fate, met.in_doubt) == (Fate.LATER, True)
    assert [message.text for message in slack.messages(ROADMAP, as_person="U1LEE")] == ["Hello"]


async def test_where_nobody_listens_nothing_was_taken() -> None:
    client = AsyncWebClient("xoxb-1", "http://127.0.0.1:9/api/", retry_handlers=[])

    met = await setback(client)

    assert (met.fate, met.in_doubt) == (Fate.LATER, False)
