"""The disputes on record, each with its events."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchDispute, StaleDispute
from bot.domain.events import Event
from bot.domain.ids import DisputeId, TeamId
from storage.chain import LAST_LINK, linked_behind
from storage.finding import DUE, IS_UNTOLD, NEXT_AT, TO_TELL_DECIDERS
from storage.lists import SqlLists
from storage.mapping import event_from_row, event_to_row, from_row, id_from_row, key, to_row
from storage.tables import DISPUTES, EVENTS
from storage.workspaces import count_on, wait_for_others

_DISPUTE = DISPUTES.c
_ID = (_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.number == bindparam("number"))

_ADD, _ADD_EVENT = insert(DISPUTES), insert(EVENTS)
_GET = select(DISPUTES).where(*_ID)
_GET_TO_CHANGE = _GET.with_for_update(key_share=True)
_GET_UNLESS_TAKEN = _GET.with_for_update(key_share=True, skip_locked=True)
_OPENED_BY_FORM = select(DISPUTES).where(
    _DISPUTE.team_id == bindparam("team_id"), _DISPUTE.form == bindparam("form")
)
_NOTE_DECIDER_TOLD = (
    update(DISPUTES)
    .where(
        _DISPUTE.team_id == bindparam("of_team"),
        _DISPUTE.number == bindparam("of_number"),
        IS_UNTOLD,
    )
    .values(decider_told=true())
)
# Whoever changes a dispute has locked it, so the last link is still the last when this is done.
_SAVE = (
    update(DISPUTES)
    .where(
        _DISPUTE.team_id == bindparam("of_team"),
        _DISPUTE.number == bindparam("of_number"),
        _DISPUTE.version == bindparam("of_version"),
    )
    .returning(LAST_LINK)
)
_EVENTS = (
    select(EVENTS)
    .where(EVENTS.c.team_id == bindparam("team_id"), EVENTS.c.number == bindparam("number"))
    .order_by(EVENTS.c.position)
)


class SqlDisputes(SqlLists):
    """The disputes on record, in one transaction."""

    def __init__(self, connection: AsyncConnection, *, reading: bool) -> None:
        super().__init__(connection)
        self._reading = reading

    async def next_number(self, team: TeamId) -> int:
        """The next number of the workspace; two transactions never get the same one."""
        return await count_on(self._connection, team, 1)

    async def add(self, dispute: Dispute, event: Event, *, form: str) -> None:
        """Keep a new dispute; `form` is the form that opened it, known once in the workspace."""
        row = to_row(dispute)
        await self._connection.execute(_ADD, {**row, "form": form})
        opened = linked_behind(event_to_row(event, {}, row), "")
        await self._connection.execute(_ADD_EVENT, opened)

    async def opened_by_form(self, team: TeamId, form: str) -> Dispute | None:
        """The dispute that this very form has opened already, if it has.

        When writing, it waits for whoever may be opening a dispute by the same form just now.
        """
        if not self._reading:
            await wait_for_others(self._connection, team)
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

    async def get_unless_taken(self, dispute: DisputeId) -> Dispute | None:
        """The same, without waiting; None while another transaction is changing it."""
        found = await self._connection.execute(_GET_UNLESS_TAKEN, key(dispute))
        row = found.mappings().one_or_none()
        return from_row(row) if row else None

    async def save(self, before: Dispute, after: Dispute, event: Event) -> None:
        """Keep a change, count the version up, and append the event.

        Raises:
            StaleDispute: the dispute on record is not at the version of `before`.

        """
        was, row = to_row(before), {**to_row(after), "version": before.version + 1}
        of = {"of_team": was["team_id"], "of_number": was["number"], "of_version": was["version"]}
        # SQLite writes every index anew whose columns are set, whether they differ or not.
        changed = {name: value for name, value in row.items() if value != was[name]}
        saved = await self._connection.execute(_SAVE, {**changed, **of})
        behind = saved.scalar_one_or_none()
        if behind is None:
            raise StaleDispute
        happened = linked_behind(event_to_row(event, was, row), behind)
        await self._connection.execute(_ADD_EVENT, happened)

    async def to_tell_deciders(self, now: datetime) -> tuple[DisputeId, ...]:
        """The open disputes of all workspaces that can be decided and whose decider is not told."""
        found = await self._connection.execute(TO_TELL_DECIDERS, {"now": now})
        return tuple(map(id_from_row, found.mappings()))

    async def note_decider_told(self, dispute: DisputeId) -> bool:
        """Whether nobody had told the decider before; from now on somebody has."""
        of = {"of_team": dispute.team, "of_number": dispute.number}
        noted = await self._connection.execute(_NOTE_DECIDER_TOLD, of)
        return noted.rowcount > 0

    async def next_at(self) -> datetime | None:
        """The next instant at which a window ends or a decider may be told."""
        instants = (await self._connection.execute(NEXT_AT)).one()
        return min((instant for instant in instants if instant), default=None)

    async def due(self, now: datetime) -> tuple[DisputeId, ...]:
        """The disputes of all workspaces whose window is over and that have no ruling."""
        found = await self._connection.execute(DUE, {"now": now})
        return tuple(map(id_from_row, found.mappings()))

    async def events(self, dispute: DisputeId) -> tuple[Event, ...]:
        """Everything that happened to a dispute, in order."""
        found = await self._connection.execute(_EVENTS, key(dispute))
        return tuple(map(event_from_row, found.mappings()))
