"""Rows from the domain's values and back; nothing else knows both."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, assert_never

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open, Opening, Party
from bot.domain.draft import Draft
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.notices import Notice
from bot.domain.ruling import Ruling
from bot.domain.telling import Card, Delivery, Direct, Place, Thread
from bot.services.ports import Claimed, Posted
from storage.snapshots import Snapshot

Row = dict[str, object]
"""Columns to write."""


class Found(Protocol):
    """Columns as read."""

    def __getitem__(self, column: str, /) -> Any: ...  # noqa: ANN401  (as the tables have it)


_OPENING: Snapshot[Opening] = Snapshot(Opening)
_PARTY: Snapshot[Party] = Snapshot(Party)
_STATE: Snapshot[Open | Ruling] = Snapshot(Open | Ruling)
_DRAFT: Snapshot[Draft] = Snapshot(Draft)
_NOTICE: Snapshot[Notice] = Snapshot(Notice)

_PARTS = ("opening", "product", "research", "state")


def key(dispute: DisputeId) -> Row:
    """The key that every row of a dispute has."""
    return {"team_id": dispute.team, "number": dispute.number}


def to_row(dispute: Dispute) -> Row:
    """All that is kept of a dispute, but for the form that opened it."""
    return {
        **key(dispute.id),
        "version": dispute.version,
        "channel_id": dispute.opening.channel,
        "opened_at": dispute.window.opens_at,
        "closes_at": dispute.window.closes_at,
        **_ruling_to_row(dispute.state),
        "opening": _OPENING.write(dispute.opening),
        "product": _PARTY.write(dispute.product),
        "research": _PARTY.write(dispute.research),
        "state": _STATE.write(dispute.state),
    }


def _ruling_to_row(state: Open | Ruling) -> Row:
    if isinstance(state, Open):
        return dict.fromkeys(("ruled_at", "found_at", "basis", "chosen_side", "against_rule"))
    return {
        "ruled_at": state.ruled_at,
        "found_at": state.found_at,
        "basis": state.basis.value,
        "chosen_side": state.chosen.side.value if state.chosen else None,
        "against_rule": state.is_against_the_rule,
    }


def from_row(row: Found) -> Dispute:
    """The dispute of a row."""
    return Dispute(
        opening=_OPENING.read(row["opening"]),
        product=_PARTY.read(row["product"]),
        research=_PARTY.read(row["research"]),
        state=_STATE.read(row["state"]),
        version=row["version"],
    )


def event_to_row(event: Event, before: Mapping[str, object], after: Mapping[str, object]) -> Row:
    """The event that made one row of a dispute another, with the parts that differ."""
    changed = [part for part in _PARTS if before.get(part) != after[part]]
    return {
        "team_id": after["team_id"],
        "number": after["number"],
        "position": after["version"],
        "deed": event.deed.value,
        "side": event.side.value if event.side else None,
        "by": event.by,
        "at": event.at,
        "before": _joined(before, changed),
        "after": _joined(after, changed),
    }


def _joined(row: Mapping[str, object], parts: Iterable[str]) -> str:
    """Parts that are JSON already, as one JSON object."""
    return "{" + ",".join(f'"{part}":{row[part]}' for part in parts if part in row) + "}"


def event_from_row(row: Found) -> Event:
    """The event of a row."""
    return Event(
        deed=Deed(row["deed"]),
        at=row["at"],
        by=UserId(row["by"]) if row["by"] else None,
        side=Side(row["side"]) if row["side"] else None,
    )


def draft_to_row(dispute: DisputeId, side: Side, draft: Draft) -> Row:
    """The draft of a side."""
    return {**key(dispute), "side": side.value, "content": _DRAFT.write(draft)}


def draft_from_row(row: Found) -> Draft:
    """The draft of a row."""
    return _DRAFT.read(row["content"])


def delivery_to_row(delivery: Delivery) -> Row:
    """A delivery that waits for its first attempt."""
    return {
        **key(delivery.dispute),
        **_place_to_row(delivery.place, delivery.dispute),
        "kind": type(delivery.notice).__name__,
        "notice": _NOTICE.write(delivery.notice),
        "state": "waiting",
        "attempts": 0,
        "in_doubt": False,
        "error": "",
    }


def _place_to_row(place: Place, dispute: DisputeId) -> Row:
    """The place, the queue to it, and under what a later message there folds into this one."""
    queue, fold = f"dispute {dispute.number}", f"card {dispute.number}"
    match place:
        case Card():
            return {"place": "card", "recipient": None, "queue": queue, "fold": fold}
        case Thread():
            return {"place": "thread", "recipient": None, "queue": queue, "fold": None}
        case Direct(to=user):
            return {"place": "direct", "recipient": user, "queue": f"user {user}", "fold": None}
    assert_never(place)


def delivery_from_row(row: Found) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        dispute=DisputeId(TeamId(row["team_id"]), row["number"]),
        notice=_NOTICE.read(row["notice"]),
        place=_place_from_row(row),
    )


def _place_from_row(row: Found) -> Place:
    match row["place"]:
        case "card":
            return Card()
        case "thread":
            return Thread()
        case _:
            return Direct(UserId(row["recipient"]))


def claimed_from_row(row: Found) -> Claimed:
    """The delivery of a row that was claimed."""
    return Claimed(
        id=row["id"],
        delivery=delivery_from_row(row),
        attempts=row["attempts"],
        in_doubt=row["in_doubt"],
    )


def card_to_row(dispute: DisputeId, posted: Posted) -> Row:
    """Where a dispute's card stands."""
    return {**key(dispute), "channel_id": posted.channel, "ts": posted.ts}


def card_from_row(row: Found) -> Posted:
    """Where the card of a row stands."""
    return Posted(ChannelId(row["channel_id"]), row["ts"])


def id_from_row(row: Found) -> DisputeId:
    """Which dispute a row is of."""
    return DisputeId(TeamId(row["team_id"]), row["number"])
