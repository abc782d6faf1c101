"""The parts of the page, each drawn from what the acting person may see."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.page.clock_bar import draw_clock_bar
from sandbox.page.conversation import draw_conversation
from sandbox.page.drawer import draw_drawer
from sandbox.page.home import draw_home
from sandbox.page.manifest import Offers
from sandbox.page.markup import NOTHING, Html
from sandbox.page.modal import draw_modal
from sandbox.page.reader import Reader, look_as
from sandbox.page.screen import Reading, Screen
from sandbox.page.sidebar import draw_sidebar
from sandbox.page.sight import current_channel, is_at_home, messages_in, open_thread
from sandbox.page.stage import Stage
from sandbox.page.thread import draw_thread
from sandbox.server import Slack

PARTS = ("clock", "sidebar", "conversation", "thread", "drawer", "modal")


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is drawn from, apart from the tab's own screen."""

    stage: Stage
    reading: Reading
    offers: Offers

    def draw(self, screen: Screen) -> Mapping[str, Html]:
        """Every part of the page, by its name."""
        slack = self.stage.slack
        reader = look_as(slack, screen.person, self.stage.now())
        people = self.stage.people
        conversation = self._draw_place(screen, reader)
        return {
            "clock": draw_clock_bar(screen, reader),
            "sidebar": draw_sidebar(slack, people, screen, reader, self.reading),
            "conversation": conversation,
            "thread": self._draw_thread(screen, reader),
            "drawer": draw_drawer(slack, screen) if screen.shows_drawer else NOTHING,
            "modal": _draw_top_view(slack, screen, reader),
        }

    def _draw_place(self, screen: Screen, reader: Reader) -> Html:
        """What the person looks at: the app's Home tab, or a channel, which they read by that."""
        slack = self.stage.slack
        if is_at_home(screen):
            return draw_home(slack, screen, reader)
        channel = current_channel(slack, screen)
        self.reading.note(screen.person, messages_in(slack, channel.id, screen))
        return draw_conversation(slack, channel, screen, reader, self.offers)

    def _draw_thread(self, screen: Screen, reader: Reader) -> Html:
        slack = self.stage.slack
        parent = open_thread(slack, screen)
        return draw_thread(slack, parent, screen, reader, self.offers) if parent else NOTHING


def _draw_top_view(slack: Slack, screen: Screen, reader: Reader) -> Html:
    view = slack.top_view(screen.person)
    if view is None:
        return NOTHING
    errors = screen.errors.get(view.id, {})
    return draw_modal(view, reader, errors, screen.trouble_at(view.id))
