"""Socket Mode: envelopes down a websocket, acknowledged by their ids.

docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from time import perf_counter

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.calls import Reply
from sandbox.wire import Json

MOST_LINKS = 10
_ANSWERABLE = {"slash_commands", "interactive"}


class Links:
    """The websockets the bot has open; every envelope goes down one of them, in turn."""

    def __init__(self, app_id: str, announce: Callable[[], None]) -> None:
        self._app_id = app_id
        self._announce = announce
        self._numbers = itertools.count(1)
        self._tickets: set[str] = set()
        self._open: deque[WebSocket] = deque()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def count(self) -> int:
        """How many websockets are open."""
        return len(self._open)

    def hand_out(self, base_url: str) -> str:
        """Hand out the URL of a websocket, good for one connection."""
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return f"ws{base_url.removeprefix('http').rstrip('/')}/link/{ticket}"

    async def handle(self, link: WebSocket) -> None:
        """Greet a websocket and listen to it until it closes."""
        ticket = link.path_params["ticket"]
        if ticket not in self._tickets:
            await link.close()
            return
        self._tickets.remove(ticket)
        await link.accept()
        if self.count >= MOST_LINKS:
            await _say_goodbye(link, "too_many_websockets")
            await link.close()
            return
        await self._listen(link)

    async def _listen(self, link: WebSocket) -> None:
        await link.send_json(self._greet())
        self._open.append(link)
        self._announce()
        try:
            while True:
                self._take_ack(await link.receive_json())
        except WebSocketDisconnect:
            pass
        finally:
            if link in self._open:
                self._open.remove(link)
            self._announce()

    def _greet(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def _take_ack(self, ack: Json) -> None:
        waiting = self._waiting.pop(ack.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)

    async def send(self, kind: str, payload: Json, patience: float, extras: Json) -> Reply:
        """Send an envelope and wait for its acknowledgement."""
        started = perf_counter()
        if not self._open:
            return Reply(None, {}, "no_connection", 0.0)
        envelope_id = f"envelope-{next(self._numbers)}"
        acked = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind in _ANSWERABLE,
            "payload": payload,
            **extras,
        }
        self._open.rotate(-1)
        try:
            async with asyncio.timeout(patience):
                await self._open[0].send_json(envelope)
                ack = await acked
        except TimeoutError:
            return Reply(None, {}, "operation_timeout", _since(started))
        except WebSocketDisconnect:
            return Reply(None, {}, "no_connection", _since(started))
        finally:
            self._waiting.pop(envelope_id, None)
        return Reply(200, ack.get("payload") or {}, None, _since(started))

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every websocket to go, as Slack does every few hours; the bot opens a new one."""
        leaving, self._open = list(self._open), deque()
        for link in leaving:
            await _say_goodbye(link, reason)


async def _say_goodbye(link: WebSocket, reason: str) -> None:
    await link.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
