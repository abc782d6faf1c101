"""Who sees what, when things happen, and how an app is served."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from sandbox.records import Message, Said
from sandbox.server import build_slack
from sandbox.serving import serve
from sandbox.wire import NotOnScreenError, SlackError
from sandbox.workspace import Workspace
from tests.sandbox.conftest import ADA, BEN, EVE, GENERAL, SECRET, build_workspace

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def say(workspace: Workspace, channel: str, text: str) -> Message:
    return workspace.post(channel, ADA, Said(text))


def test_full_members_read_public_channels_and_guests_only_theirs() -> None:
    workspace = build_workspace()

    readers = {who for who in (ADA, BEN, EVE) if workspace.can_read(who, GENERAL)}

    assert readers == {ADA, EVE}
    workspace.join(GENERAL, BEN)
    assert workspace.can_read(BEN, GENERAL)
    assert not workspace.can_read(EVE, SECRET)


def test_who_joins_later_has_read_it_all_and_who_leaves_has_not_forgotten() -> None:
    slack = build_slack(build_workspace())
    say(slack.workspace, SECRET, "Plan B")

    slack.workspace.join(SECRET, EVE)
    slack.workspace.leave(SECRET, ADA)

    assert "Plan B" in slack.everything_shown_to(EVE)
    assert "Plan B" in slack.everything_shown_to(ADA)
    with pytest.raises(NotOnScreenError):
        slack.messages(SECRET, as_person=ADA)


def test_messages_are_dated_by_the_clock_that_can_be_moved() -> None:
    workspace = build_workspace()
    workspace.clock = lambda: MONDAY
    first = say(workspace, GENERAL, "one")
    workspace.clock = lambda: MONDAY + timedelta(days=7)
    second = say(workspace, GENERAL, "two")
    workspace.clock = lambda: MONDAY
    third = say(workspace, GENERAL, "three")

    assert first.ts == f"{int(MONDAY.timestamp())}.000000"
    assert float(second.ts) - float(first.ts) == timedelta(days=7).total_seconds()
    assert third.ts > second.ts


async def test_waiting_ends_with_the_change_or_with_a_timeout() -> None:
    slack = build_slack(build_workspace())
    waiting = asyncio.create_task(
        slack.wait_for(lambda: slack.messages(GENERAL, as_person=ADA), timeout=1)
    )
    await asyncio.sleep(0)
    say(slack.workspace, GENERAL, "At last")

    assert [message.text for message in await waiting] == ["At last"]
    with pytest.raises(TimeoutError):
        await slack.wait_for(lambda: False, timeout=0.01)


async def test_the_small_slack_can_be_mounted_beside_other_things() -> None:
    slack = build_slack(build_workspace())
    token = slack.workspace.app.app_token
    async with serve(Starlette(routes=[Mount("/slack", app=slack.app)])) as url:
        call = aiohttp.request(
            "POST",
            f"{url}/slack/api/apps.connections.open",
            headers={"Authorization": f"Bearer {token}"},
        )
        async with call as response:
            answer = await response.json()

    assert answer["url"].startswith(f"ws{url.removeprefix('http')}/slack/link/")


async def test_a_served_app_is_gone_when_its_block_ends() -> None:
    async def greet(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def fetch(url: str) -> str:
        async with aiohttp.request("GET", url) as response:
            return await response.text()

    async with serve(Starlette(routes=[Route("/", greet)])) as url:
        assert await fetch(url) == "hello"

    with pytest.raises(aiohttp.ClientConnectionError):
        await fetch(url)


async def test_an_app_that_cannot_start_says_so() -> None:
    @asynccontextmanager
    async def fail(_app: Starlette) -> AsyncIterator[None]:
        raise RuntimeError("no database")
        yield

    with pytest.raises(RuntimeError, match="did not start"):
        async with serve(Starlette(lifespan=fail)):
            pass


def test_a_channel_that_turns_private_is_for_its_members_alone() -> None:
    workspace = build_workspace()
    workspace.leave(GENERAL, EVE)
    assert workspace.can_read(EVE, GENERAL)

    workspace.make_private(GENERAL)

    assert not workspace.can_read(EVE, GENERAL)
    assert workspace.can_read(ADA, GENERAL)
    with pytest.raises(SlackError, match="channel_not_found"):
        workspace.get_visible_channel(GENERAL)
    workspace.join(GENERAL, workspace.app.bot_user_id)
    assert workspace.get_visible_channel(GENERAL).is_private


def test_an_archived_channel_can_come_back() -> None:
    workspace = build_workspace()

    assert workspace.archive(GENERAL).is_archived
    assert not workspace.unarchive(GENERAL).is_archived
