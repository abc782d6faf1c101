"""A person at their screen: commands, clicks, forms and shortcuts, as Slack would send them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.answers import Outcome, take_command_answer, take_plain_ack, take_submission_answer
from sandbox.delivering import COMMAND, INTERACTIVE, Courier
from sandbox.inputs import (
    KINDS,
    Choice,
    carry_over,
    choose,
    find_local_errors,
    is_kept,
    put_value,
    sends_at_once,
)
from sandbox.parts import elements_of, find_block, find_part
from sandbox.records import Channel, Message, Person, Said, Surface, Values, View
from sandbox.rendering import render_view
from sandbox.requests import (
    describe_channel,
    describe_message,
    describe_view,
    make_action,
    make_command,
    make_event,
    make_interaction,
    show_message,
)
from sandbox.wire import Json, NotOnScreenError, SlackError
from sandbox.workspace import Workspace

Field = str | tuple[str, str]
Answers = Mapping[Any, Choice]
"""By `Field`; a mapping of narrower keys fits too."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One person who acts; what is not on their screen they cannot touch."""

    person_id: str
    workspace: Workspace
    courier: Courier

    @property
    def person(self) -> Person:
        """The person behind the deeds."""
        return self.workspace.get_person(self.person_id)

    # Deeds outside of forms

    async def command(self, command: str, text: str = "", *, channel: str) -> Outcome:
        """Type a slash command in a channel."""
        place = self._enter(channel)
        payload = make_command(self.workspace, self.person, place, command, text)
        url_id = self.workspace.tickets.hand_response_url(self.person_id, place.id)
        payload |= self._trigger() | self._response_url(url_id)
        reply = await self.courier.send(COMMAND, payload)
        return take_command_answer(self.workspace, self.person_id, place.id, reply)

    async def click(
        self,
        surface: Surface,
        *,
        action_id: str,
        block_id: str | None = None,
        value: Choice = None,
    ) -> Outcome:
        """Press a button, or choose `value` in any other element that sends at once."""
        current = self._look_at(surface)
        block, element = find_part(_blocks_of(current), action_id, block_id)
        if block["type"] == "input" and not block.get("dispatch_action", False):
            raise NotOnScreenError(f"{action_id!r} sends nothing when touched: fill it")
        chosen = self._choose(element, value)
        current = self._put(current, block, element, chosen)
        payload = make_interaction(self.workspace, self.person, "block_actions")
        payload |= self._describe(current)
        payload["actions"] = [make_action(block, element, chosen, self._now())]
        return take_plain_ack(await self.courier.send(INTERACTIVE, payload))

    async def message_shortcut(self, callback_id: str, message: Message) -> Outcome:
        """Choose a shortcut from a message's menu."""
        current = self._look_at_message(message)
        if current.only_for is not None:
            raise NotOnScreenError("an ephemeral message has no menu")
        payload = make_interaction(self.workspace, self.person, "message_action")
        payload |= {"callback_id": callback_id, "message_ts": current.ts, "action_ts": self._now()}
        payload |= {"channel": describe_channel(self.workspace.channels[current.channel_id])}
        payload |= show_message(self.workspace, current) | self._trigger()
        payload |= self._response_url(self._hand_url(current))
        return take_plain_ack(await self.courier.send(INTERACTIVE, payload))

    async def global_shortcut(self, callback_id: str) -> Outcome:
        """Choose a shortcut from the global menu; it carries no response URL."""
        payload = make_interaction(self.workspace, self.person, "shortcut")
        payload |= {"callback_id": callback_id, "action_ts": self._now()} | self._trigger()
        return take_plain_ack(await self.courier.send(INTERACTIVE, payload))

    async def open_home(self) -> Outcome:
        """Look at the app's Home tab."""
        channel = self.workspace.open_dm(self.person_id)
        home = self.workspace.views.home(self.person_id)
        event: Json = {"type": "app_home_opened", "channel": channel.id, "tab": "home"}
        if home is not None:
            event["view"] = render_view(self.workspace, home)
        return await self.event({**event, "user": self.person_id})

    async def event(self, event: Json) -> Outcome:
        """Let an event of any kind happen, retries included; `user` is this person if left out."""
        callback = make_event(self.workspace, {"user": self.person_id, **event})
        reply = await self.courier.send_event(callback)
        return Outcome(reply.problem, milliseconds=reply.milliseconds)

    def say(self, text: str, *, channel: str, thread: Message | None = None) -> Message:
        """Write a message; the event for it, if the bot listens, is another deed."""
        place = self._enter(channel)
        thread_ts = thread.ts if thread else None
        return self.workspace.post(place.id, self.person_id, Said(text), thread_ts=thread_ts)

    # Deeds in forms

    def fill(self, view: View, answers: Answers) -> View:
        """Type and choose in a form; nothing is sent, and the view's hash stays."""
        current = self._look_at_view(view)
        for spot, answer in answers.items():
            block, element = _find_input(current, spot)
            if element["type"] not in KINDS or sends_at_once(block, element):
                raise NotOnScreenError(f"{spot!r} sends at once when touched: click it")
            values = put_value(current.values, block, element, self._choose(element, answer))
            current = self.workspace.views.put_values(current, values)
        return current

    async def submit(self, view: View) -> Outcome:
        """Press a form's submit button; Slack's client first checks what it can by itself."""
        current = self._look_at_modal(view)
        if "submit" not in current.content:
            raise NotOnScreenError("this view has no submit button")
        if local_errors := find_local_errors(current.blocks, current.values):
            return Outcome(local_errors=local_errors)
        payload = make_interaction(self.workspace, self.person, "view_submission")
        payload |= {"view": render_view(self.workspace, current), "response_urls": []}
        payload |= self._trigger(current.id)
        reply = await self.courier.send(INTERACTIVE, payload)
        return take_submission_answer(self.workspace, current.id, reply)

    async def close(self, view: View, *, whole_stack: bool = False) -> Outcome:
        """Close a form by its Close button, or by the x at its top the whole stack of them."""
        current = self._look_at_modal(view)
        told = self.workspace.views.get(current.root_id) if whole_stack else current
        if whole_stack or current.content.get("clear_on_close", False):
            self.workspace.views.clear(self.person_id)
        else:
            self.workspace.views.close(current)
        if not told.content.get("notify_on_close", False):
            return Outcome()
        payload = make_interaction(self.workspace, self.person, "view_closed")
        payload |= {"view": render_view(self.workspace, told), "is_cleared": whole_stack}
        return take_plain_ack(await self.courier.send(INTERACTIVE, payload))

    # What is on the screen

    def _enter(self, channel_id: str) -> Channel:
        channel = self.workspace.channels.get(channel_id)
        if channel is None or not self.workspace.can_read(self.person_id, channel_id):
            raise NotOnScreenError(f"{self.person_id} does not see channel {channel_id}")
        return channel

    def _look_at(self, surface: Surface) -> Surface:
        if isinstance(surface, View):
            return self._look_at_view(surface)
        return self._look_at_message(surface)

    def _look_at_message(self, message: Message) -> Message:
        self._enter(message.channel_id)
        try:
            current = self.workspace.get_message(message.channel_id, message.ts)
        except SlackError as gone:
            raise NotOnScreenError("this message is gone") from gone
        if current.only_for not in {None, self.person_id}:
            raise NotOnScreenError("this message is shown to somebody else only")
        return current

    def _look_at_view(self, view: View) -> View:
        home = self.workspace.views.home(self.person_id)
        if home is not None and home.id == view.id:
            return home
        return self._look_at_modal(view)

    def _look_at_modal(self, view: View) -> View:
        top = self.workspace.views.top(self.person_id)
        if top is None or top.id != view.id:
            raise NotOnScreenError(f"view {view.id} is not on top of {self.person_id}'s screen")
        return top

    # Parts of payloads

    def _choose(self, element: Json, value: Choice) -> Json:
        if element["type"] in KINDS:
            return choose(element, value, self._is_known)
        if value is not None:
            raise NotOnScreenError("a button takes no value: it has its own")
        return {}

    def _is_known(self, key: str, any_id: str) -> bool:
        is_person = any_id in self.workspace.people
        is_place = any_id in self.workspace.channels
        if key.startswith("selected_conversation"):
            return is_person or is_place
        return is_person if key.startswith("selected_user") else is_place

    def _put(self, current: Surface, block: Json, element: Json, chosen: Json) -> Surface:
        if not is_kept(element):
            return current
        if isinstance(current, View):
            values = put_value(current.values, block, element, chosen)
            return self.workspace.views.put_values(current, values)
        values = put_value(self._message_values(current), block, element, chosen)
        self.workspace.put_message_values(self.person_id, current, values)
        return current

    def _message_values(self, message: Message) -> Values:
        before = self.workspace.message_values(self.person_id, message)
        return carry_over(before, message.blocks)

    def _describe(self, current: Surface) -> Json:
        if isinstance(current, View):
            on_stack = current.id if current.kind == "modal" else None
            return describe_view(self.workspace, current) | self._trigger(on_stack)
        described = describe_message(self.workspace, current, self._message_values(current))
        return described | self._trigger() | self._response_url(self._hand_url(current))

    def _hand_url(self, message: Message) -> str:
        tickets = self.workspace.tickets
        return tickets.hand_response_url(self.person_id, message.channel_id, message)

    def _response_url(self, url_id: str) -> Json:
        return {"response_url": self.courier.make_response_url(url_id)}

    def _trigger(self, view_id: str | None = None) -> Json:
        return {"trigger_id": self.workspace.tickets.hand_trigger(self.person_id, view_id)}

    def _now(self) -> str:
        return f"{self.workspace.clock().timestamp():.6f}"


def _blocks_of(surface: Surface) -> list[Json]:
    return list(surface.blocks)


def _find_input(view: View, spot: Field) -> tuple[Json, Json]:
    if isinstance(spot, tuple):
        return find_part(view.blocks, spot[1], spot[0])
    block = find_block(view.blocks, spot)
    parts = elements_of(block)
    if len(parts) != 1:
        raise NotOnScreenError(f"block {spot!r} has {len(parts)} elements: say which")
    return block, parts[0]
