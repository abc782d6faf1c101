"""What a side puts forward: constraint, impact hypothesis, evidence and options."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.ids import OptionId, UserId

MOST_OPTIONS = 3
MOST_EVIDENCE = 5
LONG_DAYS = 30
"""Over so many days a side says what would make it stop."""


class Side(StrEnum):
    """One of the two sides of a dispute."""

    PRODUCT = "product"
    RESEARCH = "research"

    @property
    def other(self) -> "Side":
        """The side across the table."""
        return Side.RESEARCH if self is Side.PRODUCT else Side.PRODUCT


class ConstraintKind(StrEnum):
    """The bottlenecks that a case can name."""

    LATENCY = "latency"
    INFERENCE_COST = "inference cost"
    TRAINING_COMPUTE = "training compute"
    DATA_ACQUISITION = "data acquisition"
    LABELLING = "labelling"
    ACCURACY = "accuracy"
    OPS_BURDEN = "ops burden"
    TIME_TO_CUSTOMER_VALUE = "time to customer value"
    REGULATORY_RISK = "regulatory risk"
    MODEL_COMPLEXITY = "model complexity"
    MAINTAINABILITY = "maintainability"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """The one bottleneck that the side says binds, and a sentence on it."""

    kind: ConstraintKind
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """We expect `metric` to move from `start`, which may be "not measured", to `target`."""

    metric: str
    start: str
    target: str
    for_whom: str
    unit: str = ""


class EvidenceKind(StrEnum):
    """Where a statement comes from."""

    SUPPORT_TICKETS = "support tickets"
    USER_INTERVIEW = "user interview"
    USAGE_DATA = "usage data"
    AB_TEST = "A/B test"
    REVENUE = "revenue"
    BENCHMARK = "benchmark"
    INCIDENT = "incident"
    EXPERT_JUDGEMENT = "expert judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One statement that could be shown to somebody."""

    kind: EvidenceKind
    statement: str
    link: str = ""

    def says_the_same_as(self, other: "Evidence") -> bool:
        """Whether the two state the same, but for case and white space."""
        return _folded(self.statement) == _folded(other.statement)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


class Audience(StrEnum):
    """Who will see an option."""

    PAYING = "paying"
    PILOT = "pilot"
    PROSPECT = "prospect"
    INTERNAL = "internal"


class MeasuredOn(StrEnum):
    """What an accuracy was measured on."""

    CUSTOMER_DATA = "customers' data"
    TEST_SET = "our test set"
    GUESS = "a guess"


class Approach(StrEnum):
    """Whether an option builds a model, buys one, or does without."""

    NO_AI = "no AI"
    OFF_THE_SHELF = "off the shelf"
    FINE_TUNED = "fine-tuned"
    NEW_MODEL = "new model"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderWord:
    """What the person who would build an option says of its days."""

    by: UserId
    at: datetime
    days: int
    """Calendar days, as they stand by them."""
    raised_from: int | None = None
    """The days that their side had stated; None where they stand by these."""
    why: str = ""
    """Why it takes longer, in their words."""


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """What an option says to a limit that its area has named itself."""

    name: str
    number: Decimal | None = None
    is_kept: bool | None = None
    """Of a limit without a number; None is "not known"."""


class PathKind(StrEnum):
    """Which of three paths to the same customer an option is."""

    CHEAPEST = "cheapest"
    MIDDLE = "middle"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of an option in numbers; None is "not known"."""

    cost_of_delay_per_week: Decimal | None = None
    """USD."""
    cost_of_delay_sum: str = ""
    """Where the cost of delay comes from: 17 cases x 83 USD."""
    cost_per_query_usd: Decimal | None = None
    accuracy_percent: Decimal | None = None
    measured_on: MeasuredOn | None = None
    latency_ms: Decimal | None = None
    gpu_weeks_per_month: Decimal | None = None
    ops_burden: int | None = None
    """From 1, nothing to look after, to 5."""
    own: tuple[OwnFigure, ...] = ()
    """What it says to the limits that its area has named itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A thing that could be built, with the path to the customer's answer."""

    id: OptionId
    title: str
    days_to_feedback: int | None
    """Calendar days from the ruling to the customer's answer, everything included."""
    audience: Audience | None
    customer: str
    feedback: str
    """How the customer's answer comes back."""
    builder: UserId | None = None
    figures: Figures = field(default_factory=Figures)
    approach: Approach | None = None
    """Shown, and never ranked by."""
    path: PathKind | None = None
    """Shown, and never ranked by."""
    stop_if: str = ""
    """What would make its side stop, asked for where the days are many."""
    builder_word: BuilderWord | None = None
    revision: int = 1
    """Raised by each change; a confirmation names it."""
    added_late: bool = False
    """Whether it came, or became choosable, only after both cases were in."""

    def has_the_content_of(self, other: "Option") -> bool:
        """Whether the two differ in nothing that a person typed."""
        return self == replace(
            other,
            revision=self.revision,
            added_late=self.added_late,
            builder_word=self.builder_word,
        )

    @property
    def is_confirmed(self) -> bool:
        """Whether the person who would build it stands by its days as they are."""
        word = self.builder_word
        return word is not None and (word.by, word.days) == (self.builder, self.days_to_feedback)

    @property
    def asks_builder(self) -> bool:
        """Whether somebody would build it in a number of days that they have not confirmed."""
        return bool(self.builder and self.days_to_feedback) and not self.is_confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a side says; None and "" stand for what it left out."""

    constraint: Constraint | None
    hypothesis: Hypothesis | None
    evidence: tuple[Evidence, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A case that counts; revisions keep the instant of its first filing."""

    side: Side
    case: Case
    filed_at: datetime
    by: UserId

    def option(self, option_id: OptionId) -> Option | None:
        """Its option of that id, if it has one."""
        return next((option for option in self.case.options if option.id == option_id), None)
