"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Disputes with their events and drafts, and the outbox with the cards."""
    _create_workspaces()
    _create_disputes()
    _create_events()
    _create_drafts()
    _create_outbox()
    _create_cards()


def downgrade() -> None:
    """Nothing is left."""
    for table in ("cards", "outbox", "drafts", "events", "disputes", "workspaces"):
        op.drop_table(table)


def _string(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_a_dispute() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["team_id", "number"], ["disputes.team_id", "disputes.number"])


def _create_index(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def _create_workspaces() -> None:
    op.create_table(
        "workspaces",
        _string("team_id"),
        _integer("last_dispute"),
        sa.PrimaryKeyConstraint("team_id"),
    )


def _create_disputes() -> None:
    op.create_table(
        "disputes",
        _string("team_id"),
        _integer("number"),
        _integer("version"),
        _string("form"),
        _string("channel_id"),
        _instant("opened_at"),
        _instant("closes_at"),
        _instant("ruled_at", nullable=True),
        _instant("found_at", nullable=True),
        _string("basis", nullable=True),
        _string("chosen_side", nullable=True),
        sa.Column("against_rule", sa.Boolean(), nullable=True),
        _text("opening"),
        _text("product"),
        _text("research"),
        _text("state"),
        sa.PrimaryKeyConstraint("team_id", "number"),
        sa.UniqueConstraint("team_id", "form", name="disputes_form"),
    )
    by_end, by_team = ["closes_at", "team_id", "number"], ["team_id", "closes_at", "number"]
    by_ruling = ["team_id", "ruled_at", "number"]
    _create_index("disputes_due", "disputes", by_end, "ruled_at IS NULL")
    _create_index("disputes_open", "disputes", by_team, "ruled_at IS NULL")
    _create_index("disputes_ruled", "disputes", by_ruling, "ruled_at IS NOT NULL")


def _create_events() -> None:
    op.create_table(
        "events",
        _string("team_id"),
        _integer("number"),
        _integer("position"),
        _string("deed"),
        _string("side", nullable=True),
        _string("by", nullable=True),
        _instant("at"),
        _text("before"),
        _text("after"),
        sa.PrimaryKeyConstraint("team_id", "number", "position"),
        _of_a_dispute(),
    )


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        _string("team_id"),
        _integer("number"),
        _string("side"),
        _text("content"),
        sa.PrimaryKeyConstraint("team_id", "number", "side"),
        _of_a_dispute(),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _string("team_id"),
        _integer("number"),
        _string("queue"),
        _string("state"),
        _string("kind"),
        _string("place"),
        _string("recipient", nullable=True),
        _text("notice"),
        _string("fold", nullable=True),
        _instant("not_before", nullable=True),
        _instant("leased_until", nullable=True),
        _integer("attempts"),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        _text("error"),
        sa.PrimaryKeyConstraint("id"),
        _of_a_dispute(),
        sqlite_autoincrement=True,
    )
    queue, dispute = ["team_id", "queue", "id"], ["team_id", "number"]
    _create_index("outbox_waiting", "outbox", queue, "state = 'waiting'")
    _create_index("outbox_parked", "outbox", dispute, "state = 'parked'")
    _create_index("outbox_fold", "outbox", ["team_id", "fold"], "fold IS NOT NULL", unique=True)


def _create_cards() -> None:
    op.create_table(
        "cards",
        _string("team_id"),
        _integer("number"),
        _string("channel_id"),
        _string("ts"),
        sa.PrimaryKeyConstraint("team_id", "number"),
        _of_a_dispute(),
    )
