"""Clicks in messages: on what stands before somebody's eyes, and on what stood there long ago."""

from dataclasses import dataclass

from bot.domain.case import Side
from handlers.ids import Click
from handlers.text import Json
from sandbox.delivering import INTERACTIVE
from sandbox.elements import options_of
from sandbox.parts import touchable
from sandbox.records import Message
from sandbox.requests import describe_message, make_action
from tests.fuzz.desk import AT, ODD_NUMBERS, Desk, Sent

IN_FORMS = {
    Click.ADD_FIGURES,
    Click.ADD_EVIDENCE,
    Click.REMOVE_EVIDENCE,
    Click.ADD_OPTION,
    Click.OPTION_MENU,
    Click.ADD_OPTION_FIGURES,
    Click.CHOOSE_AREA,
}
OF_AREAS = {Click.CHANGE_AREA, Click.HANDOFF, Click.ACCEPT_HANDOFF, Click.ACCEPT_LIMITS}
OPTIONS = ("o1", "Rules-based filter")
IN_MESSAGES = [click for click in Click if click not in IN_FORMS]
LATEST = 40
"""How many messages of a channel people still look at."""


@dataclass(frozen=True, slots=True)
class Clicks:
    """Makes them."""

    desk: Desk

    def as_shown(self) -> Sent:
        """On something that stands in a message before their eyes."""
        chance, who = self.desk.chance, self.desk.who()
        found = [message for message in self._read_by(who) if any(touchable(message.blocks))]
        if not found:
            return self.made_up()
        message = chance.pick(found)
        block, element = chance.pick([*touchable(message.blocks)])
        action = make_action(block, element, choice(self.desk, element), AT)
        return self._on_message(who, message, action)

    def _read_by(self, who: str) -> list[Message]:
        """The last messages of a place into which they can look."""
        said = self.desk.workspace.messages(self.desk.place(who))[-LATEST:]
        return [message for message in said if message.only_for in {None, who}]

    def made_up(self) -> Sent:
        """With whatever value, as of a message that was sent long ago."""
        chance, who = self.desk.chance, self.desk.who()
        click = chance.pick(IN_MESSAGES)
        action: Json = {"type": "button", "action_id": click.value, "block_id": "b"}
        if chance.often(0.98):
            action["value"] = self._value_of(click)
        message = Message(self.desk.place(who), AT, "U0BOT", "A message")
        return self._on_message(who, message, action)

    def _value_of(self, click: Click) -> str:
        chance, number = self.desk.chance, self.desk.number()
        if click in {Click.STANDS, Click.LONGER, Click.BURDEN}:
            option = chance.pick((*OPTIONS, chance.text("x", most=100)))
            return f"{number} {chance.pick([*Side])} {option} {chance.pick(ODD_NUMBERS)}"
        if click is Click.SIGN_OFF:
            return f"{number} {chance.pick([*Side])} {chance.pick(OPTIONS)}"
        if click in OF_AREAS:
            return chance.pick(("fraud detection", "2026-03-02T09:00:00+00:00 fraud detection"))
        if chance.often(0.3):
            return f"{number} {chance.pick([*Side])}"
        return number if chance.often(0.95) else chance.text("x", most=2000)

    def _on_message(self, who: str, message: Message, action: Json) -> Sent:
        desk = self.desk
        values = desk.workspace.message_values(who, message)
        payload = desk.interaction("block_actions", who) | desk.trigger(who)
        payload |= describe_message(desk.workspace, message, values)
        payload |= desk.response_url(who, message.channel_id, self._standing(message))
        payload["actions"] = [{**action, "action_ts": AT}]
        if desk.chance.often(0.02):
            payload.pop("message", None)
            payload.pop("state", None)
        return Sent(f"click {action['action_id']}", who, INTERACTIVE, payload)

    def _standing(self, message: Message) -> Message | None:
        """The message, where it still stands."""
        known = self.desk.workspace.messages(message.channel_id)
        return message if any(one.ts == message.ts for one in known) else None


def choice(desk: Desk, element: Json) -> Json:
    """What is chosen of what an element offers; nothing for a button."""
    offered = options_of(element)
    return {"selected_option": desk.chance.pick(offered)} if offered else {}
