"""The records handed out, taken in and copied whole, by who runs the bot."""

import asyncio
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import utc_now
from bot.config import Settings
from bot.domain.ids import TeamId
from bot.domain.notices import ExportFormat
from bot.services import records
from bot.services.ports import Begin
from bot.services.records import BadRecords, Exported, Imported
from bot.start import CannotStart, connected, ready_database, upgrade_database
from handlers.directory import SlackDirectory
from storage.backup import NoBackup, back_up
from storage.engine import BadDatabaseUrl
from storage.lock import DatabaseInUse, hold
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


async def _one_team(begin: Begin, asked: str) -> TeamId:
    async with begin(reading=True) as tx:
        teams = await tx.disputes.teams()
    chosen = [team for team in teams if asked in {"", team}]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        named = f" of the workspace {asked}" if asked else ""
        raise CannotStart(f"There is nothing to export: no dispute{named} is on record.")
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


async def _import(url: str, content: bytes) -> Imported:
    async with connected(url) as engine:
        return await records.import_records(content, begin=make_begin(engine), now=utc_now())
