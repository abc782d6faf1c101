"""A dispute: one roadmap question, two sides, seven days, one ruling."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.area import Terms
from bot.domain.bounds import Bounds, SignOff
from bot.domain.case import Evidence, Filed, Option, Side
from bot.domain.default_rule import Verdict, apply_rule
from bot.domain.gate import Gate
from bot.domain.ids import ChannelId, DisputeId, OptionId, UserId
from bot.domain.look_again import LookAgain
from bot.domain.notices import Notice
from bot.domain.outcome import Outcome
from bot.domain.ruling import Ruling
from bot.domain.window import Window

PROPOSAL_LASTS = timedelta(hours=24)
DECISION_WAITS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class NotFiled:
    """The side still owes its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yielded:
    """The side sets nothing against the other's case."""

    reason: str
    yielded_at: datetime
    by: UserId


@dataclass(frozen=True, slots=True)
class Sealed:
    """A case is in, and when; nothing else of it may be known, not even how many options it has.

    A side stands so for whoever may not read its case, and for everybody where the text is gone:
    records that were exported keep it no longer.
    """

    filed_at: datetime


Standing = NotFiled | Filed | Yielded | Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who speaks for a side, and what it has put forward."""

    lead: UserId
    deputy: UserId | None = None
    lead_since: datetime | None = None
    """The instant at which somebody else passed the lead on to them; None since the opening."""
    deputy_since: datetime | None = None
    standing: Standing = NotFiled()

    def since(self, user: UserId) -> datetime | None:
        """When that lead or deputy began to speak for the side; None since the opening."""
        return self.lead_since if user == self.lead else self.deputy_since

    @property
    def speakers(self) -> tuple[UserId, ...]:
        """The lead and, where there is one, the deputy."""
        return (self.lead, self.deputy) if self.deputy else (self.lead,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A side's word that it takes an option, at the revision that it read."""

    side: Side
    option: OptionId
    revision: int
    by: UserId
    confirmed_at: datetime
    next: str = ""

    def is_of(self, option: Option) -> bool:
        """Whether it names that option at that revision."""
        return (self.option, self.revision) == (option.id, option.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalProposal:
    """One side's proposal to withdraw; it lapses after 24 hours."""

    side: Side
    by: UserId
    proposed_at: datetime

    def stands(self, now: datetime) -> bool:
        """Whether the other side can still confirm it."""
        return now < self.proposed_at + PROPOSAL_LASTS


@dataclass(frozen=True, slots=True)
class Open:
    """A dispute without a ruling, and what has been said towards one."""

    confirmations: tuple[Confirmation, ...] = ()
    """One a side at most; the last one counts."""
    proposal: WithdrawalProposal | None = None


@dataclass(frozen=True, slots=True)
class Reopening:
    """The dispute that is taken up again, and why: new evidence, or an answer that is overdue."""

    dispute: DisputeId
    evidence: Evidence | None
    """None where the answer was overdue."""
    dated: date | None = None
    """Of when the evidence is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What was said when the dispute was opened; it never changes."""

    id: DisputeId
    channel: ChannelId
    question: str
    problem: str
    by: UserId
    window: Window
    area: str = ""
    terms: Terms | None = None
    """What the area laid down then; None without an area, and before there were any."""
    is_led_by_area: bool = False
    """Whether the area has its own two leads, whom the opener cannot replace."""
    meanwhile: str = ""
    """What goes on until the ruling."""
    reopens: Reopening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A founder's word, after the ruling, that it is not followed; the ruling stays as it was."""

    by: UserId
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What was chosen runs no more, and uses nothing."""

    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute as the rules know it, sealed texts included: show it through `sealing` only."""

    opening: Opening
    product: Party
    research: Party
    state: Open | Ruling = Open()
    set_aside: SetAside | None = None
    outcomes: tuple[Outcome, ...] = ()
    """Every word on what became of the promise, the first one first."""
    look_again: LookAgain | None = None
    gates: tuple[Gate, ...] = ()
    """Every one that was raised, the first one first; none before both cases are in."""
    signoffs: tuple[SignOff, ...] = ()
    """A founder's words on GPU use over the budget, the first one first."""
    retired: Retired | None = None
    version: int = 0
    """Counted up by each save, so that of two writers one is told."""

    @property
    def id(self) -> DisputeId:
        """The workspace and the number there."""
        return self.opening.id

    @property
    def window(self) -> Window:
        """The seven days."""
        return self.opening.window

    def party(self, side: Side) -> Party:
        """The people and the standing of a side."""
        return self.product if side is Side.PRODUCT else self.research

    @property
    def speakers(self) -> tuple[UserId, ...]:
        """Whoever speaks for either side."""
        return (*self.product.speakers, *self.research.speakers)

    def with_party(self, side: Side, party: Party) -> "Dispute":
        """The dispute with that side replaced."""
        if side is Side.PRODUCT:
            return replace(self, product=party)
        return replace(self, research=party)

    @property
    def filed(self) -> tuple[Filed, ...]:
        """The cases that are in."""
        standings = (self.product.standing, self.research.standing)
        return tuple(standing for standing in standings if isinstance(standing, Filed))

    @property
    def both_in_at(self) -> datetime | None:
        """The instant at which the second case came in; None while one is missing."""
        return max(filed.filed_at for filed in self.filed) if len(self.filed) == len(Side) else None

    @property
    def decider_side(self) -> Side:
        """The side whose lead decides, as the area's stage says; without an area, product."""
        terms = self.opening.terms
        return terms.stage.decider if terms else Side.PRODUCT

    @property
    def decidable_from(self) -> datetime | None:
        """The instant from which the decider may decide; None while a case is missing."""
        return self.both_in_at + DECISION_WAITS if self.both_in_at else None

    @property
    def same_constraint(self) -> str:
        """The constraint that both cases name; "" when they differ or one is missing."""
        kinds = [filed.case.constraint.kind for filed in self.filed if filed.case.constraint]
        return kinds[0] if len(kinds) == len(Side) and len(set(kinds)) == 1 else ""

    def is_unsealed(self, now: datetime) -> bool:
        """Whether everybody may read the cases; a withdrawal unseals nothing."""
        if self.both_in_at:
            return True
        if isinstance(self.state, Ruling):
            return self.state.is_unsealing
        return self.window.is_over(now)

    def is_due(self, now: datetime) -> bool:
        """Whether the window is over and the ruling still to be made."""
        return isinstance(self.state, Open) and self.window.is_over(now)

    @property
    def binding_gates(self) -> tuple[Gate, ...]:
        """The gates that the rule looks at."""
        both_in_at = self.both_in_at
        if both_in_at is None:
            return ()
        return tuple(gate for gate in self.gates if gate.binds(self.window, both_in_at))

    @property
    def bounds(self) -> Bounds:
        """What binds the rule besides the cases."""
        return Bounds(terms=self.opening.terms, gates=self.binding_gates, signoffs=self.signoffs)

    def verdict(self) -> Verdict:
        """What the rule says of the cases that are in, if the window ended now."""
        return apply_rule(self.filed, self.bounds)


Changed = tuple[Dispute, tuple[Notice, ...]]
"""A dispute after a transition, and what people must be told."""
