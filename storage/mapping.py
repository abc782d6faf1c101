"""Rows from the domain's values and back; nothing else knows both."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.domain.bounds import SignOff
from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open, Opening, Party, Retired, SetAside
from bot.domain.draft import Draft
from bot.domain.events import Deed, Event
from bot.domain.gate import Gate
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.look_again import LookAgain
from bot.domain.outcome import Outcome
from bot.domain.reminders import Reminded
from bot.domain.ruling import Ruling
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import Recipient, SettingsChange
from storage.searched import Row, searched
from storage.snapshots import Snapshot


class Found(Protocol):
    """Columns as read."""

    def __getitem__(self, column: str, /) -> Any: ...  # noqa: ANN401  (as the tables have it)


_OPENING: Snapshot[Opening] = Snapshot(Opening)
_PARTY: Snapshot[Party] = Snapshot(Party)
_STATE: Snapshot[Open | Ruling] = Snapshot(Open | Ruling)
_DRAFT: Snapshot[Draft] = Snapshot(Draft)
_SET_ASIDE: Snapshot[SetAside] = Snapshot(SetAside)
_OUTCOMES: Snapshot[tuple[Outcome, ...]] = Snapshot(tuple[Outcome, ...])
_LOOK_AGAIN: Snapshot[LookAgain] = Snapshot(LookAgain)
_GATES: Snapshot[tuple[Gate, ...]] = Snapshot(tuple[Gate, ...])
_SIGNOFFS: Snapshot[tuple[SignOff, ...]] = Snapshot(tuple[SignOff, ...])
_RETIRED: Snapshot[Retired] = Snapshot(Retired)
_SETTINGS: Snapshot[WorkspaceSettings] = Snapshot(WorkspaceSettings)
_REMINDED: Snapshot[Reminded] = Snapshot(Reminded)

PARTS: dict[str, Snapshot[Any]] = {
    "opening": _OPENING,
    "product": _PARTY,
    "research": _PARTY,
    "state": _STATE,
    "set_aside": _SET_ASIDE,
    "outcomes": _OUTCOMES,
    "look_again": _LOOK_AGAIN,
    "gates": _GATES,
    "signoffs": _SIGNOFFS,
    "retired": _RETIRED,
}
"""The parts of a dispute that its row keeps as JSON."""


def key(dispute: DisputeId) -> Row:
    """The key that every row of a dispute has."""
    return {"team_id": dispute.team, "number": dispute.number}


def to_row(dispute: Dispute) -> Row:
    """All that is kept of a dispute, but for the form that opened it."""
    return {
        **key(dispute.id),
        "version": dispute.version,
        **searched(dispute),
        "opening": _OPENING.write(dispute.opening),
        "product": _PARTY.write(dispute.product),
        "research": _PARTY.write(dispute.research),
        "state": _STATE.write(dispute.state),
        "set_aside": _SET_ASIDE.write(dispute.set_aside) if dispute.set_aside else None,
        "outcomes": _OUTCOMES.write(dispute.outcomes) if dispute.outcomes else None,
        "look_again": _LOOK_AGAIN.write(dispute.look_again) if dispute.look_again else None,
        "gates": _GATES.write(dispute.gates) if dispute.gates else None,
        "signoffs": _SIGNOFFS.write(dispute.signoffs) if dispute.signoffs else None,
        "retired": _RETIRED.write(dispute.retired) if dispute.retired else None,
    }


def from_row(row: Found) -> Dispute:
    """The dispute of a row."""
    return Dispute(
        opening=_OPENING.read(row["opening"]),
        product=_PARTY.read(row["product"]),
        research=_PARTY.read(row["research"]),
        state=_STATE.read(row["state"]),
        set_aside=_SET_ASIDE.read(row["set_aside"]) if row["set_aside"] else None,
        outcomes=_OUTCOMES.read(row["outcomes"]) if row["outcomes"] else (),
        look_again=_LOOK_AGAIN.read(row["look_again"]) if row["look_again"] else None,
        gates=_GATES.read(row["gates"]) if row["gates"] else (),
        signoffs=_SIGNOFFS.read(row["signoffs"]) if row["signoffs"] else (),
        retired=_RETIRED.read(row["retired"]) if row["retired"] else None,
        version=row["version"],
    )


def event_to_row(event: Event, before: Mapping[str, object], after: Mapping[str, object]) -> Row:
    """The event that made one row of a dispute another, with the parts that differ."""
    changed = [part for part in PARTS if before.get(part) != after[part]]
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
    """Parts that are JSON already, or not there yet, as one JSON object."""
    known = (part for part in parts if part in row)
    return "{" + ",".join(f'"{part}":{row[part] or "null"}' for part in known) + "}"


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


def id_from_row(row: Found) -> DisputeId:
    """Which dispute a row is of."""
    return DisputeId(TeamId(row["team_id"]), row["number"])


def settings_to_row(team: TeamId, change: SettingsChange) -> Row:
    """A change of a workspace's settings, but for its position."""
    content = _SETTINGS.write(change.settings)
    return {"team_id": team, "at": change.at, "by": change.by, "content": content}


def settings_from_row(row: Found) -> SettingsChange:
    """The change of a row."""
    settings = _SETTINGS.read(row["content"])
    return SettingsChange(settings=settings, by=UserId(row["by"]), at=row["at"])


def reminded_to_row(recipient: Recipient, reminded: Reminded, look_at: datetime | None) -> Row:
    """What somebody has been told, and when they are looked at next."""
    return {**recipient_key(recipient), "look_at": look_at, "content": _REMINDED.write(reminded)}


def reminded_from_row(row: Found) -> Reminded:
    """What the person of a row has been told."""
    return _REMINDED.read(row["content"])


def recipient_key(recipient: Recipient) -> Row:
    """The key that every row of a person has."""
    team, user = recipient
    return {"team_id": team, "user_id": user}


def recipient_from_row(row: Found) -> Recipient:
    """Which person a row is of."""
    return TeamId(row["team_id"]), UserId(row["user_id"])
