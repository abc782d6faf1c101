"""An area's own limits, one a line: what is understood, and what is said of the rest."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.minimum_model import Bound, OwnLimit
from handlers.modals.answers import Answers
from handlers.modals.own_limits import as_typed, read_own_limits


def read(text: str) -> tuple[OwnLimit, ...]:
    answers = Answers({})
    limits = read_own_limits(text, "own", answers)
    assert not answers.problems
    return limits


def fault(text: str) -> str:
    answers = Answers({})
    read_own_limits(text, "own", answers)
    (problem,) = answers.problems
    assert problem.field == "own"
    return problem.sentence


words = st.from_regex(r"[A-Za-zß]{1,12}( [A-Za-z]{1,12}){0,2}", fullmatch=True).filter(
    lambda text: not {"yes", "at", "most", "least"} & set(text.casefold().split())
)
numbers = st.decimals(0, 10**9, places=3) | st.integers(0, 10**9).map(Decimal)
limits = st.builds(
    OwnLimit,
    name=words,
    bound=st.sampled_from(Bound),
    number=numbers,
    unit=st.just("") | words.map(lambda unit: unit[:20].strip()),
) | st.builds(OwnLimit, name=words)


@given(st.lists(limits, max_size=5).map(tuple))
def test_what_stands_in_the_form_comes_back_from_it(own: tuple[OwnLimit, ...]) -> None:
    assert read(as_typed(own)) == own


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("GPU memory at most 48 GB", OwnLimit(name="GPU memory", number=Decimal(48), unit="GB")),
        ("GPU memory: at most 48GB", OwnLimit(name="GPU memory", number=Decimal(48), unit="GB")),
        ("  GPU   memory <= 48 GB ", OwnLimit(name="GPU memory", number=Decimal(48), unit="GB")),
        (
            "recall At Least 0.8",
            OwnLimit(name="recall", bound=Bound.AT_LEAST, number=Decimal("0.8")),
        ),
        (
            "recall ≥ 80 %",
            OwnLimit(name="recall", bound=Bound.AT_LEAST, number=Decimal(80), unit="%"),
        ),
        ("rows at most 1,400", OwnLimit(name="rows", number=Decimal(1400))),
        ("lineage recorded: yes", OwnLimit(name="lineage recorded")),
        ("Lineage recorded, YES.", OwnLimit(name="Lineage recorded")),
    ],
)
def test_a_limit_is_understood_as_people_type_it(line: str, limit: OwnLimit) -> None:
    assert read(f"\n{line}\n\n") == (limit,)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("we should not build it", 'write it as "GPU memory at most 48 GB" or'),
        ("lineage recorded: no", 'write it as "GPU memory at most 48 GB" or'),
        ("GPU memory at most many GB", 'write it as "GPU memory at most 48 GB" or'),
        ("price at most 0,015 USD", "A number, such as 1400 or 0.015."),
        ("warmth at least -5 C", "From 0 to 1,000,000,000; this is -5."),
        (f"{'x' * 61} at most 4", "a limit's name has at most 60 characters."),
        (f"memory at most 4 {'x' * 21}", "a unit has at most 20 characters."),
    ],
)
def test_a_line_that_is_no_limit_is_named_with_what_to_write(line: str, sentence: str) -> None:
    said = fault(f"recall at least 80 %\n{line}")

    assert said.startswith('Line 2 ("')
    assert sentence in said


def test_every_fault_is_named_at_once() -> None:
    said = fault("memory 48\nrecall at least 80 %\nlineage")

    assert 'Line 1 ("memory 48")' in said
    assert 'Line 3 ("lineage")' in said
    assert "Line 2" not in said


def test_of_more_than_five_none_is_taken() -> None:
    lines = "\n".join(f"limit {number} at most 3" for number in range(7))

    assert fault(lines) == "At most 5 limits fit; these are 7."


@given(st.text(max_size=600))
def test_whatever_is_typed_is_understood_or_named(text: str) -> None:
    answers = Answers({})
    own = read_own_limits(text, "own", answers)

    assert answers.problems or read(as_typed(own)) == own
