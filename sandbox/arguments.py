"""The arguments of a Web API call, however the client encoded them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.wire import Json, SlackError

_YES = {"true", "1"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call brought along; a form carries JSON in strings, a JSON body as it is."""

    given: Mapping[str, object]

    def get(self, name: str) -> str | None:
        """Give a text, or None where it was left out."""
        value = self.given.get(name)
        if value is None or isinstance(value, str):
            return value
        raise SlackError("invalid_arguments", [f"{name} must be a string"])

    def demand(self, name: str) -> str:
        """Give a text that cannot be left out."""
        value = self.get(name)
        if not value:
            raise SlackError("invalid_arguments", [f"missing required field: {name}"])
        return value

    def has_flag(self, name: str) -> bool:
        """Say whether a switch is on."""
        return str(self.given.get(name)).lower() in _YES

    def count(self, name: str, default: int) -> int:
        """Give a number."""
        value = self.given.get(name, default)
        try:
            return int(str(value))
        except ValueError:
            raise SlackError("invalid_arguments", [f"{name} must be a number"]) from None

    def has(self, name: str) -> bool:
        """Say whether an argument was given at all."""
        return self.given.get(name) is not None

    def json(self, name: str) -> object:
        """Give a structure; None where it was left out."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError("invalid_arguments", [f"{name} must be valid JSON"]) from None


def read_arguments(body: bytes, content_type: str, query: Mapping[str, str]) -> Arguments:
    """Read a form, a JSON body or a query, as slack_sdk sends one or the other."""
    if content_type.startswith("application/json"):
        return Arguments({**query, **_read_json(body)})
    return Arguments({**query, **dict(parse_qsl(body.decode(), keep_blank_values=True))})


def _read_json(body: bytes) -> Json:
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(given, dict):
        raise SlackError("json_not_object")
    return given
