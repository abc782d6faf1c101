"""What comes in over HTTP and is not from Slack gets nowhere."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from bot.app import App
from bot.clock import utc_now
from handlers.size_limit import MOST_BYTES
from sandbox.server import Slack
from tests.world import LEE, ROADMAP

BODY = urlencode(
    {"command": "/roadmap", "text": "help", "user_id": LEE, "team_id": "T0SANDBOX"}
).encode()


@pytest.fixture
async def session(bot: App) -> AsyncIterator[ClientSession]:
    assert bot
    async with ClientSession() as session:
        yield session


def signature(slack: Slack, stamp: str, body: bytes = BODY) -> str:
    secret = slack.workspace.app.signing_secret.encode()
    return f"v0={hmac.new(secret, b'v0:%s:' % stamp.encode() + body, hashlib.sha256).hexdigest()}"


async def answer(slack: Slack, session: ClientSession, headers: dict[str, str]) -> int:
    url = slack.courier.bot_url or ""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with session.post(url, data=BODY, headers={**kind, **headers}) as answer:
        return answer.status


def now() -> str:
    return str(int(utc_now().timestamp()))


async def test_a_signed_request_is_answered(slack: Slack, session: ClientSession) -> None:
    stamp = now()
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(slack, stamp),
    }

    assert await answer(slack, session, headers) == 200


@pytest.mark.parametrize("stamp", ["", "soon", "12e9", "-1", "١٢٣", "99999999999999999999"])
async def test_a_time_that_is_none_is_refused(
    slack: Slack, session: ClientSession, stamp: str
) -> None:
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(slack, stamp),
    }

    assert await answer(slack, session, headers) == 401


async def test_an_unsigned_request_is_refused(slack: Slack, session: ClientSession) -> None:
    assert await answer(slack, session, {}) == 401
    assert await answer(slack, session, {"X-Slack-Request-Timestamp": now()}) == 401


async def test_a_badly_signed_request_is_refused(slack: Slack, session: ClientSession) -> None:
    stamp = now()
    for wrong in ("v0=", "v0=abc", signature(slack, stamp, b"another body")):
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": wrong}

        assert await answer(slack, session, headers) == 401


async def test_a_request_of_six_minutes_ago_is_refused(
    slack: Slack, session: ClientSession
) -> None:
    stamp = str(int((utc_now() - timedelta(minutes=6)).timestamp()))
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(slack, stamp),
    }

    assert await answer(slack, session, headers) == 401


async def test_bytes_that_are_no_text_are_refused(slack: Slack, session: ClientSession) -> None:
    url, body, stamp = slack.courier.bot_url or "", b"\xff\xfe", now()
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(slack, stamp, body),
    }
    async with session.post(url, data=body, headers=headers) as refused:
        assert refused.status == 401


async def test_the_host_can_ask_whether_it_is_alive(slack: Slack, session: ClientSession) -> None:
    url = (slack.courier.bot_url or "").replace("/slack/events", "/healthz")
    async with session.get(url) as alive:
        assert (alive.status, await alive.text()) == (200, "ok")


async def test_an_interaction_that_nobody_knows_changes_nothing(
    slack: Slack, session: ClientSession
) -> None:
    unknown = {"type": "button", "action_id": "unknown", "block_id": "b", "value": "1"}
    payload = {
        "type": "block_actions",
        "team": {"id": "T0SANDBOX"},
        "user": {"id": LEE},
        "actions": [unknown],
    }
    url, stamp = slack.courier.bot_url or "", now()
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(slack, stamp, body),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    async with session.post(url, data=body, headers=headers) as answer:
        assert (answer.status, await answer.text()) == (404, '{"error": "unhandled request"}')
    assert slack.messages(ROADMAP, as_person=LEE) == []


async def test_a_request_longer_than_anything_from_slack_is_refused_unread(
    slack: Slack, session: ClientSession
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2 * MOST_BYTES // len(PIECE)):
            yield PIECE

    url, headers = slack.courier.bot_url or "", {"X-Slack-Request-Timestamp": now()}
    async with session.post(url, data=endless(), headers=headers) as refused:
        assert refused.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


PIECE = b"x" * 2**16


async def test_the_longest_form_that_slack_takes_is_not_too_long(
    slack: Slack, session: ClientSession
) -> None:
    longest, stamp = b"x" * (100 * 3000), now()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=wrong"}
    async with session.post(slack.courier.bot_url or "", data=longest, headers=headers) as answer:
        assert answer.status == HTTPStatus.UNAUTHORIZED
