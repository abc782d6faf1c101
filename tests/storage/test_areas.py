"""Areas on record: the last change counts, the others stay, and two at once come one by one."""

import asyncio
from dataclasses import replace

from hypothesis import given, settings

from bot.domain.area import Area, Terms
from bot.domain.ids import AreaId, UserId
from bot.services.ports import AreaChange, AreaDeed, Begin
from storage.mapping_of_areas import area_from_row, area_to_row
from tests.builders import DAY, MAYA, MONDAY, usd
from tests.storage.keeping import ANOTHER, CREATED, an_area, created, roll_back
from tests.storage.values import values_of

FRAUD = CREATED.area
RICHER = replace(FRAUD, terms=Terms(gpu_budget=usd(9)))
CHANGED = AreaChange(area=RICHER, deed=AreaDeed.CHANGED, by=MAYA.id, at=MONDAY + DAY)


@settings(max_examples=50)
@given(values_of(AreaChange))
def test_every_change_is_read_from_its_row_as_it_was(change: AreaChange) -> None:
    assert area_from_row(area_to_row(change)) == change


async def put(begin: Begin, *changes: AreaChange) -> None:
    for change in changes:
        async with begin() as tx:
            await tx.areas.put(change)


async def get(begin: Begin, area: AreaId = FRAUD.id) -> Area | None:
    async with begin(reading=True) as tx:
        return await tx.areas.get(area)


async def changes(begin: Begin, area: AreaId = FRAUD.id) -> tuple[AreaChange, ...]:
    async with begin(reading=True) as tx:
        return await tx.areas.changes(area)


async def test_an_area_that_nobody_has_made_is_none(begin: Begin) -> None:
    assert await get(begin) is None
    assert await changes(begin) == ()


async def test_the_last_change_counts_and_those_before_stay_on_record(begin: Begin) -> None:
    await put(begin, CREATED, CHANGED)

    assert await get(begin) == RICHER
    assert await changes(begin) == (CREATED, CHANGED)


async def test_an_area_is_found_by_its_name_however_it_is_typed(begin: Begin) -> None:
    await put(begin, CREATED)

    assert await get(begin, AreaId.of(FRAUD.id.team, "  FRAUD ")) == FRAUD


async def test_a_name_with_a_sign_that_no_text_has_is_kept_and_found(begin: Begin) -> None:
    odd = replace(CREATED, area=an_area("Fraud\x00s"))
    await put(begin, odd)

    assert await get(begin, odd.area.id) == odd.area


async def test_the_areas_of_a_workspace_come_by_name_each_as_it_is(begin: Begin) -> None:
    pricing = replace(CREATED, area=an_area("Pricing"))
    abuse = replace(CREATED, area=an_area("abuse"))
    await put(begin, pricing, CREATED, abuse, CHANGED, created("T2"))

    async with begin(reading=True) as tx:
        assert await tx.areas.all_of(FRAUD.id.team) == (abuse.area, RICHER, pricing.area)
        assert await tx.areas.all_of(ANOTHER) == (created("T2").area,)


async def test_changes_that_come_at_once_are_all_kept(begin: Begin) -> None:
    asked = [replace(CHANGED, by=UserId(f"U{number}")) for number in range(20)]
    await asyncio.gather(*(put(begin, change) for change in asked))

    assert {change.by for change in await changes(begin)} == {change.by for change in asked}


async def one_more_gpu_week(begin: Begin) -> None:
    async with begin() as tx:
        area = await tx.areas.get(FRAUD.id) or FRAUD
        terms = replace(area.terms, gpu_budget=area.terms.gpu_budget + 1)
        await tx.areas.put(replace(CHANGED, area=replace(area, terms=terms)))


async def test_whoever_changes_an_area_sees_what_the_one_before_has_left(begin: Begin) -> None:
    await asyncio.gather(*(one_more_gpu_week(begin) for _ in range(8)))

    area = await get(begin)
    assert area is not None
    assert area.terms.gpu_budget == FRAUD.terms.gpu_budget + 8


async def test_an_area_can_be_read_while_somebody_changes_it(begin: Begin) -> None:
    await put(begin, CREATED)
    async with begin() as tx:
        await tx.areas.get(FRAUD.id)
        await tx.areas.put(CHANGED)
        assert await get(begin) == FRAUD


async def test_a_change_that_is_rolled_back_is_none(begin: Begin) -> None:
    await roll_back(begin, lambda tx: tx.areas.put(CREATED))

    assert await changes(begin) == ()
