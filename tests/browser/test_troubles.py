"""Slack's troubles, switched on and off: what was done is never lost, and the page stays usable."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from sandbox.stories.people import ADA, JONAS, MAYA
from tests.browser.hand import FILTER, Hand

FILED, NOT_FILED = "@Maya, filed", "@Maya, not filed"


@dataclass(frozen=True, slots=True)
class Switches:
    """The drawer in a tab of somebody else, who has no form open over it."""

    hand: Hand

    async def turn(self, name: str, *, on: bool) -> None:
        switch = self.hand.drawer.get_by_role("switch", name=name)
        await switch.set_checked(on)
        await expect(switch).to_have_attribute("data-value", "true" if on else "false")

    async def has_seen(self, method: str, status: str) -> None:
        """Wait until the bot was answered so."""
        line = self.hand.drawer.get_by_role("button").filter(has_text=method)
        await expect(line.filter(has_text=status).first).to_be_visible()


@pytest.fixture
async def switches(hand: Hand, empty: str) -> AsyncIterator[Switches]:
    other = Hand(await hand.page.context.new_page())
    await other.visit(empty)
    await other.be(ADA)
    await other.page.get_by_role("button", name="What the bot sent").click()
    switches = Switches(other)
    yield switches
    for name in ("Slack is down", "Rate limited", "Slow"):
        await switches.turn(name, on=False)
    await hand.page.bring_to_front()


@pytest.mark.parametrize(("trouble", "status"), [("Slack is down", "503"), ("Rate limited", "429")])
async def test_a_case_stated_in_trouble_is_on_the_card_once_it_is_over(
    hand: Hand, switches: Switches, question: str, trouble: str, status: str
) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.open_form(question, "State our case")
    await switches.turn(trouble, on=True)

    await hand.send(FILTER)
    await switches.has_seen("chat.update", status)
    await expect(hand.card(question)).to_contain_text(NOT_FILED)

    await switches.turn(trouble, on=False)
    await expect(hand.card(question)).to_contain_text(FILED, timeout=30_000)


async def test_while_slack_is_slow_the_page_is_not(
    hand: Hand, switches: Switches, question: str
) -> None:
    await hand.open_dispute(question)
    await switches.turn("Slow", on=True)

    await hand.be(JONAS)
    await hand.press(question, "State our case")
    aside = question.replace("Transformer", "Tea")
    await hand.say(aside)
    await expect(hand.page.get_by_text(aside)).to_be_visible()
    await hand.be(MAYA)
    await expect(hand.card(question)).to_be_visible()

    await switches.turn("Slow", on=False)
    await hand.state_case(question, FILTER)
    await expect(hand.card(question)).to_contain_text(FILED)
