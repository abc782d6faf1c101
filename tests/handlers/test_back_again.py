"""What founders read when the clock had stood still."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import ClockWasSilent, LateRuling
from bot.domain.telling import Delivery, Direct
from bot.services.ports import Begin
from handlers.back_again import told
from sandbox.limits import check_message_blocks
from sandbox.server import Slack
from tests.builders import DAY, END, HOUR
from tests.handlers.deeds import TEAM, everything_in
from tests.handlers.looks import read
from tests.world import LEE, OLU

TWO = ClockWasSilent(
    since=END - HOUR,
    until=END + 5 * HOUR,
    late=(LateRuling(12, 5 * HOUR), LateRuling(14, 2 * HOUR)),
    how_many=2,
)
ONE = replace(TWO, late=TWO.late[:1], how_many=1)
MANY = replace(TWO, late=tuple(LateRuling(number, DAY) for number in range(1, 11)), how_many=14)


WHAT_TO_DO = (
    "If nobody meant to stop it: see that roadmap-bot is started again by itself when it ends. "
    "How it is now: /roadmap health"
)


def test_it_says_since_when_what_came_late_and_what_to_do() -> None:
    assert read(told(TWO)).splitlines() == [
        "The clock stood still from Mon 9 March 2026, 09:00 UTC to Mon 9 March 2026, 15:00 UTC.",
        "2 rulings came late: #12 by 5 hours, #14 by 2 hours.",
        "They are dated to their deadlines, so nothing about them changes.",
        WHAT_TO_DO,
    ]


def test_one_that_came_late_is_one() -> None:
    said = read(told(ONE))

    assert "1 ruling came late: #12 by 5 hours." in said
    assert "It is dated to its deadline, so nothing about it changes." in said


def test_of_many_the_others_are_counted() -> None:
    said = read(told(MANY))

    assert "14 rulings came late: #1 by 1 day, #2 by 1 day," in said
    assert said.count("by 1 day") == 10
    assert "#10 by 1 day, and 4 more." in said


@pytest.mark.parametrize("notice", [ONE, TWO, MANY])
def test_slack_takes_it_and_its_summary_says_what_happened(notice: ClockWasSilent) -> None:
    message = told(notice)

    check_message_blocks(message.blocks)
    assert message.text.startswith("The clock stood still, and ")


async def queue(begin: Begin, notice: ClockWasSilent, *people: str, team: TeamId = TEAM) -> None:
    async with begin() as tx:
        await tx.outbox.put(
            Delivery(about=team, notice=notice, place=Direct(UserId(who))) for who in people
        )


async def test_it_reaches_a_founder_as_it_was_frozen_and_nobody_who_is_none_any_more(
    slack: Slack, begin: Begin
) -> None:
    exact = replace(TWO, late=(LateRuling(3, timedelta(minutes=3, microseconds=1)),), how_many=1)
    await queue(begin, exact, LEE, OLU)
    (message,) = await slack.wait_for(lambda: slack.dms(OLU))

    assert "#3 by 3 minutes" in everything_in(message)
    assert slack.dms(LEE) == []
