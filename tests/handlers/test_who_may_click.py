"""Each action by each kind of person: who may gets the form, everybody else reads who may."""

import pytest

from bot.app import App
from bot.domain.case import Side
from bot.domain.ids import DisputeId
from bot.services.disputes import name_deputy
from bot.services.ports import Begin
from handlers.directory import SlackDirectory
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import HOUR, MONDAY
from tests.handlers.deeds import a_dispute, an_unsealed_dispute, person, press, told
from tests.world import ADA, JONAS, LEE, MAYA, OLU, ZOE, MovableClock

EVERYBODY = (LEE, MAYA, JONAS, ADA, OLU, ZOE)
SPEAKERS = {MAYA, JONAS, ADA}

BEFORE_CASES: dict[Click, set[str]] = {
    Click.STATE_CASE: SPEAKERS,
    Click.YIELD: SPEAKERS,
    Click.CONFIRM: set(),
    Click.DECIDE: set(),
    Click.WITHDRAW: {LEE, *SPEAKERS},
    Click.NAME_DEPUTY: {MAYA, JONAS},
    Click.NOT_ME: {MAYA, JONAS},
    Click.REPLACE_LEAD: {LEE},
    Click.HOW_IT_ENDS: set(EVERYBODY),
    Click.MORE: set(EVERYBODY),
    Click.SHOW: set(EVERYBODY),
}
A_DAY_AFTER_CASES: dict[Click, set[str]] = {
    Click.STATE_CASE: SPEAKERS,
    Click.YIELD: set(),
    Click.CONFIRM: SPEAKERS,
    Click.DECIDE: {MAYA},
    Click.WITHDRAW: SPEAKERS,
    Click.NAME_DEPUTY: {MAYA, JONAS},
    Click.NOT_ME: {MAYA, JONAS},
    Click.REPLACE_LEAD: set(),
    Click.BOTH_CASES: set(EVERYBODY),
    Click.FULL_RANKING: set(EVERYBODY),
}


async def with_deputy(bot: App, begin: Begin, dispute: DisputeId) -> None:
    await name_deputy(
        dispute,
        Side.RESEARCH,
        person(ADA),
        by=person(JONAS),
        directory=SlackDirectory(bot.client),
        now=MONDAY + HOUR,
        begin=begin,
    )


async def who_gets_a_window(slack: Slack, bot: App, click: Click) -> set[str]:
    """Those for whom the click opens something; each of the others is told why not."""
    found = set()
    for who in EVERYBODY:
        await press(slack, bot, who, click)
        if slack.top_view(who):
            found.add(who)
        else:
            assert len(told(slack, who)) > 40
    return found


@pytest.mark.parametrize(("click", "may"), BEFORE_CASES.items())
async def test_who_may_do_what_before_a_case_is_in(
    slack: Slack, bot: App, begin: Begin, click: Click, may: set[str]
) -> None:
    await with_deputy(bot, begin, await a_dispute(begin))

    assert await who_gets_a_window(slack, bot, click) == may


@pytest.mark.parametrize(("click", "may"), A_DAY_AFTER_CASES.items())
async def test_who_may_do_what_a_day_after_both_cases_are_in(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, click: Click, may: set[str]
) -> None:
    await with_deputy(bot, begin, await an_unsealed_dispute(begin))
    clock.move(hours=30)

    assert await who_gets_a_window(slack, bot, click) == may


@pytest.mark.parametrize("click", [*BEFORE_CASES, Click.BOTH_CASES, Click.FULL_RANKING])
async def test_after_the_end_there_is_only_something_to_read(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, click: Click
) -> None:
    await with_deputy(bot, begin, await an_unsealed_dispute(begin))
    clock.move(days=8)
    await bot.close_due_windows()
    reading = {Click.HOW_IT_ENDS, Click.MORE, Click.SHOW, Click.BOTH_CASES, Click.FULL_RANKING}

    expected = set(EVERYBODY) if click in reading else set()
    assert await who_gets_a_window(slack, bot, click) == expected


async def test_whoever_is_refused_reads_who_may(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await press(slack, bot, ZOE, Click.STATE_CASE)

    assert told(slack, ZOE) == (
        "You cannot state the case on #1. "
        f"<@{MAYA}> (for product) or <@{JONAS}> (for research) can."
    )
