"""The records as a table for spreadsheets: a row an option."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

from bot.domain.case import Figures, Filed, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ruling import Chosen, Ruling
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.services.record_bounds import OF_THE_AREA, OF_THE_BOUNDS, area_columns, bounds_columns
from bot.services.record_outcomes import OF_THE_OUTCOME, outcome_columns

Cell = str | int | None
Row = dict[str, Cell]

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (owasp.org, CSV injection)."""

OF_THE_DISPUTE = (
    "number",
    "question",
    "channel",
    "area",
    *OF_THE_AREA,
    *(f"{name}_{where}" for name in ("opened", "ends", "ended") for where in ("utc", "local")),
    "zone",
    "basis",
    "against_the_rule",
    "answer_due_on",
    "set_aside_utc",
    "set_aside_reason",
    "retired_utc",
    *OF_THE_OUTCOME,
)
OF_THE_OPTION = (
    "side",
    "option",
    "approach",
    "path",
    "days",
    "builder",
    "confirmed_by_builder",
    "days_before_builder",
    "builder_says",
    "audience",
    "customers",
    "cost_of_delay_per_week_usd",
    "cost_per_query_usd",
    "accuracy",
    "measured_on",
    "latency_ms",
    "ops_burden",
    "stop_if",
    *OF_THE_BOUNDS,
    "chosen",
)


def write(disputes: Iterable[Dispute], *, zone: str, now: datetime) -> bytes:
    """The table; a dispute without an option that everybody may read has one row."""
    file = StringIO(newline="")
    table = csv.DictWriter(file, (*OF_THE_DISPUTE, *OF_THE_OPTION), restval="")
    table.writeheader()
    for dispute in disputes:
        for row in _rows(seen_in_channel(dispute, now=now), zone):
            table.writerow({column: _harmless(cell) for column, cell in row.items()})
    return file.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell


def _rows(seen: SeenDispute, zone: str) -> Iterator[Row]:
    dispute = _dispute(seen, zone)
    options = [
        {**dispute, **_option(seen, side, option)}
        for side in Side
        for option in _options(seen, side)
    ]
    yield from options or [dispute]


def _options(seen: SeenDispute, side: Side) -> tuple[Option, ...]:
    standing = seen.party(side).standing
    return standing.case.options if isinstance(standing, Filed) else ()


def _dispute(seen: SeenDispute, zone: str) -> Row:
    opening, word = seen.opening, seen.set_aside
    return {
        "number": opening.id.number,
        "question": opening.question,
        "channel": opening.channel,
        "area": opening.area,
        **area_columns(seen),
        **_instants("opened", opening.window.opens_at, zone),
        **_instants("ends", opening.window.closes_at, zone),
        "zone": zone,
        **(_ruling(seen.state, zone) if isinstance(seen.state, Ruling) else {}),
        "set_aside_utc": _utc(word.at) if word else None,
        "set_aside_reason": word.reason if word else None,
        "retired_utc": _utc(seen.retired.at) if seen.retired else None,
        **outcome_columns(seen),
    }


def _ruling(ruling: Ruling, zone: str) -> Row:
    due_on = ruling.answer_due_on
    return {
        **_instants("ended", ruling.ruled_at, zone),
        "basis": ruling.basis.value,
        "against_the_rule": _yes_or_no(is_so=ruling.is_against_the_rule),
        "answer_due_on": due_on.isoformat() if due_on else None,
    }


def _option(seen: SeenDispute, side: Side, option: Option) -> Row:
    ruling = seen.state if isinstance(seen.state, Ruling) else None
    chosen = ruling is not None and ruling.chosen == Chosen(side, option)
    return {
        "side": side.value,
        "option": option.title,
        "approach": option.approach,
        "path": option.path,
        "days": option.days_to_feedback,
        "builder": option.builder,
        "confirmed_by_builder": _yes_or_no(is_so=option.is_confirmed) if option.builder else None,
        **_builder_word(option),
        "audience": option.audience,
        "customers": option.customer,
        **_figures(option.figures),
        "stop_if": option.stop_if,
        **bounds_columns(seen, side, option),
        "chosen": _yes_or_no(is_so=chosen),
    }


def _builder_word(option: Option) -> Row:
    """What the person who would build it says; what another one said before is not told."""
    word = option.builder_word
    if not word or word.by != option.builder:
        return {}
    return {"days_before_builder": word.raised_from, "builder_says": word.why}


def _figures(figures: Figures) -> Row:
    return {
        "cost_of_delay_per_week_usd": _figure(figures.cost_of_delay_per_week),
        "cost_per_query_usd": _figure(figures.cost_per_query_usd),
        "accuracy": _figure(figures.accuracy_percent),
        "measured_on": figures.measured_on,
        "latency_ms": _figure(figures.latency_ms),
        "ops_burden": figures.ops_burden,
    }


def _figure(figure: object) -> Cell:
    return None if figure is None else f"{figure:f}"


def _instants(name: str, instant: datetime, zone: str) -> Row:
    local = instant.astimezone(ZoneInfo(zone)).isoformat()
    return {f"{name}_utc": _utc(instant), f"{name}_local": local}


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _yes_or_no(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
