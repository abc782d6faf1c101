"""One browser tab: its parts are drawn again whenever the workspace changes."""

import asyncio
from contextlib import suppress
from itertools import count

from sandbox.changes import Changes
from sandbox.page.deeds import Deeds
from sandbox.page.layout import PARTS, Layout
from sandbox.page.screen import Screen
from sandbox.page.surface import Surface
from sandbox.wire import Json

TOGETHER = 0.03
"""Changes that come this close, in seconds, are drawn at once."""
AT_THE_LATEST = 10.0


class Tab:
    """The surfaces of a tab, in the page that is being built."""

    def __init__(self, layout: Layout, deeds: Deeds, screen: Screen) -> None:
        self._layout = layout
        self._deeds = deeds
        self._screen = screen
        self._surfaces = {part: Surface(self._do) for part in PARTS}

    async def watch(self) -> None:
        """Draw, and draw again after every change, for ever."""
        changes = self._layout.stage.slack.workspace.changes
        while True:
            await self._draw_with_moments()
            await next_change(changes, AT_THE_LATEST)
            await asyncio.sleep(TOGETHER)

    def draw(self) -> None:
        """Show each part as it is now."""
        for part, html in self._layout.draw(self._screen).items():
            self._surfaces[part].show(html)

    async def _draw_with_moments(self) -> None:
        self.draw()
        self._screen.reminder = await self._layout.stage.next_reminder()
        self._screen.deadline = await self._layout.stage.next_deadline()
        self.draw()

    async def _do(self, asked: Json) -> None:
        await self._deeds.do(asked)
        if asked["do"] == "move":
            await self._draw_with_moments()
        elif asked["do"] != "fill":
            self.draw()


async def next_change(changes: Changes, patience: float) -> None:
    """Wait for the next change, or until patience ends."""
    looks = count()
    with suppress(TimeoutError):
        await changes.wait_for(lambda: next(looks) > 0, patience)
