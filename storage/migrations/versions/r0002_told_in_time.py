"""What people are told in time: reminders, digests, App Homes, settings, and rulings set aside."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DECISION_WAITS = timedelta(hours=24)
LONGEST_PROMISE_DAYS = 3650
ROWS_AT_ONCE = 500

_INSTANT = sa.DateTime(timezone=True)
_INDEXES = {
    "disputes_found": (["team_id", "found_at", "number"], "found_at IS NOT NULL"),
    "disputes_promised": (["team_id", "answer_due_on", "number"], "answer_due_on IS NOT NULL"),
    "disputes_set_aside": (["team_id", "set_aside_at", "number"], "set_aside_at IS NOT NULL"),
    "disputes_decidable": (
        ["decidable_at", "team_id", "number"],
        "decidable_at IS NOT NULL AND NOT decider_told",
    ),
}
_NEW_OF_DISPUTES = (
    ("set_aside", sa.Text(), None),
    ("set_aside_at", _INSTANT, None),
    ("answer_due_on", sa.Date(), None),
    ("product_lead", sa.String(), "nobody"),
    ("product_deputy", sa.String(), None),
    ("research_lead", sa.String(), "nobody"),
    ("research_deputy", sa.String(), None),
    ("decidable_at", _INSTANT, None),
    ("decider_told", sa.Boolean(), sa.false()),
)
_DISPUTES = sa.table(
    "disputes",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("opened_at", _INSTANT),
    sa.column("closes_at", _INSTANT),
    sa.column("ruled_at", _INSTANT),
    sa.column("product", sa.Text()),
    sa.column("research", sa.Text()),
    sa.column("state", sa.Text()),
    *(sa.column(name, kind) for name, kind, _ in _NEW_OF_DISPUTES),
)
_REMINDERS = sa.table(
    "reminders",
    sa.column("team_id", sa.String()),
    sa.column("user_id", sa.String()),
    sa.column("look_at", _INSTANT),
    sa.column("content", sa.Text()),
)

Row = dict[str, Any]


def upgrade() -> None:
    """Disputes know whom and when to tell, messages need no dispute, and there are new tables."""
    _create_tables()
    _widen_disputes()
    op.add_column("workspaces", sa.Column("founders_at", _INSTANT, nullable=True))
    _let_messages_be_without_a_dispute(nullable=True)
    _fill()


def downgrade() -> None:
    """Only what the first tables can hold is left."""
    _forget_what_is_new()
    _let_messages_be_without_a_dispute(nullable=False)
    op.drop_column("workspaces", "founders_at")
    for index in _INDEXES:
        op.drop_index(index, "disputes")
    for name, _, _ in _NEW_OF_DISPUTES:
        op.drop_column("disputes", name)
    for table in ("homes", "digests", "reminders", "settings"):
        op.drop_table(table)


def _widen_disputes() -> None:
    for name, kind, default in _NEW_OF_DISPUTES:
        nullable = default is None
        column = sa.Column(name, kind, nullable=nullable, server_default=default)
        op.add_column("disputes", column)
    for index, (columns, where) in _INDEXES.items():
        _create_index(index, "disputes", columns, where)


def _create_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _let_messages_be_without_a_dispute(*, nullable: bool) -> None:
    """SQLite makes the table anew; the count of its ids goes on, as a late worker may name one."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "INSERT INTO sqlite_sequence (name, seq)"
            " SELECT '_alembic_tmp_outbox', seq FROM sqlite_sequence WHERE name = 'outbox'"
        )
    anew = {"sqlite_autoincrement": True}
    with op.batch_alter_table("outbox", table_kwargs=anew) as outbox:
        outbox.alter_column("number", existing_type=sa.Integer(), nullable=nullable)


def _create_tables() -> None:
    op.create_table(
        "settings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "position"),
    )
    _create_table_of_people(
        "reminders",
        sa.Column("look_at", _INSTANT, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
    )
    due = ["look_at", "team_id", "user_id"]
    _create_index("reminders_due", "reminders", due, "look_at IS NOT NULL")
    _create_table_of_people(
        "digests",
        sa.Column("covered_until", _INSTANT, nullable=False),
        sa.Column("next_at", _INSTANT, nullable=False),
    )
    op.create_index("digests_due", "digests", ["next_at", "team_id", "user_id"])
    _create_table_of_people("homes", sa.Column("shown", sa.Text(), nullable=False))


def _create_table_of_people(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("team_id", "user_id"),
    )


def _fill() -> None:
    """The new columns of each dispute; who speaks in an open one is looked at by the clock."""
    speakers: dict[tuple[str, str], Row] = {}
    for rows in _pages():
        _write(_change(row) for row in rows)
        for row in rows:
            speakers |= {(one["team_id"], one["user_id"]): one for one in _speakers(row)}
    if speakers:
        op.get_bind().execute(sa.insert(_REMINDERS), list(speakers.values()))


def _pages() -> Iterator[list[Row]]:
    disputes = _DISPUTES.c
    key = sa.tuple_(disputes.team_id, disputes.number)
    chosen = sa.select(_DISPUTES).order_by(disputes.team_id, disputes.number).limit(ROWS_AT_ONCE)
    found = _rows(chosen)
    while found:
        yield found
        last = sa.tuple_(sa.literal(found[-1]["team_id"]), sa.literal(found[-1]["number"]))
        found = _rows(chosen.where(key > last))


def _rows(chosen: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in op.get_bind().execute(chosen).mappings()]


def _change(row: Row) -> Row:
    product, research = json.loads(row["product"]), json.loads(row["research"])
    return {
        "of_team": row["team_id"],
        "of_number": row["number"],
        "product_lead": product["lead"],
        "product_deputy": product.get("deputy"),
        "research_lead": research["lead"],
        "research_deputy": research.get("deputy"),
        "decidable_at": _decidable_at(row, product, research),
        "answer_due_on": _answer_due_on(row),
    }


def _write(changes: Iterable[Row]) -> None:
    disputes = _DISPUTES.c
    of = (
        disputes.team_id == sa.bindparam("of_team"),
        disputes.number == sa.bindparam("of_number"),
    )
    op.get_bind().execute(sa.update(_DISPUTES).where(*of), list(changes))


def _decidable_at(row: Row, *parties: Row) -> datetime | None:
    """A day after the second case came in, where that is before the end of an open dispute."""
    standings = [party["standing"] for party in parties]
    if row["ruled_at"] or not all(standing["kind"] == "Filed" for standing in standings):
        return None
    filed = [datetime.fromisoformat(standing["is"]["filed_at"]) for standing in standings]
    at = max(filed).astimezone(UTC) + DECISION_WAITS
    return at if at < _utc(row["closes_at"]) else None


def _answer_due_on(row: Row) -> date | None:
    """The UTC day of the ruling plus the days of the chosen option, where they are a promise."""
    chosen = json.loads(row["state"])["is"].get("chosen")
    days = chosen["option"]["days_to_feedback"] if chosen else None
    if days is None or not 0 <= days <= LONGEST_PROMISE_DAYS:
        return None
    return (_utc(row["ruled_at"]) + timedelta(days=days)).date()


def _speakers(row: Row) -> Iterator[Row]:
    if row["ruled_at"]:
        return
    parties = [json.loads(row[side]) for side in ("product", "research")]
    for user in (party.get(part) for party in parties for part in ("lead", "deputy")):
        if user:
            look_at = _utc(row["opened_at"])
            yield {"team_id": row["team_id"], "user_id": user, "look_at": look_at, "content": "{}"}


def _utc(instant: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _forget_what_is_new() -> None:
    op.execute(
        "DELETE FROM outbox WHERE number IS NULL OR place IN ('home', 'channel')"
        " OR kind IN ('MayDecide', 'NobodyActs', 'RulingSetAside', 'NotAnnounced')"
    )
    op.execute("DELETE FROM events WHERE deed = 'set the ruling aside'")
