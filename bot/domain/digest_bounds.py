"""What a digest tells of what binds: signatures and handoffs that wait, gates, and the GPUs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.area import Area, Stage
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute, Open
from bot.domain.gate import Gate
from bot.domain.ids import UserId
from bot.domain.ledger import AreaLedger
from bot.domain.period import WEEK, Period
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.signing_off import who_signs


class Happened(StrEnum):
    """What can happen to a gate."""

    RAISED = "raised"
    LIFTED = "lifted"
    FELL = "fell"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureMissing:
    """An option over the GPU budget that waits for a founder."""

    dispute: SeenDispute
    side: Side
    option: Option
    """For its side and for who is asked alone, while its case is sealed."""
    budget: Decimal
    is_theirs: bool
    """Whether the digest's reader is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundsTold:
    """What of all this a digest tells its reader."""

    signatures: tuple[SignatureMissing, ...] = ()
    """The one whose dispute ends next first."""
    handoffs: tuple[Area, ...] = ()
    """Those due for more than a week, the longest due first."""
    gates: Mapping[tuple[Side, Happened], int] = field(default_factory=Counter)
    """How many in the period, by the side whose option it was."""
    ledger: tuple[AreaLedger, ...] = ()


NOTHING_BOUND = BoundsTold()


def bounds_told(
    disputes: Iterable[Dispute],
    period: Period,
    *,
    to: Person,
    founders: Collection[UserId],
    areas: Iterable[Area],
    ledger: tuple[AreaLedger, ...],
    now: datetime,
) -> BoundsTold:
    """What `to` is told of the disputes that they may see; a case that is sealed stays sealed."""
    known = tuple({dispute.id: dispute for dispute in disputes}.values())
    missing = (one for dispute in known for one in _missing(dispute, to, founders, now))
    happened = (what for dispute in known for what in _happened(dispute.gates, period))
    return BoundsTold(
        signatures=tuple(sorted(missing, key=_ends)),
        handoffs=_long_due(areas, now),
        gates=Counter(happened),
        ledger=ledger,
    )


def _missing(
    dispute: Dispute, to: Person, founders: Collection[UserId], now: datetime
) -> Iterator[SignatureMissing]:
    """While it is sealed, for those alone who are asked."""
    terms = dispute.opening.terms
    if terms is None or not _is_running(dispute, now):
        return
    for filed in dispute.filed:
        signers = who_signs(dispute, filed.side, {*founders, to.id} if to.founder else founders)
        for option in filed.case.options:
            is_told = to.id in signers or dispute.is_unsealed(now)
            if is_told and dispute.bounds.needs_sign_off(filed.side, option):
                yield SignatureMissing(
                    dispute=seen_in_channel(dispute, now=now),
                    side=filed.side,
                    option=option,
                    budget=terms.gpu_budget,
                    is_theirs=to.founder and to.id in signers,
                )


def _is_running(dispute: Dispute, now: datetime) -> bool:
    return isinstance(dispute.state, Open) and not dispute.window.is_over(now)


def _ends(missing: SignatureMissing) -> tuple[datetime, int]:
    opening = missing.dispute.opening
    return opening.window.closes_at, opening.id.number


def _long_due(areas: Iterable[Area], now: datetime) -> tuple[Area, ...]:
    due = (
        (area.handoff_due_since, area)
        for area in areas
        if area.handoff_due_since and area.terms.stage is Stage.BEFORE
    )
    late = [(since, area) for since, area in due if since + WEEK < now]
    return tuple(area for _, area in sorted(late, key=lambda one: (one[0], one[1].name)))


def _happened(gates: Iterable[Gate], period: Period) -> Iterator[tuple[Side, Happened]]:
    for gate in gates:
        if period.covers(gate.at):
            yield gate.side, Happened.RAISED
        if gate.ended and period.covers(gate.ended.at):
            yield gate.side, Happened.FELL if gate.fell else Happened.LIFTED
