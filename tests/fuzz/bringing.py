"""A courier straight into the bot's web app: signed as ever, without a socket between."""

import json
from http import HTTPStatus

from starlette.types import ASGIApp, Message

from handlers.text import Json
from sandbox.calls import Reply
from sandbox.delivering import Courier, encode
from sandbox.server import Slack


class Straight(Courier):
    """What Slack sends over HTTP, handed to the app that would read it from there."""

    def __init__(self, slack: Slack, web: ASGIApp) -> None:
        super().__init__(slack.workspace, slack.links)
        self.slack_url = slack.courier.slack_url
        self.bot_url = "/slack/events"
        self._web = web

    async def _post(self, url: str, kind: str, payload: Json, extras: dict[str, str]) -> Reply:
        content_type, body = encode(kind, payload)
        headers = {"Content-Type": content_type, **self._sign(body), **extras}
        scope = {
            "type": "http",
            "method": "POST",
            "path": url,
            "query_string": b"",
            "headers": [(name.lower().encode(), told.encode()) for name, told in headers.items()],
        }
        answer: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            answer.append(message)

        await self._web(scope, receive, send)
        return _reply(answer)


def _reply(answer: list[Message]) -> Reply:
    status = int(answer[0]["status"])
    text = b"".join(part.get("body", b"") for part in answer[1:]).decode().strip()
    problem = None if status == HTTPStatus.OK else f"http_{status}"
    if not text or problem:
        return Reply(status, {}, problem, 0.0)
    return Reply(status, json.loads(text) if text[0] == "{" else {"text": text}, None, 0.0)
