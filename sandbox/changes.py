"""Waiting for something to happen in the workspace, without sleeping."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Wakes everybody who waits whenever the workspace has changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def announce(self) -> None:
        """Let all who wait look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float) -> T:  # noqa: ASYNC109
        """Give what the predicate says once that is truthy; TimeoutError after `timeout` s."""
        async with asyncio.timeout(timeout):
            while not (found := predicate()):
                await self._next_change()
            return found

    async def _next_change(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        await future
