"""One transaction: all of it is kept, or nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.services.ports import Begin, Transaction
from storage.areas import SqlAreas
from storage.chain import SqlChains
from storage.digests import SqlDigests
from storage.disputes import SqlDisputes
from storage.drafts import SqlDrafts
from storage.engine import reading as for_reading
from storage.homes import SqlHomes
from storage.months import SqlMonths
from storage.outbox import SqlOutbox
from storage.records import SqlRecords
from storage.reminders import SqlReminders
from storage.settings import SqlSettings
from storage.sweeps import SqlSweeps
from storage.watching import SqlWatching


@dataclass(frozen=True, slots=True)
class SqlTransaction:
    """A transaction under way."""

    disputes: SqlDisputes
    drafts: SqlDrafts
    settings: SqlSettings
    areas: SqlAreas
    reminders: SqlReminders
    digests: SqlDigests
    months: SqlMonths
    records: SqlRecords
    chains: SqlChains
    sweeps: SqlSweeps
    watching: SqlWatching
    homes: SqlHomes
    outbox: SqlOutbox


def _nothing() -> None:
    """After a commit, by default."""


def make_begin(engine: AsyncEngine, *, after_commit: Callable[[], None] = _nothing) -> Begin:
    """How transactions on that database begin.

    `after_commit` is called after each commit that leaves more to send than before.
    """
    reader = for_reading(engine)
    turns = _turns(engine)

    @asynccontextmanager
    async def begin(*, reading: bool = False) -> AsyncIterator[Transaction]:
        turn = nullcontext() if reading else turns
        async with turn, (reader if reading else engine).begin() as connection:
            transaction = _transaction(connection, reading=reading)
            yield transaction
        if transaction.outbox.filled:
            after_commit()

    return begin


def _transaction(connection: AsyncConnection, *, reading: bool) -> SqlTransaction:
    return SqlTransaction(
        disputes=SqlDisputes(connection, reading=reading),
        drafts=SqlDrafts(connection),
        settings=SqlSettings(connection),
        areas=SqlAreas(connection, reading=reading),
        reminders=SqlReminders(connection, reading=reading),
        digests=SqlDigests(connection, reading=reading),
        months=SqlMonths(connection, reading=reading),
        records=SqlRecords(connection),
        chains=SqlChains(connection),
        sweeps=SqlSweeps(connection, reading=reading),
        watching=SqlWatching(connection),
        homes=SqlHomes(connection),
        outbox=SqlOutbox(connection),
    )


def _turns(engine: AsyncEngine) -> AbstractAsyncContextManager[None]:
    """Writers on SQLite wait in line here; its own waiting is by chance, and ends in a failure."""
    return asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
