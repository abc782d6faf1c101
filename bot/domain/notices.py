"""The facts that people must be told; how they read is for the surface that tells them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.case import BuilderWord, Side
from bot.domain.facts import Change
from bot.domain.ids import AreaId, ChannelId, DisputeId, OptionId, UserId


@dataclass(frozen=True, slots=True)
class CardChanged:
    """The card in the channel no longer shows what is so."""

    dispute: DisputeId


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """Somebody speaks for a side that still owes its case."""

    dispute: DisputeId
    side: Side
    whom: UserId


@dataclass(frozen=True, slots=True)
class CaseFiled:
    """A side's case is in."""

    dispute: DisputeId
    side: Side


@dataclass(frozen=True, slots=True)
class CasesUnsealed:
    """Both cases are in, for everybody to read."""

    dispute: DisputeId


@dataclass(frozen=True, slots=True)
class CaseRevised:
    """A side changed its case after unsealing."""

    dispute: DisputeId
    side: Side
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class OptionConfirmed:
    """A side takes an option; the other side's answer is open."""

    dispute: DisputeId
    side: Side
    title: str


@dataclass(frozen=True, slots=True)
class ConfirmationsVoided:
    """An option was changed or removed after it had been confirmed."""

    dispute: DisputeId
    title: str


@dataclass(frozen=True, slots=True)
class SideYielded:
    """A side sets nothing against the other's case."""

    dispute: DisputeId
    side: Side


@dataclass(frozen=True, slots=True)
class WithdrawalProposed:
    """A side would withdraw the dispute; the other side's answer is open."""

    dispute: DisputeId
    side: Side


@dataclass(frozen=True, slots=True)
class LeadChanged:
    """Somebody else now leads a side."""

    dispute: DisputeId
    side: Side
    before: UserId
    after: UserId


@dataclass(frozen=True, slots=True)
class DeputyNamed:
    """Somebody now has the lead's rights too."""

    dispute: DisputeId
    side: Side
    deputy: UserId


@dataclass(frozen=True, slots=True)
class Ruled:
    """The dispute has its ruling."""

    dispute: DisputeId


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """Slack takes a message no more; who opened the dispute can do something about it."""

    dispute: DisputeId
    whom: UserId | None
    """Who was to read it; None for the card and its thread."""
    error: str
    """Slack's word for why, such as `is_archived`."""


@dataclass(frozen=True, slots=True)
class MayDecide:
    """A day has passed since both cases came in; the decider may decide from now on."""

    dispute: DisputeId


@dataclass(frozen=True, slots=True)
class NobodyActs:
    """A side owes something, and its lead and deputy have left the workspace."""

    dispute: DisputeId
    side: Side


@dataclass(frozen=True, slots=True)
class RulingSetAside:
    """A founder has set the ruling aside."""

    dispute: DisputeId


@dataclass(frozen=True, slots=True)
class BuilderAsked:
    """Somebody is asked whether the days of what they would build are right."""

    dispute: DisputeId
    side: Side
    whom: UserId


@dataclass(frozen=True, slots=True)
class DaysRaised:
    """The person who would build an option says that it takes longer."""

    dispute: DisputeId
    side: Side
    option: OptionId
    word: BuilderWord
    """What they said; another word, or other days of the side, may stand in the case by now."""


@dataclass(frozen=True, slots=True)
class GateChanged:
    """Research has raised or lifted a gate, or one fell; `position` counts the gates from 0."""

    dispute: DisputeId
    position: int


@dataclass(frozen=True, slots=True)
class BuilderNotReached:
    """Slack takes no message to somebody who is to be asked whether their days are right."""

    dispute: DisputeId
    side: Side
    whom: UserId


@dataclass(frozen=True, slots=True)
class OutcomeRecorded:
    """What has become of a ruling's promise; `position` counts the outcomes from 0."""

    dispute: DisputeId
    position: int


@dataclass(frozen=True, slots=True)
class LookAgainDue:
    """It is the day for one lead to look again at what was decided."""

    dispute: DisputeId
    whom: UserId
    on: date


@dataclass(frozen=True, slots=True)
class HalfTimeReached:
    """Half of the promised days are over, and a side had said what would make it stop."""

    dispute: DisputeId
    whom: UserId


@dataclass(frozen=True, slots=True)
class AnswerOverdue:
    """The promised answer is seven days late; the side that was not chosen may reopen."""

    dispute: DisputeId
    whom: UserId


@dataclass(frozen=True, slots=True)
class SignOffAsked:
    """An option needs more GPU than its area's budget; a founder's word is asked for."""

    dispute: DisputeId
    side: Side
    option: OptionId


@dataclass(frozen=True, slots=True)
class FounderNotReached:
    """Slack takes no message to a founder whose signature a side's option waits for."""

    dispute: DisputeId
    side: Side
    whom: UserId


@dataclass(frozen=True, slots=True)
class SignedOff:
    """A founder has signed for an option's GPU use."""

    dispute: DisputeId
    side: Side
    option: OptionId


class AreaNews(StrEnum):
    """What has happened to an area."""

    LIMITS_PROPOSED = "limits proposed"
    TERMS_CHANGED = "terms changed"
    HANDOFF_PROPOSED = "handoff proposed"
    HANDOFF_DUE = "handoff due"
    HANDED_OFF = "handed off"


@dataclass(frozen=True, slots=True)
class AreaChanged:
    """Somebody is told what has happened to an area; what it says is asked when it is sent."""

    area: AreaId
    news: AreaNews


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue:
    """Somebody is to be reminded of what they owe; what that is, is asked when it is sent."""

    bundled_until: datetime | None
    """Until when everything they owe is told; None to tell of the last calls alone."""
    last_calls: tuple[int, ...] = ()
    """The disputes of which this is the last reminder, told until their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEnded:
    """A founder is to be told what happened from one instant on until another, inclusive."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnded:
    """The channel of rulings hears what customers said from one instant on until another."""

    since: datetime
    """Later than this."""
    until: datetime
    """Not later than this."""


@dataclass(frozen=True, slots=True)
class LateRuling:
    """A ruling that the program made that long after the instant that counts."""

    number: int
    by: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWasSilent:
    """The clock stood still from one instant on until another, and rulings came late."""

    since: datetime
    until: datetime
    late: tuple[LateRuling, ...]
    """As many as are named, the latest first."""
    how_many: int
    """Those that are not named included."""


@dataclass(frozen=True, slots=True)
class NotAnnounced:
    """The channel of the settings takes no messages; who set it can name another."""

    dispute: DisputeId | None
    """None where it was to hear what customers said."""
    channel: ChannelId
    error: str
    """Slack's word for why, such as `is_archived`."""
    area: AreaId | None = None
    """The area where it was to hear of a handoff."""


@dataclass(frozen=True, slots=True)
class HomeChanged:
    """Somebody's App Home no longer shows what is so."""


class ExportFormat(StrEnum):
    """In what form the records are handed out."""

    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """Somebody has asked for the records as a file."""

    format: ExportFormat
    asked_at: datetime


Notice = (
    CardChanged
    | CaseAsked
    | CaseFiled
    | CasesUnsealed
    | CaseRevised
    | OptionConfirmed
    | ConfirmationsVoided
    | SideYielded
    | WithdrawalProposed
    | LeadChanged
    | DeputyNamed
    | Ruled
    | NotDelivered
    | MayDecide
    | NobodyActs
    | RulingSetAside
    | BuilderAsked
    | DaysRaised
    | GateChanged
    | SignOffAsked
    | SignedOff
    | BuilderNotReached
    | FounderNotReached
    | OutcomeRecorded
    | LookAgainDue
    | HalfTimeReached
    | AnswerOverdue
)
"""A fact about a dispute."""

WorkspaceNotice = (
    ReminderDue
    | WeekEnded
    | MonthEnded
    | ClockWasSilent
    | HomeChanged
    | ExportAsked
    | NotAnnounced
    | AreaChanged
)
"""A fact that is about several disputes or about what is set, for one person or one channel."""
