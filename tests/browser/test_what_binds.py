"""What binds, at a glance: a card with its gate, the board, the ledger, the areas."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from sandbox.stories.people import ADA, OLU, ROADMAP
from sandbox.stories.telling import STORIES
from tests.browser.hand import Hand
from tests.browser.test_figures import fits

PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of what these tests look at; none are taken without one."""


async def at_the_door(screen: Hand, story: str, who: str = OLU) -> None:
    await screen.visit(story)
    await screen.be(who)
    await screen.go_to(ROADMAP)


async def look_at(screen: Hand, place: Locator, name: str, width: int) -> None:
    """Nothing is wider than the screen; the picture is kept where there is a folder for it."""
    await expect(place).to_be_visible()
    assert await fits(screen.page)
    if PICTURES:
        await place.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("board", "USD so far, in 6 days"),
        ("ledger", "question answering: 2 of 5 GPU-weeks a month in 1 ruling"),
        ("area", "accuracy at least 85 %"),
    ],
)
async def test_an_answer_about_what_binds_is_read_at_a_glance(
    screen: Hand, story: str, width: int, words: str, told: str
) -> None:
    await at_the_door(screen, story)
    await screen.say(f"/roadmap {words}")

    answer = screen.page.get_by_role("article").filter(has_text=told).last
    await look_at(screen, answer, words, width)


async def test_the_card_shows_the_gate_and_what_waiting_costs(
    screen: Hand, story: str, width: int
) -> None:
    await at_the_door(screen, story, ADA)
    card = screen.card(STORIES["summaries"])

    await expect(card).to_contain_text("memory of one GPU, at most 48 GB")
    await expect(card).to_contain_text("1,411 USD a week without Export to Word")
    await expect(card).to_contain_text("Better coherence, best path")
    await look_at(screen, card, "card", width)
