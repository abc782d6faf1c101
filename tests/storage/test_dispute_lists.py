import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.leads import name_deputy
from bot.domain.setting_aside import set_aside
from bot.domain.window import Window
from bot.services.ports import Begin, Disputes
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    an_open_dispute,
    file,
)
from tests.storage.keeping import ANOTHER, change_lead, keep, numbered, read, roll_back, with_lead

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)
DECIDABLE = BOTH_IN + DAY
ENDED = Event(deed=Deed.WINDOW_ENDED, at=END)
SET_ASIDE = Event(deed=Deed.SET_ASIDE, at=END, by=OLU.id)


def unsealed(number: int, *, team: str = "T1", later: timedelta = timedelta()) -> Dispute:
    """A dispute with both cases in, both opened and filed that much later."""
    dispute = an_open_dispute(id=DisputeId(TeamId(team), number), window=Window(MONDAY + later))
    filed = file(dispute, Side.PRODUCT, now=BOTH_IN - HOUR + later)
    return file(filed, Side.RESEARCH, now=BOTH_IN + later)


async def ask(
    begin: Begin, question: Callable[[Disputes], Awaitable[tuple[Dispute, ...]]]
) -> list[int]:
    """The numbers of the disputes that answer it."""
    async with begin(reading=True) as tx:
        return [dispute.id.number for dispute in await question(tx.disputes)]


async def rule(begin: Begin, dispute: Dispute, *, now: datetime) -> None:
    async with begin() as tx:
        before = await tx.disputes.get(dispute.id)
        await tx.disputes.save(before, rule_at_end(before, now=now)[0], ENDED)


async def put_aside(begin: Begin, dispute: Dispute, *, now: datetime) -> None:
    async with begin() as tx:
        before = await tx.disputes.get(dispute.id)
        after, _ = set_aside(before, "The customer has left.", by=OLU, now=now)
        await tx.disputes.save(before, after, SET_ASIDE)


# Whose they are


async def open_ones_of(begin: Begin, *people: UserId, team: TeamId = TEAM) -> list[int]:
    return await ask(begin, lambda disputes: disputes.open_ones_of(team, people))


async def test_the_open_disputes_of_somebody_are_those_in_which_they_speak(begin: Begin) -> None:
    with_deputy, _ = name_deputy(numbered(3), Side.RESEARCH, ADA, by=JONAS, now=MONDAY)
    await keep(begin, numbered(1), with_lead(numbered(2), ZOE.id), with_deputy)

    assert await open_ones_of(begin, MAYA.id) == [1, 3]
    assert await open_ones_of(begin, JONAS.id) == [1, 2, 3]
    assert await open_ones_of(begin, ZOE.id) == [2]
    assert await open_ones_of(begin, ADA.id) == [3]
    assert await open_ones_of(begin, LEE.id) == []


async def test_the_open_disputes_of_several_people_come_once_each(begin: Begin) -> None:
    await keep(begin, numbered(1), with_lead(numbered(2), ZOE.id))

    assert await open_ones_of(begin, MAYA.id, JONAS.id, ZOE.id) == [1, 2]
    assert await open_ones_of(begin) == []


async def test_the_open_disputes_of_somebody_come_with_the_next_to_end_first(begin: Begin) -> None:
    early, late = unsealed(2, later=-HOUR), unsealed(1)
    await keep(begin, late, early)

    assert await open_ones_of(begin, MAYA.id) == [2, 1]


async def test_ended_disputes_and_those_elsewhere_are_nobodys_open_ones(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2, team="T2"))
    await rule(begin, numbered(1), now=END)

    assert await open_ones_of(begin, MAYA.id) == []
    assert await open_ones_of(begin, MAYA.id, team=ANOTHER) == [2]


async def test_a_dispute_follows_its_lead(begin: Begin) -> None:
    await keep(begin, numbered(1))
    await change_lead(begin, numbered(1).id, ZOE.id)

    assert await open_ones_of(begin, MAYA.id) == []
    assert await open_ones_of(begin, ZOE.id) == [1]


# Deciders


async def to_tell(begin: Begin, now: datetime) -> tuple[DisputeId, ...]:
    async with begin(reading=True) as tx:
        return await tx.disputes.to_tell_deciders(now)


async def note_told(begin: Begin, dispute: DisputeId) -> bool:
    async with begin() as tx:
        return await tx.disputes.note_decider_told(dispute)


async def test_a_decider_is_to_be_told_from_the_very_instant_at_which_they_may(
    begin: Begin,
) -> None:
    await keep(begin, unsealed(1), file(numbered(2), Side.PRODUCT), numbered(3))

    assert await to_tell(begin, DECIDABLE - INSTANT) == ()
    assert await to_tell(begin, DECIDABLE) == (unsealed(1).id,)


async def test_a_decider_is_to_be_told_until_the_window_ends(begin: Begin) -> None:
    await keep(begin, unsealed(1))

    assert await to_tell(begin, END - INSTANT) == (unsealed(1).id,)
    assert await to_tell(begin, END) == ()


async def test_a_decider_is_never_told_where_the_end_comes_first(begin: Begin) -> None:
    dispute = file(file(numbered(1), Side.PRODUCT), Side.RESEARCH, now=END - DAY)
    await keep(begin, dispute)

    assert await to_tell(begin, END) == ()


async def test_the_deciders_of_all_workspaces_come_in_order(begin: Begin) -> None:
    early = unsealed(7, team="T2", later=-HOUR)
    await keep(begin, unsealed(2), unsealed(1), early)

    assert await to_tell(begin, DECIDABLE) == (early.id, unsealed(1).id, unsealed(2).id)


async def test_a_decider_is_told_once(begin: Begin) -> None:
    await keep(begin, unsealed(1), unsealed(1, team="T2"))

    assert await note_told(begin, unsealed(1).id)
    assert not await note_told(begin, unsealed(1).id)
    assert await to_tell(begin, DECIDABLE) == (unsealed(1, team="T2").id,)


async def test_of_two_workers_one_tells_the_decider(begin: Begin) -> None:
    await keep(begin, unsealed(1))
    told = await asyncio.gather(*(note_told(begin, unsealed(1).id) for _ in range(10)))

    assert sorted(told) == [*[False] * 9, True]


async def test_a_decider_is_told_no_more_when_the_dispute_changes(begin: Begin) -> None:
    await keep(begin, unsealed(1))
    await note_told(begin, unsealed(1).id)
    await change_lead(begin, unsealed(1).id, ZOE.id)

    assert await to_tell(begin, DECIDABLE) == ()


async def test_a_decider_is_still_to_be_told_after_a_rollback(begin: Begin) -> None:
    await keep(begin, unsealed(1))
    await roll_back(begin, lambda tx: tx.disputes.note_decider_told(unsealed(1).id))

    assert await to_tell(begin, DECIDABLE) == (unsealed(1).id,)


async def test_telling_the_decider_is_no_change_of_the_dispute(begin: Begin) -> None:
    await keep(begin, unsealed(1))
    await note_told(begin, unsealed(1).id)

    assert await read(begin, unsealed(1).id) == unsealed(1)


async def test_a_dispute_that_is_not_there_has_no_decider_to_tell(begin: Begin) -> None:
    assert not await note_told(begin, unsealed(1).id)


# What happened in a time


async def found(begin: Begin, after: datetime, until: datetime, team: TeamId = TEAM) -> list[int]:
    return await ask(begin, lambda disputes: disputes.found(team, after=after, until=until))


async def aside(begin: Begin, after: datetime, until: datetime, team: TeamId = TEAM) -> list[int]:
    return await ask(begin, lambda disputes: disputes.set_aside(team, after=after, until=until))


async def test_a_ruling_is_found_in_the_time_in_which_the_program_made_it(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(2))
    await rule(begin, numbered(1), now=END + DAY)

    assert await found(begin, END, END + DAY - INSTANT) == []
    assert await found(begin, END + DAY - INSTANT, END + DAY) == [1]
    assert await found(begin, END + DAY, END + 2 * DAY) == []


async def test_rulings_come_as_the_program_made_them(begin: Begin) -> None:
    await keep(begin, *(numbered(number) for number in (1, 2, 3)), numbered(4, team="T2"))
    for number, now in ((3, END), (2, END + HOUR), (1, END + HOUR)):
        await rule(begin, numbered(number), now=now)
    await rule(begin, numbered(4, team="T2"), now=END)

    assert await found(begin, MONDAY, END + DAY) == [3, 1, 2]
    assert await found(begin, MONDAY, END + DAY, ANOTHER) == [4]


async def test_what_is_set_aside_is_known_in_the_time_in_which_it_was(begin: Begin) -> None:
    await keep(begin, unsealed(1), unsealed(2), unsealed(3))
    for number in (1, 2, 3):
        await rule(begin, unsealed(number), now=END)
    await put_aside(begin, unsealed(2), now=END + HOUR)
    await put_aside(begin, unsealed(1), now=END + 2 * HOUR)

    assert await aside(begin, END, END + DAY) == [2, 1]
    assert await aside(begin, END + HOUR, END + DAY) == [1]
    assert await aside(begin, END, END + HOUR) == [2]
    assert await aside(begin, END, END + DAY, ANOTHER) == []


async def test_a_ruling_that_is_set_aside_stays_a_ruling(begin: Begin) -> None:
    await keep(begin, unsealed(1))
    await rule(begin, unsealed(1), now=END)
    ruled = await read(begin, unsealed(1).id)
    await put_aside(begin, unsealed(1), now=END + HOUR)

    kept = await read(begin, unsealed(1).id)
    assert kept.state == ruled.state
    assert kept.set_aside is not None
    assert (kept.set_aside.by, kept.set_aside.at) == (OLU.id, END + HOUR)


# All of them


async def test_all_disputes_come_by_number_in_pages(begin: Begin) -> None:
    await keep(begin, *(numbered(number) for number in (3, 1, 2, 5)), numbered(4, team="T2"))
    await rule(begin, numbered(1), now=END)

    async with begin(reading=True) as tx:
        pages = [await tx.disputes.all_of(TEAM, above=above, limit=2) for above in (0, 2, 5)]
    assert [[one.id.number for one in page] for page in pages] == [[1, 2], [3, 5], []]


async def test_the_workspaces_are_those_that_have_opened_a_dispute(begin: Begin) -> None:
    async with begin() as tx:
        await tx.disputes.next_number(ANOTHER)
        await tx.disputes.next_number(TEAM)
        await tx.digests.look(TeamId("T3"), at=MONDAY)

    async with begin(reading=True) as tx:
        assert await tx.disputes.teams() == (TEAM, ANOTHER)


# What comes next


async def next_at(begin: Begin) -> datetime | None:
    async with begin(reading=True) as tx:
        return await tx.disputes.next_at()


async def test_nothing_comes_next_where_nothing_is_open(begin: Begin) -> None:
    assert await next_at(begin) is None
    await keep(begin, numbered(1))
    await rule(begin, numbered(1), now=END)

    assert await next_at(begin) is None


async def test_the_first_end_of_a_window_comes_next(begin: Begin) -> None:
    await keep(begin, unsealed(1, later=2 * DAY), numbered(2))
    await note_told(begin, unsealed(1).id)

    assert await next_at(begin) == END


async def test_a_decider_who_may_be_told_before_that_comes_next(begin: Begin) -> None:
    await keep(begin, unsealed(1), numbered(2))
    assert await next_at(begin) == DECIDABLE

    await note_told(begin, unsealed(1).id)
    assert await next_at(begin) == END
