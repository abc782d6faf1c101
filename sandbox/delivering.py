"""Bringing to the bot what Slack sends: signed over HTTP, or in envelopes over Socket Mode."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlencode

import aiohttp

from sandbox.calls import DeliveryRecord, Reply
from sandbox.socket_mode import Links
from sandbox.wire import Json
from sandbox.workspace import Workspace

# docs.slack.dev/interactivity/handling-user-interaction: an answer within three seconds.
PATIENCE = 3.0
# docs.slack.dev/apis/events-api: at once, after a minute, after five minutes.
SLACK_RETRY_DELAYS = (0.0, 60.0, 300.0)
AT_ONCE = (0.0, 0.0, 0.0)
COMMAND, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"
_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}


class Courier:
    """Brings payloads to the bot: to `bot_url` if there is one, else down a websocket."""

    def __init__(self, workspace: Workspace, links: Links) -> None:
        self.workspace = workspace
        self.links = links
        self.bot_url: str | None = None
        self.slack_url: str | None = None
        self.patience = PATIENCE
        self.retry_delays: Sequence[float] = AT_ONCE
        self.deliveries: list[DeliveryRecord] = []

    def make_response_url(self, url_id: str) -> str:
        """Give the address of a response URL."""
        if self.slack_url is None:
            raise RuntimeError("the small Slack is not served yet: set its url")
        return f"{self.slack_url}/response/{url_id}"

    async def send(self, kind: str, payload: Json) -> Reply:
        """Send a command or an interaction: once, for Slack does not repeat these."""
        return await self._attempt(kind, payload)

    async def send_event(self, payload: Json) -> Reply:
        """Send an event, and again up to three times while it is not taken."""
        reply = await self._attempt(EVENT, payload)
        for number, delay in enumerate(self.retry_delays, start=1):
            if reply.problem is None or reply.wants_no_retry:
                break
            await asyncio.sleep(delay)
            reply = await self._attempt(EVENT, payload, number, _to_reason(reply))
        return reply

    async def _attempt(self, kind: str, payload: Json, number: int = 0, reason: str = "") -> Reply:
        at = self.workspace.real_clock()
        if self.bot_url is None:
            extras = {"retry_attempt": number, "retry_reason": reason} if kind == EVENT else {}
            reply = await self.links.send(kind, payload, self.patience, extras)
        else:
            retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
            reply = await self._post(self.bot_url, kind, payload, retry if number else {})
        self.deliveries.append(DeliveryRecord(kind, payload, reply, at, number))
        self.workspace.changes.announce()
        return reply

    async def _post(self, url: str, kind: str, payload: Json, extras: dict[str, str]) -> Reply:
        content_type, body = encode(kind, payload)
        headers = {"Content-Type": content_type, **self._sign(body), **extras}
        started = perf_counter()
        try:
            async with (
                asyncio.timeout(self.patience),
                aiohttp.ClientSession(headers=headers) as client,
                client.post(url, data=body) as response,
            ):
                return _read_reply(response, await response.text(), _since(started))
        except TimeoutError:
            return Reply(None, {}, "operation_timeout", _since(started))
        except aiohttp.ClientError:
            return Reply(None, {}, "dispatch_failed", _since(started))

    def _sign(self, body: bytes) -> dict[str, str]:
        """Sign a body. docs.slack.dev/authentication/verifying-requests-from-slack."""
        timestamp = str(int(self.workspace.real_clock().timestamp()))
        secret = self.workspace.app.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
        }


def encode(kind: str, payload: Json) -> tuple[str, bytes]:
    """Give content type and body: commands are forms, interactions JSON in a form, events JSON."""
    if kind == EVENT:
        return "application/json", json.dumps(payload).encode()
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _read_reply(response: aiohttp.ClientResponse, text: str, milliseconds: float) -> Reply:
    is_taken = response.status == 200  # noqa: PLR2004 - Slack takes no other status for a yes
    wants_no_retry = response.headers.get("x-slack-no-retry") == "1"
    problem = None if is_taken else f"http_{response.status}"
    return Reply(response.status, _read_body(text), problem, milliseconds, wants_no_retry)


def _read_body(text: str) -> Json:
    if not text.strip():
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}


def _to_reason(reply: Reply) -> str:
    return _REASONS.get(str(reply.problem), "http_error")


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
