"""The records as one JSON document: readable by people, and complete for an import."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId
from bot.domain.promise import answer_of
from bot.domain.ruling import Ruling
from bot.services.ports import AreaChange, Fields, Rows, SettingsChange
from bot.services.record_areas import as_json
from bot.services.record_outcomes import say_outcome

FORMAT, VERSION = "roadmap-bot export", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What is on record of a workspace besides its disputes."""

    team: TeamId
    last_number: int
    settings: tuple[SettingsChange, ...]
    areas: tuple[AreaChange, ...]
    """Every change of each area, the first one first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A dispute, and its rows without what is sealed."""

    dispute: Dispute
    rows: Rows


def write(
    archive: Archive, kept: Iterable[Kept], *, left_out: int, zone: str, now: datetime
) -> bytes:
    """The document of an archive and its disputes, with instants in UTC and in that zone."""
    document: dict[str, JsonValue] = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _instant(now, zone),
        "team": archive.team,
        "last_number": archive.last_number,
        "left_out": {"private": left_out},
        "settings": [_settings(change, zone) for change in archive.settings],
        "areas": [_area(change, zone) for change in archive.areas],
        "disputes": [_dispute(one.dispute, one.rows, zone) for one in kept],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _instant(instant: datetime, zone: str) -> dict[str, JsonValue]:
    return {
        "utc": instant.astimezone(UTC).isoformat(),
        "local": instant.astimezone(ZoneInfo(zone)).isoformat(),
        "zone": zone,
    }


def _settings(change: SettingsChange, zone: str) -> dict[str, JsonValue]:
    return {"at": _instant(change.at, zone), "by": change.by, "settings": asdict(change.settings)}


def _area(change: AreaChange, zone: str) -> dict[str, JsonValue]:
    return {
        "at": _instant(change.at, zone),
        "by": change.by,
        "deed": change.deed.value,
        "area": as_json(change.area),
    }


def _dispute(dispute: Dispute, rows: Rows, zone: str) -> dict[str, JsonValue]:
    """A head to read and to search by, then the record itself."""
    return {
        "number": dispute.id.number,
        "question": dispute.opening.question,
        "channel": dispute.opening.channel,
        "opened": _instant(dispute.window.opens_at, zone),
        "ends": _instant(dispute.window.closes_at, zone),
        **_ending(dispute, zone),
        "record": dict(rows.record),
        "card": asdict(rows.card) if rows.card else None,
        "events": [_event(event, zone) for event in rows.events],
    }


def _ending(dispute: Dispute, zone: str) -> dict[str, JsonValue]:
    state = dispute.state
    if not isinstance(state, Ruling):
        return {"ended": None}
    due_on = state.answer_due_on
    return {
        "ended": _instant(state.ruled_at, zone),
        "basis": state.basis.value,
        "chosen": state.chosen.option.title if state.chosen else None,
        "answer_due_on": due_on.isoformat() if due_on else None,
        **_outcome(dispute),
    }


def _outcome(dispute: Dispute) -> dict[str, JsonValue]:
    """What became of the promise."""
    answer = answer_of(dispute)
    return {
        "outcome": say_outcome(dispute),
        "answered_on": answer.on.isoformat() if answer else None,
        "customer": answer.who if answer else None,
        "customers_words": answer.words if answer else None,
    }


def _event(event: Fields, zone: str) -> dict[str, JsonValue]:
    return {**event, "at": _instant(datetime.fromisoformat(str(event["at"])), zone)}
