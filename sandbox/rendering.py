"""People, channels, messages and views in the JSON Slack shows of them."""

from zoneinfo import ZoneInfo

from sandbox.files import path_of, type_of
from sandbox.records import Channel, File, Message, Person, View
from sandbox.wire import Json
from sandbox.workspace import Workspace


def render_person(workspace: Workspace, person: Person) -> Json:
    """Give a user object; Slack leaves out zone and rights of deactivated people.

    docs.slack.dev/reference/objects/user-object.
    """
    user: Json = {
        "id": person.id,
        "team_id": person.team_id or workspace.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "profile": {"real_name": person.real_name, "display_name": person.name},
        "updated": 0,
    }
    if person.is_stranger:
        user["is_stranger"] = True
    return user if person.deleted else {**user, **_rights(person), **_zone(workspace, person)}


def _rights(person: Person) -> Json:
    return {
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }


def _zone(workspace: Workspace, person: Person) -> Json:
    if person.tz is None:
        return {}
    offset = workspace.clock().astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def render_channel(workspace: Workspace, channel: Channel) -> Json:
    """Give a conversation object; a DM names the person it is with."""
    shown: Json = {
        "id": channel.id,
        "is_channel": not channel.is_private and not channel.is_im,
        "is_group": False,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": workspace.has_bot(channel),
        "context_team_id": workspace.team_id,
    }
    if channel.is_im:
        return {**shown, "user": next(iter(channel.members - {workspace.app.bot_user_id}))}
    return {**shown, "name": channel.name, "num_members": len(channel.members)}


def render_message(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """Give a message object."""
    shown: Json = {
        "type": "message",
        "ts": message.ts,
        "user": message.user_id,
        "text": message.text,
        "team": workspace.team_id,
        **_by_bot(workspace, message),
        **_in_thread(workspace, message),
    }
    if message.blocks:
        shown["blocks"] = list(message.blocks)
    if message.files:
        shown["files"] = [render_file(workspace, file) for file in message.files]
    if message.edited_ts:
        shown["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def render_file(workspace: Workspace, file: File) -> Json:
    """Give a file object.

    docs.slack.dev/reference/objects/file-object.
    """
    url = f"{workspace.files.slack_url}{path_of(file)}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": type_of(file),
        "size": len(file.content),
        "user": workspace.app.bot_user_id,
        "mode": "hosted",
        "is_external": False,
        "url_private": url,
        "url_private_download": url,
    }


def _by_bot(workspace: Workspace, message: Message) -> Json:
    if message.user_id != workspace.app.bot_user_id:
        return {}
    return {"bot_id": workspace.app.bot_id, "app_id": workspace.app.app_id}


def _in_thread(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    replies = [
        reply
        for reply in workspace.messages(message.channel_id)
        if reply.thread_ts == message.ts and reply.only_for is None
    ]
    return {"thread_ts": message.ts, "reply_count": len(replies)} if replies else {}


_VIEW_DEFAULTS: Json = {
    "title": None,
    "submit": None,
    "close": None,
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
}


def render_view(workspace: Workspace, view: View) -> Json:
    """Give a view object with its state.

    docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
    """
    return {
        **_VIEW_DEFAULTS,
        **view.content,
        "id": view.id,
        "team_id": workspace.team_id,
        "app_id": workspace.app.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.app.bot_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
    }
