import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.ids import DisputeId, OptionId
from bot.services.ports import Begin
from tests.storage.keeping import keep, numbered

DISPUTE = numbered(1).id
DRAFT = Draft(
    evidence=("E1", "E2"),
    options=(OptionId("O2"), OptionId("O1")),
    with_figures=frozenset({OptionId("O1")}),
    values={"metric": "missed fraud", "option:O1:title": "שלום 🚦\x00", "evidence:E1:link": ""},
)


async def put(begin: Begin, side: Side, draft: Draft = DRAFT) -> None:
    async with begin() as tx:
        await tx.drafts.put(DISPUTE, side, draft)


async def get(begin: Begin, side: Side, *, of: DisputeId = DISPUTE) -> Draft | None:
    async with begin(reading=True) as tx:
        return await tx.drafts.get(of, side)


@pytest.fixture(autouse=True)
async def two_disputes(begin: Begin) -> None:
    await keep(begin, numbered(1), numbered(1, team="T2"))


async def test_a_draft_is_read_as_it_was_kept(begin: Begin) -> None:
    await put(begin, Side.PRODUCT)

    assert await get(begin, Side.PRODUCT) == DRAFT


async def test_there_is_one_draft_a_dispute_and_side(begin: Begin) -> None:
    await put(begin, Side.PRODUCT)

    assert await get(begin, Side.RESEARCH) is None
    assert await get(begin, Side.PRODUCT, of=numbered(1, team="T2").id) is None


async def test_a_draft_stands_in_place_of_the_one_before(begin: Begin) -> None:
    await put(begin, Side.PRODUCT)
    await put(begin, Side.PRODUCT, Draft(evidence=(), options=()))

    assert await get(begin, Side.PRODUCT) == Draft(evidence=(), options=())


async def test_a_draft_is_forgotten_for_its_side_alone(begin: Begin) -> None:
    await put(begin, Side.PRODUCT)
    await put(begin, Side.RESEARCH)
    async with begin() as tx:
        await tx.drafts.remove(DISPUTE, Side.PRODUCT)

    assert await get(begin, Side.PRODUCT) is None
    assert await get(begin, Side.RESEARCH) == DRAFT


async def test_forgetting_what_is_not_there_does_nothing(begin: Begin) -> None:
    async with begin() as tx:
        await tx.drafts.remove(DISPUTE, Side.PRODUCT)

    assert await get(begin, Side.PRODUCT) is None


async def test_a_draft_belongs_to_a_dispute_on_record(begin: Begin) -> None:
    with pytest.raises(IntegrityError):
        async with begin() as tx:
            await tx.drafts.put(numbered(2).id, Side.PRODUCT, DRAFT)
