"""A record in a real database: it is intact as it was written, and whatever is changed is found."""

from typing import Any

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.chain import first_break
from bot.domain.errors import NoSuchDispute
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId
from bot.domain.words import plain
from bot.services.ports import Begin
from storage.chain import linked_behind
from storage.engine import make_engine
from storage.schema import downgrade, upgrade
from storage.tables import DISPUTES, EVENTS
from storage.transaction import make_begin
from tests.builders import DAY, END, HOUR, MONDAY
from tests.services.goings_on import A_DAY, happen, opened
from tests.services.kept_promises import go_on
from tests.storage.keeping import ANOTHER, OPENED, change_lead, keep, numbered

STEPS = [
    *("research names a deputy", "product names a builder", "the builder says longer"),
    *("research files", *[A_DAY] * 7, "a customer answers", "a founder sets it aside"),
]
EVENTS_OF_IT = 8
RULING = 6
"""The event that made the ruling."""


@pytest.fixture
async def dispute(begin: Begin) -> DisputeId:
    """Nearly everything that can happen to one has happened; beside it there is another."""
    dispute = await opened(begin)
    now = await go_on(begin, dispute, STEPS[:-2], MONDAY)
    await go_on(begin, dispute, STEPS[-2:], now)
    await opened(begin, question="Another one?")
    return dispute


async def fault(begin: Begin, dispute: DisputeId) -> str:
    """What is said to be wrong with its record; "" when it is intact."""
    async with begin(reading=True) as tx:
        broken = first_break(await tx.chains.get(dispute))
    return plain(broken.words) if broken else ""


async def run(engine: AsyncEngine, statement: Any, **values: object) -> None:
    async with engine.begin() as connection:
        await connection.execute(statement, values)


async def rows(engine: AsyncEngine, dispute: DisputeId) -> list[dict[str, Any]]:
    chosen = select(EVENTS).where(EVENTS.c.number == dispute.number).order_by(EVENTS.c.position)
    async with engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(chosen)).mappings()]


def at(position: int) -> Any:
    return (EVENTS.c.number == 1) & (EVENTS.c.position == position)


async def test_what_the_program_wrote_is_intact(begin: Begin, dispute: DisputeId) -> None:
    async with begin(reading=True) as tx:
        chain = await tx.chains.get(dispute)

    assert first_break(chain) is None
    assert [one.entry.position for one in chain.links] == list(range(EVENTS_OF_IT))


async def test_no_two_links_are_the_same(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    await opened(begin, question="A third one?")

    links = [row["link"] for row in await rows(engine, dispute)]
    assert len(set(links)) == EVENTS_OF_IT
    assert all(len(link) == 64 + 32 for link in links)


async def test_the_ruling_has_the_link_of_the_event_that_made_it(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    async with begin(reading=True) as tx:
        link = await tx.chains.ruling(dispute)
        chain = await tx.chains.get(dispute)

    made = (await rows(engine, dispute))[RULING - 1]
    assert (made["deed"], made["link"]) == ("the window ended", link)
    assert chain.ruling == link


async def test_an_open_dispute_has_no_link_of_a_ruling_whatever_is_typed(begin: Begin) -> None:
    typed = 'x","state":{"kind":"Ruling"}'
    dispute = await opened(begin, question=typed)

    async with begin(reading=True) as tx:
        assert await tx.chains.ruling(dispute) == ""
        assert (await tx.chains.get(dispute)).ruling == ""


async def test_there_is_no_record_of_a_dispute_that_is_not_there(begin: Begin) -> None:
    async with begin(reading=True) as tx:
        with pytest.raises(NoSuchDispute):
            await tx.chains.get(DisputeId(ANOTHER, 1))


async def test_the_records_of_a_workspace_are_read_by_number(
    begin: Begin, dispute: DisputeId
) -> None:
    await keep(begin, numbered(1, team="T2"))

    async with begin(reading=True) as tx:
        both = await tx.chains.read(dispute.team, above=0, limit=9)
        second = await tx.chains.read(dispute.team, above=1, limit=9)
        assert both[0] == await tx.chains.get(dispute)
        assert await tx.chains.read(dispute.team, above=0, limit=1) == both[:1]
    assert [chain.dispute.number for chain in both] == [1, 2]
    assert second == both[1:]


# Whatever is changed is found

OTHERS = {
    "deed": Deed.WITHDREW.value,
    "side": "neither",
    "by": "Eve",
    "at": MONDAY - HOUR,
    "before": '{"state":{}}',
    "after": '{"state":{"kind":"Ruling","is":{}}}',
    "link": 64 * "0",
}


@pytest.mark.parametrize("column", OTHERS)
@pytest.mark.parametrize("position", range(EVENTS_OF_IT))
async def test_a_changed_event_is_named(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, column: str, position: int
) -> None:
    await run(engine, update(EVENTS).where(at(position)), **{column: OTHERS[column]})

    said = await fault(begin, dispute)
    assert said.startswith(f"event {position + 1} (")
    assert said.endswith(" is not what was written")


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("instant", ["", "some day", "2026-13-02 10:00:00.000000"])
async def test_an_instant_that_nobody_can_read_is_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, instant: str
) -> None:
    spoilt = text("UPDATE events SET at = :at WHERE number = 1 AND position = 3")
    await run(engine, spoilt, at=instant)

    assert (await fault(begin, dispute)).startswith("event 4 (")


@pytest.mark.parametrize("position", range(EVENTS_OF_IT))
async def test_an_event_that_was_deleted_is_missing(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, position: int
) -> None:
    await run(engine, delete(EVENTS).where(at(position)))

    assert await fault(begin, dispute) == f"event {position + 1} is missing"


async def test_an_event_that_was_added_is_named(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    last = (await rows(engine, dispute))[-1]
    forged = linked_behind({**last, "position": EVENTS_OF_IT}, last["link"])
    await run(engine, insert(EVENTS), **forged)

    assert (await fault(begin, dispute)).endswith("was added behind the last one")


async def test_two_events_that_changed_places_are_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    for from_, to in ((2, 99), (3, 2), (99, 3)):
        moved = update(EVENTS).where(at(from_)).values(position=bindparam("to"))
        await run(engine, moved, to=to)

    assert (await fault(begin, dispute)).startswith("event 3 (")


async def test_an_event_of_another_dispute_is_no_event_of_this_one(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    (other,) = await rows(engine, DisputeId(dispute.team, 2))
    await run(engine, delete(EVENTS).where(at(0)))
    await run(engine, insert(EVENTS), **{**other, "number": 1})

    assert (await fault(begin, dispute)).startswith("event 1 (opened the dispute")


async def test_the_other_records_stay_intact(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    await run(engine, update(EVENTS).where(at(0)), by="Eve")

    assert await fault(begin, DisputeId(dispute.team, 2)) == ""


PARTS = {
    "opening": "what it asks is",
    "product": "product's side is",
    "research": "research's side is",
    "state": "its ruling is",
    "set_aside": "the word that set it aside is",
    "outcomes": "its outcomes are",
}


def forged_like(part: str, kept: str) -> str:
    """Another text that can be read just as well."""
    was, instead = {
        "opening": ("Merchants ask", "Nobody asks"),
        "product": ('"lead":"Maya"', '"lead":"Eve"'),
        "research": ('"lead":"Jonas"', '"lead":"Eve"'),
        "state": ('"basis":"default rule"', '"basis":"decided"'),
        "set_aside": ("The merchant left.", "The merchant stayed."),
        "outcomes": ('"by":"Maya"', '"by":"Eve"'),
    }[part]
    assert was in kept
    return kept.replace(was, instead)


async def keep_instead(engine: AsyncEngine, **parts: object) -> None:
    await run(engine, update(DISPUTES).where(DISPUTES.c.number == 1), **parts)


async def part_of(engine: AsyncEngine, part: str) -> str:
    async with engine.connect() as connection:
        chosen = select(DISPUTES.c[part]).where(DISPUTES.c.number == 1)
        return str((await connection.execute(chosen)).scalar_one())


def not_as_left(what: str) -> str:
    return f"{what} not as its {EVENTS_OF_IT} events left it"


@pytest.mark.parametrize("part", PARTS)
async def test_a_part_of_the_dispute_that_is_not_as_its_events_left_it_is_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, part: str
) -> None:
    kept = await part_of(engine, part)
    for instead in (forged_like(part, kept), "{"):
        await keep_instead(engine, **{part: instead})
        assert await fault(begin, dispute) == not_as_left(PARTS[part])


@pytest.mark.parametrize("part", ["set_aside", "outcomes"])
async def test_a_part_of_the_dispute_that_is_gone_is_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, part: str
) -> None:
    await keep_instead(engine, **{part: None})

    assert await fault(begin, dispute) == not_as_left(PARTS[part])


@pytest.mark.parametrize(
    ("part", "forged", "said"),
    [
        ("look_again", '{"on":"2026-04-01","by":"Eve","why":"So."}', "is looked at again is not"),
        ("gates", "[]", "its gates are not as"),
        ("signoffs", "[]", "its signatures are not as"),
        ("retired", '{"by":"Eve","at":"2026-04-01T10:00:00Z"}', "that retired it is not as"),
    ],
)
async def test_a_part_that_no_event_has_left_is_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, part: str, forged: str, said: str
) -> None:
    await keep_instead(engine, **{part: forged})

    assert said in await fault(begin, dispute)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("closes_at", END + DAY), ("ruled_at", END + DAY), ("basis", "decided")),
        *(("chosen_side", "research"), ("channel_id", "C9")),
    ],
)
async def test_what_the_clock_and_the_lists_go_by_is_checked_too(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine, column: str, value: object
) -> None:
    await keep_instead(engine, **{column: value})

    assert await fault(begin, dispute) == not_as_left("what it is listed and ruled by is")


async def test_a_dispute_that_was_taken_back_to_an_earlier_version_is_found(
    begin: Begin, dispute: DisputeId, engine: AsyncEngine
) -> None:
    await keep_instead(engine, version=EVENTS_OF_IT - 2)

    assert (await fault(begin, dispute)).endswith("was added behind the last one")


# Two at once, and the tables before


async def test_who_writes_after_another_links_behind_them(begin: Begin) -> None:
    await keep(begin, numbered(1))
    for lead in ("Ada", "Zoe", "Lee"):
        await change_lead(begin, numbered(1).id, lead)

    assert await fault(begin, numbered(1).id) == ""


async def test_a_part_in_the_form_of_an_earlier_program_is_as_it_was_left(
    begin: Begin, engine: AsyncEngine
) -> None:
    """What is new has its default until the dispute is written again, whatever its event tells."""
    await keep(begin, numbered(1))
    for table, column in ((DISPUTES, "product"), (EVENTS, "after")):
        older = func.replace(table.c[column], ',"deputy_since":null', "")
        await run(engine, update(table).values({column: older}))
    (row,) = await rows(engine, numbered(1).id)
    await run(engine, update(EVENTS), link=linked_behind(row, "")["link"])
    async with begin() as tx:
        before = await tx.disputes.get(numbered(1).id)
        event = Event(deed=Deed.SET_ASIDE, at=MONDAY + HOUR, by=OPENED.by)
        await tx.disputes.save(before, before, event)

    assert await fault(begin, numbered(1).id) == ""


async def test_what_was_written_before_there_were_links_is_linked_by_the_upgrade(
    empty_database_url: str,
) -> None:
    engine = make_engine(empty_database_url)
    await upgrade(engine)
    begin = make_begin(engine)
    dispute, other = await opened(begin), numbered(7, team="T2")
    await happen(begin, dispute, ["product files", "research files", *[A_DAY] * 7], MONDAY)
    await keep(begin, other, *(numbered(number, team="T3") for number in range(1, 600)))
    await change_lead(begin, other.id, "Ada")
    await downgrade(engine, "0003")
    await upgrade(engine)

    assert await fault(begin, dispute) == await fault(begin, other.id) == ""
    assert await fault(begin, numbered(599, team="T3").id) == ""
    await change_lead(begin, other.id, "Zoe")
    assert await fault(begin, other.id) == ""
    await engine.dispose()
