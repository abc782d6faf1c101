"""Settling the disputes of a file: by the transitions of the domain, at the file's instants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, Constraint, Evidence, Figures, Hypothesis, Option, Side
from bot.domain.dispute import Changed, Dispute, Opening, Yielded
from bot.domain.ending import rule_at_end
from bot.domain.errors import Refusal
from bot.domain.filing import state_case
from bot.domain.ids import ChannelId, DisputeId, OptionId, TeamId, UserId
from bot.domain.notices import Notice
from bot.domain.opening import open_dispute
from bot.domain.person import Membership, Person
from bot.domain.ruling import Ruling
from bot.domain.settling import confirm_option, decide
from bot.domain.window import Window
from bot.domain.yielding import yield_side
from bot.replay.schema import (
    AgreedEntry,
    CaseEntry,
    DecidedEntry,
    DisputeEntry,
    EvidenceEntry,
    HypothesisEntry,
    OptionEntry,
    YieldedEntry,
)

LEADS = {
    side: Person(id=UserId(f"{side.capitalize()}'s lead"), membership=Membership.FULL_MEMBER)
    for side in Side
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the file that the rules refuse; it does not count."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A dispute of a file with its ruling."""

    entry: DisputeEntry
    ruling: Ruling
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    what: str
    at: datetime
    apply: Callable[[Dispute], Changed]


def settle(entry: DisputeEntry, *, number: int) -> Settled:
    """The ruling of one dispute, and what of it the rules refuse."""
    dispute, refused = _opened(entry, number), []
    for event in sorted(_events(entry), key=lambda event: event.at):
        try:
            dispute, _ = event.apply(dispute)
        except Refusal as refusal:
            refused.append(Refused(event.what, str(refusal)))
    dispute, _ = rule_at_end(dispute, now=dispute.window.closes_at)
    assert isinstance(dispute.state, Ruling)  # noqa: S101  (the window has ended)
    return Settled(entry, dispute.state, tuple(refused))


def _opened(entry: DisputeEntry, number: int) -> Dispute:
    opening = Opening(
        id=DisputeId(TeamId("replay"), number),
        channel=ChannelId("replay"),
        question=entry.question,
        problem=entry.problem or "not told",
        area=entry.area,
        meanwhile=entry.meanwhile,
        by=LEADS[Side.PRODUCT].id,
        window=Window(entry.opened_at),
    )
    dispute, _ = open_dispute(
        opening,
        product_lead=LEADS[Side.PRODUCT],
        research_lead=LEADS[Side.RESEARCH],
        by=LEADS[Side.PRODUCT],
    )
    return dispute


def _events(entry: DisputeEntry) -> Iterator[_Event]:
    if entry.product:
        yield _filing(Side.PRODUCT, entry.product)
    if entry.research:
        yield _filing(Side.RESEARCH, entry.research)
    if entry.yielded:
        yield _yielding(entry.yielded)
    if entry.agreed:
        yield _agreement(entry.agreed)
    if entry.decided:
        yield _decision(entry.decided)


def _filing(side: Side, entry: CaseEntry) -> _Event:
    case = _case(side, entry)
    at = entry.filed_at
    return _Event(
        f"{side} case",
        at,
        lambda dispute: state_case(dispute, side, case, by=LEADS[side], now=at),
    )


def _yielding(entry: YieldedEntry) -> _Event:
    by = LEADS[entry.side]
    return _Event(
        "yielded",
        entry.at,
        lambda dispute: yield_side(dispute, entry.side, entry.reason, by=by, now=entry.at),
    )


def _agreement(entry: AgreedEntry) -> _Event:
    return _Event("agreed", entry.at, lambda dispute: _agree(dispute, entry))


def _agree(dispute: Dispute, entry: AgreedEntry) -> Changed:
    """Every side that has not yielded confirms; after a yield, that is the other side's pick."""
    option = _option(dispute, entry.option)
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


def _decision(entry: DecidedEntry) -> _Event:
    def apply(dispute: Dispute) -> Changed:
        option = _option(dispute, entry.option)
        return decide(dispute, option.id, entry.reason, by=LEADS[entry.side], now=entry.at)

    return _Event("decided", entry.at, apply)


def _option(dispute: Dispute, title: str) -> Option:
    """The one filed option of that title.

    Raises:
        Refusal: no case that is in has it, or two options bear it.
    """
    options = [option for filed in dispute.filed for option in filed.case.options]
    found = [option for option in options if option.title.casefold() == title.casefold()]
    if not found:
        raise Refusal(f'No case that is in has an option called "{title}".')
    if len(found) > 1:
        raise Refusal(f'{len(found)} options are called "{title}".')
    return found[0]


def _case(side: Side, entry: CaseEntry) -> Case:
    return Case(
        constraint=Constraint(kind=entry.constraint, detail=entry.constraint_detail)
        if entry.constraint
        else None,
        hypothesis=_hypothesis(entry.hypothesis) if entry.hypothesis else None,
        evidence=tuple(_evidence(entry.evidence)),
        options=tuple(
            _as_option(OptionId(f"{side}-{place}"), option)
            for place, option in enumerate(entry.options, start=1)
        ),
    )


def _hypothesis(entry: HypothesisEntry) -> Hypothesis:
    return Hypothesis(
        metric=entry.metric,
        start=entry.start,
        target=entry.target,
        unit=entry.unit,
        for_whom=entry.for_whom,
    )


def _evidence(entries: tuple[EvidenceEntry, ...]) -> Iterator[Evidence]:
    for entry in entries:
        if entry.kind and entry.statement:
            yield Evidence(kind=entry.kind, statement=entry.statement, link=entry.link)


def _as_option(option_id: OptionId, entry: OptionEntry) -> Option:
    return Option(
        id=option_id,
        title=entry.title,
        days_to_feedback=entry.days_to_feedback,
        audience=entry.audience,
        customer=entry.customer,
        feedback=entry.feedback,
        builder=UserId(entry.builder) if entry.builder else None,
        figures=Figures(
            cost_of_delay_per_week=entry.cost_of_delay_per_week,
            cost_of_delay_sum=entry.cost_of_delay_sum,
            cost_per_query_usd=entry.cost_per_query_usd,
            accuracy_percent=entry.accuracy_percent,
            measured_on=entry.measured_on,
            latency_ms=entry.latency_ms,
            gpu_weeks_per_month=entry.gpu_weeks_per_month,
            ops_burden=entry.ops_burden,
        ),
    )
