"""The pictures of README and docs, taken from the running sandbox: `make pictures`."""

import asyncio
import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from sandbox.stories.people import JONAS, MAYA, OLU, ROADMAP
from sandbox.stories.telling import STORIES
from tests.browser.browsers import NARROW, WIDE, find_browser, tab
from tests.browser.hand import Hand
from tests.browser.sandboxes import sandbox

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def take_all(folder: Path) -> None:
    """Take every picture of the story at the door."""
    with sandbox() as address:
        async with tab(WIDE, executable=find_browser()) as page:
            hand = Hand(page)
            await hand.visit(address)
            await hand.be(MAYA)
            await _take_answer(hand, folder)
            await _take_card(hand, folder)
            await _take_form(hand, folder)
            await _take_ruling(hand, folder)
            await _take_answers(hand, folder)
            await _take_reminder(hand, folder)
        async with tab(NARROW, executable=find_browser(), dark=True) as page:
            await Hand(page).visit(address)
            await page.screenshot(path=folder / "telephone.png")


async def _take_answer(hand: Hand, folder: Path) -> None:
    """A ruling with what the customer said."""
    card = hand.card("Show where an answer comes from, or train a better reader?")
    await _to_top(card)
    await card.screenshot(path=folder / "answer.png")


async def _take_card(hand: Hand, folder: Path) -> None:
    """A card with both cases in, and a gate on one of the options."""
    await _to_top(hand.card(STORIES["summaries"]))
    await hand.page.screenshot(path=folder / "card.png")


async def _take_form(hand: Hand, folder: Path) -> None:
    """The form in which a side states its case."""
    await hand.open_form(STORIES["contracts"], "State our case")
    await hand.page.screenshot(path=folder / "form.png")
    await hand.close()


async def _take_ruling(hand: Hand, folder: Path) -> None:
    """The ruling in the thread."""
    replies = hand.card(STORIES["fraud"]).get_by_role("button", name=re.compile("replies"))
    await replies.click()
    thread = _thread(hand.page)
    ruling = thread.get_by_role("heading", name="is settled by the rule").last
    await expect(ruling).to_be_visible()
    await _to_top(ruling)
    await thread.screenshot(path=folder / "ruling.png")


async def _take_reminder(hand: Hand, folder: Path) -> None:
    """The reminder of two things, on a Wednesday morning."""
    await hand.be(JONAS)
    await hand.go_to(f"D{JONAS[1:]}")
    reminder = hand.page.get_by_text("Two things wait for you.")
    while not await reminder.count():
        await hand.move("Next reminder")
    await hand.page.screenshot(path=folder / "reminder.png")


ANSWERS = {"board": "open disputes; waiting costs", "ledger": "GPU ledger"}
"""The words of commands, and what their answers are known by."""


async def _take_answers(hand: Hand, folder: Path) -> None:
    """What the founder is answered about what binds; the ledger with the chart above it."""
    await hand.be(OLU)
    await hand.go_to(ROADMAP)
    for word, known_by in ANSWERS.items():
        await hand.say(f"/roadmap {word}")
        answer = hand.page.get_by_role("article").filter(has_text=known_by).last
        await expect(answer).to_be_visible()
        shown = hand.page if word == "ledger" else answer
        await shown.screenshot(path=folder / f"{word}.png")


def _thread(page: Page) -> Locator:
    return page.get_by_test_id("thread")


async def _to_top(place: Locator) -> None:
    await place.evaluate("place => place.scrollIntoView({block: 'start'})")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(FOLDER))
