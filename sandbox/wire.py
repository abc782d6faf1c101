"""JSON as it goes over the wire, and the three ways in which something is refused."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """Slack refuses a call with one of its error names."""

    def __init__(self, error: str, messages: Sequence[str] = (), **details: str) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = tuple(messages)
        self.details = details

    def to_answer(self) -> Json:
        """Make the body Slack answers with; `response_metadata` says what is wrong where."""
        answer: Json = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            said = [f"[ERROR] {message}" for message in self.messages]
            answer["response_metadata"] = {"messages": said}
        return answer


class BotMistakeError(Exception):
    """The bot answered a person's deed with something Slack cannot use."""


class NotOnScreenError(LookupError):
    """A person tried what their screen does not offer."""
