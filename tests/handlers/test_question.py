"""A question to the world: once at a time, good for a while, and never waited for in vain."""

import asyncio
from datetime import timedelta

import pytest

from handlers import question
from handlers.question import Question
from tests.world import MovableClock


class Oracle:
    """Answers how often it has been asked, when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.is_deaf = False

    async def ask(self) -> int:
        self.asked += 1
        asked = self.asked
        while not self.may_answer.is_set():
            try:
                await self.may_answer.wait()
            except asyncio.CancelledError:
                if not self.is_deaf:
                    raise
        return asked


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "SECONDS_TO_ANSWER", 0.01)
    monkeypatch.setattr(question, "SECONDS_TO_GIVE_UP", 0.01)


async def test_who_asks_while_it_is_under_way_shares_the_answer(oracle: Oracle) -> None:
    asked = Question(oracle.ask, clock=MovableClock())
    both = asyncio.gather(asked.answer(), asked.answer())
    await asyncio.sleep(0)
    oracle.may_answer.set()

    assert list(await both) == [1, 1]


async def test_an_answer_is_good_for_as_long_as_it_was_said(oracle: Oracle) -> None:
    clock = MovableClock()
    asked = Question(oracle.ask, clock=clock, good_for=timedelta(seconds=30))
    oracle.may_answer.set()

    assert await asked.answer() == 1
    clock.move(seconds=29)
    assert await asked.answer() == 1
    clock.move(seconds=1)
    assert await asked.answer() == 2


async def test_by_itself_an_answer_is_good_for_one_time(oracle: Oracle) -> None:
    asked = Question(oracle.ask, clock=MovableClock())
    oracle.may_answer.set()

    assert [await asked.answer(), await asked.answer()] == [1, 2]


@pytest.mark.usefixtures("in_a_hurry")
async def test_what_does_not_come_in_time_is_an_answer_too(oracle: Oracle) -> None:
    asked = Question(oracle.ask, clock=MovableClock())

    assert isinstance(await asked.answer(), TimeoutError)


@pytest.mark.usefixtures("in_a_hurry")
async def test_what_cannot_even_be_given_up_holds_nobody_up_and_is_asked_once(
    oracle: Oracle,
) -> None:
    oracle.is_deaf = True
    asked = Question(oracle.ask, clock=MovableClock())

    assert isinstance(await asked.answer(), TimeoutError)
    assert isinstance(await asked.answer(), TimeoutError)
    assert oracle.asked == 1
    oracle.may_answer.set()


async def test_a_failure_is_an_answer_too() -> None:
    async def fail() -> int:
        raise OSError

    assert isinstance(await Question(fail, clock=MovableClock()).answer(), OSError)
