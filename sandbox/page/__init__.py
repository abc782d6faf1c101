"""The page in the browser: a small Slack that looks and behaves like the one its users know."""

from pathlib import Path

from nicegui import background_tasks, ui

from sandbox.page.deeds import Deeds
from sandbox.page.layout import Layout
from sandbox.page.manifest import read_offers
from sandbox.page.screen import Reading, Screen
from sandbox.page.stage import Stage
from sandbox.page.tab import Tab

STYLES = Path(__file__).parent / "styles"


def attach(stage: Stage) -> None:
    """Register the page at "/"; whoever calls this runs NiceGUI."""
    layout = Layout(stage, Reading(), read_offers())

    @ui.page("/", title="Roadmap sandbox", dark=None, language="en-GB")
    def page() -> None:
        _build(layout)


def _build(layout: Layout) -> None:
    """The page of one tab, which lives as long as the tab is open."""
    for sheet in sorted(STYLES.glob("*.css")):
        ui.add_css(sheet)
    screen = Screen(person=layout.stage.people[0])
    with ui.element("div").classes("sandbox"):
        tab = Tab(layout, Deeds(layout.stage, screen, layout.offers), screen)
    tab.draw()
    watching = background_tasks.create(tab.watch(), name="sandbox page")
    ui.context.client.on_delete(watching.cancel)
