"""The disputes on record, each with its events."""

from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchDispute, StaleDispute
from bot.domain.events import Event
from bot.domain.ids import DisputeId, TeamId
from storage.mapping import event_from_row, event_to_row, from_row, id_from_row, key, to_row
from storage.tables import DISPUTES, EVENTS, WORKSPACES
from storage.upsert import insert_into

_DISPUTE = DISPUTES.c
_ID = (_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.number == bindparam("number"))

_GET = select(DISPUTES).where(*_ID)
_GET_TO_CHANGE = _GET.with_for_update(key_share=True)
_OPENED_BY_FORM = select(DISPUTES).where(
    _DISPUTE.team_id == bindparam("team_id"), _DISPUTE.form == bindparam("form")
)
_OPEN_ONES = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_(None))
    .order_by(_DISPUTE.closes_at, _DISPUTE.number)
)
_RULED = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_not(None))
    .order_by(_DISPUTE.ruled_at.desc(), _DISPUTE.number.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_DUE = (
    select(_DISPUTE.team_id, _DISPUTE.number)
    .where(_DISPUTE.ruled_at.is_(None), _DISPUTE.closes_at <= bindparam("now"))
    .order_by(_DISPUTE.closes_at, _DISPUTE.team_id, _DISPUTE.number)
)
_SAVE = update(DISPUTES).where(
    _DISPUTE.team_id == bindparam("of_team"),
    _DISPUTE.number == bindparam("of_number"),
    _DISPUTE.version == bindparam("of_version"),
)
_EVENTS = (
    select(EVENTS)
    .where(EVENTS.c.team_id == bindparam("team_id"), EVENTS.c.number == bindparam("number"))
    .order_by(EVENTS.c.position)
)


@cache
def _count_on(dialect: str) -> Executable:
    """How far a workspace's disputes are numbered, after so many more; nobody else counts now."""
    more = insert_into(WORKSPACES, dialect)
    return more.on_conflict_do_update(
        index_elements=[WORKSPACES.c.team_id],
        set_={"last_dispute": WORKSPACES.c.last_dispute + more.excluded.last_dispute},
    ).returning(WORKSPACES.c.last_dispute)


class SqlDisputes:
    """The disputes on record, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        self._connection = connection
        self._reading = reading

    async def next_number(self, team: TeamId) -> int:
        """The next number of the workspace; two transactions never get the same one."""
        return await self._count_on(team, 1)

    async def _count_on(self, team: TeamId, more: int) -> int:
        counted = await self._connection.execute(
            _count_on(self._connection.dialect.name), {"team_id": team, "last_dispute": more}
        )
        return int(counted.scalar_one())

    async def add(self, dispute: Dispute, event: Event, *, form: str) -> None:
        """Keep a new dispute; `form` is the form that opened it, known once in the workspace."""
        row = to_row(dispute)
        await self._connection.execute(insert(DISPUTES), {**row, "form": form})
        await self._connection.execute(insert(EVENTS), event_to_row(event, {}, row))

    async def opened_by_form(self, team: TeamId, form: str) -> Dispute | None:
        """The dispute that this very form has opened already, if it has.

        When writing, it waits for whoever may be opening a dispute by the same form just now.
        """
        if not self._reading:
            await self._count_on(team, 0)
        found = await self._connection.execute(_OPENED_BY_FORM, {"team_id": team, "form": form})
        row = found.mappings().one_or_none()
        return from_row(row) if row else None

    async def get(self, dispute: DisputeId) -> Dispute:
        """The dispute; in a writing transaction nobody else changes it until the end.

        Raises:
            NoSuchDispute: there is none.

        """
        found = await self._connection.execute(
            _GET if self._reading else _GET_TO_CHANGE, key(dispute)
        )
        row = found.mappings().one_or_none()
        if row is None:
            raise NoSuchDispute(dispute.number)
        return from_row(row)

    async def save(self, before: Dispute, after: Dispute, event: Event) -> None:
        """Keep a change, count the version up, and append the event.

        Raises:
            StaleDispute: the dispute on record is not at the version of `before`.

        """
        was, row = to_row(before), {**to_row(after), "version": before.version + 1}
        of = {"of_team": was["team_id"], "of_number": was["number"], "of_version": was["version"]}
        saved = await self._connection.execute(_SAVE, {**row, **of})
        if saved.rowcount == 0:
            raise StaleDispute
        await self._connection.execute(insert(EVENTS), event_to_row(event, was, row))

    async def open_ones(self, team: TeamId) -> tuple[Dispute, ...]:
        """The disputes without a ruling, the next to end first."""
        found = await self._connection.execute(_OPEN_ONES, {"team_id": team})
        return tuple(map(from_row, found.mappings()))

    async def ruled(self, team: TeamId, *, limit: int, skip: int = 0) -> tuple[Dispute, ...]:
        """The disputes with a ruling, the last one first."""
        page = {"team_id": team, "limit": limit, "skip": skip}
        found = await self._connection.execute(_RULED, page)
        return tuple(map(from_row, found.mappings()))

    async def due(self, now: datetime) -> tuple[DisputeId, ...]:
        """The disputes of all workspaces whose window is over and that have no ruling."""
        found = await self._connection.execute(_DUE, {"now": now})
        return tuple(map(id_from_row, found.mappings()))

    async def events(self, dispute: DisputeId) -> tuple[Event, ...]:
        """Everything that happened to a dispute, in order."""
        found = await self._connection.execute(_EVENTS, key(dispute))
        return tuple(map(event_from_row, found.mappings()))
