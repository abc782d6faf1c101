"""A dispute's rows as they are handed out and taken in; what is sealed stays behind."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from bot.domain.case import Side
from bot.domain.chain import salt_of
from bot.domain.dispute import Dispute
from bot.domain.events import OF_A_CASE, OF_BUILDERS, Deed, Event
from bot.domain.sealing import sealed_sides
from bot.services.ports import Fields, Rows, UnreadableRecord
from storage.believing import refuse_impossible, refuse_unwritable
from storage.chain import linked_behind
from storage.mapping import PARTS, Found, event_from_row, from_row, key, to_row
from storage.mapping_of_deliveries import card_from_row
from storage.searched import Row
from storage.snapshots import Unreadable
from storage.superseded import is_superseded, read_when_unsealed


def handed_out(
    row: Found, events: Iterable[Found], cards: Iterable[Found], now: datetime
) -> tuple[Dispute, Rows]:
    """A dispute, and its rows without what is sealed at `now`."""
    dispute = from_row(row)
    sealed = sealed_sides(dispute, now=now)
    record: Fields = {
        **dict.fromkeys(PARTS),
        **_without_sealed({part: _parsed(row[part]) for part in PARTS}, sealed),
        "version": row["version"],
        "form": row["form"],
        "decider_told": row["decider_told"],
    }
    card = next(map(card_from_row, cards), None)
    return dispute, Rows(record=record, events=_events(tuple(events), sealed), card=card)


def _events(rows: Sequence[Found], sealed: Collection[Side]) -> tuple[Fields, ...]:
    told = _without_superseded([_event_handed_out(row, sealed) for row in rows])
    return tuple(map(_salted, rows, told))


def _salted(row: Found, told: Fields) -> Fields:
    """With its salt, but for an event of which something stays behind: it could be found by it."""
    is_whole = told == _event_handed_out(row, ())
    return {**told, "salt": salt_of(row["link"]) if is_whole else ""}


def _parsed(text: str | None) -> JsonValue:
    parsed: JsonValue = json.loads(text) if text else None
    return parsed


def _event_handed_out(row: Found, sealed: Collection[Side]) -> Fields:
    return {
        "version": row["position"],
        **_deed(row, sealed),
        "side": row["side"],
        "at": row["at"].isoformat(),
        "before": _without_sealed(json.loads(row["before"]), sealed),
        "after": _without_sealed(json.loads(row["after"]), sealed),
    }


def _deed(row: Found, sealed: Collection[Side]) -> dict[str, JsonValue]:
    """What was done and by whom; who builds, who signs and how many options there are is sealed."""
    if row["side"] in sealed and row["deed"] in {Deed.REVISED, *OF_A_CASE}:
        return {"deed": Deed.REVISED.value, "by": None}
    return {"deed": row["deed"], "by": row["by"]}


def _without_superseded(events: Sequence[Fields]) -> tuple[Fields, ...]:
    """The events without the versions of a case that were changed while it was sealed."""
    unsealing, read = read_when_unsealed([_parts(event["after"]) for event in events])

    def bare(event: Fields) -> Fields:
        told = {name: _only_what_was_read(event[name], read) for name in _BOTH}
        is_less = told["after"] != event["after"]
        by = None if is_less and event["deed"] in OF_BUILDERS else event["by"]
        return {**event, **told, "by": by}

    return (*map(bare, events[: unsealing + 1]), *events[unsealing + 1 :])


_BOTH = ("before", "after")


def _parts(told: JsonValue) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}


def _only_what_was_read(parts: Any, read: Mapping[str, Any]) -> JsonValue:  # noqa: ANN401  (as parsed)
    return {
        name: _bare(part) if name in read and is_superseded(part["standing"], name, read) else part
        for name, part in parts.items()
    }


def _without_sealed(parts: Mapping[str, Any], sealed: Collection[Side]) -> dict[str, JsonValue]:
    """The parts of a dispute, with no more of a sealed case than that it is in, and when.

    A signature is always for an option of a case that is in.
    """
    return {
        name: _bare(part) if name in sealed else part
        for name, part in parts.items()
        if not (sealed and name == "signoffs")
    }


def _bare(party: Any) -> JsonValue:  # noqa: ANN401  (as it is parsed)
    standing = party["standing"]
    if standing["kind"] == "Filed":
        standing = {"kind": "Sealed", "is": {"filed_at": standing["is"]["filed_at"]}}
    return {**party, "standing": standing}


def _texts(parts: Fields) -> Row:
    """The parts as the columns keep them."""
    return {
        name: _compact(part) if part is not None else None
        for name, part in parts.items()
        if name in PARTS
    }


def _compact(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def understand(rows: Rows) -> Dispute:
    """The dispute of rows that were handed out.

    Raises:
        UnreadableRecord: they are no rows of a dispute.

    """
    with _told_what_is_wrong("the record"):
        dispute = from_row({**rows.record, **_texts(rows.record)})
        refuse_impossible(dispute)
        refuse_unwritable(to_row(dispute))
    for event in rows.events:
        with _told_what_is_wrong(f"event {event['version']}"):
            _understand_event(event)
    return dispute


@contextmanager
def _told_what_is_wrong(where: str) -> Iterator[None]:
    try:
        yield
    except Unreadable as reason:
        raise UnreadableRecord(f"{where} has {reason}") from None
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UnreadableRecord(f"{where} is not as it is written by an export") from None


def _understand_event(event: Fields) -> Event:
    for parts in (event["before"], event["after"]):
        if not isinstance(parts, dict):
            raise TypeError
        for name, text in _texts(parts).items():
            value = PARTS[name].read(str(text)) if text is not None else None
            refuse_impossible(value)
        if not parts.keys() <= PARTS.keys():
            raise KeyError
    return event_from_row({**event, "at": _instant(event["at"])})


def dispute_to_row(dispute: Dispute, rows: Rows) -> Row:
    """The row of a dispute just as it was, and what follows from it."""
    more = {"form": rows.record["form"], "decider_told": rows.record["decider_told"]}
    return {**to_row(dispute), **_texts(rows.record), **more}


def events_to_rows(dispute: Dispute, rows: Rows) -> list[Row]:
    """The rows of its events, just as they were, and linked anew."""
    linked: list[Row] = []
    behind = ""
    for event in rows.events:
        row = linked_behind(_event_to_row(dispute, event), behind, salt=str(event["salt"]))
        behind = str(row["link"])
        linked.append(row)
    return linked


def _event_to_row(dispute: Dispute, event: Fields) -> Row:
    parts = {name: _compact(event[name]) for name in ("before", "after")}
    told = {name: event[name] for name in ("deed", "side", "by")}
    at = _instant(event["at"])
    return {**key(dispute.id), "position": event["version"], **told, "at": at, **parts}


def _instant(text: JsonValue) -> datetime:
    instant = datetime.fromisoformat(str(text))
    refuse_impossible(instant)
    return instant
