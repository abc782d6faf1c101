"""Requests that are longer than anything that Slack sends get no further."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 2**20
"""A form has at most 100 blocks of 3,000 characters (docs.slack.dev/reference/views)."""


class TooLongError(Exception):
    """More bytes have come than are taken."""


class SizeLimit:
    """ASGI middleware that reads no more than so many bytes of a request, and answers 413."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its body as far as it is short enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise TooLongError
            return message

        try:
            await self._app(scope, receive_some, send)
        except TooLongError:
            refusal = PlainTextResponse("longer than anything Slack sends", status_code=413)
            await refusal(scope, receive, send)
