"""The Web API methods the small Slack knows; any other is an `unknown_method`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.arguments import Arguments
from sandbox.methods import chat, files, lookups, views
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace

Run = Callable[[Workspace, Arguments], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """One method with the arguments it understands; others are refused, not ignored."""

    run: Run
    knows: frozenset[str]


def _method(run: Run, *knows: str) -> Method:
    return Method(run, frozenset({"token", "team_id", *knows}))


_SAYING = ("channel", "text", "blocks", "metadata")
_LOOKS = ("mrkdwn", "unfurl_links", "unfurl_media")

METHODS: Mapping[str, Method] = {
    "auth.test": _method(lookups.show_token),
    "users.info": _method(lookups.show_person, "user", "include_locale"),
    "users.list": _method(lookups.list_people, "cursor", "limit", "include_locale"),
    "conversations.info": _method(
        lookups.show_channel, "channel", "include_num_members", "include_locale"
    ),
    "conversations.open": _method(lookups.open_dm, "users", "return_im", "prevent_creation"),
    "conversations.members": _method(lookups.list_members, "channel", "limit", "cursor"),
    "conversations.history": _method(
        lookups.show_history,
        "channel",
        "cursor",
        "limit",
        "oldest",
        "latest",
        "inclusive",
        "include_all_metadata",
    ),
    "chat.postMessage": _method(chat.post_message, *_SAYING, *_LOOKS, "thread_ts"),
    "chat.update": _method(chat.update_message, *_SAYING, "ts"),
    "chat.postEphemeral": _method(
        chat.post_ephemeral, "channel", "user", "text", "blocks", "thread_ts"
    ),
    "files.getUploadURLExternal": _method(
        files.announce_file, "filename", "length", "alt_txt", "snippet_type"
    ),
    "files.completeUploadExternal": _method(
        files.complete_files, "files", "channel_id", "initial_comment", "thread_ts"
    ),
    "views.open": _method(views.open_view, "trigger_id", "view"),
    "views.push": _method(views.push_view, "trigger_id", "view"),
    "views.update": _method(views.update_view, "view", "view_id", "external_id", "hash"),
    "views.publish": _method(views.publish_view, "view", "user_id", "hash"),
}


def run_method(name: str, workspace: Workspace, arguments: Arguments) -> Json:
    """Run a method and give what Slack answers."""
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    if unknown := arguments.given.keys() - METHODS[name].knows:
        raise SlackError(
            "invalid_arguments", [f"unknown argument here: {key}" for key in sorted(unknown)]
        )
    if arguments.get("team_id") not in {None, workspace.team_id}:
        raise SlackError("team_not_found")
    return {"ok": True, **METHODS[name].run(workspace, arguments)}
