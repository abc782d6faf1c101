"""How long it takes until a click is seen to have had its effect: told, never judged."""

import sys
from collections.abc import Callable
from statistics import median

import pytest

from sandbox.stories.people import MAYA
from tests.browser.hand import Hand

CLICKS = 10
UNTIL_A_WINDOW_OPENS = """button => new Promise(resolve => {
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (!document.querySelector("dialog[open]")) return;
    watch.disconnect();
    resolve(performance.now() - began);
  });
  watch.observe(document.body, { attributes: true, childList: true, subtree: true });
  button.click();
})"""


async def milliseconds(hand: Hand, question: str) -> float:
    """From a click, by way of the bot, to the window that it opens."""
    button = hand.card(question).get_by_role("button", name="State our case", exact=True)
    took: float = await button.evaluate(UNTIL_A_WINDOW_OPENS)
    await hand.close()
    return took


@pytest.mark.filterwarnings("ignore:record_property is incompatible")
async def test_a_click_that_opens_a_window_has_its_effect(
    hand: Hand, question: str, record_property: Callable[[str, object], None]
) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)

    times = [await milliseconds(hand, question) for _ in range(CLICKS)]

    record_property("median_ms_from_click_to_window", round(median(times)))
    sys.stdout.write(f"{CLICKS} clicks, median {median(times):.0f} ms until the window opens\n")
    assert len(times) == CLICKS
