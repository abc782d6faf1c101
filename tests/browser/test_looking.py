"""The story at the door as each person sees it, and as a screen reader does."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.stories.people import ADA, JONAS, LEADS, MAYA, PEOPLE, ROADMAP
from sandbox.stories.telling import STORIES
from tests.browser.browsers import NARROW, tab
from tests.browser.hand import Hand
from tests.browser.shown import HOME, bar_chart, pie_chart

SEALED = "Hybrid of rules and model"


async def test_everybody_sees_the_five_disputes_and_what_to_try(screen: Hand, story: str) -> None:
    await screen.visit(story)
    for person in PEOPLE:
        await screen.be(person)
        await expect(screen.page.get_by_text("Welcome. This is a small Slack")).to_be_attached()
        for name in ("fraud", "friday", "summaries", "contracts", "copilot"):
            await expect(screen.card(STORIES[name])).to_have_count(1)


async def test_a_sealed_case_is_for_its_own_side_alone(screen: Hand, story: str) -> None:
    await screen.visit(story)
    await screen.be(MAYA)
    await screen.open_form(STORIES["contracts"], "State our case")
    await expect(screen.field("title")).to_have_value(SEALED)
    await screen.close()

    await screen.be(JONAS)
    await expect(screen.card(STORIES["contracts"])).to_contain_text("@Maya, filed")
    assert SEALED not in await screen.page.content()
    await screen.open_form(STORIES["contracts"], "State our case")
    assert SEALED not in await screen.page.content()
    await screen.close()


async def test_a_private_channel_is_there_for_its_members_alone(screen: Hand, story: str) -> None:
    await screen.visit(story)
    leads = screen.page.get_by_test_id(f"channel-{LEADS}")
    await screen.be(MAYA)
    await expect(leads).to_have_count(1)

    await screen.be(ADA)
    await expect(leads).to_have_count(0)


async def test_a_moment_is_told_in_the_zone_of_who_looks(screen: Hand, story: str) -> None:
    await screen.visit(story)
    times = []
    for person in (MAYA, ADA):
        await screen.be(person)
        times.append(await screen.page.get_by_test_id("clock").locator(".local").inner_text())

    assert re.match(r"09:\d\d for Maya", times[0])
    assert re.match(r"22:\d\d for Ada", times[1])


async def faults(page: Page) -> list[tuple[str, ...]]:
    """What axe finds serious, each with the first place where it is."""
    found = (await Axe().run(page)).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing_serious(
    browser: str, width: int, story: str, *, dark: bool
) -> None:
    async with tab(width, dark=dark, executable=browser) as page:
        hand = Hand(page)
        await hand.visit(story)
        await hand.be(MAYA)
        found = {"channel": await faults(page)}

        await hand.open_form(STORIES["summaries"], "Confirm an option")
        await hand.submit()
        await expect(hand.errors().first).to_be_visible()
        found["form"] = await faults(page)
        await hand.close()

        await hand.card(STORIES["fraud"]).get_by_role("button", name=re.compile("replies")).click()
        await expect(page.get_by_test_id("thread")).to_be_visible()
        found["thread"] = await faults(page)

    assert found == {"channel": [], "form": [], "thread": []}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing_serious_at_home_nor_in_figures(
    browser: str, width: int, quiet: str, slack: AsyncWebClient, *, dark: bool
) -> None:
    await slack.views_publish(user_id=MAYA, view=HOME)
    await slack.chat_postMessage(channel=ROADMAP, text="x", blocks=[bar_chart(), pie_chart()])
    dm = (await slack.conversations_open(users=MAYA))["channel"]["id"]
    await slack.files_upload_v2(channel=dm, filename="roadmap.json", content="{}")
    async with tab(width, dark=dark, executable=browser) as page:
        hand = Hand(page)
        await hand.visit(quiet)
        await hand.be(MAYA)
        await expect(page.get_by_role("img", name="Endings by week").last).to_be_visible()
        found = {"chart": await faults(page)}

        await hand.go_to(dm)
        await expect(page.get_by_role("link", name="roadmap.json").last).to_be_visible()
        found["file"] = await faults(page)

        await hand.go_home()
        found["home"] = await faults(page)

        await hand.home.get_by_role("button", name="Settings").click()
        await hand.field("founders").locator("summary").click()
        found["lists"] = await faults(page)
        await hand.modal.get_by_role("button", name="Cancel").click()
        await expect(hand.modal).to_have_count(0)

    assert found == {"chart": [], "file": [], "home": [], "lists": []}


async def test_on_a_telephone_the_sidebar_closes_with_every_choice(
    browser: str, quiet: str
) -> None:
    async with tab(NARROW, executable=browser) as page:
        hand = Hand(page)
        await hand.visit(quiet)
        for choice in (f"person-{JONAS}", f"person-{JONAS}", f"channel-{LEADS}", "home"):
            await page.get_by_role("button", name="Channels and people").click()
            await page.get_by_test_id(choice).click()
            await expect(page.get_by_test_id(choice)).to_be_hidden()
            await expect(page.get_by_role("button", name="Channels and people")).to_be_visible()
