"""A roadmap area: who leads its two sides, how far it is, and what binds its options."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.case import Side
from bot.domain.ids import AreaId, UserId
from bot.domain.minimum_model import MinimumModel

DEFAULT_GPU_BUDGET = Decimal(5)
"""GPU-weeks a month for one option."""


class Stage(StrEnum):
    """How far an area is; it says who decides its disputes."""

    BEFORE = "before the first customer prototype"
    AFTER = "after the first customer prototype"

    @property
    def decider(self) -> Side:
        """Research until a customer has seen a prototype, product from then on."""
        return Side.RESEARCH if self is Stage.BEFORE else Side.PRODUCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an area lays down for its disputes; frozen into each when it opens."""

    stage: Stage = Stage.AFTER
    minimum: MinimumModel = field(default_factory=MinimumModel)
    gpu_budget: Decimal = DEFAULT_GPU_BUDGET
    """GPU-weeks a month for one option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What product takes over with a handoff, and what research keeps."""

    seen_by: str
    """Who saw the prototype."""
    may_cost: str
    """What it may cost a query."""
    research_keeps: str
    """What research keeps as capability work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffProposed:
    """One lead's checklist; the area is handed off when the other accepts it."""

    checklist: Checklist
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOff:
    """Who handed the area off, and when; from then on the product lead decides."""

    checklist: Checklist
    by: UserId
    at: datetime
    proposed_by: UserId | None = None
    """The lead whose checklist the other one accepted; None where one word was enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsProposed:
    """One lead's limits; they hold when the other accepts them."""

    minimum: MinimumModel
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A roadmap area as it is now."""

    id: AreaId
    name: str
    product_lead: UserId | None = None
    """None for an area that was only ever typed into a dispute."""
    research_lead: UserId | None = None
    terms: Terms = field(default_factory=Terms)
    limits_proposed: LimitsProposed | None = None
    handoff_proposed: HandoffProposed | None = None
    handoff_due_since: datetime | None = None
    """When a customer's first answer was recorded, before the handoff."""
    handed_off: HandedOff | None = None

    @property
    def leads(self) -> tuple[UserId, ...]:
        """Those of its two leads that are named."""
        return tuple(lead for lead in (self.product_lead, self.research_lead) if lead)

    @property
    def has_both_leads(self) -> bool:
        """Whether a dispute in it needs nobody to be named."""
        return len(self.leads) == len(Side)

    def lead(self, side: Side) -> UserId | None:
        """The lead of a side."""
        return self.product_lead if side is Side.PRODUCT else self.research_lead
