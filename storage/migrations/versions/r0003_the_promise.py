"""The promise is kept: outcomes, looking again, the customers' month, questions by their words."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FOR_EVER = date.max
OVERDUE = {"kind": "expert judgement", "statement": "The answer was overdue.", "link": ""}
LONGEST_PROMISE_DAYS = 3650
ROWS_AT_ONCE = 500
_WORD = re.compile(r"[^\W_]+")

_INSTANT = sa.DateTime(timezone=True)
_INDEXES = {
    "disputes_asked": ("disputes", ["team_id", "asked_on", "number"], "asked_on IS NOT NULL"),
    "disputes_settled": (
        "disputes",
        ["team_id", "chosen_side", "settled_as", "settled_at", "number"],
        "settled_at IS NOT NULL",
    ),
    "disputes_told": ("disputes", ["team_id", "tells_until", "number"], "tells_until IS NOT NULL"),
    "events_outcomes": ("events", ["team_id", "at", "number"], "deed = 'recorded the outcome'"),
}
_NEW_OF_DISPUTES = (
    ("question", sa.Text(), sa.text("''")),
    ("outcomes", sa.Text(), None),
    ("look_again", sa.Text(), None),
    ("asked_on", sa.Date(), None),
    ("settled_at", _INSTANT, None),
    ("settled_as", sa.String(), None),
    ("tells_until", sa.Date(), None),
)
_NEW_OF_WORKSPACES = ("month_told_until", "month_at")
_NEW_DEEDS = (
    "confirmed the days of an option",
    "raised the days of an option",
    "stated the ops burden of an option",
    "recorded the outcome",
    "set when to look again",
    "stopped looking again",
)
_NEW_MESSAGES = (
    *("BuilderAsked", "BuilderNotReached", "DaysRaised", "OutcomeRecorded"),
    *("LookAgainDue", "HalfTimeReached", "AnswerOverdue", "MonthEnded"),
)
_DISPUTES = sa.table(
    "disputes",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("ruled_at", _INSTANT),
    sa.column("set_aside_at", _INSTANT),
    sa.column("answer_due_on", sa.Date()),
    sa.column("opening", sa.Text()),
    sa.column("product", sa.Text()),
    sa.column("research", sa.Text()),
    sa.column("state", sa.Text()),
    *(sa.column(name, kind) for name, kind, _ in _NEW_OF_DISPUTES),
)
_EVENTS = sa.table(
    "events",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("deed", sa.String()),
    sa.column("after", sa.Text()),
)
_OUTBOX = sa.table("outbox", sa.column("kind", sa.String()))
_REMINDERS = sa.table(
    "reminders",
    sa.column("team_id", sa.String()),
    sa.column("user_id", sa.String()),
    sa.column("look_at", _INSTANT),
    sa.column("content", sa.Text()),
)

Row = dict[str, Any]


def upgrade() -> None:
    """Rulings know what is awaited of them, and questions are found by their words."""
    for name, kind, default in _NEW_OF_DISPUTES:
        nullable = default is None
        column = sa.Column(name, kind, nullable=nullable, server_default=default)
        op.add_column("disputes", column)
    for name in _NEW_OF_WORKSPACES:
        op.add_column("workspaces", sa.Column(name, _INSTANT, nullable=True))
    _fill()
    for index, (table, columns, where) in _INDEXES.items():
        condition = sa.text(where)
        op.create_index(index, table, columns, sqlite_where=condition, postgresql_where=condition)
    _index_questions()


def downgrade() -> None:
    """Only what the tables before can hold is left."""
    _forget_questions()
    _forget_what_is_new()
    for index, (table, _, _) in _INDEXES.items():
        op.drop_index(index, table)
    for name in _NEW_OF_WORKSPACES:
        op.drop_column("workspaces", name)
    for name, _, _ in _NEW_OF_DISPUTES:
        op.drop_column("disputes", name)


# Questions


def _index_questions() -> None:
    """PostgreSQL reads the words in the row; SQLite keeps them in a table that triggers fill."""
    if op.get_context().dialect.name == "postgresql":
        words = sa.text("to_tsvector('simple', question)")
        op.create_index("disputes_question", "disputes", [words], postgresql_using="gin")
        return
    op.execute(
        "CREATE VIRTUAL TABLE questions USING fts5("
        "team_id UNINDEXED, number UNINDEXED, question, tokenize = 'unicode61')"
    )
    op.execute(
        "INSERT INTO questions (team_id, number, question)"
        " SELECT team_id, number, question FROM disputes"
    )
    op.execute(
        "CREATE TRIGGER questions_kept AFTER INSERT ON disputes BEGIN"
        " INSERT INTO questions (team_id, number, question)"
        " VALUES (new.team_id, new.number, new.question); END"
    )
    op.execute(
        "CREATE TRIGGER questions_gone AFTER DELETE ON disputes BEGIN"
        " DELETE FROM questions WHERE team_id = old.team_id AND number = old.number; END"
    )


def _forget_questions() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_index("disputes_question", "disputes")
        return
    op.execute("DROP TRIGGER questions_kept")
    op.execute("DROP TRIGGER questions_gone")
    op.execute("DROP TABLE questions")


# Disputes, on the way up


def _fill() -> None:
    """The new columns of each dispute; who owes or awaits an answer is looked at by the clock."""
    owing: dict[tuple[str, str], Row] = {}
    for rows in _pages():
        _write(_as_known_now(row) for row in rows)
        for row in rows:
            owing |= {(one["of_team"], one["of_user"]): one for one in _who_hears(row)}
    if owing:
        _look_at(owing)


def _as_known_now(row: Row) -> Row:
    awaited = _awaited_on(row)
    return {
        **_of(row),
        "question": " ".join(_WORD.findall(json.loads(row["opening"])["question"].casefold())),
        "answer_due_on": awaited,
        "asked_on": awaited,
        "tells_until": FOR_EVER if awaited else None,
    }


def _awaited_on(row: Row) -> date | None:
    return None if row["set_aside_at"] else row["answer_due_on"]


def _who_hears(row: Row) -> Iterator[Row]:
    """Where an answer is awaited, who owes it, and who is told when it is overdue."""
    if not _awaited_on(row):
        return
    for party in (json.loads(row["product"]), json.loads(row["research"])):
        for user in filter(None, (party["lead"], party.get("deputy"))):
            yield {"of_team": row["team_id"], "of_user": user, "at": _utc(row["ruled_at"])}


def _look_at(owing: dict[tuple[str, str], Row]) -> None:
    """At once, whatever they have been told before."""
    reminders = _REMINDERS.c
    of = (
        reminders.team_id == sa.bindparam("of_team"),
        reminders.user_id == sa.bindparam("of_user"),
    )
    sooner = sa.or_(reminders.look_at.is_(None), reminders.look_at > sa.bindparam("at"))
    look = sa.update(_REMINDERS).where(*of, sooner).values(look_at=sa.bindparam("at"))
    op.get_bind().execute(look, list(owing.values()))
    known = op.get_bind().execute(sa.select(reminders.team_id, reminders.user_id))
    new = [owing[one] for one in owing.keys() - set(map(tuple, known))]
    if new:
        op.get_bind().execute(sa.insert(_REMINDERS), list(map(_reminder, new)))


def _reminder(one: Row) -> Row:
    person = {"team_id": one["of_team"], "user_id": one["of_user"]}
    return {**person, "look_at": one["at"], "content": "{}"}


# Disputes, on the way down


def _forget_what_is_new() -> None:
    op.get_bind().execute(sa.delete(_OUTBOX).where(_OUTBOX.c.kind.in_(_NEW_MESSAGES)))
    op.get_bind().execute(sa.delete(_EVENTS).where(_EVENTS.c.deed.in_(_NEW_DEEDS)))
    for rows in _pages():
        _write({**_of(row), "answer_due_on": _promised_on(row)} for row in rows)
        for row in rows:
            _give_a_reason(row)


def _promised_on(row: Row) -> date | None:
    """The promise stays with its ruling, whatever has become of it."""
    chosen = json.loads(row["state"])["is"].get("chosen")
    days = chosen["option"]["days_to_feedback"] if chosen else None
    if days is None or not 0 <= days <= LONGEST_PROMISE_DAYS:
        return None
    return (_utc(row["ruled_at"]) + timedelta(days=days)).date()


def _give_a_reason(row: Row) -> None:
    """The program before reopens for evidence alone; so an overdue answer is said as such."""
    opening = json.loads(row["opening"])
    if not opening.get("reopens") or opening["reopens"]["evidence"]:
        return
    opening["reopens"]["evidence"] = OVERDUE
    _write([{**_of(row), "opening": _compact(opening)}])
    events = _EVENTS.c
    first = (
        events.team_id == row["team_id"],
        events.number == row["number"],
        events.position == 0,
    )
    for after in op.get_bind().execute(sa.select(events.after).where(*first)).scalars().all():
        told = _compact({**json.loads(after), "opening": opening})
        op.get_bind().execute(sa.update(_EVENTS).where(*first).values(after=told))


def _compact(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


# Either way


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


def _of(row: Row) -> Row:
    return {"of_team": row["team_id"], "of_number": row["number"]}


def _write(changes: Iterable[Row]) -> None:
    disputes = _DISPUTES.c
    of = (
        disputes.team_id == sa.bindparam("of_team"),
        disputes.number == sa.bindparam("of_number"),
    )
    op.get_bind().execute(sa.update(_DISPUTES).where(*of), list(changes))


def _utc(instant: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
