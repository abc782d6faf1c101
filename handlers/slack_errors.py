"""What a failed call to Slack means for what was to be sent."""

import json
from dataclasses import dataclass
from enum import Enum

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from handlers.text import Json


class Fate(Enum):
    """What becomes of a message that Slack did not take."""

    LATER = "try again"
    WAIT = "Slack says when"
    NEVER = "tell somebody"
    NO_ACCESS = "nothing of this workspace can be sent until somebody mends it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """A failed call, understood."""

    fate: Fate
    error: str
    """Slack's word for it, or the kind of exception."""
    seconds: float = 0
    """How long to wait, where Slack says so."""
    in_doubt: bool = False
    """Whether Slack may have taken the message all the same."""


FAILURES = (SlackApiError, ClientError, TimeoutError, json.JSONDecodeError)
"""What a call to Slack can raise: its refusals, no connection, no answer, no JSON."""

NO_ACCESS = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "access_denied",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "ekm_access_denied",
        "missing_scope",
        "not_allowed_token_type",
        "no_permission",
        "two_factor_setup_required",
        "accesslimited",
    }
)
"""docs.slack.dev/reference/methods/chat.postMessage: errors of the token, not of the message."""

AT_SLACK = frozenset(
    {
        "fatal_error",
        "internal_error",
        "service_unavailable",
        "request_timeout",
    }
)
"""The same page: for fatal_error and internal_error "some aspect may have succeeded"."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
DEFAULT_WAIT_SECONDS = 30.0
SERVER_ERROR = 500


def understand(failure: Exception) -> Setback:
    """What a failure means; what is not known is told to somebody rather than tried for ever."""
    if isinstance(failure, SlackApiError):
        return _refused(failure)
    in_doubt = not isinstance(failure, ClientConnectorError)
    return Setback(fate=Fate.LATER, error=type(failure).__name__, in_doubt=in_doubt)


def _refused(failure: SlackApiError) -> Setback:
    answer = failure.response
    error = error_of(failure)
    if answer.status_code == 429 or error in RATE_LIMITED:  # noqa: PLR2004  (Too Many Requests)
        return Setback(fate=Fate.WAIT, error="ratelimited", seconds=_retry_after(answer.headers))
    if error in NO_ACCESS:
        return Setback(fate=Fate.NO_ACCESS, error=error)
    if not error or error in AT_SLACK or answer.status_code >= SERVER_ERROR:
        return Setback(fate=Fate.LATER, error=error or f"http_{answer.status_code}", in_doubt=True)
    return Setback(fate=Fate.NEVER, error=error)


def error_of(failure: SlackApiError) -> str:
    """Slack's word for a refusal; "" where the answer was no JSON, such as a page of HTML."""
    data = failure.response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _retry_after(headers: Json) -> float:
    told = {str(name).lower(): value for name, value in headers.items()}.get("retry-after", "")
    text = str(told[0] if isinstance(told, list) else told)
    return float(text) if text.replace(".", "", 1).isdecimal() else DEFAULT_WAIT_SECONDS
