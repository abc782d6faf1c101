"""files.*: uploading in three steps, of which the second is a plain POST."""

from sandbox.arguments import Arguments
from sandbox.limits import check_text
from sandbox.methods.chat import check_open, find_thread
from sandbox.records import Channel, Said
from sandbox.rendering import render_file
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace


def announce_file(workspace: Workspace, arguments: Arguments) -> Json:
    """Hand out an address for the bytes of a file of that name and length.

    docs.slack.dev/reference/methods/files.getUploadURLExternal.
    """
    name, length = arguments.demand("filename"), arguments.count("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", ["length must be greater than 0"])
    file_id, url = workspace.files.announce(name, length)
    return {"file_id": file_id, "upload_url": url}


def complete_files(workspace: Workspace, arguments: Arguments) -> Json:
    """Keep files that have come, and share them in a channel if one is named.

    docs.slack.dev/reference/methods/files.completeUploadExternal.
    """
    files = workspace.files.find_all(_read_files(arguments))
    comment = arguments.get("initial_comment") or ""
    check_text(comment)
    if channel_id := arguments.get("channel_id"):
        channel = _find_channel(workspace, channel_id)
        thread_ts = find_thread(workspace, channel, arguments.get("thread_ts"))
        said, bot = Said(comment, files=files), workspace.app.bot_user_id
        workspace.post(channel.id, bot, said, thread_ts=thread_ts)
    workspace.files.complete(files)
    return {"files": [render_file(workspace, file) for file in files]}


def _read_files(arguments: Arguments) -> list[tuple[str, str | None]]:
    files = arguments.json("files")
    if not isinstance(files, list) or not files:
        raise SlackError("invalid_arguments", ["missing required field: files"])
    if not all(isinstance(file, dict) and isinstance(file.get("id"), str) for file in files):
        raise SlackError("invalid_arguments", ["every file must have an id"])
    return [(file["id"], file.get("title")) for file in files]


def _find_channel(workspace: Workspace, channel_id: str) -> Channel:
    """Find where files go: unlike a message, a file needs a channel's id and a membership."""
    channel = workspace.get_visible_channel(channel_id)
    check_open(channel)
    if not workspace.has_bot(channel):
        raise SlackError("not_in_channel")
    return channel
