"""The sandbox in a real browser, at the width of a desk and of a telephone."""

import itertools
from collections.abc import AsyncIterator, Iterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.records import SlackApp
from tests.browser.browsers import NARROW, WIDE, find_browser, tab
from tests.browser.hand import Hand
from tests.browser.sandboxes import sandbox, throwaway

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def browser() -> str:
    """Where the browser is."""
    return find_browser()


@pytest.fixture(scope="module")
def empty(browser: str) -> Iterator[str]:
    """The address of a sandbox that began without any dispute."""
    del browser
    with sandbox("--empty") as address:
        yield address


@pytest.fixture(scope="module")
def story(browser: str) -> Iterator[str]:
    """The address of a sandbox with the story at the door, to be looked at only."""
    del browser
    with sandbox() as address:
        yield address


@pytest.fixture(scope="module")
def quiet(browser: str) -> Iterator[str]:
    """The address of a sandbox with a bot that does nothing by itself."""
    del browser
    with throwaway() as address:
        yield address


@pytest.fixture
def slack(quiet: str) -> AsyncWebClient:
    """The Web API of the quiet sandbox, as its bot calls it."""
    return AsyncWebClient(SlackApp().bot_token, base_url=f"{quiet}/api/", retry_handlers=[])


@pytest.fixture(params=[WIDE, NARROW])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
async def screen(browser: str, width: int) -> AsyncIterator[Hand]:
    """A tab that shows nothing yet."""
    async with tab(width, executable=browser) as page:
        yield Hand(page)


@pytest.fixture
async def hand(screen: Hand, empty: str) -> Hand:
    """Somebody at a sandbox that began empty."""
    await screen.visit(empty)
    return screen


@pytest.fixture
def question() -> str:
    """The question of a dispute that no other test opens."""
    return f"Transformer or filter, question {next(NUMBERS)}x?"
