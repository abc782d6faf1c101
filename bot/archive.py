"""The records handed out, taken in and copied whole, by who runs the bot."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import utc_now
from bot.config import Settings
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import DisputeId, TeamId
from bot.domain.notices import ExportFormat
from bot.services import records, verifying
from bot.services.ports import Begin
from bot.services.records import BadRecords, Exported, Imported
from bot.services.verifying import Verified
from bot.start import CannotStart, connected, ready_database, upgrade_database
from handlers.directory import SlackDirectory
from storage.backup import NoBackup, back_up
from storage.copying import NotEmpty, copy
from storage.engine import BadDatabaseUrl
from storage.lock import DatabaseInUse, hold
from storage.purging import purge, teams_on_record, wipe
from storage.transaction import make_begin


def export_records(
    settings: Settings, form: ExportFormat, *, team: str, zone: str, with_private: bool
) -> Exported:
    """Everything on record that is not sealed; the bot may run meanwhile.

    Raises:
        CannotStart: the database cannot be read, or holds no such workspace.

    """
    return asyncio.run(_export(settings, form, team, zone, with_private=with_private))


async def _export(
    settings: Settings, form: ExportFormat, team: str, zone: str, *, with_private: bool
) -> Exported:
    client = AsyncWebClient(settings.slack_bot_token, settings.api_url, retry_handlers=[])
    try:
        async with connected(settings.database_url) as engine:
            await ready_database(engine)
            begin = make_begin(engine)
            return await records.export(
                await _one_team(begin, team),
                form,
                to=None,
                zone=zone,
                now=utc_now(),
                directory=SlackDirectory(client),
                begin=begin,
                with_private=with_private,
            )
    except BadDatabaseUrl as reason:
        raise CannotStart(str(reason)) from reason


async def _one_team(begin: Begin, asked: str, *, to: str = "export") -> TeamId:
    async with begin(reading=True) as tx:
        teams = await tx.disputes.teams()
    chosen = [team for team in teams if asked in {"", team}]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        named = f" of the workspace {asked}" if asked else ""
        raise CannotStart(f"There is nothing to {to}: no dispute{named} is on record.")
    raise CannotStart(f"Several workspaces are on record; add --team with one of {chosen}.")


def import_records(settings: Settings, content: bytes) -> Imported:
    """Take exported records into an empty database, which is made where it is missing.

    Raises:
        CannotStart: the content is no export, or the database is not empty or cannot be had.

    """
    upgrade_database(settings)
    try:
        with hold(settings.database_url):
            return asyncio.run(_import(settings.database_url, content))
    except (BadDatabaseUrl, DatabaseInUse, BadRecords) as reason:
        raise CannotStart(str(reason)) from reason


def back_up_database(settings: Settings, file: Path) -> None:
    """A whole copy of the database in a new file; the bot may run meanwhile.

    Raises:
        CannotStart: it is not SQLite's, or cannot be copied.

    """
    try:
        back_up(settings.database_url, file)
    except (BadDatabaseUrl, NoBackup) as reason:
        raise CannotStart(str(reason)) from reason


def copy_database(settings: Settings, to: str) -> int:
    """How many rows were copied into the empty database of that address; the bot is stopped.

    Raises:
        CannotStart: one of the two is in use or cannot be had, or the other is not empty.

    """
    try:
        with hold(settings.database_url), hold(to):
            return asyncio.run(_copy(settings.database_url, to))
    except (BadDatabaseUrl, DatabaseInUse, NotEmpty) as reason:
        raise CannotStart(str(reason)) from reason


async def _copy(from_: str, to: str) -> int:
    async with connected(from_) as source, connected(to) as target:
        await ready_database(source)
        await ready_database(target, upgrading=True)
        return await copy(source, target)


def verify_records(settings: Settings, number: int | None, *, team: str) -> tuple[Verified, ...]:
    """What is found of every record, or of the one of that number; the bot may run meanwhile.

    Raises:
        CannotStart: the database cannot be read, or holds no such dispute.

    """
    try:
        return asyncio.run(_verify(settings.database_url, number, team))
    except NoSuchDispute as reason:
        raise CannotStart(f"There is no dispute #{number} on record.") from reason
    except BadDatabaseUrl as reason:
        raise CannotStart(str(reason)) from reason


async def _verify(url: str, number: int | None, team: str) -> tuple[Verified, ...]:
    async with connected(url) as engine:
        await ready_database(engine)
        begin = make_begin(engine)
        if number is not None:
            dispute = DisputeId(await _one_team(begin, team, to="verify"), number)
            return (await verifying.verify(dispute, begin=begin),)
        return tuple(
            [
                found
                for one in await _teams(begin, team)
                async for found in verifying.verify_all(one, begin=begin)
            ]
        )


async def _teams(begin: Begin, asked: str) -> tuple[TeamId, ...]:
    """The one that is asked for, or all."""
    if asked:
        return (await _one_team(begin, asked, to="verify"),)
    async with begin(reading=True) as tx:
        return await tx.disputes.teams()


def purge_team(
    settings: Settings, team: str, *, is_sure: Callable[[TeamId], bool]
) -> Mapping[str, int] | None:
    """How many rows of a workspace were deleted, by table; None where nobody is sure of it.

    Raises:
        CannotStart: the database is in use or cannot be had, or holds no such workspace.

    """
    try:
        with hold(settings.database_url):
            return asyncio.run(_purge(settings.database_url, team, is_sure))
    except (BadDatabaseUrl, DatabaseInUse) as reason:
        raise CannotStart(str(reason)) from reason


async def _purge(
    url: str, asked: str, is_sure: Callable[[TeamId], bool]
) -> Mapping[str, int] | None:
    async with connected(url) as engine:
        await ready_database(engine)
        team = _known(asked, await teams_on_record(engine))
        if not is_sure(team):
            return None
        gone = await purge(engine, team)
    wipe(url)
    return gone


def _known(asked: str, teams: Collection[TeamId]) -> TeamId:
    if asked in teams:
        return TeamId(asked)
    there = f"There is {', '.join(teams)}." if teams else "There is none."
    raise CannotStart(f"No workspace {asked} is on record. {there}")


async def _import(url: str, content: bytes) -> Imported:
    async with connected(url) as engine:
        return await records.import_records(content, begin=make_begin(engine), now=utc_now())
