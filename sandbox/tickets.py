"""What the bot is handed for a short while, on real time: trigger ids and response URLs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sandbox.clock import Clock
from sandbox.records import Message, ResponseUrl, Trigger
from sandbox.wire import SlackError

# docs.slack.dev/interactivity/handling-user-interaction
TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
MOST_RESPONSES = 5


class Tickets:
    """The trigger ids and response URLs handed out; each knows whom it was handed out for."""

    def __init__(self, real_clock: Clock, new_id: Callable[[str], str]) -> None:
        self.now = real_clock
        self._new_id = new_id
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def hand_trigger(self, person_id: str, view_id: str | None = None) -> str:
        """Hand out a trigger id, good once within three seconds."""
        trigger_id = f"{self._new_id('')}.trigger"
        self._triggers[trigger_id] = Trigger(trigger_id, person_id, self.now(), view_id)
        return trigger_id

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Take a trigger id back."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self.now() - trigger.made_at > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger_id] = replace(trigger, is_used=True)
        return trigger

    def hand_response_url(
        self, person_id: str, channel_id: str, message: Message | None = None
    ) -> str:
        """Hand out the id of a response URL, good five times within half an hour."""
        url_id = self._new_id("R")
        self._urls[url_id] = ResponseUrl(url_id, person_id, channel_id, self.now(), message)
        return url_id

    def use_response_url(self, url_id: str) -> ResponseUrl:
        """Use a response URL once more."""
        url = self._urls.get(url_id)
        if url is None:
            raise SlackError("invalid_url")
        if self.now() - url.made_at > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if url.uses >= MOST_RESPONSES:
            raise SlackError("used_url")
        self._urls[url_id] = replace(url, uses=url.uses + 1)
        return url
