"""Gates raised and lifted, and founders' signatures, as a file tells of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Refusal
from bot.domain.gates import lift_gate, raise_gate
from bot.domain.ids import UserId
from bot.domain.person import Membership, Person
from bot.domain.signing_off import sign_off
from bot.replay.converting import as_limit
from bot.replay.event import LEADS, Event, filed_option
from bot.replay.schema_of_bounds import GateEntry, SignOffEntry


def gates_raised(gates: Iterable[GateEntry]) -> Iterator[Event]:
    """Each gate, when research raised it."""
    for number, gate in enumerate(gates, start=1):
        yield _raising(f"gate {number}", gate)


def _raising(what: str, entry: GateEntry) -> Event:
    def apply(dispute: Dispute) -> Changed:
        side, option = filed_option(dispute, entry.option, entry.side)
        by = LEADS[Side.RESEARCH]
        return raise_gate(dispute, side, option.id, as_limit(entry), by=by, now=entry.at)

    return Event(what, entry.line, entry.at, apply)


def gates_lifted(gates: Iterable[GateEntry]) -> Iterator[Event]:
    """Each gate that research lifted, when it did."""
    for number, gate in enumerate(gates, start=1):
        if gate.lifted_at:
            yield _lifting(f"gate {number}, lifted", gate, gate.lifted_at)


def _lifting(what: str, entry: GateEntry, at: datetime) -> Event:
    def apply(dispute: Dispute) -> Changed:
        return lift_gate(dispute, _position(dispute, entry), by=LEADS[Side.RESEARCH], now=at)

    return Event(what, entry.line, at, apply)


def _position(dispute: Dispute, entry: GateEntry) -> int:
    """The place of the last gate that is as this entry says.

    Raises:
        Refusal: it was refused, so there is none.

    """
    side, option = filed_option(dispute, entry.option, entry.side)
    same = [
        position
        for position, gate in enumerate(dispute.gates)
        if gate.is_against(side, option) and gate.limit == as_limit(entry)
    ]
    if not same:
        raise Refusal("This gate was never raised, so there is nothing to lift.")
    return same[-1]


def signatures(signoffs: tuple[SignOffEntry, ...]) -> Iterator[Event]:
    """Each signature; whoever signs anything in the dispute is one of the founders."""
    founders = frozenset(_founder(entry).id for entry in signoffs)
    for number, entry in enumerate(signoffs, start=1):
        yield _signing(f"signoff {number}", entry, founders)


def _signing(what: str, entry: SignOffEntry, founders: frozenset[UserId]) -> Event:
    def apply(dispute: Dispute) -> Changed:
        side, option = filed_option(dispute, entry.option, entry.side)
        by, now = _founder(entry), entry.at
        return sign_off(dispute, side, option.id, entry.reason, by=by, founders=founders, now=now)

    return Event(what, entry.line, entry.at, apply)


def _founder(entry: SignOffEntry) -> Person:
    """The founder of that name; `product` and `research` are those who lead a side as well."""
    if entry.by in set(Side):
        return replace(LEADS[Side(entry.by)], founder=True)
    return Person(id=UserId(entry.by), membership=Membership.FULL_MEMBER, founder=True)
