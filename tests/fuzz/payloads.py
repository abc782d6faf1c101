"""Whatever Slack could send, made at random from what stands on people's screens."""

from handlers.commands import ANSWERS
from handlers.ids import COMMAND, Happening, Shortcut
from handlers.text import Json
from sandbox.delivering import COMMAND as AS_COMMAND
from sandbox.delivering import EVENT, INTERACTIVE
from sandbox.rendering import render_view
from sandbox.requests import describe_channel, make_command, make_event
from tests.fuzz.clicking import Clicks
from tests.fuzz.desk import AT, Desk, Sent
from tests.fuzz.filling import Filler
from tests.fuzz.submitting import Forms
from tests.world import GUS, MAYA, OLU

WORDS = ("dispute", "settings", *ANSWERS)
HEAVY = {"digest", "export", "board"}
"""Words whose answer takes long to make."""
AT_HOME = (MAYA, OLU, GUS)
"""Who looks at their Home, which is drawn anew for each whenever anything happens."""


class Maker:
    """Makes payloads of every kind."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._clicks = Clicks(desk)
        self._forms = Forms(desk, Filler(desk.chance, desk.marks, desk.workspace))
        self.look_at = self._forms.look_at
        self._kinds = {
            self._command: 15,
            self._event: 4,
            self._shortcut: 4,
            self._clicks.as_shown: 25,
            self._clicks.made_up: 15,
            self._forms.clicked: 12,
            self._forms.submitted: 22,
            self._forms.closed: 3,
        }

    def make(self) -> Sent:
        """The next one."""
        return self._desk.chance.weighed(self._kinds)() or self._clicks.as_shown()

    def _command(self) -> Sent:
        desk, chance = self._desk, self._desk.chance
        who, word = desk.who(), chance.pick(WORDS)
        if word in HEAVY and chance.often(0.9):
            word = "show"
        mark = str(desk.marks.make(who))
        rest = desk.number() if chance.often(0.6) else chance.text(mark, most=500)
        text = f"{word} {rest}" if chance.often(0.9) else rest
        channel = desk.workspace.channels[desk.place(who)]
        person = desk.workspace.get_person(who)
        payload = make_command(desk.workspace, person, channel, COMMAND, text)
        payload |= desk.trigger(who) | desk.response_url(who, channel.id)
        if chance.often(0.02):
            del payload["text"]
        return Sent(f"command {word}", who, AS_COMMAND, payload)

    def _event(self) -> Sent:
        """Somebody looks at their Home, or at their messages beside it."""
        desk, who = self._desk, self._desk.chance.pick(AT_HOME)
        event: Json = {"type": Happening.HOME_OPENED.value, "user": who, "channel": f"D{who[1:]}"}
        event["tab"] = "home" if desk.chance.often(0.8) else "messages"
        home = desk.workspace.views.home(who)
        if home and desk.chance.often(0.9):
            event["view"] = render_view(desk.workspace, home)
        return Sent("event home", who, EVENT, make_event(desk.workspace, event))

    def _shortcut(self) -> Sent:
        desk, who = self._desk, self._desk.who()
        channel = desk.place(who)
        text = desk.chance.pick((desk.chance.text(str(desk.marks.make(who))), "", None))
        message: Json = {"type": "message", "user": who, "ts": AT, "text": text}
        payload = desk.interaction("message_action", who) | desk.trigger(who)
        payload |= {"callback_id": Shortcut.OPEN_DISPUTE.value, "message_ts": AT}
        payload |= {"channel": describe_channel(desk.workspace.channels[channel])}
        payload |= {"message": message} | desk.response_url(who, channel)
        return Sent("shortcut", who, INTERACTIVE, payload)
