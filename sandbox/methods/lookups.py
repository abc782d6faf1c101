"""auth.*, users.* and conversations.*: asking who and where."""

from collections.abc import Sequence
from typing import TypeVar

from sandbox.arguments import Arguments
from sandbox.records import Message
from sandbox.rendering import render_channel, render_message, render_person
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace

Item = TypeVar("Item")


def show_token(workspace: Workspace, _arguments: Arguments) -> Json:
    """Say whom the token belongs to."""
    app = workspace.app
    return {
        "url": f"https://{workspace.team_domain}.slack.com/",
        "team": workspace.team_domain,
        "user": app.bot_name,
        "team_id": workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def show_person(workspace: Workspace, arguments: Arguments) -> Json:
    """Describe a person."""
    return {"user": render_person(workspace, workspace.get_person(arguments.demand("user")))}


def show_channel(workspace: Workspace, arguments: Arguments) -> Json:
    """Describe a channel the bot can know of."""
    channel = workspace.get_visible_channel(arguments.demand("channel"))
    return {"channel": render_channel(workspace, channel)}


def open_dm(workspace: Workspace, arguments: Arguments) -> Json:
    """Open the DM with one person; group DMs are not known here."""
    users = arguments.demand("users")
    if "," in users:
        raise SlackError("invalid_arguments", ["the small Slack knows no group DMs"])
    channel = workspace.open_dm(users)
    return {"channel": render_channel(workspace, channel)}


def list_people(workspace: Workspace, arguments: Arguments) -> Json:
    """List everybody with an account, bots and the deactivated included, a page at a time."""
    people = list(workspace.people.values())
    page, cursor = _turn_to(people, arguments, most=len(people))
    return {
        "members": [render_person(workspace, person) for person in page],
        "cache_ts": int(workspace.clock().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def list_members(workspace: Workspace, arguments: Arguments) -> Json:
    """List the members of a channel, a page at a time."""
    channel = workspace.get_visible_channel(arguments.demand("channel"))
    members, cursor = _turn_to(sorted(channel.members), arguments)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def show_history(workspace: Workspace, arguments: Arguments) -> Json:
    """Read a DM, newest first, without the replies in its threads; elsewhere a scope is missing."""
    channel = workspace.get_visible_channel(arguments.demand("channel"))
    if not channel.is_im:
        raise SlackError("missing_scope", needed="channels:history", provided="im:history")
    found = [m for m in reversed(workspace.messages(channel.id)) if _is_asked_for(m, arguments)]
    page, cursor = _turn_to(found, arguments)
    with_metadata = arguments.has_flag("include_all_metadata")
    return {
        "messages": [
            render_message(workspace, message, with_metadata=with_metadata) for message in page
        ],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _turn_to(
    items: Sequence[Item], arguments: Arguments, most: int = 100
) -> tuple[Sequence[Item], str]:
    """Give the page that is asked for, and the cursor of the next one; empty after the last."""
    start, limit = _read_cursor(arguments), arguments.count("limit", 0) or most
    following = start + limit
    return items[start:following], str(following) if following < len(items) else ""


def _read_cursor(arguments: Arguments) -> int:
    cursor = arguments.get("cursor") or "0"
    if not cursor.isdecimal():
        raise SlackError("invalid_cursor")
    return int(cursor)


def _is_asked_for(message: Message, arguments: Arguments) -> bool:
    if message.only_for is not None or message.thread_ts is not None:
        return False
    instant = float(message.ts)
    oldest = float(arguments.get("oldest") or 0)
    latest = float(arguments.get("latest") or "inf")
    if arguments.has_flag("inclusive"):
        return oldest <= instant <= latest
    return oldest < instant < latest
