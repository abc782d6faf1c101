"""The tables; every key carries the workspace, and what is due stands in an indexed column."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field, SQLModel

METADATA: MetaData = SQLModel.metadata
Constraints = tuple[SchemaItem | dict[str, bool], ...]


def _of_a_dispute() -> SchemaItem:
    return ForeignKeyConstraint(["team_id", "number"], ["disputes.team_id", "disputes.number"])


def _index_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index that holds the rows of that condition alone, however many others there are."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _filled(default: Any) -> Any:  # noqa: ANN401  (as SQLModel has it)
    """A column that came when there were rows already, which SQLite fills by a default alone."""
    return Field(sa_column_kwargs={"server_default": default})


class WorkspaceRow(SQLModel, table=True):
    """A workspace, how far its disputes are numbered, and when the clock looks at it."""

    __tablename__: ClassVar[str] = "workspaces"

    team_id: str = Field(primary_key=True)
    last_dispute: int
    founders_at: datetime | None
    """When its founders are looked up; none asks for it at once."""
    month_told_until: datetime | None
    """Up to when its channel of rulings has heard what customers said; none before the first."""
    month_at: datetime | None
    """When it hears next; none asks for it at once."""


class DisputeRow(SQLModel, table=True):
    """A dispute: its parts as JSON, and beside them what is searched and counted."""

    __tablename__: ClassVar[str] = "disputes"
    __table_args__: ClassVar[Constraints] = (
        UniqueConstraint("team_id", "form", name="disputes_form"),
        _index_where("ruled_at IS NULL", "disputes_due", "closes_at", "team_id", "number"),
        _index_where("ruled_at IS NULL", "disputes_open", "team_id", "closes_at", "number"),
        _index_where("ruled_at IS NOT NULL", "disputes_ruled", "team_id", "ruled_at", "number"),
        _index_where("found_at IS NOT NULL", "disputes_found", "team_id", "found_at", "number"),
        _index_where(
            "answer_due_on IS NOT NULL", "disputes_promised", "team_id", "answer_due_on", "number"
        ),
        _index_where("asked_on IS NOT NULL", "disputes_asked", "team_id", "asked_on", "number"),
        _index_where(
            "settled_at IS NOT NULL",
            "disputes_settled",
            *("team_id", "chosen_side", "settled_as", "settled_at", "number"),
        ),
        _index_where(
            "tells_until IS NOT NULL", "disputes_told", "team_id", "tells_until", "number"
        ),
        Index(
            "disputes_question",
            text("to_tsvector('simple', question)"),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
        _index_where("gpu_committed", "disputes_using_gpus", "team_id", "number"),
        _index_where(
            "set_aside_at IS NOT NULL", "disputes_set_aside", "team_id", "set_aside_at", "number"
        ),
        _index_where(
            "decidable_at IS NOT NULL AND NOT decider_told",
            "disputes_decidable",
            *("decidable_at", "team_id", "number"),
        ),
    )

    team_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int
    form: str
    channel_id: str
    opened_at: datetime
    closes_at: datetime
    ruled_at: datetime | None
    found_at: datetime | None
    basis: str | None
    chosen_side: str | None
    against_rule: bool | None
    opening: str = Field(sa_type=Text)
    product: str = Field(sa_type=Text)
    research: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    set_aside: str | None = Field(sa_type=Text)
    set_aside_at: datetime | None
    answer_due_on: date | None
    """The UTC day of the promise; none once the answer is not awaited any more."""
    product_lead: str = _filled("nobody")
    product_deputy: str | None
    research_lead: str = _filled("nobody")
    research_deputy: str | None
    decidable_at: datetime | None
    """The instant from which the decider may decide; none once the dispute has its ruling."""
    decider_told: bool = _filled(false())
    question: str = Field(sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Its words alone, to be searched: in SQLite they stand in the table `questions`."""
    outcomes: str | None = Field(sa_type=Text)
    look_again: str | None = Field(sa_type=Text)
    asked_on: date | None
    """The day on which the outcome is owed; later than the promise where it was put off."""
    settled_at: datetime | None
    """When the customer's answer was recorded, or that there will be none."""
    settled_as: str | None
    """Which of the two: answered or dropped."""
    tells_until: date | None
    """The last day on which anybody may have to hear of its ruling."""
    gates: str | None = Field(sa_type=Text)
    signoffs: str | None = Field(sa_type=Text)
    retired: str | None = Field(sa_type=Text)
    gpu_committed: bool = _filled(false())
    """Whether its ruling is in force, and uses GPUs."""


class EventRow(SQLModel, table=True):
    """What happened to a dispute, with the parts that it changed as they were and became."""

    __tablename__: ClassVar[str] = "events"
    __table_args__: ClassVar[Constraints] = (
        _of_a_dispute(),
        _index_where("deed = 'recorded the outcome'", "events_outcomes", "team_id", "at", "number"),
    )

    team_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """The version of the dispute that it led to."""
    deed: str
    side: str | None
    by: str | None
    at: datetime
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    link: str = Field(sa_column_kwargs={"server_default": text("''")})
    """What seals it, and with it every event of the dispute before it."""


class DraftRow(SQLModel, table=True):
    """What a side has typed and not filed."""

    __tablename__: ClassVar[str] = "drafts"
    __table_args__: ClassVar[Constraints] = (_of_a_dispute(),)

    team_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    side: str = Field(primary_key=True)
    content: str = Field(sa_type=Text)


class OutboxRow(SQLModel, table=True):
    """A message on its way, waiting or parked; one that is sent is here no more."""

    __tablename__: ClassVar[str] = "outbox"
    __table_args__: ClassVar[Constraints] = (
        _of_a_dispute(),
        _index_where("state = 'waiting'", "outbox_waiting", "team_id", "queue", "id"),
        _index_where("state = 'parked'", "outbox_parked", "team_id", "number"),
        _index_where("fold IS NOT NULL", "outbox_fold", "team_id", "fold", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite")
    )
    """It rises along each queue, and is never given twice: a late worker may still name it."""
    team_id: str
    number: int | None
    """None where it is about no dispute, or several."""
    queue: str
    state: str
    kind: str
    place: str
    recipient: str | None
    """The person or the channel; none where the dispute says it."""
    notice: str = Field(sa_type=Text)
    fold: str | None
    """Under which later messages fold into this one; none from the first attempt on."""
    not_before: datetime | None
    leased_until: datetime | None
    attempts: int
    doubts: int = _filled(text("0"))
    """How many attempts may have reached Slack without our knowing."""
    error: str = Field(sa_type=Text)
    queued_at: datetime | None = Field(sa_column_kwargs={"default": func.current_timestamp()})
    """By the database's own clock; none for what waited before there was this column."""


class CardRow(SQLModel, table=True):
    """Where a dispute's card stands in Slack."""

    __tablename__: ClassVar[str] = "cards"
    __table_args__: ClassVar[Constraints] = (_of_a_dispute(),)

    team_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel_id: str
    ts: str


class SettingsRow(SQLModel, table=True):
    """A change of a workspace's settings; the last one counts, and none is ever altered."""

    __tablename__: ClassVar[str] = "settings"

    team_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    by: str
    content: str = Field(sa_type=Text)


class AreaRow(SQLModel, table=True):
    """An area as somebody left it; the last change counts, and none is ever altered."""

    __tablename__: ClassVar[str] = "area_changes"

    team_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    """Its folded name."""
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    by: str | None
    deed: str
    content: str = Field(sa_type=Text)


class ReminderRow(SQLModel, table=True):
    """What the clock has told somebody, and when it looks at them next."""

    __tablename__: ClassVar[str] = "reminders"
    __table_args__: ClassVar[Constraints] = (
        _index_where("look_at IS NOT NULL", "reminders_due", "look_at", "team_id", "user_id"),
    )

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    look_at: datetime | None
    content: str = Field(sa_type=Text)


class DigestRow(SQLModel, table=True):
    """Somebody who gets the digest: up to when they have been told, and when the next is due."""

    __tablename__: ClassVar[str] = "digests"
    __table_args__: ClassVar[Constraints] = (Index("digests_due", "next_at", "team_id", "user_id"),)

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    covered_until: datetime
    next_at: datetime


class HomeRow(SQLModel, table=True):
    """Somebody who has opened their App Home, and what stands in it."""

    __tablename__: ClassVar[str] = "homes"

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    shown: str = Field(sa_type=Text)


class SweepRow(SQLModel, table=True):
    """When the clock last found that everything due was ruled; one row at most."""

    __tablename__: ClassVar[str] = "sweeps"

    kind: str = Field(primary_key=True)
    at: datetime


WORKSPACES: Table = METADATA.tables["workspaces"]
DISPUTES: Table = METADATA.tables["disputes"]
EVENTS: Table = METADATA.tables["events"]
DRAFTS: Table = METADATA.tables["drafts"]
OUTBOX: Table = METADATA.tables["outbox"]
CARDS: Table = METADATA.tables["cards"]
SETTINGS: Table = METADATA.tables["settings"]
AREA_CHANGES: Table = METADATA.tables["area_changes"]
REMINDERS: Table = METADATA.tables["reminders"]
DIGESTS: Table = METADATA.tables["digests"]
HOMES: Table = METADATA.tables["homes"]
SWEEPS: Table = METADATA.tables["sweeps"]
