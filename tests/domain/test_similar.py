"""Which ended disputes asked something like a question that is being asked."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.ids import DisputeId, TeamId
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.similar import (
    MOST_SIMILAR,
    beginning,
    is_same_word,
    similar,
    telling_words,
)
from tests.builders import END, a_ruled_dispute


def ended(question: str, number: int = 1) -> SeenDispute:
    seen = seen_in_channel(a_ruled_dispute(), now=END)
    opening = replace(seen.opening, question=question, id=DisputeId(TeamId("T1"), number))
    return replace(seen, opening=opening)


def found(question: str, *asked: str) -> list[int]:
    """The numbers of those of the questions that are similar; they are numbered from 1."""
    disputes = [ended(one, number) for number, one in enumerate(asked, start=1)]
    return [one.opening.id.number for one in similar(question, disputes)]


# The words that tell


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Transformer upgrade or rules-based filter?", ("transformer", "rules", "based", "filter")),
        ("Should we build this first, or what?", ()),
        ("Fraud, FRAUD and fraud?", ("fraud",)),
        ("Ist das Überweisungsmodell größer?", ("überweisungsmodell", "grösser")),
        ("GPU or CPU?", ()),
        ("snake_case names", ("snake", "case", "names")),
        ("", ()),
    ],
)
def test_the_words_that_tell_are_long_and_not_everyday_ones(
    question: str, words: tuple[str, ...]
) -> None:
    assert telling_words(question) == words


@given(st.text())
def test_the_words_of_any_text_are_lower_case_and_each_there_once(text: str) -> None:
    words = telling_words(text)

    assert len(set(words)) == len(words)
    assert all(word == word.casefold() for word in words)


# What is similar


@pytest.mark.rule(
    "A question is similar to another when they share half of its telling words, at least two."
)
def test_two_words_and_half_of_them_are_needed() -> None:
    question = "Explain each fraud block to merchants, or block less?"  # 5 telling words and more

    assert telling_words(question) == ("explain", "each", "fraud", "block", "merchants", "less")
    assert found(
        question,
        "Explain the fraud model?",
        "Explain fraud to merchants?",
        "Fraud?",
        "Word export or summaries?",
    ) == [2]


def test_of_three_words_two_are_needed() -> None:
    assert found("Fraud filter explained?", "Fraud filter?", "Fraud scores?") == [1]


def test_one_word_is_enough_where_there_is_but_one() -> None:
    assert found("Fraud?", "Which fraud model?", "Word export?") == [1]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Transformers for merchants?", "A transformer for each merchant?"),
        ("Which alerts?", "Should we drop the alert emails?"),
        ("Which models for churn score?", "Which model for churn scores?"),
        ("Rank by price or click?", "Ranks by prices or clicks?"),
    ],
)
def test_inflected_words_are_the_same(question: str, asked: str) -> None:
    assert found(question, asked) == [1]


@pytest.mark.rule(
    "Two words are the same when they share their first six letters, or one is the other with at "
    "most two more letters."
)
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("alert", "alert", True),
        ("alert", "alerts", True),
        ("train", "trained", True),
        ("train", "training", False),
        ("transformer", "transformation", True),
        ("planner", "plan", False),
        ("price", "pride", False),
        ("label", "labelling", False),
        ("labelling", "labelled", True),
        ("filter", "filtering", True),
    ],
)
def test_two_words_are_the_same_by_their_first_letters(one: str, other: str, *, same: bool) -> None:
    assert is_same_word(one, other) is same
    assert is_same_word(other, one) is same


WORDS = st.text("aeilmnorst", min_size=4, max_size=9).filter(telling_words)


@given(WORDS, WORDS)
def test_any_words_that_are_the_same_begin_with_the_same_letters(one: str, other: str) -> None:
    related = (other, one[:6] + other, one + other[:2], one[:-1], one[:-2])
    same = [two for two in related if telling_words(two) and is_same_word(one, two)]

    assert one + other[:2] in same or not telling_words(one + other[:2])
    assert all(two.startswith(beginning(one)) for two in same)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["", "s", "ed"]))
def test_any_question_is_similar_to_itself_with_other_endings(
    words: list[str], ending: str
) -> None:
    assume(all(telling_words(word + ending) for word in words))

    assert found(" ".join(words), " ".join(word + ending for word in words)) == [1]


def test_a_word_in_two_of_its_forms_counts_once() -> None:
    assert found("Alert on alerts for fraud?", "Alerts by email?") == []


@pytest.mark.parametrize("question", ["", "?", "What should we build first?"])
def test_a_question_that_tells_nothing_is_like_no_other(question: str) -> None:
    assert found(question, question, "Fraud filter?") == []


@pytest.mark.rule("Up to three similar ones that have ended are shown, the most similar first.")
def test_the_most_similar_come_first_and_of_equals_the_newest() -> None:
    question = "Transformer upgrade or rules-based filter?"

    assert MOST_SIMILAR == 3
    assert found(
        question,
        "A rules-based scorer?",
        "Filter by transformer?",
        "Rules-based filter, or none?",
        "A transformer filter?",
    ) == [3, 4, 2]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_of_any_questions_at_most_three_are_found_and_each_once(asked: list[str]) -> None:
    numbers = found("Fraud filter?", "Fraud filter!", *asked)

    assert 1 <= len(numbers) <= MOST_SIMILAR
    assert len(set(numbers)) == len(numbers)
