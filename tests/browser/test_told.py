"""What the bot tells by itself and on demand, as people meet it in the browser."""

import re
from pathlib import Path

from playwright.async_api import Locator, expect

from sandbox.stories.people import JONAS, MAYA, OLU, ROADMAP
from tests.browser.hand import FILTER, Hand


def dm(person: str) -> str:
    return f"D{person[1:]}"


def messages(hand: Hand) -> Locator:
    return hand.page.get_by_role("log", name="Messages in roadmap").get_by_role("article")


async def until_reminded(hand: Hand, person: str, question: str) -> Locator:
    """The clock goes on until that person is reminded of the dispute; and the reminder."""
    await hand.be(person)
    await hand.go_to(dm(person))
    later = hand.page.get_by_role("button", name="Later: 2 hours")
    reminder = messages(hand).filter(has_text=question).filter(has=later)
    while not await reminder.count():
        await hand.move("Next reminder")
    return reminder.last


async def test_who_owes_a_case_is_reminded_and_files_from_there(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    reminder = await until_reminded(hand, JONAS, question)
    await expect(reminder).to_contain_text("Your case for research is not in.")

    await reminder.get_by_role("button", name="State our case").last.click()
    await expect(hand.modal).to_contain_text("State our case")
    await hand.close()


async def test_a_reminder_is_put_off_and_a_dispute_is_muted(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    reminder = await until_reminded(hand, JONAS, question)
    await reminder.get_by_role("button", name="Mute").last.click()
    await expect(messages(hand).filter(has_text="Muted until its last call").last).to_be_visible()

    await hand.page.get_by_role("button", name="Later: 2 hours").last.click()
    await expect(messages(hand).last).to_contain_text("You hear of this again")


async def test_home_shows_what_one_owes_and_is_drawn_anew(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.go_home()
    owed = hand.home.get_by_text(re.compile(rf"#\d+ {re.escape(question)}"))
    await expect(owed.first).to_be_visible()
    before = await hand.home.get_by_role("button", name="State our case").count()

    await hand.home.get_by_role("button", name="State our case").last.click()
    await hand.send(FILTER)

    await expect(hand.home.get_by_role("button", name="State our case")).to_have_count(before - 1)


async def test_a_founder_changes_the_settings_and_others_are_told_who_may(hand: Hand) -> None:
    await hand.be(OLU)
    await hand.go_home()
    await hand.home.get_by_role("button", name="Settings").click()
    await hand.send({"reminder_hour": "8"})
    await hand.home.get_by_role("button", name="Settings").click()
    await expect(hand.modal).to_contain_text("changed these last")
    await hand.send({"reminder_hour": "9"})

    await hand.be(JONAS)
    await hand.go_to("C1ROADMAP")
    await hand.say("/roadmap settings")
    await expect(hand.page.get_by_text("You cannot change the settings.").last).to_be_visible()


async def test_a_founder_reads_the_digest_and_sets_a_ruling_aside(
    hand: Hand, question: str
) -> None:
    await hand.open_dispute(question)
    await hand.both_file(question)
    await hand.until_settled(question)
    await hand.be(OLU)
    await hand.say("/roadmap digest")
    digest = hand.page.get_by_role("log").get_by_role("article").last
    await expect(digest).to_contain_text("Rules-based filter, by the rule")

    await hand.open_form(question, "More")
    await hand.modal.get_by_role("button", name="Set aside", exact=True).click()
    await hand.fill({"reason": "The merchant has left us."})
    await hand.submit()
    await expect(hand.card(question)).to_contain_text("Set aside by @Olu")
    await expect(hand.card(question)).to_contain_text("The merchant has left us.")


async def test_the_digest_comes_by_itself(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(OLU)
    await hand.go_to(dm(OLU))
    digests = messages(hand).filter(has_text=f"{question} Ends")
    before = await digests.count()
    while await digests.count() == before:
        await hand.move("+1 day")

    await expect(digests.nth(before)).to_contain_text("Roadmap disputes")


async def test_the_export_comes_as_a_file(hand: Hand, question: str, tmp_path: Path) -> None:
    await hand.open_dispute(question)
    await hand.be(OLU)
    await hand.go_to(dm(OLU))
    links = messages(hand).get_by_role("link", name="roadmap")
    before = await links.count()
    await hand.go_to(ROADMAP)
    await hand.say("/roadmap export")
    await hand.go_to(dm(OLU))
    await expect(links).to_have_count(before + 1)
    async with hand.page.expect_download() as download:
        await links.last.click()
    await (await download.value).save_as(tmp_path / "export.json")

    assert question in (tmp_path / "export.json").read_text("utf-8")
