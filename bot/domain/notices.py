"""The facts that people must be told; how they read is for the surface that tells them."""

from dataclasses import dataclass

from bot.domain.case import Side
from bot.domain.facts import Change
from bot.domain.ids import DisputeId, UserId


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
)
