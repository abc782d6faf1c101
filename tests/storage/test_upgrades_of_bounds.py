"""What is known of areas, gates and GPUs after an upgrade, and what a downgrade leaves."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.area import Area, Stage, Terms
from bot.domain.case import Figures, OwnFigure, PathKind, Side
from bot.domain.chain import first_break
from bot.domain.dispute import Dispute, Retired
from bot.domain.ending import rule_at_end
from bot.domain.events import Deed, Event
from bot.domain.gate import Gated, Limit
from bot.domain.gates import lift_gate, raise_gate
from bot.domain.ids import AreaId, DisputeId, TeamId
from bot.domain.notices import (
    AreaChanged,
    AreaNews,
    FounderNotReached,
    GateChanged,
    Ruled,
    SignedOff,
    SignOffAsked,
)
from bot.domain.signing_off import sign_off
from bot.domain.telling import Delivery, Direct, Thread
from bot.services.ports import AreaDeed, Begin
from storage.engine import make_engine
from storage.schema import downgrade, upgrade
from storage.tables import AREA_CHANGES, DISPUTES, EVENTS
from storage.transaction import make_begin
from tests.builders import (
    BOTH_IN,
    DROPPED,
    END,
    FILTER,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    OLU,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    usd,
    with_outcome,
)
from tests.storage.keeping import CREATED, OPENED, keep, numbered, read, ruled_by_version_1

TEAM = TeamId("T1")
HUNGRY = replace(FILTER, figures=Figures(gpu_weeks_per_month=usd(8)))
TERMS = Terms(stage=Stage.BEFORE)
LIMIT = Limit(
    gated=Gated.LATENCY,
    name="real-time answers",
    number=usd(300),
    unit="ms",
    lifted_by="quantisation",
)


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
    await downgrade(engine, "0004")
    await upgrade(engine)


async def column(engine: AsyncEngine, chosen: Any) -> list[Any]:
    async with engine.connect() as connection:
        return list((await connection.execute(chosen)).scalars())


def in_area(area: str, number: int, *, team: str = "T1", at: Any = MONDAY) -> Dispute:
    known = numbered(number, team=team)
    window = replace(known.window, opens_at=at)
    return replace(known, opening=replace(known.opening, area=area, window=window))


def renumbered(dispute: Dispute, number: int) -> Dispute:
    return replace(dispute, opening=replace(dispute.opening, id=DisputeId(TEAM, number)))


# Up


async def test_areas_that_were_typed_become_rows_as_they_were_typed_first(
    engine: AsyncEngine, begin: Begin
) -> None:
    later = in_area("fraud", 2, at=MONDAY + HOUR)
    await keep(begin, in_area(" Fraud  detection", 1), in_area("FRAUD detection", 3), later)
    await keep(begin, in_area("Fraud detection", 1, team="T2"), in_area("", 4))
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        fraud, detection = await tx.areas.all_of(TEAM)
        (elsewhere,) = await tx.areas.all_of(TeamId("T2"))
        (change,) = await tx.areas.changes(detection.id)
    assert (fraud.name, detection.name) == ("fraud", "Fraud detection")
    assert elsewhere.name == "Fraud detection"
    assert (change.deed, change.by, change.at) == (AreaDeed.TYPED, None, MONDAY)


async def test_in_an_area_that_was_typed_product_goes_on_deciding_and_nothing_is_limited(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, in_area("Fraud", 1))
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        (area,) = await tx.areas.all_of(TEAM)
    assert area == Area(id=AreaId.of(TEAM, "Fraud"), name="Fraud", terms=Terms(stage=Stage.AFTER))


async def test_an_area_with_a_sign_that_no_text_has_becomes_a_row_without_it(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, in_area("Fraud\x00s", 1), in_area("\x00", 2))
    await there_and_back(engine)

    async with begin(reading=True) as tx:
        (area,) = await tx.areas.all_of(TEAM)
    assert area.id == AreaId.of(TEAM, area.name) == AreaId.of(TEAM, "Frauds")


USING = renumbered(a_ruled_dispute(HUNGRY), 1)
NOT_USING = [
    renumbered(a_ruled_dispute(), 2),
    renumbered(with_outcome(a_ruled_dispute(HUNGRY), DROPPED), 3),
    renumbered(a_ruled_dispute(replace(HUNGRY, figures=Figures(gpu_weeks_per_month=usd(0)))), 4),
    numbered(5),
]


async def test_only_what_a_ruling_in_force_uses_is_committed_after_the_upgrade(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, USING, *NOT_USING)
    before = await column(engine, select(DISPUTES.c.gpu_committed).order_by(DISPUTES.c.number))
    await there_and_back(engine)

    after = await column(engine, select(DISPUTES.c.gpu_committed).order_by(DISPUTES.c.number))
    assert after == before == [True, False, False, False, False]
    async with begin(reading=True) as tx:
        assert [one.id for one in await tx.disputes.using_gpus(TEAM)] == [USING.id]


# Down


async def test_a_dispute_without_anything_new_keeps_its_links(
    engine: AsyncEngine, begin: Begin
) -> None:
    await keep(begin, an_open_dispute())
    before = await column(engine, select(EVENTS.c.link))
    await there_and_back(engine)

    assert await column(engine, select(EVENTS.c.link)) == before


async def test_areas_are_forgotten(engine: AsyncEngine, begin: Begin) -> None:
    async with begin() as tx:
        await tx.areas.put(CREATED)
    await there_and_back(engine)

    assert await column(engine, select(AREA_CHANGES.c.key)) == []


async def change(begin: Begin, after: Dispute, deed: Deed) -> None:
    async with begin() as tx:
        before = await tx.disputes.get(after.id)
        event = Event(deed=deed, at=BOTH_IN + HOUR, by=JONAS.id)
        await tx.disputes.save(before, replace(after, version=before.version), event)


async def bound_to_everything(begin: Begin) -> DisputeId:
    """A dispute with terms, a path, a gate that was lifted, a signature, a ruling, retired."""
    figures = replace(HUNGRY.figures, own=(OwnFigure("GPU memory", usd(48)),))
    known = an_unsealed_dispute((replace(HUNGRY, figures=figures, path=PathKind.BEST),))
    opening = replace(known.opening, terms=TERMS, is_led_by_area=True)
    first = replace(known, opening=opening)
    gated, _ = raise_gate(first, Side.PRODUCT, FILTER.id, LIMIT, by=JONAS, now=BOTH_IN)
    lifted, _ = lift_gate(gated, 0, by=JONAS, now=BOTH_IN + HOUR)
    signed, _ = sign_off(
        lifted, Side.PRODUCT, FILTER.id, "Worth it.", by=OLU, founders=[OLU.id], now=BOTH_IN
    )
    ended, _ = rule_at_end(signed, now=END)
    await keep(begin, first)
    await change(begin, gated, Deed.RAISED_GATE)
    await change(begin, lifted, Deed.LIFTED_GATE)
    await change(begin, signed, Deed.SIGNED_OFF)
    await change(begin, ended, Deed.WINDOW_ENDED)
    await change(begin, replace(ended, retired=Retired(by=MAYA.id, at=END)), Deed.RETIRED)
    return first.id


async def test_what_binds_is_forgotten_and_the_rest_of_the_record_stays(
    engine: AsyncEngine, begin: Begin
) -> None:
    dispute = await bound_to_everything(begin)
    await there_and_back(engine)

    left = await read(begin, dispute)
    bare = replace(HUNGRY, path=None)
    ruled = ruled_by_version_1(rule_at_end(an_unsealed_dispute((bare,)), now=END)[0])
    assert left == replace(ruled, version=1)
    async with begin(reading=True) as tx:
        deeds = [event.deed for event in await tx.disputes.events(dispute)]
    assert deeds == [OPENED.deed, Deed.WINDOW_ENDED]


async def test_the_chain_is_whole_after_a_downgrade_and_nothing_new_is_told_in_it(
    engine: AsyncEngine, begin: Begin
) -> None:
    dispute = await bound_to_everything(begin)
    await downgrade(engine, "0004")
    told = "".join(await column(engine, select(EVENTS.c.before + EVENTS.c.after)))
    await upgrade(engine)

    async with begin(reading=True) as tx:
        assert first_break(await tx.chains.get(dispute)) is None
    for new in ("gates", "signoffs", "retired", "gpu_budget", "GPU memory", '"version":2'):
        assert new not in told


async def test_the_record_goes_on_after_a_downgrade(engine: AsyncEngine, begin: Begin) -> None:
    dispute = await bound_to_everything(begin)
    await there_and_back(engine)
    left = await read(begin, dispute)
    await change(begin, replace(left, retired=Retired(by=MAYA.id, at=END)), Deed.RETIRED)

    async with begin(reading=True) as tx:
        assert first_break(await tx.chains.get(dispute)) is None


async def test_messages_that_the_program_before_knows_not_are_forgotten(
    engine: AsyncEngine, begin: Begin
) -> None:
    of, to_maya = numbered(1).id, Direct(MAYA.id)
    known = Delivery(about=of, notice=Ruled(of), place=Thread())
    new = (
        Delivery(about=of, notice=GateChanged(of, 0), place=Thread()),
        Delivery(about=of, notice=SignOffAsked(of, Side.PRODUCT, FILTER.id), place=to_maya),
        Delivery(about=of, notice=SignedOff(of, Side.PRODUCT, FILTER.id), place=to_maya),
        Delivery(about=of, notice=FounderNotReached(of, Side.PRODUCT, OLU.id), place=to_maya),
        Delivery(
            about=TEAM, notice=AreaChanged(CREATED.area.id, AreaNews.HANDED_OFF), place=to_maya
        ),
    )
    await keep(begin, numbered(1))
    async with begin() as tx:
        await tx.outbox.put((*new, known))
    await downgrade(engine, "0004")

    assert await column(engine, text("SELECT kind FROM outbox")) == ["Ruled"]
