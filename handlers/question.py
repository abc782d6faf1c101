"""Something that the world is asked again and again, and never waited for in vain."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
Clock = Callable[[], datetime]

SECONDS_TO_ANSWER = 4.0
SECONDS_TO_GIVE_UP = 0.5
"""In which what is asked lets go of its connection; who asked waits no longer than that either."""
AT_ONCE = timedelta()


class Question(Generic[Answer]):
    """A question that is under way once at most, and whose answer is good for a while."""

    def __init__(
        self, ask: Callable[[], Awaitable[Answer]], *, clock: Clock, good_for: timedelta = AT_ONCE
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._good_for = good_for
        self._asking: asyncio.Task[Answer] | None = None
        self._asked_at: datetime | None = None

    async def answer(self) -> Answer | BaseException:
        """The answer, or why there is none in time."""
        asking = self._under_way() or self._ask_anew()
        await asyncio.wait({asking}, timeout=SECONDS_TO_ANSWER + SECONDS_TO_GIVE_UP)
        return (asking.exception() or asking.result()) if asking.done() else TimeoutError()

    def _under_way(self) -> asyncio.Task[Answer] | None:
        """What was asked before, while it is waited for or good enough."""
        if self._asking is None or self._asked_at is None or not self._asking.done():
            return self._asking
        is_good = abs(self._clock() - self._asked_at) < self._good_for
        return self._asking if is_good else None

    def _ask_anew(self) -> asyncio.Task[Answer]:
        self._asked_at = self._clock()
        self._asking = asyncio.create_task(self._in_time())
        return self._asking

    async def _in_time(self) -> Answer:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return await self._ask()
