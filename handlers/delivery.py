"""The outbox's way to Slack: claim, have it sent, mark; and again until it is marked."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.domain.ids import DisputeId
from bot.domain.notices import BuilderAsked, BuilderNotReached, NotAnnounced, NotDelivered
from bot.domain.telling import Announcement, Delivery, Direct, deliveries
from bot.services.ports import Begin, Claimed, Posted
from handlers.pacing import Waiting
from handlers.sending import NoCardError, Sender
from handlers.slack_errors import FAILURES, Fate, Setback, understand

log = logging.getLogger("roadmap.delivery")

AT_ONCE = 10
LEASE = timedelta(seconds=90)
"""Longer than a call to Slack can take, so that nothing in flight is given to another worker."""
LONGEST_PAUSE_SECONDS = 300
NO_ACCESS_PAUSE_SECONDS = 600
Clock = Callable[[], datetime]


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
    ) -> None:
        self._sender = sender
        self._begin = begin
        self._real_clock = real_clock
        self._nudged = nudged
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False

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

    def stop(self) -> None:
        """End `run` once what is under way has arrived; the rest waits in the outbox."""
        self._stopping = True
        self._sender.end()
        self.nudge()

    async def _claim(self, limit: int) -> Iterable[Claimed]:
        if limit <= 0 or self._stopping:
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
            posted = await self._sender.send(claimed)
        except Waiting as waiting:
            await self._postpone(
                claimed, waiting.seconds, error="ratelimited", in_doubt=claimed.in_doubt
            )
        except NoCardError:
            await self._give_up(claimed, "no_card")
        except FAILURES as failure:
            await self._set_back(claimed, understand(failure))
        except Exception:  # one message that cannot be made holds up no other
            log.exception("message not made", extra=_ids(claimed))
            await self._postpone(
                claimed, LONGEST_PAUSE_SECONDS, error="failed", in_doubt=claimed.in_doubt
            )
        else:
            await self._mark_sent(claimed, posted)

    # Marking

    async def _mark_sent(self, claimed: Claimed, posted: Posted | None) -> None:
        dispute = claimed.delivery.dispute
        async with self._begin() as tx:
            if posted and dispute:
                await tx.outbox.put_card(dispute, posted)
            await tx.outbox.mark_sent(claimed)
        log.info("delivered", extra=_ids(claimed))

    async def _set_back(self, claimed: Claimed, setback: Setback) -> None:
        log.warning("not delivered", extra={**_ids(claimed), "error": setback.error})
        seconds = min(2.0**claimed.attempts, LONGEST_PAUSE_SECONDS)
        match setback.fate:
            case Fate.NEVER:
                await self._give_up(claimed, setback.error)
                return
            case Fate.WAIT:
                seconds = setback.seconds
            case Fate.NO_ACCESS:
                seconds = NO_ACCESS_PAUSE_SECONDS
                log.error("no access to Slack", extra={"error": setback.error})
            case Fate.LATER:
                pass
        in_doubt = claimed.in_doubt or setback.in_doubt
        await self._postpone(claimed, seconds, error=setback.error, in_doubt=in_doubt)

    async def _postpone(
        self, claimed: Claimed, seconds: float, *, error: str, in_doubt: bool
    ) -> None:
        until = self._real_clock() + timedelta(seconds=seconds)
        async with self._begin() as tx:
            await tx.outbox.postpone(claimed, until=until, error=error, in_doubt=in_doubt)
        asyncio.get_running_loop().call_later(seconds, self.nudge)

    async def _give_up(self, claimed: Claimed, error: str) -> None:
        """Somebody who can do something about it is told; what nobody can is in the log."""
        match claimed.delivery:
            case Delivery(dispute=dispute, place=Announcement(channel=channel)):
                await self._tell_who_set(claimed, NotAnnounced(dispute, channel, error))
            case Delivery(notice=BuilderAsked() as asked):
                await self._tell_side(claimed, asked)
            case Delivery(about=DisputeId() as dispute):
                await self._park(claimed, dispute, error)
            case _:
                async with self._begin() as tx:
                    await tx.outbox.mark_sent(claimed)

    async def _tell_who_set(self, claimed: Claimed, notice: NotAnnounced) -> None:
        about, team = claimed.delivery.about, claimed.delivery.team
        async with self._begin() as tx:
            await tx.outbox.mark_sent(claimed)
            changes = await tx.settings.changes(team)
            told = [Direct(change.by) for change in changes[-1:]]
            await tx.outbox.put(Delivery(about=about, notice=notice, place=place) for place in told)

    async def _tell_side(self, claimed: Claimed, asked: BuilderAsked) -> None:
        """Nobody else may know of a sealed case who would build it."""
        notice = BuilderNotReached(asked.dispute, asked.side, asked.whom)
        async with self._begin() as tx:
            await tx.outbox.mark_sent(claimed)
            dispute = await tx.disputes.get(asked.dispute)
            await tx.outbox.put(deliveries(dispute, (notice,)))

    async def _park(self, claimed: Claimed, of: DisputeId, error: str) -> None:
        """Keep it for another try, and tell the opener: once, and not of a message to them."""
        place = claimed.delivery.place
        whom = place.to if isinstance(place, Direct) else None
        async with self._begin() as tx:
            dispute = await tx.disputes.get(of)
            told = await tx.outbox.has_parked(of)
            await tx.outbox.park(claimed, error=error)
            if not told and whom != dispute.opening.by:
                notice = NotDelivered(of, whom, error)
                await tx.outbox.put(deliveries(dispute, (notice,)))


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
