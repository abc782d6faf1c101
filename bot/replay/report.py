"""A settled dispute as a report: for programs as JSON, and against what the file expects."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, TypeAdapter

from bot.domain.gate import say_limit
from bot.replay.settle import Settled


def _zulu(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[datetime, PlainSerializer(_zulu)]
Figure = Annotated[Decimal, PlainSerializer(float)]


class RankedReport(BaseModel):
    """An option in its place; rank 1 is what the rule would choose."""

    rank: int
    side: str
    option: str
    days_to_feedback: int


class NotChoosableReport(BaseModel):
    """An option that the rule passes over, with every reason."""

    side: str
    option: str
    reasons: tuple[str, ...]


class GateReport(BaseModel):
    """A gate against an option; `binds` where the rule looked at it."""

    side: str
    option: str
    limit: str
    lifted_by: str
    raised_at: Instant
    lifted_at: Instant | None
    binds: bool


class SignoffReport(BaseModel):
    """A founder's word on an option over its area's budget."""

    side: str
    option: str
    gpu_weeks_per_month: Figure
    by: str
    at: Instant
    reason: str
    own_signoff: bool


class RefusedReport(BaseModel):
    """Something in the file that the rules refuse."""

    model_config = ConfigDict(from_attributes=True)

    what: str
    reason: str


class Report(BaseModel):
    """A ruling as `replay --json` prints it."""

    question: str
    basis: str
    option: str | None
    ruled_at: Instant
    answer_due_on: date | None
    against_the_rule: bool
    ranking: tuple[RankedReport, ...]
    not_choosable: tuple[NotChoosableReport, ...]
    gates: tuple[GateReport, ...]
    signoffs: tuple[SignoffReport, ...]
    refused: tuple[RefusedReport, ...]


def report(settled: Settled) -> Report:
    """What there is to say of a settled dispute."""
    ruling = settled.ruling
    return Report(
        question=settled.entry.question,
        basis=ruling.basis,
        option=ruling.chosen.option.title if ruling.chosen else None,
        ruled_at=ruling.ruled_at,
        answer_due_on=ruling.answer_due_on,
        against_the_rule=ruling.is_against_the_rule,
        ranking=tuple(
            RankedReport(
                rank=ranked.rank,
                side=ranked.side,
                option=ranked.option.title,
                days_to_feedback=ranked.option.days_to_feedback or 0,
            )
            for ranked in ruling.verdict.ranking
        ),
        not_choosable=tuple(
            NotChoosableReport(side=passed.side, option=passed.option.title, reasons=passed.reasons)
            for passed in ruling.verdict.not_choosable
        ),
        gates=tuple(_gates(settled)),
        signoffs=tuple(_signoffs(settled)),
        refused=tuple(RefusedReport.model_validate(refused) for refused in settled.refused),
    )


def _gates(settled: Settled) -> Iterator[GateReport]:
    for gate in settled.dispute.gates:
        yield GateReport(
            side=gate.side,
            option=settled.option(gate.side, gate.option).title,
            limit=say_limit(gate.limit),
            lifted_by=gate.limit.lifted_by,
            raised_at=gate.at,
            lifted_at=gate.ended.at if gate.ended else None,
            binds=gate in settled.dispute.binding_gates,
        )


def _signoffs(settled: Settled) -> Iterator[SignoffReport]:
    for signed in settled.dispute.signoffs:
        yield SignoffReport(
            side=signed.side,
            option=settled.option(signed.side, signed.option).title,
            gpu_weeks_per_month=signed.gpu_weeks,
            by=signed.by,
            at=signed.at,
            reason=signed.reason,
            own_signoff=signed.is_own,
        )


def to_json(settled: tuple[Settled, ...]) -> str:
    """The reports of all disputes as one JSON list."""
    reports = [report(each) for each in settled]
    return TypeAdapter(list[Report]).dump_json(reports, indent=2).decode()


def disagreements(settled: Settled) -> Iterator[str]:
    """Each key of `expected` that the ruling does not bear out; none where nothing is expected."""
    expected = settled.entry.expected
    if expected is None:
        return
    ruled = report(settled)
    found: dict[str, Any] = {
        **dict(ruled),
        "not_choosable": sorted(passed.option for passed in ruled.not_choosable),
    }
    for key in sorted(expected.model_fields_set):
        wanted = getattr(expected, key)
        wanted = sorted(wanted) if key == "not_choosable" else wanted
        if wanted != found[key]:
            yield f"{key}: expected {_say(wanted)}, ruled {_say(found[key])}"


def _say(value: object) -> str:
    if isinstance(value, datetime):
        return _zulu(value)
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
