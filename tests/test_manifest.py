"""The manifest asks for what the code uses, and for nothing more."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers.ids import COMMAND, Happening, Shortcut
from handlers.preflight import SCOPES

ROOT = Path(__file__).parent.parent
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text("utf-8"))

SCOPES_OF = {
    "auth_test": set(),
    "apps_connections_open": set(),
    "views_open": set(),
    "views_push": set(),
    "views_update": set(),
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "views_publish": set(),
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_history": {"im:history"},
}
"""docs.slack.dev/reference/methods, each method's page."""

METHODS = {
    name
    for name, _ in inspect.getmembers(AsyncWebClient, inspect.isfunction)
    if "_" in name and not name.startswith("_") and name != "api_call"
}
"""By `api_call` the bot hands Slack an empty message alone, for which the client has no words."""


def attributes(folder: str) -> Iterator[tuple[Path, str]]:
    for file in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                yield file, node.attr


def test_the_scopes_are_those_of_the_methods_that_the_code_calls() -> None:
    called = {name for _, name in attributes("handlers")} & METHODS
    needed = set().union(*(SCOPES_OF[method] for method in called))

    assert called == set(SCOPES_OF)
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert needed | {"commands"} == SCOPES


def test_each_scope_has_its_reason_beside_it() -> None:
    lines = (ROOT / "manifest.yaml").read_text("utf-8").splitlines()
    scopes = [line for line in lines if line.strip().removeprefix("- ").split(" ")[0] in SCOPES]

    assert len(scopes) == len(SCOPES)
    assert [line for line in scopes if len(line.partition(" # ")[2]) < 20] == []


def test_the_command_and_the_shortcuts_are_those_that_the_code_answers() -> None:
    features = MANIFEST["features"]

    assert [one["command"] for one in features["slash_commands"]] == [COMMAND]
    assert [one["callback_id"] for one in features["shortcuts"]] == list(Shortcut)


def test_the_events_are_those_that_the_code_listens_to() -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == list(Happening)
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"]


def test_slack_would_take_its_texts() -> None:
    information, features = MANIFEST["display_information"], MANIFEST["features"]

    assert len(information["name"]) <= 35
    assert len(information["description"]) <= 140
    assert all(len(one["name"]) <= 24 for one in features["shortcuts"])
    assert all(len(one["description"]) <= 150 for one in features["shortcuts"])


def _posts(name: str) -> bool:
    return name.startswith("chat_") or name == "api_call"


def test_only_one_module_posts() -> None:
    posting = {file.name for file, name in attributes("handlers") if _posts(name)}
    elsewhere = {
        file.name
        for folder in ("bot", "storage")
        for file, name in attributes(folder)
        if _posts(name)
    }

    assert (posting, elsewhere) == ({"posting.py"}, set())
