"""Every list and tick by the keyboard alone; what was chosen arrives as Slack sends it."""

import json

from playwright.async_api import Locator, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.stories.people import GENERAL, LEADS, MAYA, OLU, ROADMAP
from sandbox.wire import Json
from tests.browser.hand import Hand
from tests.browser.shown import HOME


async def at_home(hand: Hand, quiet: str, slack: AsyncWebClient) -> None:
    await slack.views_publish(user_id=MAYA, view=HOME)
    await hand.visit(quiet)
    await hand.be(MAYA)
    await hand.go_home()


async def press(place: Locator, *keys: str) -> None:
    await place.focus()
    for key in keys:
        await place.page.keyboard.press(key)


async def said_last(hand: Hand, *words: str) -> Json:
    """The last message of the bot in #roadmap, once it has these words."""
    await hand.go_to(ROADMAP)
    last = hand.page.get_by_role("article").last.locator(".content")
    for word in words:
        await expect(last).to_contain_text(word)
    line, _, _ = (await last.inner_text()).partition("\n")
    said: Json = json.loads(line)
    return said


async def test_a_form_of_lists_is_filled_by_the_keyboard(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)
    await press(screen.home.get_by_role("button", name="Settings"), "Enter")
    founders = screen.field("founders")
    await expect(founders.locator("summary")).to_be_focused()

    await press(founders.locator("summary"), "Enter", "Tab", "Tab", "Tab", "Space", "Escape")
    await expect(founders.locator(".chip")).to_have_text(["Maya", "Olu"])
    await expect(founders.locator("summary")).to_be_focused()
    await press(screen.field("days").get_by_label("Friday"), "Space")
    await press(screen.field("hour"), "1", "0")
    await press(screen.field("channel"), "#", "l")
    await press(screen.field("public"), "#", "r")
    await press(screen.modal.get_by_role("button", name="Save"), "Enter")
    await expect(screen.modal).to_have_count(0)

    said = await said_last(screen, "selected_users")
    answers = {name: values["answer"] for name, values in said.items()}
    assert answers["founders"]["selected_users"] == [MAYA, OLU]
    chosen = [option["value"] for option in answers["days"]["selected_options"]]
    assert chosen == ["monday", "friday"]
    assert answers["hour"]["selected_option"]["value"] == "10:00"
    assert answers["channel"]["selected_conversation"] == LEADS
    assert answers["public"]["selected_channel"] == ROADMAP


async def test_a_form_of_lists_that_nobody_touches_keeps_what_it_began_with(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)
    await screen.home.get_by_role("button", name="Settings").click()
    await screen.send({"hour": "09:00"})

    said = await said_last(screen, "09:00")
    answers = {name: values["answer"] for name, values in said.items()}
    assert answers["founders"]["selected_users"] == [OLU]
    assert [option["value"] for option in answers["days"]["selected_options"]] == ["monday"]
    assert answers["channel"]["selected_conversation"] == GENERAL


async def test_a_day_is_changed_and_taken_away(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)
    await screen.home.get_by_role("button", name="Settings").click()
    begins, ends = screen.field("from"), screen.field("until")
    await expect(begins).to_have_value("2026-03-20")
    await begins.fill("")
    await ends.fill("")
    await screen.field("hour").select_option("10:00")
    await screen.submit()
    await expect(screen.errors()).to_have_text("Please complete this required field.")

    await screen.send({"from": "2026-03-27"})

    said = await said_last(screen, "2026-03-27")
    assert said["from"]["answer"] == {"type": "datepicker", "selected_date": "2026-03-27"}
    assert said["until"]["answer"] == {"type": "datepicker", "selected_date": None}


async def test_a_day_in_a_row_sends_at_once(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)

    await screen.home.get_by_label("Another day").fill("2026-03-27")

    said = await said_last(screen, '"day"')
    assert said["selected_date"] == "2026-03-27"


async def test_a_menu_in_a_section_is_used_by_the_keyboard(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)

    await press(screen.home.get_by_label("More actions"), "Enter", "Tab", "Tab", "Enter")

    said = await said_last(screen, '"more"', "snooze")
    assert said["selected_option"]["value"] == "snooze"


async def test_a_list_in_a_row_sends_at_once(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)

    await screen.home.locator("[data-action='show']").select_option("all")

    said = await said_last(screen, '"show"')
    assert said["selected_option"]["value"] == "all"


async def test_ticks_in_a_row_send_all_that_are_on(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await at_home(screen, quiet, slack)
    days = screen.home.locator("[data-action='days']")

    await press(days.get_by_label("Friday"), "Space")

    said = await said_last(screen, '"days"')
    assert [option["value"] for option in said["selected_options"]] == ["tuesday"]
