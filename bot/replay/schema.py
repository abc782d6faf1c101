"""The format of a file of disputes; the two files in `examples` show all of it."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.case import (
    MOST_EVIDENCE,
    MOST_OPTIONS,
    Approach,
    Audience,
    ConstraintKind,
    EvidenceKind,
    MeasuredOn,
    PathKind,
    Side,
)
from bot.domain.ruling import Basis
from bot.replay.entry import Entry
from bot.replay.schema_of_bounds import AreaEntry, GateEntry, SignOffEntry
from bot.replay.values import (
    Day,
    Number,
    NumberYesOrNo,
    Text,
    TextOrNumber,
    Time,
    Title,
    area_name,
    as_list,
    one_of,
)

AREA = "area"
"""The one field that is read twice: as a name, and as what the area lays down."""


class HypothesisEntry(Entry):
    """An impact hypothesis; `from` and `to` are texts or numbers."""

    metric: Text = ""
    start: TextOrNumber = Field("", alias="from")
    target: TextOrNumber = Field("", alias="to")
    unit: Text = ""
    for_whom: Text = ""


class EvidenceEntry(Entry):
    """A piece of evidence; without its kind and statement it does not count."""

    kind: Annotated[EvidenceKind, one_of(EvidenceKind)] | None = None
    statement: Text = ""
    link: Text = ""


def _own(value: object) -> object:
    """What stands by each limit's name; what nobody knows counts as left out."""
    if not isinstance(value, dict):
        return {} if value is None else value
    return {name: said for name, said in value.items() if said is not None}


class OptionEntry(Entry):
    """An option with its figures; `own` are those for the limits that the area has named."""

    title: Text = ""
    days_to_feedback: int | None = None
    audience: Annotated[Audience, one_of(Audience)] | None = None
    customer: Text = ""
    feedback: Text = ""
    builder: Text = ""
    cost_of_delay_per_week: Number | None = None
    cost_of_delay_sum: Text = ""
    cost_per_query_usd: Number | None = None
    accuracy_percent: Number | None = None
    measured_on: Annotated[MeasuredOn, one_of(MeasuredOn)] | None = None
    latency_ms: Number | None = None
    gpu_weeks_per_month: Number | None = None
    ops_burden: int | None = None
    own: Annotated[dict[str, NumberYesOrNo], BeforeValidator(_own)] = Field(default_factory=dict)
    approach: Annotated[Approach, one_of(Approach)] | None = None
    path: Annotated[PathKind, one_of(PathKind)] | None = None
    stop_if: Text = ""


class CaseEntry(Entry):
    """A side's case and the instant at which it was filed."""

    filed_at: Time
    constraint: Annotated[ConstraintKind, one_of(ConstraintKind)] | None = None
    constraint_detail: Text = ""
    hypothesis: HypothesisEntry | None = None
    evidence: Annotated[
        tuple[EvidenceEntry, ...], BeforeValidator(as_list), Field(max_length=MOST_EVIDENCE)
    ] = ()
    options: Annotated[
        tuple[OptionEntry, ...], BeforeValidator(as_list), Field(max_length=MOST_OPTIONS)
    ] = ()


class YieldedEntry(Entry):
    """A side that set nothing against the other."""

    side: Annotated[Side, one_of(Side)]
    at: Time
    reason: Text = ""


class AgreedEntry(Entry):
    """Both leads confirmed the same option."""

    option: Title
    at: Time
    next: Text = ""


class DecidedEntry(Entry):
    """The lead of `side` decided."""

    side: Annotated[Side, one_of(Side)]
    option: Title
    at: Time
    reason: Text = ""


class ExpectedEntry(Entry):
    """What the ruling should be; only the keys that stand there are compared."""

    basis: Annotated[Basis, one_of(Basis)] | None = None
    option: str | None = None
    ruled_at: Time | None = None
    answer_due_on: Day | None = None
    against_the_rule: bool | None = None
    not_choosable: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = ()


def _name_alone(value: object) -> str:
    """The area's name; that of a block is checked within its block."""
    if not isinstance(value, dict):
        return area_name(value)
    name = value.get("name")
    return name.strip() if isinstance(name, str) else ""


def _block_alone(value: object) -> object:
    return value if isinstance(value, dict) else None


class DisputeEntry(Entry):
    """A dispute, what was said in it, and when; an area typed as a text lays nothing down."""

    question: Title
    problem: Text = ""
    area: Annotated[str, BeforeValidator(_name_alone)] = ""
    terms: Annotated[AreaEntry | None, BeforeValidator(_block_alone)] = Field(None, alias=AREA)
    meanwhile: Text = ""
    opened_at: Time
    product: CaseEntry | None = None
    research: CaseEntry | None = None
    yielded: YieldedEntry | None = None
    agreed: AgreedEntry | None = None
    decided: DecidedEntry | None = None
    gates: Annotated[tuple[GateEntry, ...], BeforeValidator(as_list)] = ()
    signoffs: Annotated[tuple[SignOffEntry, ...], BeforeValidator(as_list)] = ()
    expected: ExpectedEntry | None = None

    def case(self, side: Side) -> CaseEntry | None:
        """What a side filed, if anything."""
        return self.product if side is Side.PRODUCT else self.research


class File(Entry):
    """A file of disputes."""

    disputes: Annotated[tuple[DisputeEntry, ...], BeforeValidator(as_list)]
