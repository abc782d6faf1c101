"""What this process counts while it works; other processes count their own."""

from collections.abc import Mapping
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Histogram

from handlers.text import Json

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Slack waits three seconds."""


class Result(StrEnum):
    """What became of one attempt to deliver a message."""

    SENT = "sent"
    LATER = "later"
    RATE_LIMITED = "rate_limited"
    GIVEN_UP = "given_up"
    NO_ACCESS = "no_access"


class Kind(StrEnum):
    """What Slack asks of us."""

    COMMAND = "command"
    CLICK = "click"
    FORM = "form"
    EVENT = "event"
    SHORTCUT = "shortcut"
    OTHER = "other"


_KINDS: Mapping[str, Kind] = {
    "block_actions": Kind.CLICK,
    "view_submission": Kind.FORM,
    "view_closed": Kind.FORM,
    "event_callback": Kind.EVENT,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
}


def kind_of(body: Json) -> Kind:
    """The kind of a request, by its body alone."""
    return Kind.COMMAND if "command" in body else _KINDS.get(str(body.get("type")), Kind.OTHER)


class Meters:
    """The counters of one process, from its start on; they hold no name and no text."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._deliveries = Counter(
            "roadmap_deliveries",
            "Attempts to deliver a message, by result. Each process counts its own.",
            ["result"],
            registry=self.registry,
        )
        self._acknowledgements = Histogram(
            "roadmap_acknowledgement_seconds",
            "Time until Slack had its answer, by what it asked. Each process counts its own.",
            ["kind"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        for result in Result:
            self._deliveries.labels(result)

    def tried(self, result: Result) -> None:
        """An attempt to deliver a message has ended so."""
        self._deliveries.labels(result).inc()

    def acknowledged(self, kind: Kind, seconds: float) -> None:
        """Slack had its answer after that long."""
        self._acknowledgements.labels(kind).observe(seconds)
