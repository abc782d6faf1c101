"""What binds: areas and every change of them, gates, signatures, and GPUs that rulings use."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROWS_AT_ONCE = 500
DIGITS, SALT_BYTES = 64, 16
TYPED = "was typed into a dispute"
AFTER = "after the first customer prototype"
GPU_BUDGET = "5"
NO_TEXT = "\x00"
"""PostgreSQL has no place for it."""

_INSTANT = sa.DateTime(timezone=True)
_OLD_PARTS = ("opening", "product", "research", "state")
_NEW_PARTS = ("gates", "signoffs", "retired")
_NEW_FIELDS = {"terms", "is_led_by_area", "path", "own", "bounds"}
"""Of the parts that there were before; the program before would lose them when it saves."""
_NEW_DEEDS = (
    *("raised a gate", "lifted a gate"),
    *("signed off GPU use over the budget", "retired what was chosen"),
)
_NEW_MESSAGES = (
    *("GateChanged", "SignOffAsked", "FounderNotReached", "SignedOff"),
    "AreaChanged",
)
_DISPUTES = sa.table(
    "disputes",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("version", sa.Integer()),
    sa.column("opened_at", _INSTANT),
    sa.column("set_aside_at", _INSTANT),
    sa.column("settled_as", sa.String()),
    *(sa.column(name, sa.Text()) for name in _OLD_PARTS),
    sa.column("gpu_committed", sa.Boolean()),
)
_EVENTS = sa.table(
    "events",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("deed", sa.String()),
    sa.column("side", sa.String()),
    sa.column("by", sa.String()),
    sa.column("at", _INSTANT),
    sa.column("before", sa.Text()),
    sa.column("after", sa.Text()),
    sa.column("link", sa.String()),
)
_OUTBOX = sa.table("outbox", sa.column("kind", sa.String()))

Row = dict[str, Any]


def upgrade() -> None:
    """Areas have rows of their own, and rulings say whether they use GPUs."""
    areas = _create_areas()
    for name in _NEW_PARTS:
        op.add_column("disputes", sa.Column(name, sa.Text(), nullable=True))
    committed: sa.Column[bool] = sa.Column(
        "gpu_committed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("disputes", committed)
    _fill(areas)
    where = sa.text("gpu_committed")
    op.create_index(
        "disputes_using_gpus",
        "disputes",
        ["team_id", "number"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """Only what the tables before can hold is left, in chains that are whole.

    The links of a dispute of which something is forgotten are made anew.
    """
    op.get_bind().execute(sa.delete(_OUTBOX).where(_OUTBOX.c.kind.in_(_NEW_MESSAGES)))
    for rows in _pages(_DISPUTES):
        for row in rows:
            _forget_what_is_new(row)
    op.drop_index("disputes_using_gpus", "disputes")
    for name in (*_NEW_PARTS, "gpu_committed"):
        op.drop_column("disputes", name)
    op.drop_table("area_changes")


def _create_areas() -> sa.Table:
    return op.create_table(
        "area_changes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "key", "position"),
    )


# On the way up


def _fill(areas: sa.Table) -> None:
    """What each ruling uses, and a row for each area, as it was typed first."""
    typed: dict[tuple[str, str], Row] = {}
    for rows in _pages(_DISPUTES):
        _write({**_of(row), "gpu_committed": True} for row in rows if _uses_gpus(row))
        for area in filter(None, map(_typed_area, rows)):
            typed.setdefault((area["team_id"], area["key"]), area)
    if typed:
        op.get_bind().execute(sa.insert(areas), list(typed.values()))


def _uses_gpus(row: Row) -> bool:
    """Whether its ruling is in force, not dropped, and chose something that needs them."""
    chosen = json.loads(row["state"])["is"].get("chosen")
    weeks = chosen["option"].get("figures", {}).get("gpu_weeks_per_month") if chosen else None
    is_over = row["set_aside_at"] or row["settled_as"] == "dropped"
    return bool(weeks and Decimal(weeks)) and not is_over


def _typed_area(row: Row) -> Row | None:
    """Its area as nobody has led or limited it; product goes on deciding there."""
    typed = json.loads(row["opening"]).get("area", "")
    name = " ".join(typed.replace(NO_TEXT, "").split())
    if not name:
        return None
    key = " ".join(name.casefold().split())
    area = {
        "id": {"team": row["team_id"], "key": key},
        "name": name,
        "terms": {"stage": AFTER, "gpu_budget": GPU_BUDGET},
    }
    return {
        "team_id": row["team_id"],
        "key": key,
        "position": 1,
        "at": _utc(row["opened_at"]),
        "by": None,
        "deed": TYPED,
        "content": _compact(area),
    }


# On the way down


def _forget_what_is_new(row: Row) -> None:
    """The dispute in the words of the program before, and its chain without what it knows not."""
    parts = {name: _bare_text(row[name]) for name in _OLD_PARTS}
    events = _events_of(row)
    left = [_bare_event(event) for event in events if event["deed"] not in _NEW_DEEDS]
    if left != events:
        _link(left)
        op.get_bind().execute(sa.delete(_EVENTS).where(*_is_of(row)))
        op.get_bind().execute(sa.insert(_EVENTS), left)
    version = row["version"] - (len(events) - len(left))
    _write([{**_of(row), **parts, "version": version}])


def _is_of(row: Row) -> tuple[sa.ColumnElement[bool], ...]:
    return _EVENTS.c.team_id == row["team_id"], _EVENTS.c.number == row["number"]


def _events_of(row: Row) -> list[Row]:
    chosen = sa.select(_EVENTS).where(*_is_of(row)).order_by(_EVENTS.c.position)
    return _rows(chosen)


def _bare_event(event: Row) -> Row:
    return {**event, **{name: _bare_text(event[name]) for name in ("before", "after")}}


def _bare_text(text: str) -> str:
    known = json.loads(text)
    bare = _bare(known)
    return text if bare == known else _compact(bare)


def _bare(value: Any) -> Any:  # noqa: ANN401  (as it is parsed)
    """The value without what is new; a verdict is told as of version 1, which ranked alike."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    bare = {name: _bare(item) for name, item in value.items() if not _is_new(name, item)}
    return {**bare, "version": 1} if "bounds" in value else bare


def _is_new(name: str, item: object) -> bool:
    """What says nothing can stay: so a dispute without anything new keeps its links."""
    return name in _NEW_PARTS or (name in _NEW_FIELDS and _says_something(item))


def _says_something(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return any(map(_says_something, value)) if isinstance(value, list) else bool(value)


def _link(events: Iterable[Row]) -> None:
    """Each event behind the one before it, from 0 on."""
    behind = ""
    for position, event in enumerate(events):
        event["position"] = position
        event["at"] = _utc(event["at"])
        event["link"] = behind = _link_of(event, behind=behind)


def _link_of(event: Row, *, behind: str) -> str:
    salt = token_hex(SALT_BYTES)
    told = [
        *(behind[:DIGITS], event["team_id"], event["number"], event["position"]),
        *(event["deed"], event["side"], event["by"]),
        *(event["at"].isoformat(timespec="microseconds"), event["before"], event["after"], salt),
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest() + salt


# Either way


def _pages(table: sa.TableClause) -> Iterator[list[Row]]:
    key = sa.tuple_(table.c.team_id, table.c.number)
    chosen = sa.select(table).order_by(table.c.team_id, table.c.number).limit(ROWS_AT_ONCE)
    found = _rows(chosen)
    while found:
        yield found
        last = sa.tuple_(sa.literal(found[-1]["team_id"]), sa.literal(found[-1]["number"]))
        found = _rows(chosen.where(key > last))


def _rows(chosen: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in op.get_bind().execute(chosen).mappings()]


def _of(row: Row) -> Row:
    return {"of_team": row["team_id"], "of_number": row["number"]}


def _write(changes: Iterable[Row]) -> None:
    disputes = _DISPUTES.c
    of = (
        disputes.team_id == sa.bindparam("of_team"),
        disputes.number == sa.bindparam("of_number"),
    )
    if asked := list(changes):
        op.get_bind().execute(sa.update(_DISPUTES).where(*of), asked)


def _utc(instant: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _compact(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
