"""The payloads Slack sends, in its shapes.

docs.slack.dev/reference/interaction-payloads and docs.slack.dev/apis/events-api.
"""

from sandbox.records import Channel, Message, Person, Values, View
from sandbox.rendering import render_message, render_view
from sandbox.wire import Json
from sandbox.workspace import Workspace

# Long deprecated by Slack in favour of signatures, and still sent.
_TOKEN = "verification-token"  # noqa: S105 - proves nothing


def make_command(
    workspace: Workspace, person: Person, channel: Channel, command: str, text: str
) -> Json:
    """Make the form of a slash command, but for its trigger and response URL."""
    return {
        "token": _TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel.id,
        "channel_name": name_channel(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
    }


def make_interaction(workspace: Workspace, person: Person, kind: str) -> Json:
    """Make what all interactions have in common."""
    return {
        "type": kind,
        "token": _TOKEN,
        "api_app_id": workspace.app.app_id,
        "team": {"id": workspace.team_id, "domain": workspace.team_domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id or workspace.team_id,
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }


def describe_view(workspace: Workspace, view: View) -> Json:
    """Make the part that says in which view something was clicked."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": render_view(workspace, view)}


def describe_message(workspace: Workspace, message: Message, values: Values) -> Json:
    """Make the part that says on which message something was clicked.

    An ephemeral message is not kept by Slack and therefore not sent along.
    """
    is_ephemeral = message.only_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    described = {
        "container": container,
        "channel": describe_channel(workspace.channels[message.channel_id]),
        "state": {"values": values},
    }
    return described if is_ephemeral else {**described, **show_message(workspace, message)}


def show_message(workspace: Workspace, message: Message) -> Json:
    """Make the part that shows a message, metadata included."""
    return {"message": render_message(workspace, message, with_metadata=True)}


def describe_channel(channel: Channel) -> Json:
    """Make the part that says where."""
    return {"id": channel.id, "name": name_channel(channel)}


def name_channel(channel: Channel) -> str:
    """Name a channel as payloads do: private ones have no name there."""
    return "privategroup" if channel.is_private else channel.name


def make_action(block: Json, element: Json, value: Json, at: str) -> Json:
    """Make the one entry of `actions` that says what was clicked or chosen."""
    kept: Json = {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        **(kept if element["type"] == "button" else {}),
        **value,
        "action_ts": at,
    }


def make_event(workspace: Workspace, event: Json) -> Json:
    """Wrap an event in its callback; `event_id` stays the same at each retry."""
    now = workspace.clock()
    bot = {
        "team_id": workspace.team_id,
        "user_id": workspace.app.bot_user_id,
        "enterprise_id": None,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "type": "event_callback",
        "token": _TOKEN,
        "team_id": workspace.team_id,
        "api_app_id": workspace.app.app_id,
        "event": {"event_ts": f"{now.timestamp():.6f}", **event},
        "event_id": workspace.new_id("Ev"),
        "event_time": int(now.timestamp()),
        "authorizations": [bot],
        "is_ext_shared_channel": False,
    }
