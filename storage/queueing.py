"""How messages get into the outbox: some fold into one that waits there already."""

from functools import cache

from sqlalchemy import Executable, bindparam, literal, select

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import HomeChanged
from bot.domain.telling import Delivery, Home
from storage.mapping_of_deliveries import delivery_to_row
from storage.tables import HOMES, OUTBOX
from storage.upsert import Insert, insert_into

_MESSAGE = OUTBOX.c


@cache
def put(dialect: str) -> Executable:
    """A row for each delivery but for a card, Home or builder's question that waits already."""
    return _or_lock(insert_into(OUTBOX, dialect))


def _or_lock(insert: Insert) -> Insert:
    """What waits already is locked by a change of nothing.

    So no worker can draw it from before this transaction between now and its commit.
    """
    return insert.on_conflict_do_update(
        index_elements=[_MESSAGE.team_id, _MESSAGE.fold],
        index_where=_MESSAGE.fold.is_not(None),
        set_={"fold": insert.excluded.fold},
    )


@cache
def put_homes(dialect: str) -> Executable:
    """A row for each Home of a workspace that somebody has opened; locked in one order."""
    nobody = Delivery(about=TeamId(""), notice=HomeChanged(), place=Home(UserId("")))
    row = {
        name: literal(value) for name, value in delivery_to_row(nobody).items() if value is not None
    }
    of_user = {name: row[name] + HOMES.c.user_id for name in ("recipient", "queue", "fold")}
    columns = {**row, **of_user, "team_id": HOMES.c.team_id}
    opened = select(*columns.values()).where(HOMES.c.team_id == bindparam("of_team"))
    chosen = opened.order_by(HOMES.c.user_id)
    insert = insert_into(OUTBOX, dialect).from_select(list(columns), chosen)
    return _or_lock(insert).execution_options(preserve_rowcount=True)
