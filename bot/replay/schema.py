"""The format of a file of disputes (examples/field.yaml shows all of it)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.case import (
    MOST_EVIDENCE,
    MOST_OPTIONS,
    Audience,
    ConstraintKind,
    EvidenceKind,
    MeasuredOn,
    Side,
)
from bot.domain.opening import LONGEST_AREA
from bot.domain.ruling import Basis
from bot.replay.spelling import did_you_mean

A_TIME = "a time with its zone, such as 2026-03-02T09:00:00Z"
A_DAY = "a day, such as 2026-03-23"
EARLIEST, LATEST = 1970, 2999
LARGEST = Decimal(10) ** 12


def _time(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not EARLIEST < instant.year < LATEST:
        raise ValueError(f"expected {A_TIME}")
    return instant.astimezone(UTC)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"expected {A_DAY}") from None


def _text(value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError("expected a text; put it in quotes")
    return (value or "").strip()


def _title(value: object) -> str:
    if not (title := _text(value)):
        raise ValueError("expected a text")
    return title


def _area(value: object) -> str:
    if len(area := _text(value)) > LONGEST_AREA:
        raise ValueError(f"expected at most {LONGEST_AREA} characters")
    return area


def _text_or_number(value: object) -> str:
    """A text; a number is read as it is written: 40, 98.2, not measured."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("expected a number")  # noqa: TRY004  (pydantic's way)
    if not -LARGEST < value < LARGEST:
        raise ValueError("expected a number below a million million")
    return Decimal(value)


def _list(value: object) -> tuple[object, ...]:
    if value is not None and not isinstance(value, list):
        raise ValueError("expected a list")
    return tuple(value or ())


def _one_of(words: type[StrEnum]) -> BeforeValidator:
    def read(value: object) -> StrEnum:
        try:
            return words(value if isinstance(value, str) else "")
        except ValueError:
            *most, last = words
            hint = did_you_mean(str(value), words)
            raise ValueError(f"expected one of {', '.join(most)} or {last}{hint}") from None

    return BeforeValidator(read)


Time = Annotated[datetime, BeforeValidator(_time)]
Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, BeforeValidator(_text)]
Title = Annotated[str, BeforeValidator(_title)]
TextOrNumber = Annotated[str, BeforeValidator(_text_or_number)]
Number = Annotated[Decimal, BeforeValidator(_number)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class HypothesisEntry(_Entry):
    """An impact hypothesis; `from` and `to` are texts or numbers."""

    metric: Text = ""
    start: TextOrNumber = Field("", alias="from")
    target: TextOrNumber = Field("", alias="to")
    unit: Text = ""
    for_whom: Text = ""


class EvidenceEntry(_Entry):
    """A piece of evidence; without its kind and statement it does not count."""

    kind: Annotated[EvidenceKind, _one_of(EvidenceKind)] | None = None
    statement: Text = ""
    link: Text = ""


class OptionEntry(_Entry):
    """An option with its figures."""

    title: Text = ""
    days_to_feedback: int | None = None
    audience: Annotated[Audience, _one_of(Audience)] | None = None
    customer: Text = ""
    feedback: Text = ""
    builder: Text = ""
    cost_of_delay_per_week: Number | None = None
    cost_of_delay_sum: Text = ""
    cost_per_query_usd: Number | None = None
    accuracy_percent: Number | None = None
    measured_on: Annotated[MeasuredOn, _one_of(MeasuredOn)] | None = None
    latency_ms: Number | None = None
    gpu_weeks_per_month: Number | None = None
    ops_burden: int | None = None


class CaseEntry(_Entry):
    """A side's case and the instant at which it was filed."""

    filed_at: Time
    constraint: Annotated[ConstraintKind, _one_of(ConstraintKind)] | None = None
    constraint_detail: Text = ""
    hypothesis: HypothesisEntry | None = None
    evidence: Annotated[
        tuple[EvidenceEntry, ...], BeforeValidator(_list), Field(max_length=MOST_EVIDENCE)
    ] = ()
    options: Annotated[
        tuple[OptionEntry, ...], BeforeValidator(_list), Field(max_length=MOST_OPTIONS)
    ] = ()


class YieldedEntry(_Entry):
    """A side that set nothing against the other."""

    side: Annotated[Side, _one_of(Side)]
    at: Time
    reason: Text = ""


class AgreedEntry(_Entry):
    """Both leads confirmed the same option."""

    option: Title
    at: Time
    next: Text = ""


class DecidedEntry(_Entry):
    """The lead of `side` decided."""

    side: Annotated[Side, _one_of(Side)]
    option: Title
    at: Time
    reason: Text = ""


class ExpectedEntry(_Entry):
    """What the ruling should be; only the keys that stand there are compared."""

    basis: Annotated[Basis, _one_of(Basis)] | None = None
    option: str | None = None
    ruled_at: Time | None = None
    answer_due_on: Day | None = None
    against_the_rule: bool | None = None
    not_choosable: Annotated[tuple[Text, ...], BeforeValidator(_list)] = ()


class DisputeEntry(_Entry):
    """A dispute, what was said in it, and when."""

    question: Title
    problem: Text = ""
    area: Annotated[str, BeforeValidator(_area)] = ""
    meanwhile: Text = ""
    opened_at: Time
    product: CaseEntry | None = None
    research: CaseEntry | None = None
    yielded: YieldedEntry | None = None
    agreed: AgreedEntry | None = None
    decided: DecidedEntry | None = None
    expected: ExpectedEntry | None = None


class File(_Entry):
    """A file of disputes."""

    disputes: Annotated[tuple[DisputeEntry, ...], BeforeValidator(_list)]
