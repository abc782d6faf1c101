"""Whether records are what was written, for who runs the bot and for who reads them."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import DisputeId, TeamId
from bot.domain.person import Person
from bot.services import verifying
from bot.services.ports import Begin
from bot.services.verified import say_verified
from bot.services.verifying import Told, Verified, verify, verify_all, verify_for
from storage.tables import EVENTS
from tests.builders import DAY, JONAS, LEE, MAYA, MONDAY, OLU, ZOE, an_option
from tests.services.directories import PRIVATE, SmallDirectory
from tests.services.goings_on import A_DAY, TEAM, both_filed, filed, happen, opened
from tests.storage.keeping import keep, numbered


async def told(begin: Begin, dispute: DisputeId, to: Person = LEE, *, now: int = 1) -> Told:
    return await verify_for(
        dispute, to=to, directory=SmallDirectory(), now=MONDAY + now * DAY, begin=begin
    )


async def all_of(begin: Begin, team: TeamId = TEAM) -> list[Verified]:
    return [found async for found in verify_all(team, begin=begin)]


async def change(engine: AsyncEngine, number: int, position: int) -> None:
    of = (EVENTS.c.number == number) & (EVENTS.c.position == position)
    async with engine.begin() as connection:
        await connection.execute(update(EVENTS).where(of), {"by": "Eve"})


# One


async def test_a_record_has_its_events_counted_and_its_fingerprints_shown(begin: Begin) -> None:
    dispute = await opened(begin)
    await happen(begin, dispute, ["product files", "research files", *[A_DAY] * 7], MONDAY)

    found = await verify(dispute, begin=begin)
    assert (found.events, found.broken) == (4, None)
    assert found.head == found.ruling
    assert len(found.ruling) == len("3f2a 91bc 07de 55aa")


async def test_before_the_ruling_there_is_no_fingerprint_of_it(begin: Begin) -> None:
    found = await verify(await opened(begin), begin=begin)

    assert found.ruling == ""
    assert found.head


async def test_a_dispute_that_is_not_there_has_no_record(begin: Begin) -> None:
    with pytest.raises(NoSuchDispute):
        await verify(DisputeId(TEAM, 9), begin=begin)


async def test_a_record_without_any_event_is_broken_at_the_first(
    begin: Begin, engine: AsyncEngine
) -> None:
    dispute = await opened(begin)
    async with engine.begin() as connection:
        await connection.execute(delete(EVENTS))

    found = await verify(dispute, begin=begin)
    assert (found.events, found.head) == (0, "")
    assert found.broken is not None


# All


async def test_every_record_is_checked_however_many_there_are(
    begin: Begin, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_PAGE", 2)
    await keep(begin, *map(numbered, range(1, 6)), numbered(1, team="T2"))
    await change(engine, 4, 0)

    found = await all_of(begin)
    assert [one.dispute.number for one in found] == [1, 2, 3, 4, 5]
    assert [one.dispute.number for one in found if one.broken] == [4]
    assert await all_of(begin, TeamId("T3")) == []


# For somebody


@pytest.mark.parametrize("person", [LEE, MAYA, JONAS, OLU])
async def test_while_a_case_is_sealed_nobody_is_told_how_much_happened(
    begin: Begin, person: Person
) -> None:
    dispute = await opened(begin)
    assert not (await told(begin, dispute, person)).is_sealed
    await filed(begin, dispute, Side.PRODUCT, an_option())
    assert (await told(begin, dispute, person)).is_sealed
    await both_filed(begin, dispute)
    assert not (await told(begin, dispute, person)).is_sealed


async def test_who_may_not_see_the_dispute_is_told_that_there_is_none(begin: Begin) -> None:
    dispute = await opened(begin, channel=PRIVATE)

    with pytest.raises(NoSuchDispute):
        await told(begin, dispute, ZOE)
    assert (await told(begin, dispute, LEE)).found.broken is None


# In words


async def test_each_broken_record_has_its_line_and_then_all_are_counted(
    begin: Begin, engine: AsyncEngine
) -> None:
    for question in ("One?", "Two?", "Three?"):
        await both_filed(begin, await opened(begin, question=question))
    await change(engine, 2, 1)

    assert list(say_verified(await all_of(begin), in_full=False)) == [
        (
            "Dispute 2: event 2 (filed the case, Mon 2 March 2026, 11:00 UTC) "
            "is not what was written."
        ),
        "3 disputes, 9 events: 1 not as written.",
    ]


async def test_intact_records_are_one_line(begin: Begin) -> None:
    await opened(begin)

    assert list(say_verified(await all_of(begin), in_full=False)) == ["1 dispute, 1 event: intact."]
    assert list(say_verified([], in_full=False)) == ["0 disputes, 0 events: intact."]


async def test_one_record_has_its_fingerprints_told(begin: Begin) -> None:
    dispute = await opened(begin)
    await happen(begin, dispute, ["opener withdraws"], MONDAY)
    found = await verify(dispute, begin=begin)

    assert list(say_verified([found], in_full=True)) == [
        f"Fingerprint of the ruling: {found.ruling}",
        f"Fingerprint of the whole record: {found.head}",
        "1 dispute, 2 events: intact.",
    ]


async def test_of_several_workspaces_the_line_names_which(
    begin: Begin, engine: AsyncEngine
) -> None:
    await keep(begin, numbered(1), numbered(1, team="T2"))
    await change(engine, 1, 0)
    found = [*await all_of(begin), *await all_of(begin, TeamId("T2"))]

    lines = list(say_verified(found, in_full=False))
    assert [line.partition(":")[0] for line in lines[:2]] == ["T1, dispute 1", "T2, dispute 1"]
