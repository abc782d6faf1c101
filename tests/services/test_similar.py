"""Ended disputes that asked something like a new question, as its opener may see them."""

import pytest

from bot.domain.ids import ChannelId
from bot.domain.person import Person
from bot.services.ports import Begin
from bot.services.similar import find_similar
from bot.services.windows import close_due_windows
from tests.builders import DAY, HOUR, MONDAY, OLU, ZOE
from tests.services.directories import PRIVATE, PUBLIC, SmallDirectory
from tests.services.goings_on import TEAM, both_filed, opened

NOW = MONDAY + 8 * DAY
ASKED = "Transformer upgrade or rules-based filter?"


async def ended(begin: Begin, question: str = ASKED, channel: ChannelId = PUBLIC) -> None:
    await both_filed(begin, await opened(begin, question=question, channel=channel))
    await close_due_windows(now=NOW, begin=begin)


async def found(begin: Begin, question: str, to: Person = ZOE) -> list[str]:
    similar = await find_similar(
        TEAM, question, to=to, now=NOW, begin=begin, directory=SmallDirectory()
    )
    return [one.opening.question for one in similar]


async def test_what_has_ended_and_shares_words_is_found(begin: Begin) -> None:
    await ended(begin)
    await ended(begin, "Word export or better summaries?")

    assert await found(begin, "A filter based on rules, or a transformer?") == [ASKED]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which alerts?", "Should we drop the alert emails?"),
        ("Which models for churn score?", "Which model for churn scores?"),
        ("Rank by price or click?", "Ranks by prices or clicks?"),
    ],
)
async def test_the_endings_of_words_do_not_count(begin: Begin, question: str, asked: str) -> None:
    await ended(begin, asked)

    assert await found(begin, question) == [asked]


async def test_what_is_still_open_is_not_found(begin: Begin) -> None:
    await opened(begin, at=NOW - HOUR, question=ASKED)

    assert await found(begin, ASKED) == []


async def test_of_many_the_three_newest_of_the_most_similar_are_found(begin: Begin) -> None:
    for number in range(5):
        await ended(begin, f"Transformer or filter, try {number}?")

    assert await found(begin, "Transformer or filter?") == [
        f"Transformer or filter, try {number}?" for number in (4, 3, 2)
    ]


async def test_a_question_that_tells_nothing_finds_nothing(begin: Begin) -> None:
    await ended(begin)

    assert await found(begin, "What should we build?") == []


async def test_what_may_not_be_seen_is_not_found(begin: Begin) -> None:
    await ended(begin, channel=PRIVATE)

    assert await found(begin, ASKED, ZOE) == []
    assert await found(begin, ASKED, OLU) == [ASKED]


@pytest.mark.parametrize(
    "question",
    [
        '"transformer filter',
        "filter* AND (transformer",
        "transformer & ! filter",
        "filter:transformer",
    ],
)
async def test_what_looks_like_a_query_is_a_question(begin: Begin, question: str) -> None:
    await ended(begin)

    assert await found(begin, question) == [ASKED]
