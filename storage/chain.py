"""The events of a dispute as a chain: how the next is linked, and what there is to check."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from secrets import token_hex

from pydantic import JsonValue
from sqlalchemy import ColumnElement, String, bindparam, literal_column, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chain import Chain, Entry, Linked, link_of
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import DisputeId, TeamId
from storage.finding import ALL_OF
from storage.mapping import PARTS, Found, from_row, id_from_row, key
from storage.searched import Row, searched
from storage.snapshots import Unreadable
from storage.tables import DISPUTES, EVENTS

_SALT_BYTES = 16

_EVENT = EVENTS.c
_IS_OF = (_EVENT.team_id == bindparam("team_id"), _EVENT.number == bindparam("number"))
# As text: in what an UPDATE gives back SQLAlchemy leaves out the tables' names on SQLite.
LAST_LINK: ColumnElement[str] = literal_column(
    "coalesce((SELECT link FROM events WHERE events.team_id = disputes.team_id"
    " AND events.number = disputes.number ORDER BY position DESC LIMIT 1), '')",
    String,
)
"""The link of the last event of the dispute at hand; "" before the first."""
# As text in SQLite, where any text can stand for an instant.
_AT = type_coerce(_EVENT.at, String).label("at")
_AS_KEPT = select(*(column for column in _EVENT if column is not _EVENT.at), _AT)
_ALL = _AS_KEPT.where(*_IS_OF).order_by(_EVENT.position)
_BESIDE = _AS_KEPT.where(
    _EVENT.team_id == bindparam("team_id"),
    _EVENT.number.between(bindparam("first"), bindparam("last")),
).order_by(_EVENT.number, _EVENT.position)
_RULINGS = _ALL.where(_EVENT.after.contains('"state":{"kind":"Ruling"', autoescape=True))
_DISPUTE = select(DISPUTES).where(
    DISPUTES.c.team_id == bindparam("team_id"), DISPUTES.c.number == bindparam("number")
)

_LISTED_BY = (
    *("channel_id", "opened_at", "closes_at", "ruled_at", "found_at"),
    *("basis", "chosen_side", "set_aside_at"),
)
_WORDS = {
    "opening": "what it asks is",
    "product": "product's side is",
    "research": "research's side is",
    "state": "its ruling is",
    "set_aside": "the word that set it aside is",
    "outcomes": "its outcomes are",
    "look_again": "the day on which it is looked at again is",
    "gates": "its gates are",
    "signoffs": "its signatures are",
    "retired": "the word that retired it is",
}


def linked_behind(row: Row, behind: str, *, salt: str | None = None) -> Row:
    """The row of an event with its link, behind the link of the event before."""
    fresh = token_hex(_SALT_BYTES) if salt is None else salt
    return {**row, "link": link_of(_entry(row), behind=behind, salt=fresh)}


def _entry(row: Found) -> Entry:
    return Entry(
        dispute=id_from_row(row),
        at=_instant(row["at"]),
        **{name: row[name] for name in ("position", "deed", "side", "by", "before", "after")},
    )


def _instant(kept: datetime | str) -> datetime:
    """The instant that is kept; the first of all where it has been spoilt."""
    if isinstance(kept, datetime):
        return kept
    try:
        return datetime.fromisoformat(kept)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


class SqlChains:
    """The chained records, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, dispute: DisputeId) -> Chain:
        """All that is kept of a dispute.

        Raises:
            NoSuchDispute: there is none.

        """
        found = await self._connection.execute(_DISPUTE, key(dispute))
        row = found.mappings().one_or_none()
        if row is None:
            raise NoSuchDispute(dispute.number)
        events = (await self._connection.execute(_ALL, key(dispute))).mappings().all()
        return _chain(row, events)

    async def read(self, team: TeamId, *, above: int, limit: int) -> tuple[Chain, ...]:
        """All that is kept of the disputes with a higher number than that, by number."""
        page = {"team_id": team, "above": above, "limit": limit}
        rows = (await self._connection.execute(ALL_OF, page)).mappings().all()
        if not rows:
            return ()
        span = {"team_id": team, "first": rows[0]["number"], "last": rows[-1]["number"]}
        events: defaultdict[int, list[Found]] = defaultdict(list)
        for event in (await self._connection.execute(_BESIDE, span)).mappings():
            events[event["number"]].append(event)
        return tuple(_chain(row, events[row["number"]]) for row in rows)

    async def ruling(self, dispute: DisputeId) -> str:
        """The link of the event that made the ruling; "" where there is none."""
        events = (await self._connection.execute(_RULINGS, key(dispute))).mappings().all()
        return _link_of_the_ruling(events)


def _chain(row: Found, events: Sequence[Found]) -> Chain:
    return Chain(
        dispute=id_from_row(row),
        version=row["version"],
        links=tuple(Linked(_entry(event), event["link"]) for event in events),
        ruling=_link_of_the_ruling(events),
        differing=tuple(_differing(row, events)),
    )


def _link_of_the_ruling(events: Iterable[Found]) -> str:
    return next((event["link"] for event in events if _rules(_parts(event["after"]))), "")


def _rules(parts: dict[str, JsonValue]) -> bool:
    state = parts.get("state")
    return isinstance(state, dict) and state.get("kind") == "Ruling"


def _parts(text: str) -> dict[str, JsonValue]:
    """The parts that an event tells of; none where its text has been spoilt."""
    try:
        parts = json.loads(text)
    except ValueError:
        return {}
    return parts if isinstance(parts, dict) else {}


def _differing(row: Found, events: Iterable[Found]) -> Iterator[str]:
    left: dict[str, JsonValue] = {}
    for event in events:
        left |= _parts(event["after"])
    for part in PARTS:
        if not _is_as_left(part, row[part], left.get(part)):
            yield _WORDS[part]
    if not _is_listed_as_it_is(row):
        yield "what it is listed and ruled by is"


def _is_as_left(part: str, kept: str | None, left: JsonValue) -> bool:
    """A part is written in whatever form the program then has for it."""
    if kept is None or left is None:
        return kept is left
    try:
        return _as_written_now(part, kept) == _as_written_now(part, json.dumps(left))
    except Unreadable:
        return False


def _is_listed_as_it_is(row: Found) -> bool:
    """Whether the columns by which it is found follow from its parts."""
    try:
        follows = searched(from_row(row))
    except Unreadable:
        return False
    return all(_plain(row[name]) == _plain(follows[name]) for name in _LISTED_BY)


def _plain(value: object) -> object:
    """SQLite keeps UTC without saying so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _as_written_now(part: str, text: str) -> str:
    return PARTS[part].write(PARTS[part].read(text))
