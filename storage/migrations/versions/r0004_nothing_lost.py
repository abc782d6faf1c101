"""Nothing is lost: events are chained, messages know their age, the clock notes its sweeps."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROWS_AT_ONCE = 500
DIGITS, SALT_BYTES = 64, 16

_INSTANT = sa.DateTime(timezone=True)
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
_KEY = (_EVENTS.c.team_id, _EVENTS.c.number, _EVENTS.c.position)

Row = dict[str, Any]


def upgrade() -> None:
    """A link for every event, and how often a message is in doubt instead of whether."""
    op.add_column("events", sa.Column("link", sa.String(), nullable=False, server_default=""))
    _link()
    op.add_column("outbox", sa.Column("queued_at", _INSTANT, nullable=True))
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE outbox SET doubts = 1 WHERE in_doubt")
    op.drop_column("outbox", "in_doubt")
    op.create_table(
        "sweeps",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
    )


def downgrade() -> None:
    """The links are forgotten; they can be made anew."""
    op.drop_table("sweeps")
    op.add_column(
        "outbox", sa.Column("in_doubt", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE outbox SET in_doubt = (doubts > 0)")
    op.drop_column("outbox", "doubts")
    op.drop_column("outbox", "queued_at")
    op.drop_column("events", "link")


# The chains


def _link() -> None:
    """Each event behind the one before it in its dispute."""
    link = (
        sa.update(_EVENTS)
        .where(*(column == sa.bindparam(f"of_{column.name}") for column in _KEY))
        .values(link=sa.bindparam("made"))
    )
    last: Row = {}
    for rows in _pages():
        for row in rows:
            is_same = [last.get(name) for name in ("team_id", "number")] == [*_key(row)[:2]]
            row["link"] = _link_of(row, behind=last["link"] if is_same else "")
            last = row
        op.get_bind().execute(link, [_linked(row) for row in rows])


def _linked(row: Row) -> Row:
    of = {f"of_{column.name}": value for column, value in zip(_KEY, _key(row), strict=True)}
    return {**of, "made": row["link"]}


def _link_of(row: Row, *, behind: str) -> str:
    salt = token_hex(SALT_BYTES)
    told = [
        *(behind[:DIGITS], *_key(row), row["deed"], row["side"], row["by"]),
        *(_in_utc(row["at"]), row["before"], row["after"], salt),
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest() + salt


def _in_utc(at: datetime) -> str:
    """SQLite keeps UTC without saying so."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def _pages() -> Iterator[list[Row]]:
    chosen = sa.select(_EVENTS).order_by(*_KEY).limit(ROWS_AT_ONCE)
    found = _rows(chosen)
    while found:
        yield found
        last = sa.tuple_(*(sa.literal(value) for value in _key(found[-1])))
        found = _rows(chosen.where(sa.tuple_(*_KEY) > last))


def _rows(chosen: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in op.get_bind().execute(chosen).mappings()]


def _key(row: Row) -> tuple[str, int, int]:
    return row["team_id"], row["number"], row["position"]
