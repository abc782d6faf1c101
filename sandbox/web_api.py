"""Slack's Web API over HTTP: the token, the troubles that are on, and a record of each call."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.arguments import Arguments, read_arguments
from sandbox.calls import CallRecord
from sandbox.faults import DOWN_PAGE, UNAVAILABLE, Faults
from sandbox.methods import run_method
from sandbox.serving import HANG_UP
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace

OPEN_LINK = "apps.connections.open"


@dataclass(frozen=True, slots=True)
class WebApi:
    """Answers /api/{method}."""

    workspace: Workspace
    faults: Faults
    calls: list[CallRecord]
    open_link: Callable[[str], str]

    async def handle(self, request: Request) -> Response:
        """Answer one call and record it."""
        started, method = perf_counter(), request.path_params["method"]
        body = await request.body()
        arguments, problem = self._read(request, body)
        response, answer = await self._respond(request, method, arguments, problem)
        is_taken = answer is not None and answer["ok"]
        is_dropped = is_taken and self.faults.take_drop(method)
        record = CallRecord(
            method=method,
            arguments={key: item for key, item in arguments.given.items() if key != "token"},
            status=None if is_dropped else response.status_code,
            answer=answer,
            milliseconds=(perf_counter() - started) * 1000,
            at=self.workspace.real_clock(),
        )
        self.calls.append(record)
        self.workspace.changes.announce()
        return await _hang_up(request) if is_dropped else response

    def _read(self, request: Request, body: bytes) -> tuple[Arguments, SlackError | None]:
        kind = request.headers.get("content-type", "")
        try:
            return read_arguments(body, kind, dict(request.query_params)), None
        except SlackError as problem:
            return Arguments({}), problem

    async def _respond(
        self, request: Request, method: str, arguments: Arguments, problem: SlackError | None
    ) -> tuple[Response, Json | None]:
        if self.faults.is_down:
            return HTMLResponse(DOWN_PAGE, UNAVAILABLE), None
        if seconds := self.faults.get_retry_after(method):
            limited = SlackError("ratelimited").to_answer()
            return JSONResponse(limited, 429, {"Retry-After": str(seconds)}), None
        if wait := self.faults.get_seconds_slow(method):
            await asyncio.sleep(wait)
        answer = problem.to_answer() if problem else self._run(request, method, arguments)
        if status := self.faults.get_page_status(method):
            return HTMLResponse(DOWN_PAGE, status), answer
        return JSONResponse(answer, headers=self._granted()), answer

    def _granted(self) -> dict[str, str]:
        """Say which scopes the token has, as Slack does in a header."""
        scopes = ",".join(self.workspace.app.scopes)
        return {"x-oauth-scopes": scopes} if scopes else {}

    def _run(self, request: Request, method: str, arguments: Arguments) -> Json:
        if failure := self.faults.take_failure(method, arguments.get("channel")):
            return SlackError(failure).to_answer()
        try:
            self._check_token(request, method, arguments)
            self._check_blocks(arguments)
            if method == OPEN_LINK:
                return {"ok": True, "url": self.open_link(_find_base(request))}
            return run_method(method, self.workspace, arguments)
        except SlackError as refusal:
            return refusal.to_answer()

    def _check_blocks(self, arguments: Arguments) -> None:
        """Refuse blocks as a Slack does that has no such blocks; views have an own error name."""
        self.faults.check_blocks(arguments.json("blocks"))
        view = arguments.json("view")
        if isinstance(view, dict):
            self.faults.check_blocks(view.get("blocks"), "invalid_arguments")

    def _check_token(self, request: Request, method: str, arguments: Arguments) -> None:
        app = self.workspace.app
        token = _find_token(request, arguments)
        wanted, other = app.bot_token, app.app_token
        if method == OPEN_LINK:
            wanted, other = other, wanted
        if not token:
            raise SlackError("not_authed")
        if token == other:
            raise SlackError("not_allowed_token_type")
        if token != wanted:
            raise SlackError("invalid_auth")


def _find_base(request: Request) -> str:
    """Find where the small Slack is, also when it is mounted below something else."""
    return str(request.url.replace(query="")).rsplit("/api/", 1)[0]


def _find_token(request: Request, arguments: Arguments) -> str | None:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or arguments.get("token")


async def _hang_up(request: Request) -> Response:
    request.scope["extensions"][HANG_UP]()
    # The server notices the lost connection first; then it no longer expects an answer.
    await request.receive()
    return Response()
