"""The outbox's way to Slack: claim, render, send, mark; and again until it is marked."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from slack_sdk.errors import SlackApiError

from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.notices import NotDelivered
from bot.domain.telling import Card, Direct, Thread, deliveries
from bot.services.ports import Begin, Claimed, Posted
from handlers.blocks import Message, context
from handlers.pacing import Waiting
from handlers.posting import Drawing, Poster
from handlers.rendering import render
from handlers.slack_errors import FAILURES, Fate, Setback, error_of, understand

log = logging.getLogger("roadmap.delivery")

AT_ONCE = 10
LEASE = timedelta(seconds=90)
"""Longer than a call to Slack can take, so that nothing in flight is given to another worker."""
LONGEST_PAUSE_SECONDS = 300
NO_ACCESS_PAUSE_SECONDS = 600
Clock = Callable[[], datetime]


class Deliverer:
    """Sends what waits in the outbox, several at once, each queue in its order.

    `clock` is the rules' clock; leases and pauses go by `real_clock`.
    """

    def __init__(
        self,
        poster: Poster,
        begin: Begin,
        nudged: asyncio.Event,
        *,
        clock: Clock,
        real_clock: Clock,
    ) -> None:
        self._poster = poster
        self._begin = begin
        self._clock = clock
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
        self._poster.end()
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
            posted = await self._send(claimed)
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

    # Sending

    async def _send(self, claimed: Claimed) -> Posted | None:
        """Where the card now stands, for a card that was posted; None for everything else."""
        delivery = claimed.delivery
        async with self._begin(reading=True) as tx:
            dispute = await tx.disputes.get(delivery.dispute)
            card = await tx.outbox.card_of(delivery.dispute)
        drawing = self._draw(claimed, dispute)
        if drawing is None:
            return None
        match delivery.place:
            case Card():
                return await self._send_card(claimed, dispute, card, drawing)
            case Thread():
                await self._send_to_thread(claimed, card, drawing)
            case Direct(to=user):
                await self._send_to(user, claimed, drawing)
        return None

    def _draw(self, claimed: Claimed, dispute: Dispute) -> Drawing | None:
        draw = partial(render, claimed.delivery, dispute, now=self._clock())
        full = draw()
        if full is None:
            return None
        repeating = claimed.in_doubt and claimed.delivery.place == Thread()
        finish = _repeated if repeating else _as_it_is
        return Drawing(finish(full), lambda: finish(draw(plain=True) or full))

    async def _send_card(
        self, claimed: Claimed, dispute: Dispute, card: Posted | None, drawing: Drawing
    ) -> Posted | None:
        team = dispute.id.team
        if card:
            try:
                await self._poster.redraw(team, card, drawing)
            except SlackApiError as refusal:
                if error_of(refusal) != "message_not_found":
                    raise
            else:
                return None
        return await self._poster.post(team, dispute.opening.channel, drawing, key=_key(claimed))

    async def _send_to_thread(
        self, claimed: Claimed, card: Posted | None, drawing: Drawing
    ) -> None:
        if card is None:
            raise NoCardError
        team, key = claimed.delivery.dispute.team, _key(claimed)
        await self._poster.post(team, card.channel, drawing, key=key, thread=card.ts)

    async def _send_to(self, user: UserId, claimed: Claimed, drawing: Drawing) -> None:
        key = _key(claimed)
        if claimed.in_doubt and await self._poster.was_sent_to(user, key=key):
            return
        await self._poster.post(claimed.delivery.dispute.team, user, drawing, key=key)

    # Marking

    async def _mark_sent(self, claimed: Claimed, posted: Posted | None) -> None:
        async with self._begin() as tx:
            if posted:
                await tx.outbox.put_card(claimed.delivery.dispute, posted)
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
        """Park it, and tell the opener: once a dispute, and not of a message to themselves."""
        delivery = claimed.delivery
        whom = delivery.place.to if isinstance(delivery.place, Direct) else None
        async with self._begin() as tx:
            dispute = await tx.disputes.get(delivery.dispute)
            told = await tx.outbox.has_parked(delivery.dispute)
            await tx.outbox.park(claimed, error=error)
            if not told and whom != dispute.opening.by:
                notice = NotDelivered(delivery.dispute, whom, error)
                await tx.outbox.put(deliveries(dispute, (notice,)))


class NoCardError(Exception):
    """There is no card whose thread could take the message."""


REPEATED = "Sent once more, because the first copy may not have arrived."


def _as_it_is(message: Message) -> Message:
    return message


def _repeated(message: Message) -> Message:
    return Message(message.text, [*message.blocks, context((REPEATED,))])


def _key(claimed: Claimed) -> str:
    return f"{claimed.delivery.dispute.number}-{claimed.id}"


def _ids(claimed: Claimed) -> dict[str, object]:
    delivery = claimed.delivery
    return {
        "delivery": claimed.id,
        "team": delivery.dispute.team,
        "dispute": delivery.dispute.number,
        "notice": type(delivery.notice).__name__,
        "place": type(delivery.place).__name__,
        "attempt": claimed.attempts,
    }
