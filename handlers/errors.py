"""How a refusal or a failure is told: at the field, in the form, or to who clicked alone."""

import json
import logging
import uuid

from aiohttp import ClientError
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal, StaleDispute, Unfit
from bot.domain.words import Words, plain
from handlers.blocks import modal, paragraph, section
from handlers.context import present, typed
from handlers.modals.errors_at import errors_for
from handlers.slack_errors import FAILURES, Fate, Setback, error_of, understand
from handlers.text import Bold, Json, mrkdwn

log = logging.getLogger("roadmap.failure")

OK = 200
STALE: Words = ("Somebody else has just changed this dispute. Look at it again, then try.",)
SLACK_SILENT: Words = ("Slack did not answer in time. Try again in a moment.",)


async def answer_error(
    error: Exception, body: Json, client: AsyncWebClient, respond: AsyncRespond
) -> BoltResponse:
    """Bolt's error handler: what the person reads, at the place where they are."""
    if _needs_no_word(error):
        return BoltResponse(status=200, body="")
    if body.get("type") == "view_submission":
        return _answer_form(error, body["view"], _words(error, body))
    words = _words(error, body)
    if "command" in body:
        told = {"response_type": "ephemeral", "text": mrkdwn(words), "blocks": [section(words)]}
        return _json(told)
    try:
        await _tell(words, body, client, respond)
    except FAILURES as failure:
        log.warning("refusal not told", extra={**_ids(body), **_why(failure)})
    return BoltResponse(status=200, body="")


def _words(error: Exception, body: Json) -> Words:
    if isinstance(error, Refusal):
        return error.words
    if isinstance(error, StaleDispute):
        return STALE
    if isinstance(error, FAILURES) and _is_silence(understand(error)):
        log.warning("Slack did not take a call", extra={**_ids(body), **_why(error)})
        return SLACK_SILENT
    reference = uuid.uuid4().hex[:8]
    log.error("failed", exc_info=error, extra={"reference": reference, **_ids(body)})
    sentence = (
        "Something went wrong on our side. Try again; if it stays so, tell whoever runs this bot "
        f"the reference {reference}."
    )
    return (sentence,)


def _needs_no_word(error: Exception) -> bool:
    """Whether the click's window is open, as Slack has told of it twice, or closed meanwhile."""
    return isinstance(error, SlackApiError) and error_of(error) in _NO_WORD


_NO_WORD = {"exchanged_trigger_id", "trigger_exchanged", "not_found"}
"""docs.slack.dev/reference/methods: views.open, views.push and views.update."""


def _is_silence(setback: Setback) -> bool:
    """Whether trying again is all there is to do: Slack is busy, or our answer came too late."""
    too_late = setback.error.startswith(("trigger_", "expired_trigger"))
    return too_late or setback.fate is not Fate.NEVER


def _why(failure: Exception) -> dict[str, object]:
    return {"error": understand(failure).error}


def _ids(body: Json) -> dict[str, object]:
    actions = body.get("actions") or [{}]
    return {
        "type": body.get("type", "command"),
        "form": (body.get("view") or {}).get("callback_id", body.get("callback_id", "")),
        "action": actions[0].get("action_id", ""),
    }


def _answer_form(error: Exception, view: Json, words: Words) -> BoltResponse:
    """At the fields where that is possible; a form that can no longer be sent gives all back."""
    if isinstance(error, Unfit):
        return _errors(errors_for(view, error.problems))
    first = next((block["block_id"] for block in _fields(view)), None)
    if first and not isinstance(error, Refusal):
        return _errors({first: plain(words)})
    shown = modal("This does not count", section(words), *_given_back(view))
    return _json({"response_action": "update", "view": shown})


def _errors(errors: dict[str, str]) -> BoltResponse:
    return _json({"response_action": "errors", "errors": errors})


def _given_back(view: Json) -> list[Json]:
    """Everything that was typed into a form, so that it can be copied."""
    typed_in = [(block["label"]["text"], typed(view, block["block_id"])) for block in _fields(view)]
    kept = [paragraph((Bold(label),), (text,)) for label, text in typed_in if text]
    return [section(("What you typed, so that it is not lost:",)), *kept] if kept else []


def _fields(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


async def _tell(words: Words, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
    if body.get("type") == "block_actions" and "view" not in body:
        answer = await respond(
            text=mrkdwn(words),
            blocks=[section(words)],
            response_type="ephemeral",
            replace_original=False,
        )
        if answer.status_code != OK:
            raise ClientError(answer.status_code)
    elif "trigger_id" in body:
        await present(client, body, modal("Not possible", section(words)))


def _json(answer: Json) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(answer), headers={"Content-Type": "application/json"}
    )
