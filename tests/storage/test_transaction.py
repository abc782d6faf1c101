import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import ChannelId
from bot.domain.notices import CardChanged, Ruled
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Card, Delivery, Thread
from bot.services.ports import Begin, Claimed, Posted, SettingsChange, Transaction
from storage.transaction import make_begin
from tests.builders import HOUR, MAYA, MONDAY, OLU, an_open_dispute
from tests.storage.keeping import OPENED, REPLACED, keep, numbered, read, roll_back, with_lead

DISPUTE = an_open_dispute()
TEAM = DISPUTE.id.team
CHANGE = SettingsChange(settings=WorkspaceSettings(reminder_hour=8), by=OLU.id, at=MONDAY)
CARD = Delivery(about=DISPUTE.id, notice=CardChanged(DISPUTE.id), place=Card())
RULED = Delivery(about=DISPUTE.id, notice=Ruled(DISPUTE.id), place=Thread())


async def do_everything(tx: Transaction) -> None:
    await tx.disputes.add(DISPUTE, OPENED, form="V1")
    await tx.disputes.save(DISPUTE, with_lead(DISPUTE, "Zoe"), REPLACED)
    await tx.drafts.put(DISPUTE.id, Side.PRODUCT, Draft(evidence=(), options=()))
    await tx.outbox.put([CARD, RULED])
    await tx.outbox.put_card(DISPUTE.id, Posted(ChannelId("C1"), "1.0"))
    await tx.settings.put(TEAM, CHANGE)
    await tx.reminders.look(TEAM, [MAYA.id], at=MONDAY)
    await tx.digests.put(TEAM, OLU.id, covered_until=MONDAY, next_at=MONDAY)
    await tx.homes.put_shown(TEAM, MAYA.id, "one")


async def claim(tx: Transaction) -> tuple[Claimed, ...]:
    return await tx.outbox.claim(now=MONDAY, until=MONDAY + HOUR, limit=10)


async def assert_nothing_is_there(begin: Begin) -> None:
    with pytest.raises(NoSuchDispute):
        await read(begin, DISPUTE.id)
    async with begin() as tx:
        assert await tx.disputes.opened_by_form(DISPUTE.id.team, "V1") is None
        assert await tx.disputes.events(DISPUTE.id) == ()
        assert await tx.drafts.get(DISPUTE.id, Side.PRODUCT) is None
        assert await tx.outbox.card_of(DISPUTE.id) is None
        assert await claim(tx) == ()
        assert await tx.settings.changes(TEAM) == ()
        assert await tx.reminders.due(MONDAY, limit=1) == ()
        assert await tx.digests.due(MONDAY) == ()
        assert await tx.homes.shown(TEAM, MAYA.id) == ""


async def test_all_of_it_is_kept_after_a_clean_exit(begin: Begin) -> None:
    async with begin() as tx:
        await do_everything(tx)

    assert (await read(begin, DISPUTE.id)).version == 1
    async with begin() as tx:
        assert len(await tx.disputes.events(DISPUTE.id)) == 2
        assert await tx.drafts.get(DISPUTE.id, Side.PRODUCT)
        assert await tx.outbox.card_of(DISPUTE.id)
        assert [one.delivery for one in await claim(tx)] == [CARD]
        assert await tx.settings.changes(TEAM) == (CHANGE,)
        assert await tx.reminders.due(MONDAY, limit=1) == ((TEAM, MAYA.id),)
        assert await tx.digests.due(MONDAY) == ((TEAM, OLU.id),)
        assert await tx.homes.shown(TEAM, MAYA.id) == "one"


async def test_nothing_of_it_is_kept_after_an_exception(begin: Begin) -> None:
    await roll_back(begin, do_everything)

    await assert_nothing_is_there(begin)


async def test_nothing_of_it_is_kept_when_it_is_cancelled(begin: Begin) -> None:
    done, never = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        async with begin() as tx:
            await do_everything(tx)
            done.set()
            await never.wait()

    hanging = asyncio.create_task(hang())
    await done.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging

    await assert_nothing_is_there(begin)


async def test_writers_that_are_cancelled_in_the_middle_block_nobody(begin: Begin) -> None:
    await keep(begin, *(numbered(number) for number in range(1, 11)))

    async def change(number: int) -> None:
        async with begin() as tx:
            before = await tx.disputes.get(numbered(number).id)
            await tx.disputes.save(before, with_lead(before, "Zoe"), REPLACED)

    changing = [asyncio.create_task(change(number)) for number in range(1, 11)]
    await changing[0]
    for task in changing:
        task.cancel()
    await asyncio.gather(*changing, return_exceptions=True)
    await change(10)

    assert (await read(begin, numbered(10).id)).product.lead == "Zoe"


async def test_a_transaction_sees_what_it_wrote(begin: Begin) -> None:
    async with begin() as tx:
        await do_everything(tx)

        assert (await tx.disputes.get(DISPUTE.id)).product.lead == "Zoe"
        assert await tx.disputes.opened_by_form(DISPUTE.id.team, "V1")


# After a commit


class Calls:
    def __init__(self, engine: AsyncEngine) -> None:
        self.count = 0
        self.begin = make_begin(engine, after_commit=self.call)

    def call(self) -> None:
        self.count += 1


@pytest.fixture
async def calls(engine: AsyncEngine) -> Calls:
    calls = Calls(engine)
    await keep(calls.begin, DISPUTE)
    return calls


async def test_it_is_called_once_after_a_commit_that_filled_the_outbox(calls: Calls) -> None:
    async with calls.begin() as tx:
        await tx.outbox.put([CARD])
        await tx.outbox.put([RULED])
        assert calls.count == 0

    assert calls.count == 1


async def test_it_is_called_when_what_was_put_can_be_read(engine: AsyncEngine) -> None:
    called = asyncio.Event()
    begin = make_begin(engine, after_commit=called.set)
    await keep(begin, DISPUTE)

    async def deliver() -> tuple[Claimed, ...]:
        await called.wait()
        async with begin() as tx:
            return await claim(tx)

    delivering = asyncio.create_task(deliver())
    async with begin() as tx:
        await tx.outbox.put([CARD])

    assert [one.delivery for one in await delivering] == [CARD]


async def park_all(tx: Transaction) -> None:
    for claimed in await claim(tx):
        await tx.outbox.park(claimed, error="is_archived")


async def test_it_is_called_when_something_parked_is_tried_again(calls: Calls) -> None:
    async with calls.begin() as tx:
        await tx.outbox.put([CARD])
        await park_all(tx)
    async with calls.begin() as tx:
        await tx.outbox.unpark(DISPUTE.id)

    assert calls.count == 2


async def change(tx: Transaction) -> None:
    await tx.disputes.save(DISPUTE, with_lead(DISPUTE, "Zoe"), REPLACED)


async def put_nothing(tx: Transaction) -> None:
    await tx.outbox.put([])


async def unpark_nothing(tx: Transaction) -> None:
    await tx.outbox.unpark(DISPUTE.id)


@pytest.mark.parametrize("act", [change, put_nothing, unpark_nothing, claim])
async def test_it_is_not_called_when_there_is_no_more_to_send(
    calls: Calls, act: Callable[[Transaction], Awaitable[object]]
) -> None:
    async with calls.begin() as tx:
        await act(tx)

    assert calls.count == 0


async def test_it_is_not_called_after_a_rollback(calls: Calls) -> None:
    await roll_back(calls.begin, lambda tx: tx.outbox.put([CARD]))

    assert calls.count == 0


async def test_it_is_not_called_after_reading(calls: Calls) -> None:
    await read(calls.begin, DISPUTE.id)

    assert calls.count == 0
