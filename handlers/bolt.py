"""Bolt, counting what is under way, so that a stop can wait for it."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse


class CountingApp(AsyncApp):
    """An AsyncApp that knows whether it is answering something."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  (Bolt's own, all of them)
        super().__init__(**settings)
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one request from Slack."""
        self._under_way += 1
        self._idle.clear()
        try:
            return await super().async_dispatch(req)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def idle(self, seconds: float) -> bool:
        """Whether nothing is under way any more, after that long at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
