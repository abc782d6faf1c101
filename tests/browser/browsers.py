"""The browser that is installed; none is ever downloaded."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = 1280, 390
HEIGHTS = {WIDE: 900, NARROW: 844}
MISSING = "No chromium was found; `make browser` installs it."
PATIENCE_MS = 10_000


def find_browser() -> str:
    """Where the browser is; without one a test is skipped, but on CI it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@asynccontextmanager
async def tab(
    width: int, *, dark: bool = False, executable: str, sharpness: float = 1
) -> AsyncIterator[Page]:
    """A tab of a new browser, of that many pixels."""
    # Chromium's own sandbox does not work for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=arguments)
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if dark else "light",
            device_scale_factor=sharpness,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        yield await context.new_page()
        await browser.close()


Scheme = Literal["light", "dark"]
