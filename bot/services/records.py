"""The records handed out as a file, and taken into an empty database again."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open, Sealed
from bot.domain.ids import DisputeId, TeamId
from bot.domain.notices import ExportAsked, ExportFormat
from bot.domain.occasions import tells_until
from bot.domain.person import Person
from bot.domain.rights import Action, Privacy, check_in_workspace
from bot.domain.telling import Delivery, Direct
from bot.services import record_csv, record_json, record_reading
from bot.services.ports import Begin, Directory, Rows, Transaction, UnreadableRecord
from bot.services.record_areas import named_in
from bot.services.record_json import Archive, Kept
from bot.services.record_reading import BadRecords
from bot.services.visibility import privacy_of, visible

__all__ = ["BadRecords", "Exported", "Imported", "ask_for_export", "export", "import_records"]

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The records as a file."""

    filename: str
    content: bytes
    disputes: int
    left_out: int
    """How many are not in it, as their channel is not known to be public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How much was taken in, and a sentence for each dispute that was not."""

    disputes: int
    left_out: tuple[str, ...]


async def ask_for_export(
    team: TeamId, form: ExportFormat, *, command: str, by: Person, now: datetime, begin: Begin
) -> None:
    """The records are on their way to who asks for them; the same command twice asks once.

    Raises:
        NotAllowed: `by` is neither a founder nor an admin.

    """
    check_in_workspace(Action.EXPORT, by)
    notice = ExportAsked(format=form, asked_at=now)
    async with begin() as tx:
        # Their row is there from now on, and nobody else's until the end.
        await tx.reminders.look(team, {by.id}, at=now)
        reminded = await tx.reminders.get(team, by.id)
        if command and reminded.export == command:
            return
        await tx.reminders.put(team, by.id, replace(reminded, export=command), look_at=now)
        await tx.outbox.put((Delivery(about=team, notice=notice, place=Direct(by.id)),))


async def export(
    team: TeamId,
    form: ExportFormat,
    *,
    to: Person | None,
    zone: str,
    now: datetime,
    directory: Directory,
    begin: Begin,
    with_private: bool = False,
) -> Exported:
    """Everything that is not sealed, of the disputes that `to` may see.

    Without `to` it is for who runs the bot: what was disputed in channels that are not known to
    be public is in it only `with_private`.

    Raises:
        NotAllowed: `to` is neither a founder nor an admin.

    """
    if to:
        check_in_workspace(Action.EXPORT, to)
    async with begin(reading=True) as tx:
        archive, kept = await _read(tx, team, now=now)
    if to or not with_private:
        chosen = await _visible(kept, to, directory)
        shown = tuple(one for one in kept if one.dispute.id in chosen)
    else:
        shown = kept
    left_out = len(kept) - len(shown)
    if form is ExportFormat.CSV:
        content = record_csv.write((one.dispute for one in shown), zone=zone, now=now)
    else:
        archive = replace(archive, areas=named_in(archive.areas, (one.dispute for one in shown)))
        content = record_json.write(archive, shown, left_out=left_out, zone=zone, now=now)
    day = now.astimezone(ZoneInfo(zone)).date().isoformat()
    return Exported(
        filename=f"roadmap-disputes-{day}.{form.value}",
        content=content,
        disputes=len(shown),
        left_out=left_out,
    )


async def _read(
    tx: Transaction, team: TeamId, *, now: datetime
) -> tuple[Archive, tuple[Kept, ...]]:
    """All of it, from one snapshot."""
    kept: list[Kept] = []
    while True:
        above = kept[-1].dispute.id.number if kept else 0
        page = await tx.records.read(team, above=above, limit=_PAGE, now=now)
        kept += (Kept(dispute, rows) for dispute, rows in page)
        if len(page) < _PAGE:
            break
    areas = [await tx.areas.changes(area.id) for area in await tx.areas.all_of(team)]
    archive = Archive(
        team=team,
        last_number=await tx.records.last_number(team),
        settings=await tx.settings.changes(team),
        areas=tuple(chain.from_iterable(areas)),
    )
    return archive, tuple(kept)


async def _visible(
    kept: tuple[Kept, ...], to: Person | None, directory: Directory
) -> set[DisputeId]:
    disputes = [one.dispute for one in kept]
    if to:
        return {one.id for one in await visible(disputes, to=to, directory=directory)}
    privacy = await privacy_of({one.opening.channel for one in disputes}, directory)
    return {one.id for one in disputes if privacy[one.opening.channel] is Privacy.PUBLIC}


async def import_records(content: bytes, *, begin: Begin, now: datetime) -> Imported:
    """The rows of an export in an empty database, just as they were: all of them, or nothing.

    Raises:
        BadRecords: the content is no export, or the database is not empty.

    """
    archive, all_rows = record_reading.read(content)
    async with begin() as tx:
        if not await tx.records.is_empty():
            raise BadRecords(
                "The database is not empty. Set DATABASE_URL to a new one, and import into that."
            )
        known = [_understand(tx, archive.team, number, rows) for number, rows in all_rows]
        kept = [one for one in known if not _owes_a_sealed_text(one.dispute)]
        if archive.last_number:
            await tx.records.put_last_number(archive.team, archive.last_number)
        for change in archive.settings:
            await tx.settings.put(archive.team, change)
        for area in archive.areas:
            await tx.areas.put(area)
        for one in kept:
            await _add(tx, one, now=now)
    left_out = tuple(_why_left_out(one.dispute) for one in known if one not in kept)
    return Imported(disputes=len(kept), left_out=left_out)


def _understand(tx: Transaction, team: TeamId, number: int, rows: Rows) -> Kept:
    try:
        dispute = tx.records.understand(rows)
    except UnreadableRecord as reason:
        raise BadRecords(f"#{number} cannot be imported: {reason}.") from None
    if dispute.id != DisputeId(team, number):
        raise BadRecords(f"#{number} cannot be imported: its record is of another dispute.")
    return Kept(dispute, rows)


async def _add(tx: Transaction, kept: Kept, *, now: datetime) -> None:
    await tx.records.add(kept.rows)
    dispute = kept.dispute
    if isinstance(dispute.state, Open) or tells_until(dispute):
        await tx.reminders.look(dispute.id.team, set(dispute.speakers), at=now)


def _sealed(dispute: Dispute) -> list[Side]:
    return [side for side in Side if isinstance(dispute.party(side).standing, Sealed)]


def _owes_a_sealed_text(dispute: Dispute) -> bool:
    """Whether it cannot go on, as a case that is in has stayed behind."""
    return isinstance(dispute.state, Open) and bool(_sealed(dispute))


def _why_left_out(dispute: Dispute) -> str:
    sides = " and ".join(f"{side}'s case" for side in _sealed(dispute))
    return (
        f"{dispute.id} is still open and was left out: {sides} is sealed, so the file does not "
        "have its text. To keep it, let it end first, or copy the database itself."
    )
