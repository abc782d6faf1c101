"""The promise in the browser: who would build it lengthens it, and the customer's answer comes."""

import re
from datetime import datetime

from playwright.async_api import Locator, expect

from sandbox.stories.people import ADA, JONAS, MAYA, ROADMAP
from tests.browser.hand import FILTER, Hand
from tests.browser.test_looking import faults
from tests.browser.test_told import dm, messages

SQL = {**FILTER, "title": "Rules in SQL", "days_to_feedback": "20"}
PROMISED = re.compile(r"Promised by \w+ (\d+ \w+ \d+)")
SAID = "We stopped asking why by the second day."


async def dm_with(hand: Hand, person: str, button: str) -> Locator:
    """The last direct message of that person that has such a button."""
    await hand.be(person)
    await hand.go_to(dm(person))
    found = messages(hand).filter(has=hand.page.get_by_role("button", name=button, exact=True))
    return found.last


async def press_in(hand: Hand, message: Locator, button: str) -> None:
    await message.get_by_role("button", name=button, exact=True).last.click()
    await expect(hand.modal).to_be_visible()


async def test_the_builder_lengthens_and_the_preview_flips(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.state_case(question, {**FILTER, "builder": ADA})
    await hand.be(JONAS)
    await hand.state_case(question, SQL)
    preview = hand.card(question)
    await expect(preview).to_contain_text("The rule would choose today: Rules-based filter")

    asked = await dm_with(hand, ADA, "Longer")
    await expect(asked).to_contain_text("14 days until an answer from Acme and Borealis")
    found = await faults(hand.page)
    await press_in(hand, asked, "Longer")
    found += await faults(hand.page)
    await hand.send({"days": "28", "why": "Acme reviews only once a month."})

    await hand.go_to(ROADMAP)
    await expect(preview).to_contain_text("The rule would choose today: Rules in SQL")
    assert found == []


async def test_the_customers_answer_is_recorded_from_the_reminder(
    hand: Hand, question: str
) -> None:
    await hand.open_dispute(question)
    await hand.both_file(question)
    await hand.until_settled(question)
    number = await hand.number_of(question)
    await hand.be(MAYA)
    await hand.go_to(dm(MAYA))
    due = messages(hand).filter(has_text=number).filter(has_text="Its answer is due today")
    while not await due.count():
        await hand.move("Next reminder")
    found = await faults(hand.page)

    promised = PROMISED.search(await due.last.inner_text())
    assert promised

    await press_in(hand, due, "Answered")
    found += await faults(hand.page)
    await hand.send(
        {
            "on": datetime.strptime(promised[1], "%d %B %Y").date().isoformat(),  # noqa: DTZ007  (a day)
            "who": "Acme",
            "words": SAID,
            "learned": "They want reasons.",
            "moved": "it moved",
        }
    )

    await hand.go_to(ROADMAP)
    await expect(hand.card(question)).to_contain_text(SAID)
    await expect(hand.card(question)).to_contain_text("Promised after 14 days")
    assert found == []


async def test_what_was_asked_before_is_shown_before_it_is_asked_again(
    screen: Hand, story: str
) -> None:
    await screen.visit(story)
    await screen.be(JONAS)
    await screen.say("/roadmap dispute Should we buy speech recognition?")
    await expect(screen.modal).to_contain_text("On day 12 (promised: day 7)")
    found = await faults(screen.page)
    await screen.modal.get_by_role("button", name="Show", exact=True).click()
    await expect(screen.modal).to_contain_text("Ours would not beat a bought one")
    await screen.page.keyboard.press("Escape")
    await expect(screen.field("question")).to_be_visible()

    await screen.field("question").fill("Where do we go on holiday?")
    await screen.field("question").press("Enter")

    await expect(screen.modal).not_to_contain_text("On day 12 (promised: day 7)")
    await screen.close()
    assert found == []
