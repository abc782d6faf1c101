"""Rows that were there before a migration are what they were after it, and the other way round."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.leads import name_deputy
from bot.domain.notices import (
    CardChanged,
    HomeChanged,
    MayDecide,
    ReminderDue,
    Ruled,
    RulingSetAside,
)
from bot.domain.reminders import Reminded
from bot.domain.setting_aside import set_aside
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Announcement, Card, Delivery, Direct, Home, Thread
from bot.services.ports import Begin, SettingsChange
from storage.engine import make_engine
from storage.mapping import key, to_row
from storage.schema import downgrade, upgrade
from storage.tables import DIGESTS, DISPUTES, HOMES, OUTBOX, REMINDERS, SETTINGS
from storage.transaction import make_begin
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    OLU,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    ruled,
)
from tests.storage.keeping import (
    OPENED,
    in_sql,
    keep,
    numbered,
    of_version_1,
    read,
    ruled_by_version_1,
)

TEAM = TeamId("T1")
HALF = file(numbered(1), Side.PRODUCT)
SET_ASIDE = Event(deed=Deed.SET_ASIDE, at=END + HOUR, by=OLU.id)


def renumbered(dispute: Dispute, number: int) -> Dispute:
    return replace(dispute, opening=replace(dispute.opening, id=DisputeId(TEAM, number)))


UNSEALED = renumbered(an_unsealed_dispute(), 2)
ENDED = renumbered(replace(an_unsealed_dispute(), state=ruled(an_unsealed_dispute())), 3)
ASIDE, _ = set_aside(ENDED, "The customer has left.", by=OLU, now=END + HOUR)


@pytest.fixture
async def engine(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(empty_database_url)
    await upgrade(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def begin(engine: AsyncEngine) -> Begin:
    return make_begin(engine)


async def there_and_back(engine: AsyncEngine) -> None:
    """What is kept becomes what the first tables held of it, and is upgraded from that."""
    await downgrade(engine, "0001")
    await upgrade(engine)


async def rows(engine: AsyncEngine, table: Table) -> list[RowMapping]:
    async with engine.connect() as connection:
        chosen = select(table).order_by(*table.primary_key)
        return list((await connection.execute(chosen)).mappings())


async def as_known_before(engine: AsyncEngine) -> list[dict[str, object]]:
    return list(map(of_version_1, await rows(engine, DISPUTES)))


async def count(engine: AsyncEngine, table: str) -> int:
    async with engine.connect() as connection:
        counted = await connection.execute(select(func.count()).select_from(text(table)))
        return int(counted.scalar_one())


async def put(begin: Begin, *deliveries: Delivery) -> None:
    async with begin() as tx:
        await tx.outbox.put(deliveries)


async def waiting(begin: Begin) -> list[Delivery]:
    sent: list[Delivery] = []
    while True:
        async with begin() as tx:
            claimed = await tx.outbox.claim(now=MONDAY, until=MONDAY + HOUR, limit=10)
            for one in claimed:
                await tx.outbox.mark_sent(one)
        if not claimed:
            return sent
        sent += [one.delivery for one in claimed]


# The tables


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
async def test_what_a_downgrade_leaves_is_what_the_migrations_up_to_there_make(
    engine: AsyncEngine, revision: str
) -> None:
    await downgrade(engine, revision)
    left = await in_sql(engine), await columns(engine)
    await downgrade(engine)
    await upgrade(engine, revision)

    assert left == (await in_sql(engine), await columns(engine))


async def columns(engine: AsyncEngine) -> set[tuple[str, ...]]:
    statement = {
        "sqlite": 'SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master AS m'
        " JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'",
        "postgresql": "SELECT table_name, column_name, data_type, is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public'",
    }[engine.dialect.name]
    async with engine.connect() as connection:
        return {tuple(map(str, row)) for row in await connection.execute(text(statement))}


# Up


async def test_disputes_are_after_the_upgrade_what_they_were(
    engine: AsyncEngine, begin: Begin
) -> None:
    named, _ = name_deputy(HALF, Side.RESEARCH, ADA, by=JONAS, now=MONDAY + HOUR)
    await keep(begin, named, UNSEALED, ENDED)
    before = await as_known_before(engine)
    await there_and_back(engine)

    assert await as_known_before(engine) == before
    assert [row["research_deputy"] for row in before] == [ADA.id, None, None]
    assert [row["decidable_at"] for row in before] == [None, BOTH_IN + DAY, None]


@pytest.mark.parametrize("before_end", [2 * DAY, DAY, HOUR])
async def test_only_what_can_be_decided_in_time_is_decidable_after_the_upgrade(
    engine: AsyncEngine, begin: Begin, before_end: timedelta
) -> None:
    late = file(HALF, Side.RESEARCH, now=END - before_end)
    await keep(begin, late)
    before = await as_known_before(engine)
    await there_and_back(engine)

    assert await as_known_before(engine) == before


async def test_deciders_of_old_disputes_are_told(engine: AsyncEngine, begin: Begin) -> None:
    await keep(begin, HALF, UNSEALED, ENDED)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        assert await tx.disputes.to_tell_deciders(BOTH_IN + DAY) == (UNSEALED.id,)


async def test_who_speaks_in_an_old_open_dispute_is_looked_at_at_once(
    engine: AsyncEngine, begin: Begin
) -> None:
    named, _ = name_deputy(HALF, Side.RESEARCH, ADA, by=JONAS, now=MONDAY + HOUR)
    gone = replace(ENDED, product=replace(ENDED.product, lead=UserId("Gone")))
    await keep(begin, named, UNSEALED, gone)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        due = await tx.reminders.due(MONDAY, limit=10)
        told = await tx.reminders.get(TEAM, ADA.id)
    assert due == ((TEAM, ADA.id), (TEAM, JONAS.id), (TEAM, MAYA.id))
    assert told == Reminded()


async def test_founders_of_an_old_workspace_are_looked_up_at_once(
    engine: AsyncEngine, begin: Begin
) -> None:
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)
    await there_and_back(engine)

    async with begin() as tx:
        assert await tx.digests.teams_to_look_at(MONDAY) == (TEAM,)
        assert await tx.disputes.next_number(TEAM) == 2


async def test_every_dispute_is_upgraded_however_many_there_are(
    engine: AsyncEngine, begin: Begin
) -> None:
    disputes = [numbered(number, team=team) for team in ("T1", "T2") for number in range(1, 302)]
    async with engine.begin() as connection:
        kept = [{**to_row(one), "form": f"{one.id}"} for one in disputes]
        await connection.execute(insert(DISPUTES), kept)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        found = [await tx.disputes.open_ones_of(TeamId(team), [MAYA.id]) for team in ("T1", "T2")]
    assert list(map(len, found)) == [301, 301]


async def test_messages_are_sent_after_the_upgrade_as_before(
    engine: AsyncEngine, begin: Begin
) -> None:
    dispute = numbered(1).id
    card = Delivery(about=dispute, notice=CardChanged(dispute), place=Card())
    thread = Delivery(about=dispute, notice=Ruled(dispute), place=Thread())
    await keep(begin, numbered(1))
    await put(begin, card, thread)
    before = await rows(engine, OUTBOX)
    await there_and_back(engine)
    await put(begin, card)

    assert await rows(engine, OUTBOX) == [{**row, "queued_at": None} for row in before]
    assert await waiting(begin) == [card, thread]


async def test_a_message_gets_no_number_that_one_had_before_the_upgrade(
    engine: AsyncEngine, begin: Begin
) -> None:
    """A late worker may still name it."""
    dispute = numbered(1).id
    message = Delivery(about=dispute, notice=Ruled(dispute), place=Thread())
    await keep(begin, numbered(1))
    await put(begin, message)
    (before,) = await rows(engine, OUTBOX)
    await waiting(begin)
    await there_and_back(engine)
    await put(begin, message)

    (after,) = await rows(engine, OUTBOX)
    assert after["id"] == before["id"] + 1


# Down


async def fill(begin: Begin) -> None:
    """Everything that only the new tables can hold."""
    async with begin() as tx:
        await tx.settings.put(
            TEAM, SettingsChange(settings=WorkspaceSettings(), by=OLU.id, at=MONDAY)
        )
        await tx.reminders.look(TEAM, [MAYA.id], at=MONDAY)
        await tx.digests.put(TEAM, OLU.id, covered_until=MONDAY, next_at=END)
        await tx.digests.look(TEAM, at=END)
        await tx.homes.opened(TEAM, MAYA.id)
        await tx.outbox.put_homes(TEAM)


async def test_what_only_the_new_tables_hold_is_forgotten(
    engine: AsyncEngine, begin: Begin
) -> None:
    await fill(begin)
    await there_and_back(engine)

    for table in (SETTINGS, REMINDERS, DIGESTS, HOMES, OUTBOX):
        assert await rows(engine, table) == []


def told(about: DisputeId) -> Iterable[Delivery]:
    """What the first tables cannot hold: their program would take it for something else."""
    yield Delivery(about=TEAM, notice=HomeChanged(), place=Home(MAYA.id))
    yield Delivery(about=TEAM, notice=ReminderDue(bundled_until=END), place=Direct(MAYA.id))
    yield Delivery(about=about, notice=Ruled(about), place=Announcement(ChannelId("C9")))
    yield Delivery(about=about, notice=MayDecide(about), place=Direct(JONAS.id))
    yield Delivery(about=about, notice=RulingSetAside(about), place=Direct(ADA.id))


async def test_messages_that_the_program_before_knows_not_are_forgotten_and_others_sent(
    engine: AsyncEngine, begin: Begin
) -> None:
    dispute = numbered(1).id
    known = Delivery(about=dispute, notice=Ruled(dispute), place=Direct(OLU.id))
    await keep(begin, numbered(1))
    await put(begin, *told(dispute), known)
    await downgrade(engine, "0001")

    assert await count(engine, "outbox") == 1
    await upgrade(engine)
    assert await waiting(begin) == [known]


async def test_a_ruling_stays_when_its_setting_aside_is_forgotten(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, ENDED)
    async with begin() as tx:
        await tx.disputes.save(ENDED, ASIDE, SET_ASIDE)
    await there_and_back(engine)

    assert await read(begin, ENDED.id) == replace(ruled_by_version_1(ENDED), version=1)
    async with begin(reading=True) as tx:
        assert await tx.disputes.events(ENDED.id) == (OPENED,)


async def test_drafts_and_cards_stay_with_their_disputes(engine: AsyncEngine, begin: Begin) -> None:
    await keep(begin, an_open_dispute())
    row = key(an_open_dispute().id)
    async with engine.begin() as connection:
        card = "INSERT INTO cards VALUES (:team_id, :number, 'C1', '1.0')"
        draft = "INSERT INTO drafts VALUES (:team_id, :number, 'product', '{}')"
        await connection.execute(text(card), row)
        await connection.execute(text(draft), row)
    await there_and_back(engine)

    assert await count(engine, "cards") == await count(engine, "drafts") == 1
