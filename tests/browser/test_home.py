"""The app's Home tab: published by the bot, pressed by people."""

from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.stories.people import ADA, JONAS, MAYA, OLU
from tests.browser.browsers import WIDE
from tests.browser.hand import Hand
from tests.browser.shown import HOME, button, home, section


async def test_home_is_drawn_when_it_is_published(
    screen: Hand, quiet: str, slack: AsyncWebClient, width: int
) -> None:
    person = OLU if width == WIDE else ADA
    await screen.visit(quiet)
    await screen.be(person)
    await screen.go_home()
    await expect(screen.home).to_contain_text("Nothing is shown here yet.")

    for words in ("You owe a case.", "You owe nothing."):
        view = home(section(words, button("open", "Settings")))
        await slack.views_publish(user_id=person, view=view)
        await expect(screen.home).to_contain_text(words)
    await expect(screen.home).not_to_contain_text("You owe a case.")


async def test_home_is_each_persons_own(screen: Hand, quiet: str, slack: AsyncWebClient) -> None:
    await slack.views_publish(user_id=MAYA, view=HOME)
    await screen.visit(quiet)
    await screen.be(MAYA)
    await screen.go_home()
    await expect(screen.home).to_contain_text("What you owe")

    await screen.be(JONAS)
    await expect(screen.home).to_have_count(0)
    await screen.go_home()
    await expect(screen.home).not_to_contain_text("What you owe")


async def test_a_button_at_home_opens_a_form(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await slack.views_publish(user_id=MAYA, view=HOME)
    await screen.visit(quiet)
    await screen.be(MAYA)
    await screen.go_home()

    await screen.home.get_by_role("button", name="State our case").click()

    await expect(screen.modal).to_contain_text("Settings")
    await screen.close()
    await expect(screen.home.get_by_role("button", name="State our case")).to_be_focused()


async def test_the_tabs_lead_from_home_to_the_messages_and_back(screen: Hand, quiet: str) -> None:
    await screen.visit(quiet)
    await screen.go_home()

    await screen.page.get_by_test_id("tab-messages").click()
    await expect(screen.page.get_by_role("log")).to_be_visible()

    await screen.page.get_by_test_id("tab-home").click()
    await expect(screen.home).to_be_visible()
