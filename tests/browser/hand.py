"""Somebody at the page: what they press, type and wait to see; every wait is for an effect."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from sandbox.stories.people import JONAS, MAYA

PROBLEM = "Merchants ask why a payment was blocked."
LEADS = {"product_lead": MAYA, "research_lead": JONAS}
FILTER = {
    "constraint_kind": "labelling",
    "constraint_detail": "Nobody has labelled the blocks of last year.",
    "metric": "disputed blocks a week",
    "start": "40",
    "target": "20",
    "for_whom": "pilot merchants",
    "statement": "7 of 9 merchants asked why.",
    "kind": "support tickets",
    "title": "Rules-based filter",
    "days_to_feedback": "14",
    "audience": "pilot",
    "customer": "Acme and Borealis",
    "feedback": "They mark each block in the weekly call.",
}
TRANSFORMER = {
    **FILTER,
    "constraint_kind": "accuracy",
    "constraint_detail": "The model misses new patterns.",
    "title": "Transformer upgrade",
    "days_to_feedback": "70",
    "stop_if": "Missed fraud is still above 5 % after six weeks.",
}


PATIENCE = 30_000
"""How many milliseconds a move of the clock may take where the machine is busy."""
_MOVED = "[...document.querySelectorAll('.utc, [role=status]')].map(one => one.innerText).join()"
"""What the page shows of the clock and of what happened while it moved."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One tab with the page in it."""

    page: Page

    @property
    def modal(self) -> Locator:
        """The form or window on the screen."""
        return self.page.get_by_test_id("modal")

    @property
    def home(self) -> Locator:
        """What the app's Home tab shows."""
        return self.page.get_by_test_id("home-view")

    @property
    def drawer(self) -> Locator:
        """What went to and fro between the bot and Slack."""
        return self.page.get_by_test_id("drawer")

    @property
    def status(self) -> Locator:
        """What is told of a move of the clock."""
        return self.page.get_by_role("status")

    def card(self, question: str) -> Locator:
        """The card of that question, in the channel."""
        log = self.page.get_by_role("log", name=re.compile("Messages in"))
        return log.get_by_role("article").filter(has_text=question)

    async def number_of(self, question: str) -> str:
        """The number of that dispute, as it stands on its card."""
        found = re.search(r"#\d+", await self.card(question).inner_text())
        assert found
        return found[0]

    def field(self, name: str) -> Locator:
        """The first field of that name in the form."""
        return self.modal.locator(f"[data-block='{name}'], [data-block$=':{name}']").first

    def errors(self) -> Locator:
        """All that is said to be wrong in the form."""
        return self.modal.get_by_role("alert")

    async def visit(self, address: str) -> None:
        """Open the page."""
        await self.page.goto(address)
        await expect(self.page.get_by_test_id("composer")).to_be_visible()

    async def be(self, person: str) -> None:
        """Act as somebody else; on a narrow screen their faces are behind a button."""
        face = self.page.get_by_test_id(f"person-{person}")
        await self._reveal(face)
        await face.click()
        await expect(face).to_have_attribute("aria-pressed", "true")

    async def go_home(self) -> None:
        """Look at the app's Home tab."""
        entry = self.page.get_by_test_id("home")
        await self._reveal(entry)
        await entry.click()
        await expect(self.home).to_be_visible()

    async def go_to(self, channel: str) -> None:
        """Look into a channel or a direct message."""
        entry = self.page.get_by_test_id(f"channel-{channel}")
        await self._reveal(entry)
        await entry.click()
        await expect(entry).to_have_attribute("aria-current", "page")

    @property
    def _menu(self) -> Locator:
        """The button that a narrow screen has instead of the sidebar."""
        return self.page.get_by_role("button", name="Channels and people")

    async def _reveal(self, entry: Locator) -> None:
        if await self._menu.is_visible() and not await entry.is_visible():
            await self._menu.click()

    async def say(self, text: str) -> None:
        """Type into the channel and press Enter."""
        box = self.page.get_by_test_id("composer").get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def press(self, question: str, button: str) -> None:
        """Press a button on a card."""
        await self.card(question).get_by_role("button", name=button, exact=True).click()

    async def open_form(self, question: str, button: str) -> None:
        """Press a button on a card that opens a window."""
        await self.press(question, button)
        await expect(self.modal).to_be_visible()

    async def fill(self, typed: Mapping[str, str]) -> None:
        """Fill in these fields of the form, each in its own way."""
        for name, said in typed.items():
            await self._fill(self.field(name), said)

    async def _fill(self, field: Locator, said: str) -> None:
        kind = await field.evaluate("field => field.tagName")
        if kind == "SELECT":
            await field.select_option(said)
        elif kind == "FIELDSET":
            await field.locator(f"input[value='{said}']").check()
        else:
            await field.fill(said)

    async def submit(self) -> None:
        """Press the button that sends the form."""
        await self.modal.locator("button[type=submit]").click()

    async def close(self) -> None:
        """Press Escape, as one does by accident; the window is gone."""
        await self.page.keyboard.press("Escape")
        await expect(self.modal).to_have_count(0)

    async def send(self, typed: Mapping[str, str]) -> None:
        """Fill in the form and send it; then it is gone."""
        await self.fill(typed)
        await self.submit()
        await expect(self.modal).to_have_count(0)

    async def choose(self, title: str, typed: Mapping[str, str] | None = None) -> None:
        """Choose the option of that title in the form, and send it; then it is gone."""
        options = self.modal.get_by_role("radio", name=re.compile(title))
        await options.check()
        await self.fill(typed or {})
        await self.submit()
        await expect(options).to_have_count(0)

    async def open_dispute(self, question: str) -> None:
        """`/roadmap dispute`, the form, and the card."""
        await self.say(f"/roadmap dispute {question}")
        await self.send({"problem": PROBLEM, **LEADS})
        await expect(self.card(question)).to_be_visible()

    async def state_case(self, question: str, typed: Mapping[str, str]) -> None:
        """[State our case], filled in and filed; Enter after many days asks when to stop."""
        await self.open_form(question, "State our case")
        await self.fill({name: said for name, said in typed.items() if name != "stop_if"})
        if "stop_if" in typed:
            await self.field("days_to_feedback").press("Enter")
            await self.fill({"stop_if": typed["stop_if"]})
        await self.submit()
        await expect(self.modal).to_have_count(0)

    async def both_file(self, question: str) -> None:
        """Both sides file; then both cases are in the thread."""
        await self.be(MAYA)
        await self.state_case(question, FILTER)
        await self.be(JONAS)
        await self.state_case(question, TRANSFORMER)
        await expect(self.card(question).get_by_role("table")).to_be_visible()

    async def until_settled(self, question: str) -> None:
        """Go on from deadline to deadline until the rule has settled that dispute."""
        settled = self.card(question).get_by_text("Settled by the rule")
        forward = self.page.get_by_role("button", name="Next deadline", exact=True)
        while not await settled.count() and await forward.is_enabled():
            await forward.click()
            await expect(forward).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)
        await expect(settled).to_be_visible()

    async def move(self, button: str) -> None:
        """Move the clock, and read what happened meanwhile."""
        before = await self.page.evaluate(_MOVED)
        await self.page.get_by_role("button", name=button, exact=True).click()
        await self.page.wait_for_function(
            f"before => ({_MOVED}) !== before", arg=before, timeout=PATIENCE
        )
        await expect(self.status).not_to_be_empty()
