"""Ended disputes are found by the words of their question."""

import asyncio
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import DisputeId, TeamId
from bot.domain.similar import is_same_word, telling_words
from bot.domain.withdrawal import withdraw
from bot.services.ports import Begin
from storage.engine import make_engine
from storage.tables import DISPUTES, EVENTS
from storage.transaction import make_begin
from tests.builders import LEE, MONDAY, an_open_dispute
from tests.storage.keeping import ANOTHER, asking, change_lead, keep

TEAM = TeamId("T1")


async def like(begin: Begin, *words: str, limit: int = 9, team: TeamId = TEAM) -> list[int]:
    async with begin(reading=True) as tx:
        found = await tx.disputes.asking_like(team, words, limit=limit)
    return [dispute.id.number for dispute in found]


async def test_one_of_the_words_is_enough(begin: Begin) -> None:
    await keep(begin, asking("Transformer or rules?"), asking("Word export or summaries?", 2))

    assert await like(begin, "transformer", "latency") == [1]
    assert await like(begin, "summaries") == [2]
    assert await like(begin, "latency") == []


async def test_case_and_the_endings_of_words_do_not_count(begin: Begin) -> None:
    await keep(begin, asking("TRANSFORMERS, upgraded or Filtering?"))

    for word in ("transformer", "Upgrade", "filters"):
        assert await like(begin, word) == [1]


SAME = [
    *(("alerts", "alert"), ("models", "model"), ("scores", "score"), ("clicks", "click")),
    *(("prices", "price"), ("ranked", "rank"), ("player", "play"), ("copying", "copyin")),
    *(("transformer", "transformation"), ("labelling", "labelled"), ("general", "generalist")),
    *(("größere", "GRÖSSER"), ("2027s", "2027"), ("each", "EACH"), ("überall", "überalles")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
async def test_words_that_are_the_same_are_found_in_either_form(
    begin: Begin, one: str, other: str
) -> None:
    assert is_same_word(one.casefold(), other.casefold())
    await keep(begin, asking(f"Which {one}?"), asking(f"No_{other}/or?", 2))

    for word in (one, other):
        assert await like(begin, *telling_words(word)) in ([2, 1], [1, 2])


async def test_who_asks_with_more_of_the_words_comes_first(begin: Begin) -> None:
    await keep(
        begin,
        asking("Export or latency?", 1),
        asking("Fraud filter or transformer?", 2),
        asking("Fraud or latency?", 3),
    )

    assert await like(begin, "fraud", "filter", "transformer") == [2, 3]
    assert await like(begin, "fraud", "filter", "transformer", limit=1) == [2]


async def test_of_the_same_words_the_later_dispute_comes_first(begin: Begin) -> None:
    await keep(begin, *(asking("Fraud filter?", number) for number in (1, 3, 2)))

    assert await like(begin, "fraud") == [3, 2, 1]


async def test_open_disputes_and_those_elsewhere_are_not_found(begin: Begin) -> None:
    is_open = an_open_dispute(id=DisputeId(TEAM, 1), question="Fraud filter?")
    await keep(begin, is_open, asking("Fraud filter?", 2, team="T2"))

    assert await like(begin, "fraud") == []
    assert await like(begin, "fraud", team=ANOTHER) == [2]


async def test_withdrawn_disputes_are_found(begin: Begin) -> None:
    is_open = an_open_dispute(id=DisputeId(TEAM, 1), question="Fraud filter?")
    await keep(begin, is_open)
    withdrawn, _ = withdraw(is_open, by=LEE, now=MONDAY)
    await keep(begin, replace(withdrawn, opening=asking("Fraud filter?", 2).opening))

    assert await like(begin, "fraud") == [2]


async def test_a_dispute_that_changes_is_found_once(begin: Begin) -> None:
    await keep(begin, asking("Fraud filter?"))
    await change_lead(begin, asking("Fraud filter?").id, "Zoe")

    assert await like(begin, "fraud") == [1]


async def test_a_dispute_that_is_deleted_leaves_no_words(begin: Begin, engine: AsyncEngine) -> None:
    await keep(begin, asking("Fraud filter?"))
    async with engine.begin() as connection:
        await connection.execute(delete(EVENTS))
        await connection.execute(delete(DISPUTES))
    await keep(begin, asking("Word export?"))

    assert await like(begin, "fraud") == []
    assert await like(begin, "export") == [1]


async def test_no_words_ask_for_nothing(begin: Begin) -> None:
    await keep(begin, asking("Fraud filter?"))

    assert await like(begin) == []
    assert await like(begin, "", "?!", '"') == []


SIGNS = ['"', "'", "*", "fraud*", "^fraud", "fraud NEAR export", "NEAR(fraud export)", "question:"]
MORE_SIGNS = ["fraud:*", "fraud & export", "|", "!fraud", "<->", "(", "\\", "-fraud", "{a b}:", "%"]


@pytest.mark.parametrize("word", [*SIGNS, *MORE_SIGNS, "AND", "OR", "NOT", ";", "--", ":asked"])
async def test_no_sign_has_a_meaning(begin: Begin, word: str) -> None:
    await keep(begin, asking("Fraud filter?"), asking("Word export?", 2))

    found = await like(begin, word, "filter")
    assert 1 in found
    assert (2 in found) is ("export" in word)


def test_any_question_can_be_asked_and_searched_for(database_url: str) -> None:
    numbers = count(1)

    @settings(max_examples=50)
    @given(question=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
    @example(question='Is "NEAR" a \x00 word? ²½Ⅳ ﷺ 日本語 naïve_case')
    def holds_for(question: str) -> None:
        asyncio.run(keep_and_find(database_url, question, next(numbers)))

    holds_for()


async def keep_and_find(url: str, question: str, number: int) -> None:
    engine = make_engine(url)
    begin = make_begin(engine)
    await keep(begin, asking(f"{question} transformer", number))

    assert number in await like(begin, question, "transformer", limit=number)
    assert set(await like(begin, question)) <= set(range(number + 1))
    await engine.dispose()
