"""What a failed call to Slack means, shown on real failures of a real client."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.slack_errors import DOCUMENTED, FAILURES, Fate, Setback, understand
from sandbox.server import Slack
from sandbox.serving import serve
from tests.handlers.documented_errors import OF_EVERY_METHOD, OWN
from tests.world import ROADMAP

POST = "chat.postMessage"
PAGE = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text("utf-8")
EFFECTS = {
    "later": Fate.LATER,
    "in doubt": Fate.DOUBT,
    "when Slack says": Fate.WAIT,
    "the method rests": Fate.METHOD_RESTS,
    "the workspace rests": Fate.NO_ACCESS,
    "given up": Fate.NEVER,
}


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    url, token = f"{slack.courier.slack_url}/api/", slack.workspace.app.bot_token
    async with ClientSession(timeout=ClientTimeout(total=1)) as session:
        yield AsyncWebClient(token, url, session=session, retry_handlers=[])


async def setback(client: AsyncWebClient) -> Setback:
    with pytest.raises(FAILURES) as failed:
        await client.chat_postMessage(channel=ROADMAP, text="Hello")
    return understand(failed.value)


# Slack's own words


def fates_on_the_page() -> dict[str, Fate]:
    """As the table of docs/reliability.md has them."""
    _, _, table = PAGE.partition("## Every error by its effect")
    rows = re.findall(r"^\| ([^|`]+) \| (`.+`) \|$", table.partition("\n## ")[0], re.MULTILINE)
    return {
        error: EFFECTS[effect] for effect, errors in rows for error in errors[1:-1].split("` `")
    }


@pytest.mark.parametrize("method", OWN)
async def test_every_documented_error_of_a_method_has_the_effect_that_the_page_says(
    slack: Slack, client: AsyncWebClient, method: str
) -> None:
    told = fates_on_the_page()
    met: dict[str, Fate] = {}
    for error in (*OF_EVERY_METHOD, *OWN[method]):
        slack.faults.fail_next(method, error)
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method)
        met[error] = understand(refused.value).fate

    assert met == {error: told[error] for error in met}


def test_the_page_names_the_documented_errors_and_no_others() -> None:
    documented = {*OF_EVERY_METHOD, *(error for errors in OWN.values() for error in errors)}

    assert fates_on_the_page().keys() == documented


def test_no_error_has_two_fates() -> None:
    assert sum(map(len, DOCUMENTED.values())) == len(fates_on_the_page())


async def test_an_error_that_is_new_is_given_up_under_its_own_name(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.fail_next(POST, "an_error_that_is_new_this_year")

    met = await setback(client)

    assert (met.fate, met.error) == (Fate.NEVER, "an_error_that_is_new_this_year")


async def test_a_rate_limit_says_how_long_to_wait(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.limit_rate(7, POST)

    met = await setback(client)

    assert (met.fate, met.seconds) == (Fate.WAIT, 7)


async def test_a_rate_limit_that_does_not_say_how_long_is_half_a_minute(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.fail_next(POST, "ratelimited")

    met = await setback(client)

    assert (met.fate, met.seconds) == (Fate.WAIT, 30)


# No word of Slack's


async def answered(body: str, kind: str, status: int) -> Setback:
    """What the client makes of such an answer."""

    async def answer(_: Request) -> Response:
        return Response(body, status, media_type=kind)

    app = Starlette(routes=[Route(f"/api/{POST}", answer, methods=["POST"])])
    async with serve(app) as url:
        return await setback(AsyncWebClient("xoxb-1", f"{url}/api/", retry_handlers=[]))


HTML, JSON, TEXT = "text/html", "application/json", "text/plain"


@pytest.mark.parametrize("status", [200, 500, 502, 503, 504])
@pytest.mark.parametrize(
    ("body", "kind"), [("<html>Oops</html>", HTML), ("<html>Oops</html>", JSON), ('{"ok', JSON)]
)
async def test_a_page_or_broken_json_leaves_it_in_doubt(body: str, kind: str, status: int) -> None:
    met = await answered(body, kind, status)

    assert (met.fate, met.error) == (Fate.DOUBT, f"http_{status}")


@pytest.mark.parametrize("kind", [HTML, JSON, TEXT])
async def test_a_page_that_calls_it_a_bad_request_has_taken_nothing(kind: str) -> None:
    assert (await answered("Forbidden by the proxy", kind, 403)).fate is Fate.LATER


async def test_an_error_that_is_new_with_a_5xx_leaves_it_in_doubt() -> None:
    assert (await answered('{"ok": false, "error": "new"}', JSON, 500)).fate is Fate.DOUBT


async def test_an_answer_that_does_not_come_leaves_it_in_doubt(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.be_slow(3)

    assert (await setback(client)).fate is Fate.DOUBT


async def test_a_connection_dropped_after_accepting_leaves_it_in_doubt(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.drop_after_accepting(POST)

    assert (await setback(client)).fate is Fate.DOUBT
    assert [message.text for message in slack.messages(ROADMAP, as_person="U1LEE")] == ["Hello"]


async def test_where_nobody_listens_nothing_was_taken() -> None:
    client = AsyncWebClient("xoxb-1", "http://127.0.0.1:9/api/", retry_handlers=[])

    assert (await setback(client)).fate is Fate.LATER


async def test_a_file_whose_bytes_are_not_taken_has_not_arrived(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.refuse_bytes()

    with pytest.raises(FAILURES) as failed:
        await client.files_upload_v2(channel=ROADMAP, filename="a.json", content="{}")

    assert understand(failed.value).fate is Fate.LATER
