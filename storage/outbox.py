"""What is to be sent: queues of messages, leased to one worker at a time."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Executable,
    RowMapping,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import DisputeId, TeamId
from bot.domain.telling import Delivery
from bot.services.ports import NO_CARD, Claimed, Posted
from storage.mapping import key
from storage.mapping_of_deliveries import (
    card_from_row,
    card_to_row,
    claimed_from_row,
    delivery_to_row,
)
from storage.queueing import put, put_homes
from storage.snapshots import Unreadable
from storage.tables import CARDS, OUTBOX
from storage.upsert import insert_into

_MESSAGE = OUTBOX.c


def _literal(state: str) -> ColumnElement[str]:
    """A state in the SQL itself: a partial index is used only where its condition can be seen."""
    return literal(state, literal_execute=True)


_WAITING = _MESSAGE.state == _literal("waiting")
_PARKED = _MESSAGE.state == _literal("parked")


_FIRST = (
    select(func.min(_MESSAGE.id).label("id"))
    .where(_WAITING)
    .group_by(_MESSAGE.team_id, _MESSAGE.queue)
    .cte("first")
    # Once: without statistics PostgreSQL would work it out anew for each message.
    .prefix_with("MATERIALIZED")
)
_READY = (
    select(_MESSAGE.id)
    .where(
        _MESSAGE.id.in_(select(_FIRST.c.id)),
        _WAITING,
        or_(_MESSAGE.leased_until.is_(None), _MESSAGE.leased_until <= bindparam("now")),
        or_(_MESSAGE.not_before.is_(None), _MESSAGE.not_before <= bindparam("now")),
    )
    .order_by(_MESSAGE.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .cte("ready")
)
_CLAIM = (
    update(OUTBOX)
    .where(_MESSAGE.id.in_(select(_READY.c.id)))
    .values(
        leased_until=bindparam("until"),
        attempts=_MESSAGE.attempts + 1,
        doubts=_MESSAGE.doubts + case((_MESSAGE.leased_until.is_not(None), 1), else_=0),
        fold=None,
    )
    .returning(*_MESSAGE)
)
# Another number of attempts means that the lease ran out and another worker has it.
_CLAIMED = (
    _MESSAGE.id == bindparam("of_id"),
    _MESSAGE.attempts == bindparam("of_attempts"),
    _MESSAGE.leased_until.is_not(None),
)
_FORGET = delete(OUTBOX).where(*_CLAIMED)
_MARK = update(OUTBOX).where(*_CLAIMED)
_HAS_PARKED = select(
    exists().where(
        _MESSAGE.team_id == bindparam("team_id"), _MESSAGE.number == bindparam("number"), _PARKED
    )
)
_PARKED_OF = (
    _MESSAGE.team_id == bindparam("of_team"),
    _MESSAGE.number == bindparam("of_number"),
    _PARKED,
)
_UNPARK = (
    update(OUTBOX)
    .where(*_PARKED_OF)
    # What may have arrived is still looked for, or marked as a repetition.
    .values(
        state="waiting",
        attempts=0,
        doubts=case((_MESSAGE.doubts > 0, 1), else_=0),
        not_before=None,
    )
)
_UNPARK_UNDER_CARD = _UNPARK.where(_MESSAGE.error == NO_CARD)
_MAY_HAVE_CARD = select(
    exists().where(
        _MESSAGE.team_id == bindparam("team_id"),
        _MESSAGE.number == bindparam("number"),
        _MESSAGE.place == "card",
        _MESSAGE.doubts > 0,
        _PARKED,
    )
)
_FORGET_PARKED_CARDS = delete(OUTBOX).where(*_PARKED_OF, _MESSAGE.place == "card")
_CARD = select(CARDS).where(
    CARDS.c.team_id == bindparam("team_id"), CARDS.c.number == bindparam("number")
)


@cache
def _put_card(dialect: str) -> Executable:
    put = insert_into(CARDS, dialect)
    return put.on_conflict_do_update(
        index_elements=list(CARDS.primary_key),
        set_={"channel_id": put.excluded.channel_id, "ts": put.excluded.ts},
    )


class SqlOutbox:
    """What is to be sent, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.filled = False
        """Whether there is more to send than before."""

    async def put(self, deliveries: Iterable[Delivery]) -> None:
        """Queue them; a card or a builder's question that waits already is not queued twice."""
        rows = [delivery_to_row(delivery) for delivery in deliveries]
        if rows:
            self.filled = True
            await self._connection.execute(put(self._connection.dialect.name), rows)

    async def put_homes(self, team: TeamId) -> None:
        """Queue a redrawing of every App Home that somebody of the workspace has opened."""
        queued = await self._connection.execute(
            put_homes(self._connection.dialect.name), {"of_team": team}
        )
        self.filled |= queued.rowcount > 0

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> tuple[Claimed, ...]:
        """The next delivery of each queue, leased until then; a queue keeps its order.

        The card and thread of a dispute are one queue, the direct messages to a person another.
        A delivery whose lease has ended without a mark is given out again, in doubt.
        """
        claim = {"now": now, "until": until, "limit": limit}
        found = await self._connection.execute(_CLAIM, claim)
        rows = sorted(found.mappings(), key=lambda row: int(row["id"]))
        return tuple([one for row in rows if (one := await self._readable(row))])

    async def _readable(self, row: RowMapping) -> Claimed | None:
        """The delivery of a row; one that cannot be read is parked, and holds up no other."""
        try:
            return claimed_from_row(row)
        except Unreadable as reason:
            await self._mark(row["id"], row["attempts"], state="parked", error=str(reason))
            return None

    async def mark_sent(self, claimed: Claimed) -> None:
        """It has reached Slack, and need not be kept."""
        await self._connection.execute(_FORGET, _of(claimed.id, claimed.attempts))

    async def postpone(
        self, claimed: Claimed, *, until: datetime, error: str, in_doubt: bool
    ) -> None:
        """It is tried again at that instant; `in_doubt` says that this attempt may have arrived."""
        await self._mark(
            claimed.id,
            claimed.attempts,
            not_before=until,
            error=error,
            doubts=claimed.doubts + in_doubt,
        )

    async def park(self, claimed: Claimed, *, error: str) -> None:
        """It is not tried again by itself."""
        await self._mark(claimed.id, claimed.attempts, state="parked", error=error)

    async def _mark(self, message: int, attempts: int, **marks: object) -> None:
        """End the lease, unless another worker has it by now."""
        ended = {**_of(message, attempts), "leased_until": None, **marks}
        await self._connection.execute(_MARK, ended)

    async def has_parked(self, dispute: DisputeId) -> bool:
        """Whether something of the dispute is parked."""
        found = await self._connection.execute(_HAS_PARKED, key(dispute))
        return bool(found.scalar_one())

    async def may_have_card(self, dispute: DisputeId) -> bool:
        """Whether a card of it is parked that may have arrived."""
        found = await self._connection.execute(_MAY_HAVE_CARD, key(dispute))
        return bool(found.scalar_one())

    async def unpark(self, dispute: DisputeId) -> None:
        """What was parked of a dispute is tried again; one doubt stays where there were some."""
        await self._unpark(_UNPARK, dispute)

    async def _unpark(self, unpark: Executable, dispute: DisputeId) -> None:
        unparked = await self._connection.execute(unpark, _of_dispute(dispute))
        self.filled |= unparked.rowcount > 0

    async def card_of(self, dispute: DisputeId) -> Posted | None:
        """Where the dispute's card stands, once it is posted."""
        found = await self._connection.execute(_CARD, key(dispute))
        row = found.mappings().one_or_none()
        return card_from_row(row) if row else None

    async def put_card(self, dispute: DisputeId, posted: Posted) -> None:
        """Remember where the card stands; what was parked for want of it goes on by itself.

        An earlier card that is parked is not needed any more.
        """
        await self._connection.execute(
            _put_card(self._connection.dialect.name), card_to_row(dispute, posted)
        )
        await self._connection.execute(_FORGET_PARKED_CARDS, _of_dispute(dispute))
        await self._unpark(_UNPARK_UNDER_CARD, dispute)


def _of_dispute(dispute: DisputeId) -> dict[str, object]:
    return {"of_team": dispute.team, "of_number": dispute.number}


def _of(message: int, attempts: int) -> dict[str, object]:
    return {"of_id": message, "of_attempts": attempts}
