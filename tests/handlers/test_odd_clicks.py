"""Clicks that come too late, or about what cannot be: nothing fails, and nobody is alarmed."""

import pytest

from bot.app import App
from bot.services.ports import Begin
from handlers.ids import Click
from sandbox.server import Slack
from tests.handlers.case_forms import Hands
from tests.handlers.deeds import a_dispute, press, told
from tests.world import MAYA


async def test_a_form_that_is_closed_before_its_next_page_comes_leaves_nothing_on_the_screen(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    hands = Hands(slack, bot)
    await hands.open()
    await hands.click(Click.ADD_EVIDENCE)
    clicked = slack.deliveries[-1]
    await hands.close()

    again = await slack.courier.send(clicked.kind, clicked.payload)

    assert (again.status, again.body) == (200, {})
    assert slack.top_view(MAYA) is None


@pytest.mark.parametrize("click", [Click.STATE_CASE, Click.MORE, Click.MUTE, Click.STANDS])
@pytest.mark.parametrize("number", ["9" * 19, "9" * 1900])
async def test_a_number_that_no_dispute_can_have_is_that_of_no_dispute(
    slack: Slack, bot: App, click: Click, number: str
) -> None:
    value = f"{number} product o1 14" if click is Click.STANDS else number

    assert (await press(slack, bot, MAYA, click, value)).ok

    assert told(slack, MAYA).startswith("There is no dispute #")
