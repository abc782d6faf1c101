"""The response URLs handed out with commands and clicks.

docs.slack.dev/interactivity/handling-user-interaction.
"""

from dataclasses import dataclass
from time import perf_counter

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from sandbox.arguments import Arguments, read_arguments
from sandbox.calls import CallRecord
from sandbox.faults import DOWN_PAGE, Faults
from sandbox.methods.chat import read_said
from sandbox.records import Message, ResponseUrl
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace

_KNOWN = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "unfurl_links",
    "unfurl_media",
}
RECORDED_AS = "response_url"


@dataclass(frozen=True, slots=True)
class ResponseUrls:
    """Answers /response/{id}."""

    workspace: Workspace
    faults: Faults
    calls: list[CallRecord]

    async def handle(self, request: Request) -> Response:
        """Let the bot answer a deed, as long as its URL is good."""
        if self.faults.is_down:
            return HTMLResponse(DOWN_PAGE, 503)
        started, body = perf_counter(), await request.body()
        arguments, answer = self._take(request, body)
        record = CallRecord(
            method=RECORDED_AS,
            arguments=arguments.given,
            status=200 if answer["ok"] else 404,
            answer=answer,
            milliseconds=(perf_counter() - started) * 1000,
            at=self.workspace.real_clock(),
        )
        self.calls.append(record)
        self.workspace.changes.announce()
        return PlainTextResponse("ok") if record.ok else JSONResponse(answer, 404)

    def _take(self, request: Request, body: bytes) -> tuple[Arguments, Json]:
        arguments = Arguments({})
        try:
            arguments = read_arguments(body, request.headers.get("content-type", ""), {})
            self.faults.check_blocks(arguments.json("blocks"))
            url = self.workspace.tickets.use_response_url(request.path_params["url_id"])
            respond(self.workspace, url, arguments)
        except SlackError as refusal:
            return arguments, refusal.to_answer()
        return arguments, {"ok": True}


def respond(workspace: Workspace, url: ResponseUrl, arguments: Arguments) -> None:
    """Delete or replace what was clicked, or say something new, ephemeral unless told not to."""
    if unknown := arguments.given.keys() - _KNOWN:
        raise SlackError("invalid_arguments", [f"unknown: {key}" for key in sorted(unknown)])
    original = _find_original(workspace, url)
    if arguments.has_flag("delete_original"):
        workspace.delete(_demand_original(original))
    elif arguments.has_flag("replace_original") and original:
        workspace.edit(original, read_said(arguments))
    else:
        say_to(workspace, url.person_id, url.channel_id, arguments)


def say_to(workspace: Workspace, person_id: str, channel_id: str, arguments: Arguments) -> Message:
    """Say something to one person, or to all in the channel if `response_type` says so."""
    kind = arguments.get("response_type") or "ephemeral"
    if kind not in {"ephemeral", "in_channel"}:
        raise SlackError("invalid_arguments", [f"unknown response_type: {kind}"])
    return workspace.post(
        channel_id,
        workspace.app.bot_user_id,
        read_said(arguments),
        thread_ts=arguments.get("thread_ts"),
        only_for=None if kind == "in_channel" else person_id,
    )


def _find_original(workspace: Workspace, url: ResponseUrl) -> Message | None:
    """Find what was clicked as it is now; a command's own line is out of reach."""
    if url.message is None:
        return None
    return workspace.get_message(url.message.channel_id, url.message.ts)


def _demand_original(original: Message | None) -> Message:
    if original is None:
        raise SlackError("cant_delete_message")
    return original
