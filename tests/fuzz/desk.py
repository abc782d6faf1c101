"""Who does something, where, and about which dispute: what every payload needs."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.text import Json
from sandbox.records import Message, View
from sandbox.requests import make_interaction
from sandbox.server import Slack
from tests.fuzz.chance import Chance
from tests.fuzz.marks import Marks
from tests.world import JONAS, MAYA, ROADMAP

ODD_NUMBERS = (
    *("0", "1", "999999", "9" * 18, "9" * 19, "9" * 400),
    *("-1", "", " ", "\u0663", "\u00bd", "1.5", "#1"),
)
AT = "1772000000.000100"
"""When messages were sent that nobody finds any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A payload on its way: its kind, whose deed it is, and how Slack brings it."""

    kind: str
    who: str
    way: str
    payload: Json
    form: View | None = None
    """Which is submitted."""


class Desk:
    """What everybody who makes payloads works with; `most` is the highest number of a dispute."""

    def __init__(self, slack: Slack, chance: Chance, marks: Marks, most: Callable[[], int]) -> None:
        self.slack, self.workspace = slack, slack.workspace
        self.chance, self.marks, self.most = chance, marks, most
        bot = self.workspace.app.bot_user_id
        self._people = [who for who in self.workspace.people if who != bot]

    def who(self) -> str:
        """Somebody; half of the time a lead."""
        return self.chance.pick([MAYA, JONAS] if self.chance.often(0.5) else self._people)

    def places(self, who: str) -> list[str]:
        """The channels into which they can look."""
        return [one for one in self.workspace.channels if self.workspace.can_read(who, one)]

    def place(self, who: str) -> str:
        """One of them; who is deactivated may have clicked just before."""
        return self.chance.pick(self.places(who) or [ROADMAP])

    def number(self) -> str:
        """Mostly of one of the last disputes."""
        most = self.most()
        near = str(self.chance.whole(max(1, most - 12), most))
        return near if self.chance.often(0.9) else self.chance.pick(ODD_NUMBERS)

    def trigger(self, who: str, view: View | None = None) -> Json:
        """To open a window with, or one with which a window was opened already."""
        tickets = self.workspace.tickets
        trigger = tickets.hand_trigger(who, view.id if view else None)
        if self.chance.often(0.03):
            tickets.use_trigger(trigger)
        return {"trigger_id": trigger}

    def response_url(self, who: str, channel: str, message: Message | None = None) -> Json:
        """To answer who did something there."""
        url = self.workspace.tickets.hand_response_url(who, channel, message)
        return {"response_url": self.slack.courier.make_response_url(url)}

    def interaction(self, kind: str, who: str) -> Json:
        """What all interactions have in common."""
        return make_interaction(self.workspace, self.workspace.get_person(who), kind)
