"""What went to and fro between the bot and Slack, for tests and for a drawer on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of the bot and what Slack made of it; status is None if Slack hung up instead."""

    method: str
    arguments: Mapping[str, object]
    status: int | None
    answer: Json | None
    milliseconds: float
    at: datetime

    @property
    def ok(self) -> bool:
        """Whether Slack said yes."""
        return bool(self.answer and self.answer.get("ok"))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot made of something Slack sent: its body, or the problem with it."""

    status: int | None
    body: Json
    problem: str | None
    milliseconds: float
    wants_no_retry: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One thing Slack sent to the bot, and the bot's reply."""

    kind: str
    payload: Json
    reply: Reply
    at: datetime
    retry_number: int = 0
