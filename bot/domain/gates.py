"""Raising a feasibility gate, lifting it, and how one falls by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Filed, Option, Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.gate import TIME_TO_ANSWER, Gate, Gated, Limit, figure_of, say_limit
from bot.domain.ids import OptionId
from bot.domain.notices import CardChanged, GateChanged, Notice
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.running import refuse_unless_running

MOST_GATES = 20


def raise_gate(
    dispute: Dispute, side: Side, option: OptionId, limit: Limit, *, by: Person, now: datetime
) -> Changed:
    """A gate against an option of either side; the same twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for research.
        Refusal: a case is missing, the option is gone, or there are too many gates.
        Unfit: there is no number, unit or source, or nothing would lift it.

    """
    refuse_unless_running(dispute, now)
    check(Action.RAISE_GATE, by, Situation(dispute=dispute, side=Side.RESEARCH))
    gated = _option(dispute, side, option)
    known = [one for one in dispute.gates if one.is_against(side, gated)]
    gate = Gate(
        side=side,
        option=option,
        limit=limit,
        by=by.id,
        at=now,
        figure=figure_of(gated, limit.gated),
        renews=_last_fall(known, limit),
    )
    if any(one.stands and one.limit == limit for one in known):
        return dispute, ()
    if problems := (*_problems(limit), *_raised_before(known, limit)):
        raise Unfit(*problems)
    if not takes_more_gates(dispute):
        raise Refusal(f"{dispute.id} has had {MOST_GATES} gates and takes no more; talk it over.")
    return _with_gates(dispute, (*dispute.gates, gate), (len(dispute.gates),))


def takes_more_gates(dispute: Dispute) -> bool:
    """Whether there is room for another one; those that fell by a revision do not count."""
    return sum(not one.fell for one in dispute.gates) < MOST_GATES


def _option(dispute: Dispute, side: Side, option: OptionId) -> Option:
    if not dispute.both_in_at:
        raise Refusal(f"A gate can be raised on {dispute.id} once both cases are in.")
    for filed in dispute.filed:
        if filed.side is side and (found := filed.option(option)):
            return found
    raise Refusal(f"{side.capitalize()}'s case on {dispute.id} has this option no more.")


def _problems(limit: Limit) -> Iterator[Problem]:
    if not limit.name.strip():
        yield Problem("limit", "Name the limit in a few words, such as: real-time answers.")
    if limit.gated is Gated.BAR and not limit.source.strip():
        yield Problem("source", "Name the law, the contract or the policy that bars it.")
    if limit.gated is not Gated.BAR and limit.number is None:
        yield Problem("number", "Say the limit as a number; without one there is no gate.")
    if limit.number is not None and not limit.unit.strip():
        yield Problem("unit", "Say the unit, such as: USD a query.")
    if not limit.lifted_by.strip():
        yield Problem("lifted_by", "Say what would lift it, such as: quantisation.")


def _raised_before(known: list[Gate], limit: Limit) -> Iterator[Problem]:
    """What fell because its figure was revised can come back with a new number only."""
    numbers = {fallen.limit.number for fallen in _fallen(known, limit)}
    if limit.number is not None and limit.number in numbers:
        yield Problem(
            "number",
            "This gate fell because the figure was revised. Raise it again with a new number.",
        )


def _fallen(known: list[Gate], limit: Limit) -> list[Gate]:
    """The gates about the same that fell by themselves."""
    return [gate for gate in known if gate.fell and gate.limit.gated is limit.gated]


def _last_fall(known: list[Gate], limit: Limit) -> datetime | None:
    falls = (one.ended.at for one in _fallen(known, limit) if one.ended)
    return max(falls, default=None)


def lift_gate(dispute: Dispute, position: int, *, by: Person, now: datetime) -> Changed:
    """A gate, by its place among the dispute's gates from 0, stands no more; twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for research.

    """
    refuse_unless_running(dispute, now)
    check(Action.RAISE_GATE, by, Situation(dispute=dispute, side=Side.RESEARCH))
    gate = dispute.gates[position]
    if not gate.stands:
        return dispute, ()
    lifted = gate.over(at=now, by=by.id)
    return _with_gates(dispute, _replaced(dispute, {position: lifted}), (position,))


def with_fallen_gates(
    dispute: Dispute, after: Filed, now: datetime
) -> tuple[Dispute, tuple[Notice, ...]]:
    """The dispute without the gates from which that revision takes the ground, and who is told.

    In the last 24 hours a revision leaves them as they are: nobody could answer it any more.
    """
    if now > dispute.window.closes_at - TIME_TO_ANSWER:
        return dispute, ()
    fallen = {
        position: gate.over(at=now, by=None)
        for position, gate in enumerate(dispute.gates)
        if gate.stands and gate.side is after.side and gate.falls_with(after.option(gate.option))
    }
    told = tuple(GateChanged(dispute.id, position) for position in fallen)
    return replace(dispute, gates=_replaced(dispute, fallen)), told


def _replaced(dispute: Dispute, changed: dict[int, Gate]) -> tuple[Gate, ...]:
    return tuple(changed.get(position, gate) for position, gate in enumerate(dispute.gates))


def _with_gates(dispute: Dispute, gates: tuple[Gate, ...], changed: tuple[int, ...]) -> Changed:
    told = (GateChanged(dispute.id, position) for position in changed)
    return replace(dispute, gates=gates), (CardChanged(dispute.id), *told)


def limits_against(dispute: Dispute, side: Side, option: Option) -> tuple[str, ...]:
    """The limits that stand against an option, in words."""
    standing = (gate for gate in dispute.gates if gate.stands and gate.is_against(side, option))
    return tuple(say_limit(gate.limit) for gate in standing)
