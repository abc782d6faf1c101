"""The outbox's way to Slack: claim, have it sent, mark; and again until it is marked."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.services.ports import NO_CARD, Begin, Claimed, Posted
from handlers.calling import InDoubtError
from handlers.dms_on_delivery import IN_DOUBT
from handlers.giving_up import give_up
from handlers.meters import Meters, Result
from handlers.once import TwiceInDoubtError
from handlers.pacing import REST_SECONDS, Waiting
from handlers.sending import NoCardError, Sender
from handlers.slack_errors import FAILURES, Fate, Setback, understand

log = logging.getLogger("roadmap.delivery")

AT_ONCE = 10
LEASE = timedelta(seconds=90)
SHARE_FOR_SENDING = 2 / 3
"""All calls of a delivery end within a minute, and half a minute is left for the mark.

So nothing that is still being sent is given to another worker.
"""
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MOST_DOUBLINGS = 1.0, 300.0, 9
TOO_SLOW = "too_slow"
Clock = Callable[[], datetime]
_RESULTS = {
    Fate.WAIT: Result.RATE_LIMITED,
    Fate.NO_ACCESS: Result.NO_ACCESS,
    Fate.METHOD_RESTS: Result.NO_ACCESS,
}
"""As it is counted; everything else is tried later."""


class Deliverer:
    """Has sent what waits in the outbox, several at once, each queue in its order.

    Leases and pauses go by the real clock, whatever the rules' clock.
    """

    def __init__(
        self,
        sender: Sender,
        begin: Begin,
        nudged: asyncio.Event,
        *,
        real_clock: Clock,
        meters: Meters,
    ) -> None:
        self._sender = sender
        self._begin = begin
        self._real_clock = real_clock
        self._nudged = nudged
        self._meters = meters
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._is_held = False

    def nudge(self) -> None:
        """Look at the outbox now."""
        self._nudged.set()

    async def run(self) -> None:
        """Send until `stop`; what fails is logged and tried again at the next nudge."""
        while not self._stopping:
            await self._nudged.wait()
            self._nudged.clear()
            try:
                self._start(await self._claim(AT_ONCE - len(self._under_way)))
            except Exception:  # the database may be back at the next nudge
                log.exception("outbox not read")
        if self._under_way:
            await asyncio.wait(self._under_way)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Begin with no further message until the end of the block."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self.nudge()

    def stop(self) -> None:
        """End `run` once what is under way has arrived; the rest waits in the outbox."""
        self._stopping = True
        self._sender.end()
        self.nudge()

    async def _claim(self, limit: int) -> Iterable[Claimed]:
        if limit <= 0 or self._stopping or self._is_held:
            return ()
        now = self._real_clock()
        async with self._begin() as tx:
            return await tx.outbox.claim(now=now, until=now + LEASE, limit=limit)

    def _start(self, claimed: Iterable[Claimed]) -> None:
        for one in claimed:
            task = asyncio.create_task(self._deliver(one))
            self._under_way.add(task)
            task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            log.error("delivery not marked", exc_info=failure)
        self.nudge()

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            posted = await self._send(claimed)
        except Waiting as waiting:
            await self._postpone(claimed, waiting.seconds, error="waiting")
        except InDoubtError as doubt:
            await self._doubt(claimed, doubt.error)
        except NoCardError:
            await self._give_up(claimed, NO_CARD)
        except TwiceInDoubtError:
            await self._give_up(claimed, IN_DOUBT)
        except FAILURES as failure:
            await self._set_back(claimed, understand(failure))
        except Exception:  # one message that cannot be made holds up no other
            log.exception("message not made", extra=_ids(claimed))
            await self._postpone(claimed, LONGEST_PAUSE_SECONDS, error="failed")
        else:
            await self._mark_sent(claimed, posted)

    async def _send(self, claimed: Claimed) -> Posted | None:
        try:
            async with asyncio.timeout(LEASE.total_seconds() * SHARE_FOR_SENDING) as all_of_it:
                return await self._sender.send(claimed)
        except TimeoutError as failure:
            if all_of_it.expired():
                raise InDoubtError(TOO_SLOW) from failure
            raise

    # Marking

    async def _mark_sent(self, claimed: Claimed, posted: Posted | None) -> None:
        dispute = claimed.delivery.dispute
        async with self._begin() as tx:
            if posted and dispute:
                await tx.outbox.put_card(dispute, posted)
            await tx.outbox.mark_sent(claimed)
        self._meters.tried(Result.SENT)
        log.info("delivered", extra=_ids(claimed))

    async def _set_back(self, claimed: Claimed, setback: Setback) -> None:
        """Nothing has arrived: it is tried again, or given up."""
        if setback.fate is Fate.NEVER:
            await self._give_up(claimed, setback.error)
            return
        log.warning("not delivered", extra={**_ids(claimed), "error": setback.error})
        result = _RESULTS.get(setback.fate, Result.LATER)
        await self._postpone(claimed, _pause(claimed, setback), error=setback.error, result=result)

    async def _doubt(self, claimed: Claimed, error: str) -> None:
        """It rests as long as after a crash: Slack is done by then with what it may have taken."""
        log.warning("may have arrived", extra={**_ids(claimed), "error": error})
        await self._postpone(claimed, LEASE.total_seconds(), error=error, in_doubt=True)

    async def _postpone(
        self,
        claimed: Claimed,
        seconds: float,
        *,
        error: str,
        in_doubt: bool = False,
        result: Result = Result.LATER,
    ) -> None:
        self._meters.tried(result)
        until = self._real_clock() + timedelta(seconds=seconds)
        async with self._begin() as tx:
            await tx.outbox.postpone(claimed, until=until, error=error, in_doubt=in_doubt)
        asyncio.get_running_loop().call_later(seconds, self.nudge)

    async def _give_up(self, claimed: Claimed, error: str) -> None:
        log.warning("given up", extra={**_ids(claimed), "error": error})
        self._meters.tried(Result.GIVEN_UP)
        await give_up(claimed, error, begin=self._begin)


def _pause(claimed: Claimed, setback: Setback) -> float:
    match setback.fate:
        case Fate.WAIT:
            return max(setback.seconds, SHORTEST_PAUSE_SECONDS)
        case Fate.NO_ACCESS | Fate.METHOD_RESTS:
            return REST_SECONDS
        case _:
            return min(2.0 ** min(claimed.attempts, MOST_DOUBLINGS), LONGEST_PAUSE_SECONDS)


def _ids(claimed: Claimed) -> dict[str, object]:
    delivery = claimed.delivery
    return {
        "delivery": claimed.id,
        "team": delivery.team,
        "dispute": delivery.dispute.number if delivery.dispute else None,
        "notice": type(delivery.notice).__name__,
        "place": type(delivery.place).__name__,
        "attempt": claimed.attempts,
    }
