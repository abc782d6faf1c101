"""What a notice says at a place, drawn from its dispute as it is when the message is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Side
from bot.domain.debts import sides_owing
from bot.domain.dispute import Confirmation, Dispute, NotFiled, Open, Yielded
from bot.domain.estimates import TrackRecord
from bot.domain.gate import Gate
from bot.domain.ids import UserId
from bot.domain.notices import (
    AnswerOverdue,
    BuilderAsked,
    BuilderNotReached,
    CaseAsked,
    CaseFiled,
    CaseRevised,
    CasesUnsealed,
    ConfirmationsVoided,
    DaysRaised,
    DeputyNamed,
    FounderNotReached,
    GateChanged,
    HalfTimeReached,
    LeadChanged,
    LookAgainDue,
    MayDecide,
    NobodyActs,
    NotDelivered,
    Notice,
    OptionConfirmed,
    OutcomeRecorded,
    Ruled,
    RulingSetAside,
    SideYielded,
    SignedOff,
    SignOffAsked,
    WithdrawalProposed,
    WorkspaceNotice,
)
from bot.domain.person import Membership, Person
from bot.domain.promise import chosen_by
from bot.domain.rights import Action, Situation, may, participants
from bot.domain.ruling import Basis, Ruling
from bot.domain.sealing import SeenDispute, seen_by, seen_in_channel
from bot.domain.telling import Announcement, Card, Delivery, Direct, Thread
from handlers import (
    announcement,
    builder_not_reached,
    builder_question,
    card,
    days_raised,
    dms,
    dms_by_clock,
    dms_on_delivery,
    dms_on_ruling,
    dms_on_the_day,
    dms_to_speakers,
    founder_not_reached,
    gate_told,
    outcome_told,
    sign_off_asked,
    signatures,
    thread,
)
from handlers.blocks import Message
from handlers.fitting import fitted
from handlers.page import Page

Draw = Callable[[Page], Message]
Told = Notice | WorkspaceNotice


def render(
    delivery: Delivery,
    dispute: Dispute,
    *,
    now: datetime,
    plain: bool = False,
    record: TrackRecord | None = None,
    link: str = "",
) -> Message | None:
    """The message of a delivery; None when it need not be told any more.

    `plain` does without tables, which some of Slack's clients and plans refuse; `record` is what
    everybody in the channel may know of how promises were kept, for a card; `link` is of the event
    that made the ruling, for the ruling.
    """
    match delivery.place:
        case Card():
            seen = seen_in_channel(dispute, now=now)
            return card.build(seen, now=now, plain=plain, record=record)
        case Thread():
            draw = _in_thread(delivery.notice, dispute, without_table=plain, link=link)
            return _drawn(draw, seen_in_channel(dispute, now=now), now)
        case Direct(to=user):
            reader = Reader(dispute=dispute, user=user, now=now)
            return _drawn(_to_one(delivery.notice, reader), reader.seen, now)
        case Announcement():
            return _drawn(_announced(dispute, link), seen_in_channel(dispute, now=now), now)
    return None  # what stands in an App Home is about no dispute of its own


def _drawn(draw: Draw | None, seen: SeenDispute, now: datetime) -> Message | None:
    if draw is None:
        return None
    return fitted(lambda most: draw(Page(seen=seen, now=now, most=most)))


def _announced(dispute: Dispute, link: str) -> Draw | None:
    state = dispute.state
    if not isinstance(state, Ruling) or state.basis is Basis.WITHDRAWN:
        return None
    return lambda page: announcement.announced(page, state, link=link)


def _in_thread(  # noqa: PLR0911  (one row a notice)
    notice: Told, dispute: Dispute, *, without_table: bool, link: str
) -> Draw | None:
    state = dispute.state
    match notice:
        case CasesUnsealed():
            return lambda page: thread.cases_unsealed(page, without_table=without_table)
        case CaseRevised() if notice.changes:
            return lambda page: thread.case_revised(page, notice)
        case DaysRaised() if isinstance(state, Open):
            return days_raised.in_thread(dispute, notice)
        case GateChanged() | SignedOff() if isinstance(state, Open):
            return _bounds_in_thread(notice, dispute)
        case Ruled() if isinstance(state, Ruling):
            return lambda page: thread.ruled(page, state, link=link)
        case RulingSetAside():
            return _set_aside(dispute)
        case OutcomeRecorded(position=position):
            return outcome_told.under_the_ruling(dispute, position)
    return None


def _bounds_in_thread(notice: GateChanged | SignedOff, dispute: Dispute) -> Draw | None:
    match notice:
        case GateChanged(position=position):
            gate = dispute.gates[position]
            return lambda page: gate_told.to_all(page, gate)
        case SignedOff(side=side, option=option):
            told = signatures.if_signed(dispute, side, option)
            return told if dispute.both_in_at else None


def _set_aside(dispute: Dispute) -> Draw | None:
    state, word = dispute.state, dispute.set_aside
    if not isinstance(state, Ruling) or word is None:
        return None
    return lambda page: dms_by_clock.ruling_set_aside(page, state, word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody to whom a message about a dispute is on its way."""

    dispute: Dispute
    user: UserId
    now: datetime

    @property
    def seen(self) -> SeenDispute:
        """The dispute as they may see it; who is none of its people sees what its channel does."""
        if self.user not in participants(self.dispute):
            return seen_in_channel(self.dispute, now=self.now)
        somebody = Person(id=self.user, membership=Membership.UNKNOWN)
        return seen_by(self.dispute, somebody, now=self.now)

    @property
    def side(self) -> Side | None:
        """The side that they speak for."""
        return next((side for side in Side if self.speaks_for(side)), None)

    def speaks_for(self, side: Side) -> bool:
        """Whether they are its lead or deputy."""
        return self.user in self.dispute.party(side).speakers

    @property
    def running(self) -> Open | None:
        """What has been said towards a ruling, while the window is open."""
        state = self.dispute.state
        over = self.dispute.window.is_over(self.now)
        return state if isinstance(state, Open) and not over else None


def _to_one(notice: Told, reader: Reader) -> Draw | None:
    state, side, user = reader.dispute.state, reader.side, reader.user
    match notice:
        case Ruled() if isinstance(state, Ruling) and side:
            return lambda page: dms_on_ruling.ruled(page, state, side, user)
        case (
            RulingSetAside()
            | OutcomeRecorded()
            | LookAgainDue()
            | HalfTimeReached()
            | AnswerOverdue()
        ) if side:
            return _after_the_ruling(notice, reader.dispute, side)
        case NobodyActs(side=owing) if isinstance(state, Ruling):
            return _nobody_records(reader, owing)
        case NotDelivered(whom=whom, error=error) if _can_be_helped(whom, reader):
            return lambda page: dms_on_delivery.not_delivered(page, whom, error)
    return _while_running(notice, reader, reader.running) if reader.running else None


def _after_the_ruling(
    notice: RulingSetAside | OutcomeRecorded | LookAgainDue | HalfTimeReached | AnswerOverdue,
    dispute: Dispute,
    side: Side,
) -> Draw | None:
    match notice:
        case RulingSetAside():
            return _set_aside(dispute)
        case OutcomeRecorded(position=position):
            return outcome_told.to_the_other_side(dispute, side, position)
        case LookAgainDue(on=on):
            return dms_on_the_day.if_looked_at_again(dispute, on)
        case HalfTimeReached():
            return dms_on_the_day.if_half_over(dispute, side)
        case AnswerOverdue():
            return dms_on_the_day.if_overdue(dispute, side)


def _nobody_records(reader: Reader, side: Side) -> Draw | None:
    """To the opener, while that side owes what became of its option."""
    chosen = chosen_by(reader.dispute)
    is_owed = side in sides_owing(reader.dispute, reader.now)
    if chosen is None or not is_owed or reader.user != reader.dispute.opening.by:
        return None
    return lambda page: dms_by_clock.nobody_records(page, chosen)


def _can_be_helped(whom: UserId | None, reader: Reader) -> bool:
    """Whether somebody may still miss what did not arrive."""
    return whom is None or whom in participants(reader.dispute)


def _while_running(notice: Told, reader: Reader, state: Open) -> Draw | None:  # noqa: PLR0911  (one row a notice)
    match notice:
        case CaseAsked() | CaseFiled() | LeadChanged() | DeputyNamed():
            return _about_a_side(notice, reader)
        case CasesUnsealed() if reader.side:
            return lambda page: dms.cases_unsealed(page, reader.user)
        case ConfirmationsVoided(title=title) if reader.side:
            return lambda page: dms.confirmations_voided(page, title)
        case OptionConfirmed() | SideYielded() | WithdrawalProposed():
            return _from_the_other_side(notice, reader, state)
        case MayDecide() | NobodyActs():
            return _by_clock(notice, reader)
        case BuilderAsked() | DaysRaised() | BuilderNotReached():
            return _about_builders(notice, reader)
        case GateChanged() | SignOffAsked() | FounderNotReached() | SignedOff():
            return _about_bounds(notice, reader)
    return None


def _about_bounds(
    notice: GateChanged | SignOffAsked | FounderNotReached | SignedOff, reader: Reader
) -> Draw | None:
    dispute, user = reader.dispute, reader.user
    match notice:
        case GateChanged(position=position):
            return _about_gate(reader, dispute.gates[position])
        case SignOffAsked(side=side, option=option):
            return sign_off_asked.if_needed(dispute, side, option, user)
        case FounderNotReached(side=side, whom=whom) if reader.speaks_for(side):
            return founder_not_reached.if_needed(dispute, side, whom)
        case SignedOff(side=side, option=option) if reader.speaks_for(side):
            return signatures.if_signed(dispute, side, option)
    return None


def _about_gate(reader: Reader, gate: Gate) -> Draw | None:
    if gate.fell and reader.speaks_for(Side.RESEARCH):
        return lambda page: gate_told.to_research(page, gate)
    if reader.speaks_for(gate.side):
        return lambda page: gate_told.to_its_side(page, gate, reader.user)
    return None


def _about_builders(
    notice: BuilderAsked | DaysRaised | BuilderNotReached, reader: Reader
) -> Draw | None:
    match notice:
        case BuilderAsked(side=side):
            return builder_question.if_open(reader.dispute, side, reader.user)
        case DaysRaised(side=side) if reader.speaks_for(side):
            return days_raised.to_speakers(reader.dispute, notice, reader.user)
        case BuilderNotReached(side=side, whom=whom) if reader.speaks_for(side):
            return builder_not_reached.if_needed(reader.dispute, side, whom)
    return None


def _by_clock(notice: MayDecide | NobodyActs, reader: Reader) -> Draw | None:
    match notice:
        case MayDecide() if _decides(reader):
            return dms_by_clock.may_decide
        case NobodyActs(side=side) if reader.user == reader.dispute.opening.by:
            return lambda page: dms_by_clock.nobody_acts(page, side)
    return None


def _decides(reader: Reader) -> bool:
    at = Situation(dispute=reader.dispute)
    somebody = Person(id=reader.user, membership=Membership.UNKNOWN)
    return may(Action.DECIDE, somebody, at) and reader.dispute.both_in_at is not None


def _about_a_side(
    notice: CaseAsked | CaseFiled | LeadChanged | DeputyNamed, reader: Reader
) -> Draw | None:
    side, party = notice.side, reader.dispute.party(notice.side)
    is_in = side in {filed.side for filed in reader.dispute.filed}
    match notice:
        case LeadChanged(before=before) if before == reader.user:
            gone = not reader.speaks_for(side)
            return (lambda page: dms_to_speakers.lead_passed(page, side)) if gone else None
        case LeadChanged() if is_in and reader.user == party.lead:
            return lambda page: dms_to_speakers.lead_taken(page, side)
        case DeputyNamed() if is_in and reader.user == party.deputy:
            return lambda page: dms_to_speakers.deputy_named(page, side)
        case CaseFiled() if is_in and reader.speaks_for(side):
            return lambda page: dms.case_filed(page, side)
        case CaseAsked() if isinstance(party.standing, NotFiled) and reader.speaks_for(side):
            return lambda page: dms.case_asked(page, side, reader.user)
    return None


def _from_the_other_side(
    notice: OptionConfirmed | SideYielded | WithdrawalProposed, reader: Reader, state: Open
) -> Draw | None:
    other = notice.side
    if not reader.speaks_for(other.other):
        return None
    standing, proposal = reader.dispute.party(other).standing, state.proposal
    match notice:
        case OptionConfirmed() if word := _standing_word(notice, reader.dispute, state):
            return lambda page: dms.option_confirmed(page, word)
        case SideYielded() if isinstance(standing, Yielded):
            return lambda page: dms.side_yielded(page, standing, other.other)
        case WithdrawalProposed() if proposal and proposal.side is other:
            stands = proposal.stands(reader.now)
            return (lambda page: dms.withdrawal_proposed(page, proposal)) if stands else None
    return None


def _standing_word(notice: OptionConfirmed, dispute: Dispute, state: Open) -> Confirmation | None:
    """The side's confirmation, while it is the one that the notice tells of."""
    titles = {option.id: option.title for filed in dispute.filed for option in filed.case.options}
    words = (word for word in state.confirmations if word.side is notice.side)
    return next((word for word in words if titles.get(word.option) == notice.title), None)
