"""What the app offers to people, read from its manifest: commands, and shortcuts on messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MANIFEST = Path(__file__).parents[2] / "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, and how Slack explains it."""

    name: str
    description: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Something in the menu of every message."""

    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Offers:
    """All that the app offers."""

    commands: Sequence[Command]
    shortcuts: Sequence[Shortcut]
    takes_messages: bool = True
    """Whether people can write to the app in its direct messages."""


def read_offers(path: Path = MANIFEST) -> Offers:
    """The commands and message shortcuts of a manifest."""
    features: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["features"]
    commands = [
        Command(one["command"], one["description"], one.get("usage_hint", ""))
        for one in features.get("slash_commands", [])
    ]
    shortcuts = [
        Shortcut(one["callback_id"], one["name"])
        for one in features.get("shortcuts", [])
        if one["type"] == "message"
    ]
    is_read_only = features.get("app_home", {}).get("messages_tab_read_only_enabled", False)
    return Offers(commands, shortcuts, takes_messages=not is_read_only)
