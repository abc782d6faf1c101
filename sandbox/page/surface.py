"""One part of the page in the browser: it shows its HTML, and says what is done in it."""

from collections.abc import Awaitable, Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from sandbox.page.markup import Html
from sandbox.wire import Json


class Surface(Element, component="surface.js"):
    """A part that is changed in place, so that focus, caret and scrolling stay (surface.js)."""

    def __init__(self, do: Callable[[Json], Awaitable[None]]) -> None:
        super().__init__()
        self._props["html"] = ""
        self._props["turn"] = 0

        async def hear(event: GenericEventArguments) -> None:
            await do(event.args)
            self._props["turn"] += 1
            self.update()

        self.on("deed", hear)

    def show(self, html: Html) -> None:
        """Show this, unless it is what is shown already."""
        if html != self._props["html"]:
            self._props["html"] = str(html)
            self.update()
