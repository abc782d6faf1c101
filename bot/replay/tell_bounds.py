"""What bound the default rule in a settled dispute, for people: limits, gates, signatures."""

from collections.abc import Iterator

from bot.domain.area import Stage, Terms
from bot.domain.bounds import SignOff
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.gate import Gate, say_limit
from bot.domain.minimum_model import say_limits
from bot.domain.words import say_instant, say_number
from bot.replay.settle import Settled


def named(side: Side, option: Option) -> str:
    """An option with its side."""
    return f"{option.title or 'without a title'} ({side})"


def tell_terms(terms: Terms | None) -> Iterator[str]:
    """What the area laid down, if anything."""
    if terms is None:
        return
    yield f"The area is {terms.stage}, so {terms.stage.decider} decides."
    if limits := say_limits(terms.minimum):
        whom = "for paying customers only" if terms.stage is Stage.BEFORE else "for every option"
        yield f"Its limits hold {whom}: {'; '.join(limits)}."
    yield f"Its budget for one option: {say_number(terms.gpu_budget)} GPU-weeks a month."


def tell_gates(settled: Settled) -> Iterator[str]:
    """Every gate that was raised, and what became of it."""
    for gate in settled.dispute.gates:
        option = named(gate.side, settled.option(gate.side, gate.option))
        raised = f"Gate against {option}, raised on {say_instant(gate.at)}"
        yield f"{raised}: {say_limit(gate.limit)}. {_fate(settled.dispute, gate)}"


def _fate(dispute: Dispute, gate: Gate) -> str:
    if gate.ended:
        return f"Lifted on {say_instant(gate.ended.at)}."
    if gate in dispute.binding_gates:
        return "It stands."
    return "That was too late to count; it is shown only."


def tell_signatures(settled: Settled) -> Iterator[str]:
    """Every founder's word on an option over the budget."""
    for signed in settled.dispute.signoffs:
        option = named(signed.side, settled.option(signed.side, signed.option))
        weeks = f"{say_number(signed.gpu_weeks)} GPU-weeks a month"
        yield f'Signed for {option}: {weeks}, by {_signer(signed)}: "{signed.reason}"'


def _signer(signed: SignOff) -> str:
    return f"{signed.by} (own sign-off)" if signed.is_own else signed.by
