"""The tables; every key carries the workspace, and what is due stands in an indexed column."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
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


class WorkspaceRow(SQLModel, table=True):
    """A workspace, and how far its disputes are numbered."""

    __tablename__: ClassVar[str] = "workspaces"

    team_id: str = Field(primary_key=True)
    last_dispute: int


class DisputeRow(SQLModel, table=True):
    """A dispute: its parts as JSON, and beside them what is searched and counted."""

    __tablename__: ClassVar[str] = "disputes"
    __table_args__: ClassVar[Constraints] = (
        UniqueConstraint("team_id", "form", name="disputes_form"),
        _index_where("ruled_at IS NULL", "disputes_due", "closes_at", "team_id", "number"),
        _index_where("ruled_at IS NULL", "disputes_open", "team_id", "closes_at", "number"),
        _index_where("ruled_at IS NOT NULL", "disputes_ruled", "team_id", "ruled_at", "number"),
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


class EventRow(SQLModel, table=True):
    """What happened to a dispute, with the parts that it changed as they were and became."""

    __tablename__: ClassVar[str] = "events"
    __table_args__: ClassVar[Constraints] = (_of_a_dispute(),)

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
    number: int
    queue: str
    state: str
    kind: str
    place: str
    recipient: str | None
    notice: str = Field(sa_type=Text)
    fold: str | None
    """Under which later messages fold into this one; none from the first attempt on."""
    not_before: datetime | None
    leased_until: datetime | None
    attempts: int
    in_doubt: bool
    error: str = Field(sa_type=Text)


class CardRow(SQLModel, table=True):
    """Where a dispute's card stands in Slack."""

    __tablename__: ClassVar[str] = "cards"
    __table_args__: ClassVar[Constraints] = (_of_a_dispute(),)

    team_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel_id: str
    ts: str


WORKSPACES: Table = METADATA.tables["workspaces"]
DISPUTES: Table = METADATA.tables["disputes"]
EVENTS: Table = METADATA.tables["events"]
DRAFTS: Table = METADATA.tables["drafts"]
OUTBOX: Table = METADATA.tables["outbox"]
CARDS: Table = METADATA.tables["cards"]
