"""What a file says of a dispute as transitions of the domain, each at its instant."""

from collections.abc import Iterator

from bot.domain.case import Side
from bot.domain.dispute import Changed, Dispute, Yielded
from bot.domain.filing import state_case
from bot.domain.notices import Notice
from bot.domain.settling import confirm_option, decide
from bot.domain.yielding import yield_side
from bot.replay.bounding import gates_lifted, gates_raised, signatures
from bot.replay.converting import as_case
from bot.replay.event import LEADS, Event, filed_option
from bot.replay.schema import AgreedEntry, CaseEntry, DecidedEntry, DisputeEntry, YieldedEntry


def events_of(entry: DisputeEntry) -> list[Event]:
    """Everything that happened, in order; of the same instant, cases first and rulings last."""
    return sorted(_events(entry), key=lambda event: event.at)


def _events(entry: DisputeEntry) -> Iterator[Event]:
    for side in Side:
        if case := entry.case(side):
            yield _filing(side, case)
    yield from gates_raised(entry.gates)
    yield from gates_lifted(entry.gates)
    yield from signatures(entry.signoffs)
    if entry.yielded:
        yield _yielding(entry.yielded)
    if entry.agreed:
        yield _agreement(entry.agreed)
    if entry.decided:
        yield _decision(entry.decided)


def _filing(side: Side, entry: CaseEntry) -> Event:
    def apply(dispute: Dispute) -> Changed:
        case = as_case(side, entry, dispute.opening.terms)
        return state_case(dispute, side, case, by=LEADS[side], now=entry.filed_at)

    return Event(f"{side} case", entry.line, entry.filed_at, apply)


def _yielding(entry: YieldedEntry) -> Event:
    def apply(dispute: Dispute) -> Changed:
        by = LEADS[entry.side]
        return yield_side(dispute, entry.side, entry.reason, by=by, now=entry.at)

    return Event("yielded", entry.line, entry.at, apply)


def _agreement(entry: AgreedEntry) -> Event:
    return Event("agreed", entry.line, entry.at, lambda dispute: _agree(dispute, entry))


def _agree(dispute: Dispute, entry: AgreedEntry) -> Changed:
    """Every side that has not yielded confirms; after a yield, that is the other side's pick."""
    _, option = filed_option(dispute, entry.option)
    notices: tuple[Notice, ...] = ()
    for side in Side:
        if not isinstance(dispute.party(side).standing, Yielded):
            dispute, notices = confirm_option(
                dispute,
                side,
                option.id,
                revision=option.revision,
                by=LEADS[side],
                now=entry.at,
                then=entry.next,
            )
    return dispute, notices


def _decision(entry: DecidedEntry) -> Event:
    def apply(dispute: Dispute) -> Changed:
        _, option = filed_option(dispute, entry.option)
        return decide(dispute, option.id, entry.reason, by=LEADS[entry.side], now=entry.at)

    return Event("decided", entry.line, entry.at, apply)
