import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open, WithdrawalProposal
from bot.domain.ending import rule_at_end
from bot.domain.errors import NoSuchDispute, StaleDispute
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.settling import confirm_option
from bot.domain.window import Window
from bot.domain.withdrawal import propose_withdrawal
from bot.services.disputes import Ask, open_dispute
from bot.services.ports import Begin
from storage.tables import DISPUTES, EVENTS
from tests.builders import (
    BOTH_IN,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    an_open_dispute,
    an_unsealed_dispute,
    file,
)
from tests.storage.keeping import (
    ANOTHER,
    OPENED,
    REPLACED,
    change_lead,
    keep,
    numbered,
    read,
    roll_back,
    with_lead,
)

TEAM = TeamId("T1")
FILED = Event(deed=Deed.FILED, at=MONDAY + HOUR, by=MAYA.id, side=Side.PRODUCT)
WINDOW_ENDED = Event(deed=Deed.WINDOW_ENDED, at=END)

ASK = Ask(
    team=TEAM,
    channel=ChannelId("C1"),
    question="Transformer upgrade or rules-based filter?",
    problem="Merchants ask why a payment was blocked.",
    product_lead=MAYA,
    research_lead=JONAS,
    by=LEE,
    form="V1",
)


def opened_at(dispute: Dispute, instant: datetime) -> Dispute:
    return replace(dispute, opening=replace(dispute.opening, window=Window(instant)))


async def next_number(begin: Begin, team: TeamId = TEAM) -> int:
    async with begin() as tx:
        return await tx.disputes.next_number(team)


async def end(begin: Begin, *disputes: Dispute) -> None:
    """The window's end of each, one after the other."""
    for dispute in disputes:
        async with begin() as tx:
            before = await tx.disputes.get(dispute.id)
            after, _ = rule_at_end(before, now=before.window.closes_at)
            await tx.disputes.save(before, after, WINDOW_ENDED)


# Numbers


async def test_each_workspace_is_numbered_from_one(begin: Begin) -> None:
    assert [await next_number(begin) for _ in range(3)] == [1, 2, 3]
    assert await next_number(begin, ANOTHER) == 1


async def test_two_transactions_never_get_the_same_number(begin: Begin) -> None:
    numbers = await asyncio.gather(*(next_number(begin) for _ in range(30)))

    assert sorted(numbers) == list(range(1, 31))


async def test_a_number_that_was_rolled_back_is_given_again(begin: Begin) -> None:
    await roll_back(begin, lambda tx: tx.disputes.next_number(TEAM))

    assert await next_number(begin) == 1


# Forms


async def test_a_dispute_is_known_by_the_form_that_opened_it(begin: Begin) -> None:
    dispute = numbered(1)
    async with begin() as tx:
        await tx.disputes.add(dispute, OPENED, form="V1")
    async with begin(reading=True) as tx:
        assert await tx.disputes.opened_by_form(TEAM, "V1") == dispute
        assert await tx.disputes.opened_by_form(TEAM, "V2") is None
        assert await tx.disputes.opened_by_form(ANOTHER, "V1") is None


async def test_a_form_opens_one_dispute_however_often_it_is_sent_at_once(begin: Begin) -> None:
    opened = await asyncio.gather(*(open_dispute(ASK, now=MONDAY, begin=begin) for _ in range(10)))

    assert {dispute.id for dispute in opened} == {DisputeId(TEAM, 1)}


async def test_no_two_disputes_of_a_workspace_have_the_same_form(begin: Begin) -> None:
    async with begin() as tx:
        await tx.disputes.add(numbered(1), OPENED, form="V1")
        await tx.disputes.add(numbered(1, team="T2"), OPENED, form="V1")
    with pytest.raises(IntegrityError):
        async with begin() as tx:
            await tx.disputes.add(numbered(2), OPENED, form="V1")


# Keeping and changing


CONFIRMED, _ = confirm_option(
    an_unsealed_dispute(), Side.PRODUCT, FILTER.id, revision=1, by=MAYA, now=BOTH_IN, then="Next."
)
PROPOSED, _ = propose_withdrawal(CONFIRMED, Side.RESEARCH, by=JONAS, now=BOTH_IN + HOUR)
RULED, _ = rule_at_end(an_unsealed_dispute(), now=END + DAY)


@pytest.mark.parametrize(
    "dispute", [an_open_dispute(), an_unsealed_dispute(), CONFIRMED, PROPOSED, RULED]
)
async def test_a_dispute_is_read_as_it_was_added(begin: Begin, dispute: Dispute) -> None:
    await keep(begin, dispute)

    assert await read(begin, dispute.id) == dispute


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC),
        datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
async def test_instants_keep_their_microseconds_whatever_their_zone(
    begin: Begin, instant: datetime
) -> None:
    dispute = opened_at(numbered(1), instant)
    async with begin() as tx:
        await tx.disputes.add(dispute, replace(OPENED, at=instant), form="V1")
    async with begin(reading=True) as tx:
        (event,) = await tx.disputes.events(dispute.id)

    assert event.at == instant
    assert event.at.tzinfo == UTC
    assert await read(begin, dispute.id) == dispute


@pytest.mark.parametrize(
    "text", ["a\x00b", "🚦 👩🏽‍🔬", "שלום עולם", "x" * 3000, "'; DROP TABLE disputes; --"]
)
async def test_every_text_is_read_as_it_was_typed(begin: Begin, text: str) -> None:
    dispute = an_open_dispute(question=text)
    await keep(begin, dispute)

    assert (await read(begin, dispute.id)).opening.question == text


async def test_a_dispute_that_is_not_there_is_refused(begin: Begin) -> None:
    await keep(begin, numbered(1))

    with pytest.raises(NoSuchDispute):
        await read(begin, DisputeId(TEAM, 2))
    with pytest.raises(NoSuchDispute):
        await read(begin, DisputeId(ANOTHER, 1))


async def test_a_change_counts_the_version_up(begin: Begin) -> None:
    await keep(begin, numbered(1))
    await change_lead(begin, numbered(1).id, "Zoe")

    assert await read(begin, numbered(1).id) == replace(with_lead(numbered(1), "Zoe"), version=1)


async def test_a_change_of_what_somebody_else_has_changed_is_refused(begin: Begin) -> None:
    await keep(begin, numbered(1))
    before = await read(begin, numbered(1).id)
    await change_lead(begin, numbered(1).id, "Zoe")

    with pytest.raises(StaleDispute):
        async with begin() as tx:
            await tx.disputes.save(before, with_lead(before, "Ada"), REPLACED)

    assert (await read(begin, before.id)).product.lead == "Zoe"


async def test_a_change_of_what_is_not_there_is_refused(begin: Begin) -> None:
    with pytest.raises(StaleDispute):
        async with begin() as tx:
            await tx.disputes.save(numbered(1), with_lead(numbered(1), "Ada"), REPLACED)


async def test_writers_of_one_dispute_come_one_after_the_other(begin: Begin) -> None:
    """Each reads what the one before wrote, so that none of them is stale."""
    await keep(begin, numbered(1))
    await asyncio.gather(*(change_lead(begin, numbered(1).id, f"U{n}") for n in range(20)))

    assert (await read(begin, numbered(1).id)).version == 20


async def test_writers_of_many_disputes_all_get_their_turn(begin: Begin) -> None:
    disputes = [numbered(number) for number in range(1, 21)]
    await asyncio.gather(*(keep(begin, dispute) for dispute in disputes))
    await asyncio.gather(*(change_lead(begin, dispute.id, "Zoe") for dispute in disputes))

    async with begin(reading=True) as tx:
        kept = await tx.disputes.open_ones(TEAM)
    assert {(dispute.product.lead, dispute.version) for dispute in kept} == {("Zoe", 1)}


async def test_what_another_transaction_is_changing_need_not_be_waited_for(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, numbered(1), numbered(2))
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    async with begin() as first, begin() as second:
        await first.disputes.get(numbered(1).id)

        assert await second.disputes.get_unless_taken(numbered(1).id) is None
        assert await second.disputes.get_unless_taken(numbered(2).id) == numbered(2)


async def test_a_reader_does_not_wait_for_a_writer(begin: Begin) -> None:
    await keep(begin, numbered(1))
    async with begin() as tx:
        before = await tx.disputes.get(numbered(1).id)
        await tx.disputes.save(before, with_lead(before, "Zoe"), REPLACED)

        assert await read(begin, before.id) == before


async def test_a_reader_sees_one_moment_from_beginning_to_end(begin: Begin) -> None:
    await keep(begin, numbered(1))
    async with begin(reading=True) as tx:
        await tx.disputes.get(numbered(1).id)
        await change_lead(begin, numbered(1).id, "Zoe")

        assert await tx.disputes.get(numbered(1).id) == numbered(1)
        assert len(await tx.disputes.events(numbered(1).id)) == 1


# Lists


async def test_the_open_disputes_come_with_the_next_to_end_first(begin: Begin) -> None:
    early, late = opened_at(numbered(2), MONDAY - HOUR), opened_at(numbered(1), MONDAY)
    same = opened_at(numbered(3), MONDAY)
    await keep(begin, same, late, early, numbered(4), numbered(1, team="T2"))
    await end(begin, numbered(4))

    async with begin(reading=True) as tx:
        assert await tx.disputes.open_ones(TEAM) == (early, late, same)


async def test_the_rulings_come_with_the_last_one_first(begin: Begin) -> None:
    early, late = opened_at(numbered(2), MONDAY - HOUR), opened_at(numbered(1), MONDAY)
    same = opened_at(numbered(3), MONDAY)
    await keep(begin, early, late, same, numbered(4), numbered(1, team="T2"))
    await end(begin, late, early, same, numbered(1, team="T2"))

    async with begin(reading=True) as tx:
        ruled = await tx.disputes.ruled(TEAM, limit=10)
    assert [dispute.id.number for dispute in ruled] == [3, 1, 2]


async def test_the_rulings_come_in_pages(begin: Begin) -> None:
    disputes = [opened_at(numbered(number), MONDAY + number * HOUR) for number in range(1, 6)]
    await keep(begin, *disputes)
    await end(begin, *disputes)

    async with begin(reading=True) as tx:
        pages = [await tx.disputes.ruled(TEAM, limit=2, skip=skip) for skip in (0, 2, 4, 6)]
    assert [[one.id.number for one in page] for page in pages] == [[5, 4], [3, 2], [1], []]


async def test_a_dispute_is_due_from_the_very_end_of_its_window(begin: Begin) -> None:
    await keep(begin, numbered(1))

    async with begin(reading=True) as tx:
        assert await tx.disputes.due(END - timedelta(microseconds=1)) == ()
        assert await tx.disputes.due(END) == (numbered(1).id,)


async def test_the_due_disputes_of_all_workspaces_come_in_order(begin: Begin) -> None:
    early = opened_at(numbered(7, team="T2"), MONDAY - HOUR)
    await keep(begin, numbered(2), numbered(1), early, opened_at(numbered(3), MONDAY + DAY))

    async with begin(reading=True) as tx:
        due = await tx.disputes.due(END)
    assert due == (early.id, numbered(1).id, numbered(2).id)


async def test_a_dispute_with_a_ruling_is_due_no_more(begin: Begin) -> None:
    await keep(begin, numbered(1))
    await end(begin, numbered(1))

    async with begin(reading=True) as tx:
        assert await tx.disputes.due(END + DAY) == ()


async def test_a_ruling_can_be_searched_in_the_database(begin: Begin, engine: AsyncEngine) -> None:
    await keep(begin, RULED)

    async with engine.connect() as connection:
        row = (await connection.execute(select(DISPUTES))).mappings().one()
    assert (row["ruled_at"], row["found_at"]) == (END, END + DAY)
    assert (row["basis"], row["chosen_side"], row["against_rule"]) == (
        "default rule",
        "product",
        False,
    )


# Events


def state(proposal: dict[str, str] | None) -> dict[str, object]:
    return {"kind": "Open", "is": {"confirmations": [], "proposal": proposal}}


async def test_the_events_of_a_dispute_come_in_order(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2))
    filed = file(numbered(1), Side.PRODUCT)
    async with begin() as tx:
        await tx.disputes.save(numbered(1), filed, FILED)
    await end(begin, numbered(1))

    async with begin(reading=True) as tx:
        events = await tx.disputes.events(numbered(1).id)
    assert events == (OPENED, FILED, WINDOW_ENDED)


async def test_a_dispute_that_is_not_there_has_no_events(begin: Begin) -> None:
    async with begin(reading=True) as tx:
        assert await tx.disputes.events(numbered(1).id) == ()


async def test_an_event_keeps_what_it_changed_before_and_after(
    begin: Begin, engine: AsyncEngine
) -> None:
    proposed = WithdrawalProposal(side=Side.PRODUCT, by=MAYA.id, proposed_at=MONDAY)
    before = numbered(1)
    after = replace(before, state=Open(proposal=proposed))
    await keep(begin, before)
    async with begin() as tx:
        await tx.disputes.save(before, after, FILED)

    async with engine.connect() as connection:
        rows = (await connection.execute(select(EVENTS).order_by(EVENTS.c.position))).mappings()
        opening, change = rows.all()
    assert (opening["position"], opening["before"]) == (0, "{}")
    assert set(json.loads(opening["after"])) == {"opening", "product", "research", "state"}
    assert change["position"] == 1
    assert json.loads(change["before"]) == {"state": state(None)}
    assert json.loads(change["after"]) == {
        "state": state({"side": "product", "by": "Maya", "proposed_at": "2026-03-02T10:00:00Z"})
    }
