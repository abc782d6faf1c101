"""Bolt, counting what is under way, so that a stop can wait for it, and how long it takes."""

import asyncio
from http import HTTPStatus
from time import perf_counter
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.meters import Meters, kind_of


class CountingApp(AsyncApp):
    """An AsyncApp that knows whether it is answering something."""

    def __init__(self, meters: Meters, **settings: Any) -> None:  # noqa: ANN401  (Bolt's own)
        super().__init__(**settings)
        self._meters = meters
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one request from Slack."""
        self._under_way += 1
        self._idle.clear()
        try:
            return await self._timed(req)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _timed(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer it; how long that takes counts only where it is Slack that asks."""
        began = perf_counter()
        response = await super().async_dispatch(req)
        if response.status != HTTPStatus.UNAUTHORIZED:
            self._meters.acknowledged(kind_of(req.body), perf_counter() - began)
        return response

    async def idle(self, seconds: float) -> bool:
        """Whether nothing is under way any more, after that long at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
