"""Who is told of what, and where: in the card, in its thread, or by a direct message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.case import Filed, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.notices import (
    AnswerOverdue,
    BuilderAsked,
    BuilderNotReached,
    CardChanged,
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
from bot.domain.outcome import NotYet
from bot.domain.promise import chosen_by


@dataclass(frozen=True, slots=True)
class Card:
    """The dispute's one message in its channel; redrawn in place."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A reply under the card."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A message that one person alone reads."""

    to: UserId


@dataclass(frozen=True, slots=True)
class Home:
    """The App Home of one person; redrawn in place."""

    of: UserId


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message in the channel that the settings name for rulings."""

    channel: ChannelId


Place = Card | Thread | Direct | Home | Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A notice on its way to one place; how it reads is worked out when it is sent."""

    about: DisputeId | TeamId
    """The dispute, or the workspace where it is about none or several."""
    notice: Notice | WorkspaceNotice
    place: Place

    @property
    def dispute(self) -> DisputeId | None:
        """The dispute, if it is about one."""
        return self.about if isinstance(self.about, DisputeId) else None

    @property
    def team(self) -> TeamId:
        """The workspace."""
        return self.about.team if isinstance(self.about, DisputeId) else self.about


def deliveries(dispute: Dispute, notices: Iterable[Notice]) -> tuple[Delivery, ...]:
    """Every message that the notices ask for, each place once a notice, in order."""
    return tuple(
        Delivery(about=dispute.id, notice=notice, place=place)
        for notice in notices
        for place in dict.fromkeys(_places(dispute, notice))
    )


def _places(dispute: Dispute, notice: Notice) -> Iterator[Place]:  # noqa: C901, PLR0912  (one row a notice)
    match notice:
        case CardChanged():
            yield Card()
        case (
            CaseAsked(whom=user)
            | BuilderAsked(whom=user)
            | LookAgainDue(whom=user)
            | HalfTimeReached(whom=user)
            | AnswerOverdue(whom=user)
        ):
            yield Direct(user)
        case CaseFiled(side=side):
            yield from _speakers(dispute, side)
        case CasesUnsealed():
            yield Thread()
            yield from _both_sides(dispute)
        case CaseRevised():
            yield Thread()
        case OptionConfirmed(side=side) | SideYielded(side=side) | WithdrawalProposed(side=side):
            yield from _speakers(dispute, side.other)
        case ConfirmationsVoided():
            yield from _both_sides(dispute)
        case LeadChanged(side=side, before=before, after=after):
            yield Direct(before)
            yield from _unless_asked(dispute, side, after)
        case DeputyNamed(side=side, deputy=deputy):
            yield from _unless_asked(dispute, side, deputy)
        case Ruled() | RulingSetAside():
            yield Thread()
            yield from _both_sides(dispute)
        case SignOffAsked():
            return  # founders are known to the settings, not to a dispute
        case SignedOff(side=side):
            yield from _thread_if_unsealed(dispute)
            yield from _speakers(dispute, side)
        case GateChanged(position=position):
            yield Thread()
            yield from _speakers(dispute, dispute.gates[position].side)
            yield from _those_who_can_raise_it_again(dispute, position)
        case DaysRaised(side=side):
            yield from _thread_if_unsealed(dispute)
            yield from _speakers(dispute, side)
        case BuilderNotReached(side=side, whom=user) | FounderNotReached(side=side, whom=user):
            yield from (place for place in _speakers(dispute, side) if place.to != user)
        case OutcomeRecorded(position=position):
            yield Thread()
            yield from _those_not_chosen(dispute, position)
        case MayDecide():
            yield from _speakers(dispute, dispute.decider_side)
        case NotDelivered() | NobodyActs():  # pragma: no branch  (the last of them all)
            yield Direct(dispute.opening.by)


def _unless_asked(dispute: Dispute, side: Side, user: UserId) -> Iterator[Place]:
    """Who is asked for a case learns by that that they speak for the side."""
    if isinstance(dispute.party(side).standing, Filed):
        yield Direct(user)


def _thread_if_unsealed(dispute: Dispute) -> Iterator[Place]:
    """Nobody but its own side reads of a case before both are in."""
    if dispute.both_in_at:
        yield Thread()


def _those_who_can_raise_it_again(dispute: Dispute, position: int) -> Iterator[Place]:
    """Research has lifted the others itself."""
    if dispute.gates[position].fell:
        yield from _speakers(dispute, Side.RESEARCH)


def _those_not_chosen(dispute: Dispute, position: int) -> Iterator[Place]:
    """The side that lost hears what came of it; that it takes longer stands in the thread."""
    chosen = chosen_by(dispute)
    if chosen and not isinstance(dispute.outcomes[position].became, NotYet):
        yield from _speakers(dispute, chosen.side.other)


def _speakers(dispute: Dispute, side: Side) -> Iterator[Direct]:
    return (Direct(user) for user in dispute.party(side).speakers)


def _both_sides(dispute: Dispute) -> Iterator[Place]:
    return (place for side in Side for place in _speakers(dispute, side))
