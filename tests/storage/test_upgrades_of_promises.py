"""What is known of promises after an upgrade from the tables before, and after the way back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.afterwards import set_look_again
from bot.domain.case import BuilderWord, Side
from bot.domain.dispute import Dispute, Reopening
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.notices import (
    AnswerOverdue,
    BuilderAsked,
    BuilderNotReached,
    DaysRaised,
    HalfTimeReached,
    LookAgainDue,
    MonthEnded,
    OutcomeRecorded,
    Ruled,
)
from bot.domain.reminders import Reminded
from bot.domain.setting_aside import set_aside
from bot.domain.telling import Announcement, Delivery, Direct, Thread
from bot.services.ports import Begin
from storage.engine import make_engine
from storage.mapping import to_row
from storage.schema import downgrade, upgrade
from storage.tables import DISPUTES, EVENTS
from storage.transaction import make_begin
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DUE,
    END,
    FILTER,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    with_outcome,
)
from tests.storage.keeping import (
    OPENED,
    asking,
    keep,
    numbered,
    of_version_1,
    read,
    ruled_by_version_1,
)

TEAM = TeamId("T1")
RULED = asking("Transformer or rules?", 1)
ASIDE, _ = set_aside(asking("Export or latency?", 2), "They left.", by=OLU, now=END + HOUR)
OPEN = numbered(3)
RECORDED = Event(deed=Deed.RECORDED_OUTCOME, at=END + 15 * DAY, by=MAYA.id)


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
    """What is kept becomes what the tables before held of it, and is upgraded from that."""
    await downgrade(engine, "0002")
    await upgrade(engine)


async def rows(engine: AsyncEngine) -> list[dict[str, object]]:
    async with engine.connect() as connection:
        chosen = select(DISPUTES).order_by(*DISPUTES.primary_key)
        return list(map(of_version_1, (await connection.execute(chosen)).mappings()))


async def due_on_before(engine: AsyncEngine) -> list[date | None]:
    """The days of the promises as the tables before have them."""
    async with engine.connect() as connection:
        chosen = select(DISPUTES.c.answer_due_on).order_by(DISPUTES.c.number)
        return list((await connection.execute(chosen)).scalars())


async def change(begin: Begin, before: Dispute, after: Dispute, deed: Deed) -> None:
    async with begin() as tx:
        known = await tx.disputes.get(before.id)
        await tx.disputes.save(
            known, replace(after, version=known.version), replace(RECORDED, deed=deed)
        )


# Up


async def test_disputes_are_after_the_upgrade_what_they_were(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, RULED, ASIDE, OPEN)
    before = await rows(engine)
    await there_and_back(engine)

    assert await rows(engine) == before
    assert [row["asked_on"] for row in before] == [DUE, None, None]
    assert [row["answer_due_on"] for row in before] == [DUE, None, None]


async def test_the_tables_before_know_the_promise_of_every_ruling(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, RULED, ASIDE, OPEN, with_outcome(asking("Why?", 4), ANSWER))
    await downgrade(engine, "0002")

    assert await due_on_before(engine) == [DUE, DUE, None, DUE]


async def test_every_question_is_found_however_many_there_are(
    engine: AsyncEngine, begin: Begin
) -> None:
    kept = [
        {**to_row(asking("Fraud filter?", number, team=team)), "form": f"{number}"}
        for team in ("T1", "T2")
        for number in range(1, 302)
    ]
    async with engine.begin() as connection:
        await connection.execute(insert(DISPUTES), kept)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        found = [
            await tx.disputes.asking_like(TeamId(team), ["fraud"], limit=999)
            for team in ("T1", "T2")
        ]
    assert list(map(len, found)) == [301, 301]


async def test_what_is_opened_after_the_upgrade_is_found_too(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, RULED)
    await there_and_back(engine)
    await keep(begin, asking("Rules or labels?", 5))

    async with begin(reading=True) as tx:
        found = await tx.disputes.asking_like(TEAM, ["rules"], limit=9)
    assert {one.id.number for one in found} == {1, 5}


async def test_a_question_with_a_sign_that_no_text_has_is_upgraded(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, asking("Fraud\x00filter?"))
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        (found,) = await tx.disputes.asking_like(TEAM, ["filter"], limit=9)
    assert found.opening.question == "Fraud\x00filter?"


async def test_who_owes_or_awaits_an_answer_is_looked_at_at_once_whatever_they_were_told(
    engine: AsyncEngine, begin: Begin
) -> None:
    with_deputy = replace(RULED, product=replace(RULED.product, deputy=ADA.id))
    await keep(begin, with_deputy, ASIDE, OPEN)
    told = Reminded(muted=(3,))
    async with begin() as tx:
        await tx.reminders.put(TEAM, MAYA.id, told, look_at=None)
        await tx.reminders.put(TEAM, JONAS.id, told, look_at=END + 30 * DAY)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        everybody = ((TEAM, ADA.id), (TEAM, JONAS.id), (TEAM, MAYA.id))
        assert await tx.reminders.due(END, limit=9) == everybody
        assert await tx.reminders.get(TEAM, MAYA.id) == told


async def test_who_is_looked_at_sooner_stays_so(engine: AsyncEngine, begin: Begin) -> None:
    await keep(begin, RULED)
    async with begin() as tx:
        await tx.reminders.look(TEAM, [MAYA.id], at=MONDAY)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        assert await tx.reminders.due(MONDAY, limit=9) == ((TEAM, MAYA.id),)


async def test_every_workspace_is_asked_for_its_month_at_once(
    engine: AsyncEngine, begin: Begin
) -> None:
    async with begin() as tx:
        await tx.disputes.next_number(TEAM)
        await tx.months.put(TEAM, told_until=MONDAY, next_at=END)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        assert await tx.months.due(MONDAY) == (TEAM,)
        assert await tx.months.told_until(TEAM) is None


# Down


async def test_outcomes_and_when_to_look_again_are_forgotten_with_their_events(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, RULED)
    put_off = with_outcome(RULED, NOT_YET)
    looking, _ = set_look_again(put_off, DUE, None, by=MAYA, today=END.date(), now=END)
    await change(begin, RULED, put_off, Deed.RECORDED_OUTCOME)
    await change(begin, put_off, looking, Deed.SET_LOOK_AGAIN)
    await change(begin, looking, put_off, Deed.STOPPED_LOOKING_AGAIN)
    await there_and_back(engine)

    assert await read(begin, RULED.id) == replace(ruled_by_version_1(RULED), version=3)
    async with begin(reading=True) as tx:
        assert await tx.disputes.events(RULED.id) == (OPENED,)
        (awaited,) = await tx.disputes.promised(TEAM, from_day=DUE, limit=9)
    assert awaited.id == RULED.id


async def test_that_builders_said_something_is_forgotten(engine: AsyncEngine, begin: Begin) -> None:
    await keep(begin, OPEN)
    for deed in (Deed.CONFIRMED_DAYS, Deed.RAISED_DAYS, Deed.STATED_BURDEN):
        await change(begin, OPEN, OPEN, deed)
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        assert await tx.disputes.events(OPEN.id) == (OPENED,)


async def test_messages_that_the_program_before_knows_not_are_forgotten(
    engine: AsyncEngine, begin: Begin
) -> None:
    of, to_maya = RULED.id, Direct(MAYA.id)
    known = Delivery(about=of, notice=Ruled(of), place=Thread())
    month = MonthEnded(since=MONDAY, until=END)
    word = BuilderWord(by=ADA.id, at=MONDAY, days=20, raised_from=14, why="Labels.")
    raised = DaysRaised(of, Side.PRODUCT, FILTER.id, word)
    new = (
        Delivery(about=of, notice=BuilderAsked(of, Side.PRODUCT, MAYA.id), place=to_maya),
        Delivery(about=of, notice=BuilderNotReached(of, Side.PRODUCT, ADA.id), place=to_maya),
        Delivery(about=of, notice=raised, place=to_maya),
        Delivery(about=of, notice=OutcomeRecorded(of, 0), place=Thread()),
        Delivery(about=of, notice=LookAgainDue(of, MAYA.id, DUE), place=to_maya),
        Delivery(about=of, notice=HalfTimeReached(of, MAYA.id), place=to_maya),
        Delivery(about=of, notice=AnswerOverdue(of, MAYA.id), place=to_maya),
        Delivery(about=TEAM, notice=month, place=Announcement(ChannelId("C9"))),
    )
    await keep(begin, RULED)
    async with begin() as tx:
        await tx.outbox.put((*new, known))
    await downgrade(engine, "0002")

    async with engine.connect() as connection:
        kinds = await connection.execute(text("SELECT kind FROM outbox"))
        assert list(kinds.scalars()) == ["Ruled"]


async def test_what_was_reopened_for_an_overdue_answer_says_so_as_its_evidence(
    engine: AsyncEngine, begin: Begin
) -> None:
    why = Reopening(DisputeId(TEAM, 1), None)
    reopened = replace(OPEN, opening=replace(OPEN.opening, reopens=why))
    await keep(begin, reopened)
    await there_and_back(engine)

    kept = (await read(begin, OPEN.id)).opening
    assert kept.reopens is not None
    assert kept.reopens.dispute == why.dispute
    assert kept.reopens.evidence is not None
    assert kept.reopens.evidence.statement == "The answer was overdue."
    assert replace(kept, reopens=why) == reopened.opening
    async with engine.connect() as connection:
        (after,) = (await connection.execute(select(EVENTS.c.after))).scalars()
    assert "The answer was overdue." in after
