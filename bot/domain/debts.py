"""What somebody owes a dispute: the case of their side, its answer to an option, an outcome."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.domain.case import Side
from bot.domain.dispute import Dispute, NotFiled, Open, Party
from bot.domain.ids import DisputeId, UserId
from bot.domain.promise import asked_on
from bot.domain.ruling import Ruling


class DebtKind(StrEnum):
    """What is owed."""

    CASE = "case"
    CONFIRMATION = "confirmation"
    """Of the option that the other side has confirmed, or of another one."""
    OUTCOME = "outcome"
    """What became of the option that was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """Something that a side owes until its dispute ends, or until it has been said."""

    dispute: DisputeId
    side: Side
    kind: DebtKind
    since: datetime
    """The UTC instant at which it was first asked for."""
    ends_at: datetime | None
    """The end of the window; None for an outcome, which is owed until it is recorded."""
    due_on: date | None = None
    """The day from which an outcome is owed; None for what is owed at once."""


def bearer(party: Party, left: Collection[UserId]) -> UserId | None:
    """Who owes for a side: its lead; their deputy when the lead has left; or nobody."""
    return next((user for user in party.speakers if user not in left), None)


def debts_of(
    dispute: Dispute, user: UserId, *, left: Collection[UserId] = (), now: datetime
) -> tuple[Debt, ...]:
    """What `user` owes at `now`, or will; `left` are those whose accounts are gone."""
    return tuple(
        debt
        for side in Side
        if bearer(dispute.party(side), left) == user
        for debt in _debts(dispute, side, user, now)
    )


def _debts(dispute: Dispute, side: Side, user: UserId, now: datetime) -> Iterator[Debt]:
    if isinstance(dispute.state, Ruling):
        yield from _outcome(dispute, side, dispute.state)
    elif dispute.window.is_open(now):
        yield from _in_window(dispute, side, dispute.state, user)


def _outcome(dispute: Dispute, side: Side, ruling: Ruling) -> Iterator[Debt]:
    due_on, chosen = asked_on(dispute), ruling.chosen
    if due_on and chosen and chosen.side is side:
        yield Debt(
            dispute=dispute.id,
            side=side,
            kind=DebtKind.OUTCOME,
            since=ruling.ruled_at,
            ends_at=None,
            due_on=due_on,
        )


def _in_window(dispute: Dispute, side: Side, state: Open, user: UserId) -> Iterator[Debt]:
    party = dispute.party(side)
    since = party.since(user) or dispute.window.opens_at
    if isinstance(party.standing, NotFiled):
        yield _debt(dispute, side, DebtKind.CASE, since)
    words = {word.side: word for word in state.confirmations}
    if side.other in words and side not in words and dispute.both_in_at:
        asked_at = max(words[side.other].confirmed_at, since)
        yield _debt(dispute, side, DebtKind.CONFIRMATION, asked_at)


def _debt(dispute: Dispute, side: Side, kind: DebtKind, since: datetime) -> Debt:
    ends_at = dispute.window.closes_at
    return Debt(dispute=dispute.id, side=side, kind=kind, since=since, ends_at=ends_at)


def sides_without_anybody(
    dispute: Dispute, left: Collection[UserId], *, now: datetime
) -> tuple[Side, ...]:
    """The sides that owe something and for which nobody can act, as all have left."""
    return tuple(
        side for side in sides_owing(dispute, now) if bearer(dispute.party(side), left) is None
    )


def sides_owing(dispute: Dispute, now: datetime) -> tuple[Side, ...]:
    """The sides that owe something at `now`; an outcome is owed from its UTC day on."""
    state = dispute.state
    if isinstance(state, Ruling):
        due_on = asked_on(dispute)
        is_due = due_on is not None and due_on <= now.astimezone(UTC).date()
        return (state.chosen.side,) if state.chosen and is_due else ()
    return tuple(
        side for side in Side if any(_in_window(dispute, side, state, dispute.party(side).lead))
    )
