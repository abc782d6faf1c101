"""Charts and files, on a desk and on a telephone."""

from pathlib import Path

from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.stories.people import JONAS, MAYA, ROADMAP
from tests.browser.hand import Hand
from tests.browser.shown import bar_chart, pie_chart

EXPORT = '{"disputes": []}'


async def fits(page: Page) -> bool:
    """Whether nothing of the conversation is wider than the conversation."""
    return bool(
        await page.evaluate(
            "() => { const log = document.querySelector('[role=log]');"
            " return log.scrollWidth <= log.clientWidth; }"
        )
    )


async def test_a_chart_is_drawn_and_told_in_words(
    screen: Hand, quiet: str, slack: AsyncWebClient
) -> None:
    await slack.chat_postMessage(channel=ROADMAP, text="x", blocks=[bar_chart(), pie_chart()])
    await screen.visit(quiet)
    message = screen.page.get_by_role("article").last

    chart = message.get_by_role("img", name="Endings by week. Bar chart of Endings.")
    await expect(chart).to_be_visible()
    await expect(chart.locator("rect")).to_have_count(32)
    await expect(chart.locator(".chart-categories span")).to_have_count(8)
    await expect(chart.locator(".chart-legend")).to_contain_text("By the rule")
    pie = message.get_by_role("img", name="How they ended. Pie chart. Agreed 10, Yielded 5")
    await expect(pie.locator("path")).to_have_count(4)
    assert await fits(screen.page)


async def test_a_file_is_downloaded_by_who_was_sent_it(
    screen: Hand, quiet: str, slack: AsyncWebClient, tmp_path: Path
) -> None:
    channel = (await slack.conversations_open(users=MAYA))["channel"]["id"]
    await slack.files_upload_v2(
        channel=channel, filename="roadmap.json", content=EXPORT, initial_comment="Your export."
    )
    await screen.visit(quiet)
    await screen.be(MAYA)
    await screen.go_to(channel)
    message = screen.page.get_by_role("article").last
    await expect(message).to_contain_text("JSON, 16 bytes")

    async with screen.page.expect_download() as expected:
        await message.get_by_role("link", name="roadmap.json").click()
    download = await expected.value
    await download.save_as(tmp_path / "got.json")

    assert download.suggested_filename == "roadmap.json"
    assert (tmp_path / "got.json").read_text("utf-8") == EXPORT
    await screen.be(JONAS)
    assert "roadmap.json" not in await screen.page.content()
