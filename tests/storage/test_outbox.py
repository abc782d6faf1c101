import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.ids import ChannelId, DisputeId, UserId
from bot.domain.notices import BuilderAsked, CardChanged, CasesUnsealed, Notice, Ruled
from bot.domain.telling import Card, Delivery, Direct, Place, Thread
from bot.services.ports import NO_CARD, Begin, Claimed, Posted
from storage.tables import OUTBOX
from tests.builders import DAY, HOUR, JONAS, MAYA, MONDAY
from tests.storage.keeping import change_lead, keep, numbered

ONE, TWO, ELSEWHERE = numbered(1).id, numbered(2).id, numbered(1, team="T2").id
NOW, LEASED, LATER = MONDAY, MONDAY + HOUR, MONDAY + DAY
INSTANT = timedelta(microseconds=1)
POSTED = Posted(ChannelId("C1"), "1772445600.000100")

CARD = Delivery(about=ONE, notice=CardChanged(ONE), place=Card())
UNSEALED = Delivery(about=ONE, notice=CasesUnsealed(ONE), place=Thread())
RULED = Delivery(about=ONE, notice=Ruled(ONE), place=Thread())
TO_MAYA = Delivery(about=ONE, notice=Ruled(ONE), place=Direct(MAYA.id))
TO_JONAS = Delivery(about=ONE, notice=Ruled(ONE), place=Direct(JONAS.id))


@pytest.fixture(autouse=True)
async def three_disputes(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2), numbered(1, team="T2"))


def told(dispute: DisputeId, place: Place, notice: Notice | None = None) -> Delivery:
    return Delivery(about=dispute, notice=notice or CardChanged(dispute), place=place)


async def put(begin: Begin, *deliveries: Delivery) -> None:
    async with begin() as tx:
        await tx.outbox.put(deliveries)


async def claim(
    begin: Begin, *, now: datetime = NOW, until: datetime = LEASED, limit: int = 10
) -> tuple[Claimed, ...]:
    async with begin() as tx:
        return await tx.outbox.claim(now=now, until=until, limit=limit)


async def claim_one(begin: Begin, *, now: datetime = NOW, until: datetime = LEASED) -> Claimed:
    (claimed,) = await claim(begin, now=now, until=until)
    return claimed


async def send(begin: Begin, *claimed: Claimed) -> None:
    async with begin() as tx:
        for one in claimed:
            await tx.outbox.mark_sent(one)


async def postpone(begin: Begin, claimed: Claimed, *, in_doubt: bool = False) -> None:
    async with begin() as tx:
        await tx.outbox.postpone(claimed, until=LATER, error="ratelimited", in_doubt=in_doubt)


async def park(begin: Begin, claimed: Claimed, *, error: str = "is_archived") -> None:
    async with begin() as tx:
        await tx.outbox.park(claimed, error=error)


async def unpark(begin: Begin, dispute: DisputeId = ONE) -> None:
    async with begin() as tx:
        await tx.outbox.unpark(dispute)


async def has_parked(begin: Begin, dispute: DisputeId = ONE) -> bool:
    async with begin(reading=True) as tx:
        return await tx.outbox.has_parked(dispute)


async def send_all(begin: Begin) -> list[Delivery]:
    """Everything that can be sent now, in the order in which it is given out."""
    sent: list[Delivery] = []
    while claimed := await claim(begin):
        await send(begin, *claimed)
        sent += [one.delivery for one in claimed]
    return sent


# Queues


async def test_what_was_put_is_given_out_as_it_was_put(begin: Begin) -> None:
    await put(begin, TO_MAYA)

    claimed = await claim_one(begin)
    assert (claimed.delivery, claimed.attempts, claimed.in_doubt) == (TO_MAYA, 1, False)


async def test_nothing_is_given_out_of_an_empty_outbox(begin: Begin) -> None:
    await put(begin)

    assert await claim(begin) == ()


async def test_what_is_sent_is_given_out_no_more(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await send(begin, await claim_one(begin))

    assert await claim(begin, now=LATER) == ()


async def test_each_queue_gives_out_its_first_alone(begin: Begin) -> None:
    again = told(TWO, Direct(MAYA.id))
    await put(begin, CARD, TO_MAYA, UNSEALED, TO_JONAS, again)

    claimed = await claim(begin)
    assert [one.delivery for one in claimed] == [CARD, TO_MAYA, TO_JONAS]


async def test_a_queue_waits_for_its_first(begin: Begin) -> None:
    await put(begin, TO_MAYA, told(TWO, Direct(MAYA.id)))
    await claim_one(begin)

    assert await claim(begin) == ()


async def test_a_queue_keeps_its_order(begin: Begin) -> None:
    await put(begin, CARD, UNSEALED)
    await put(begin, RULED)

    assert await send_all(begin) == [CARD, UNSEALED, RULED]


async def test_queues_of_two_workspaces_have_nothing_to_do_with_each_other(begin: Begin) -> None:
    elsewhere = [told(ELSEWHERE, Thread()), told(ELSEWHERE, Direct(MAYA.id))]
    await put(begin, RULED, TO_MAYA, *elsewhere)

    assert len(await claim(begin)) == 4


async def test_no_more_is_given_out_than_was_asked_for_and_the_oldest_first(begin: Begin) -> None:
    people = [told(ONE, Direct(UserId(f"U{number}"))) for number in range(5)]
    await put(begin, *people)

    first, rest = await claim(begin, limit=2), await claim(begin, limit=10)
    assert [one.delivery for one in first] == people[:2]
    assert [one.delivery for one in rest] == people[2:]


async def test_two_workers_never_get_the_same(begin: Begin) -> None:
    people = [told(ONE, Direct(UserId(f"U{number}"))) for number in range(20)]
    await put(begin, *people)

    claimed = await asyncio.gather(*(claim(begin, limit=2) for _ in range(20)))
    claimed.append(await claim(begin, limit=20))
    given_out = [one.delivery for some in claimed for one in some]
    assert len(given_out) == len(people)
    assert set(given_out) == set(people)


# Cards


async def test_a_card_that_waits_is_not_queued_twice(begin: Begin) -> None:
    await put(begin, CARD, UNSEALED, CARD)
    await put(begin, RULED, CARD)

    assert await send_all(begin) == [CARD, UNSEALED, RULED]


async def test_cards_of_two_disputes_are_two(begin: Begin) -> None:
    await put(begin, CARD, told(TWO, Card()), told(ELSEWHERE, Card()))

    assert len(await send_all(begin)) == 3


async def test_a_card_that_changes_while_it_is_sent_is_sent_again(begin: Begin) -> None:
    """The one under way may have been drawn before the change."""
    await put(begin, CARD)
    under_way = await claim_one(begin)
    await put(begin, CARD)
    await put(begin, CARD)
    await send(begin, under_way)

    assert await send_all(begin) == [CARD]


async def test_a_card_that_was_postponed_does_not_swallow_a_later_one(begin: Begin) -> None:
    """Its first attempt may have reached Slack, so it is no longer like one that just waits."""
    await put(begin, CARD)
    await postpone(begin, await claim_one(begin), in_doubt=True)
    await put(begin, CARD)

    in_doubt = await claim_one(begin, now=LATER)
    await send(begin, in_doubt)
    fresh = await claim_one(begin, now=LATER)
    assert (in_doubt.in_doubt, fresh.in_doubt) == (True, False)


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
async def test_a_card_is_not_given_out_before_its_change_is_committed(begin: Begin) -> None:
    """Else it would be drawn as it was, and the change would have been folded into it."""
    await put(begin, CARD)
    async with begin() as tx:
        await tx.outbox.put([CARD])

        assert await claim(begin) == ()
    assert (await claim_one(begin)).delivery == CARD


# Builders' questions

ASKED = Delivery(about=ONE, notice=BuilderAsked(ONE, Side.PRODUCT, MAYA.id), place=Direct(MAYA.id))


async def test_a_builders_question_that_waits_is_not_queued_twice(begin: Begin) -> None:
    await put(begin, ASKED, TO_MAYA, ASKED)
    await put(begin, ASKED)

    assert await send_all(begin) == [ASKED, TO_MAYA]


async def test_questions_of_two_disputes_sides_or_people_are_two(begin: Begin) -> None:
    others = [
        BuilderAsked(TWO, Side.PRODUCT, MAYA.id),
        BuilderAsked(ELSEWHERE, Side.PRODUCT, MAYA.id),
        BuilderAsked(ONE, Side.RESEARCH, MAYA.id),
        BuilderAsked(ONE, Side.PRODUCT, JONAS.id),
    ]
    await put(begin, ASKED, *(told(one.dispute, Direct(one.whom), one) for one in others))

    assert {one.notice for one in await send_all(begin)} == {ASKED.notice, *others}


async def test_a_question_that_is_being_sent_does_not_swallow_a_later_one(begin: Begin) -> None:
    """The one under way may have been drawn before the days changed."""
    await put(begin, ASKED)
    under_way = await claim_one(begin)
    await put(begin, ASKED, ASKED)
    await send(begin, under_way)

    assert await send_all(begin) == [ASKED]


async def test_messages_that_say_the_same_are_all_sent(begin: Begin) -> None:
    await put(begin, UNSEALED, UNSEALED, TO_MAYA, TO_MAYA)

    assert len(await send_all(begin)) == 4


# Leases


async def test_a_lease_lasts_until_its_very_end(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await claim_one(begin)

    assert await claim(begin, now=LEASED - INSTANT) == ()
    assert (await claim_one(begin, now=LEASED, until=LATER)).delivery == TO_MAYA


async def test_what_was_not_marked_by_the_end_of_its_lease_is_in_doubt(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await claim_one(begin)

    again = await claim_one(begin, now=LEASED, until=LATER)
    assert (again.attempts, again.in_doubt) == (2, True)


async def test_doubts_are_counted(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await claim_one(begin, until=NOW)
    await postpone(begin, await claim_one(begin), in_doubt=True)

    assert (await claim_one(begin, now=LATER)).doubts == 2


async def test_a_doubt_does_not_go_away_by_a_later_attempt_that_did_not_arrive(
    begin: Begin,
) -> None:
    await put(begin, TO_MAYA)
    await postpone(begin, await claim_one(begin), in_doubt=True)
    again = await claim_one(begin, now=LATER, until=LATER + HOUR)
    await postpone(begin, again, in_doubt=False)

    assert (await claim_one(begin, now=LATER)).doubts == 1


async def lose(begin: Begin, *, to: datetime = LATER) -> tuple[Claimed, Claimed]:
    """A delivery as an earlier worker had it, and as the one has it who took it over."""
    await put(begin, TO_MAYA)
    return await claim_one(begin), await claim_one(begin, now=LEASED, until=to)


async def test_a_late_worker_cannot_mark_what_another_has_taken_over(begin: Begin) -> None:
    late, owner = await lose(begin)
    await send(begin, late)
    await postpone(begin, late)
    await park(begin, late)

    assert await claim(begin, now=LEASED) == ()
    again = await claim_one(begin, now=LATER)
    assert (again.id, again.attempts, again.in_doubt) == (owner.id, 3, True)


async def test_a_late_worker_can_still_mark_what_nobody_has_taken_over(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await send(begin, await claim_one(begin))

    assert await claim(begin, now=LATER) == ()


async def test_a_late_worker_cannot_mark_what_came_after_what_it_had(begin: Begin) -> None:
    late, owner = await lose(begin)
    await send(begin, owner)
    await put(begin, TO_MAYA)
    fresh = await claim_one(begin)
    await send(begin, late)

    assert fresh.id != late.id
    assert (await claim_one(begin, now=LEASED)).attempts == 2


async def test_a_mark_counts_once(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    claimed = await claim_one(begin)
    await postpone(begin, claimed)
    await park(begin, claimed)
    await send(begin, claimed)

    assert (await claim_one(begin, now=LATER)).delivery == TO_MAYA


# Later


async def test_what_is_postponed_is_tried_again_at_that_very_instant(begin: Begin) -> None:
    await put(begin, TO_MAYA)
    await postpone(begin, await claim_one(begin))

    assert await claim(begin, now=LATER - INSTANT) == ()
    again = await claim_one(begin, now=LATER)
    assert (again.attempts, again.in_doubt) == (2, False)


async def test_a_queue_waits_for_what_is_postponed(begin: Begin) -> None:
    await put(begin, UNSEALED, RULED, TO_MAYA)
    first, maya = await claim(begin)
    await postpone(begin, first)
    await send(begin, maya)

    assert await claim(begin) == ()
    assert (await claim_one(begin, now=LATER)).delivery == UNSEALED


async def test_a_queue_goes_on_without_what_is_parked(begin: Begin) -> None:
    await put(begin, UNSEALED, RULED)
    await park(begin, await claim_one(begin))

    assert await send_all(begin) == [RULED]
    assert await claim(begin, now=LATER) == ()


async def test_what_is_parked_is_known_of_its_dispute(begin: Begin) -> None:
    await put(begin, UNSEALED)
    assert not await has_parked(begin)

    await park(begin, await claim_one(begin))
    assert await has_parked(begin)
    assert not await has_parked(begin, TWO)
    assert not await has_parked(begin, ELSEWHERE)


async def test_what_was_parked_is_tried_again_as_if_for_the_first_time(begin: Begin) -> None:
    await put(begin, UNSEALED)
    await postpone(begin, await claim_one(begin))
    await park(begin, await claim_one(begin, now=LATER))
    await unpark(begin)

    again = await claim_one(begin)
    assert (again.delivery, again.attempts, again.in_doubt) == (UNSEALED, 1, False)
    assert not await has_parked(begin)


async def test_of_many_doubts_one_stays_when_what_was_parked_is_tried_again(begin: Begin) -> None:
    await put(begin, UNSEALED)
    for now in (NOW, LATER):
        await postpone(begin, await claim_one(begin, now=now, until=LATER + HOUR), in_doubt=True)
    await park(begin, await claim_one(begin, now=LATER))
    await unpark(begin)

    assert (await claim_one(begin)).doubts == 1


async def test_only_what_was_parked_of_that_dispute_is_tried_again(begin: Begin) -> None:
    await put(begin, UNSEALED, told(TWO, Thread()), told(ELSEWHERE, Thread()))
    for claimed in await claim(begin):
        await park(begin, claimed)
    await unpark(begin, TWO)

    assert [one.dispute for one in await send_all(begin)] == [TWO]


async def test_cards_that_were_parked_can_all_be_tried_again(begin: Begin) -> None:
    for _ in range(2):
        await put(begin, CARD)
        await park(begin, await claim_one(begin))
    await put(begin, CARD)
    await unpark(begin)

    assert set(await send_all(begin)) == {CARD}


async def put_card(begin: Begin, posted: Posted) -> None:
    async with begin() as tx:
        await tx.outbox.put_card(ONE, posted)


async def test_what_was_parked_for_want_of_a_card_goes_on_when_one_stands(begin: Begin) -> None:
    await put(begin, UNSEALED, RULED)
    await park(begin, await claim_one(begin), error=NO_CARD)
    await park(begin, await claim_one(begin), error="is_archived")
    await put_card(begin, POSTED)

    assert await send_all(begin) == [UNSEALED]
    assert await has_parked(begin)


async def test_a_card_that_was_parked_is_not_needed_when_a_later_one_stands(begin: Begin) -> None:
    await put(begin, CARD)
    await park(begin, await claim_one(begin))
    await put_card(begin, POSTED)

    assert not await has_parked(begin)
    assert await send_all(begin) == []


# Trouble


async def test_what_cannot_be_read_is_parked_and_holds_up_no_other(
    begin: Begin, engine: AsyncEngine
) -> None:
    await put(begin, UNSEALED, TO_MAYA)
    async with engine.begin() as connection:
        broken = update(OUTBOX).where(OUTBOX.c.place == "thread")
        await connection.execute(broken, {"notice": '{"kind": "Gone", "is": {}}'})

    assert [one.delivery for one in await claim(begin)] == [TO_MAYA]
    assert await has_parked(begin)


async def test_the_outbox_does_not_grow_with_what_was_sent(
    begin: Begin, engine: AsyncEngine
) -> None:
    for _ in range(3):
        await put(begin, CARD, UNSEALED, TO_MAYA)
        await send_all(begin)

    async with engine.connect() as connection:
        kept = await connection.execute(select(func.count()).select_from(OUTBOX))
    assert kept.scalar_one() == 0


async def test_messages_go_on_while_their_dispute_changes(begin: Begin) -> None:
    await put(begin, CARD, UNSEALED, RULED)
    sent, *_ = await asyncio.gather(
        send_all(begin), *(change_lead(begin, ONE, f"U{number}") for number in range(5))
    )

    assert sent == [CARD, UNSEALED, RULED]


# Where the card stands


async def card_of(begin: Begin, dispute: DisputeId = ONE) -> Posted | None:
    async with begin(reading=True) as tx:
        return await tx.outbox.card_of(dispute)


async def test_a_card_stands_nowhere_until_it_is_posted(begin: Begin) -> None:
    assert await card_of(begin) is None


async def test_where_a_card_stands_is_remembered(begin: Begin) -> None:
    await put_card(begin, POSTED)

    assert await card_of(begin) == POSTED
    assert await card_of(begin, ELSEWHERE) is None


async def test_a_card_that_is_posted_anew_stands_there_from_then_on(begin: Begin) -> None:
    anew = replace(POSTED, ts="1772449200.000200")
    for posted in (POSTED, anew):
        await put_card(begin, posted)

    assert await card_of(begin) == anew
