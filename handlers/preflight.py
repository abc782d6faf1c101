"""Asking Slack whether it takes our tokens: at start, and for whoever asks if we are ready."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack_errors import FAILURES, Fate, error_of, understand

SCOPES = frozenset(
    {"commands", "chat:write", "im:history", "im:write", "users:read", "channels:read"}
    | {"groups:read", "files:write"}
)
"""The bot's scopes; `manifest.yaml` says why each, and a test holds the two together."""


class NoAnswer(Exception):  # noqa: N818  (Slack may be back in a minute: nothing is wrong with us)
    """Slack could not be asked."""


async def ask_slack(client: AsyncWebClient, *, app_token: str = "") -> tuple[str, ...]:
    """What Slack says is wrong, each in a sentence; none when all is well.

    Raises:
        NoAnswer: Slack did not answer.

    """
    try:
        return (*await _bot_token(client), *(await _app_token(client, app_token)))
    except FAILURES as failure:
        raise NoAnswer(type(failure).__name__) from failure


def _is_final(refusal: SlackApiError) -> bool:
    """Whether Slack would say the same in a minute."""
    return understand(refusal).fate in {Fate.NEVER, Fate.METHOD_RESTS, Fate.NO_ACCESS}


async def _bot_token(client: AsyncWebClient) -> tuple[str, ...]:
    try:
        answer = await client.auth_test()
    except SlackApiError as refusal:
        if not _is_final(refusal):
            raise
        return _one(
            f"Slack does not accept SLACK_BOT_TOKEN ({error_of(refusal)}). Copy it again from "
            "api.slack.com/apps, your app, OAuth & Permissions; install the app first."
        )
    granted = answer.headers.get("x-oauth-scopes", "")
    missing = sorted(SCOPES - set(granted.split(","))) if granted else []
    if not missing:
        return ()
    return _one(
        f"The app lacks the scopes {', '.join(missing)}. Paste manifest.yaml into App Manifest "
        "on api.slack.com/apps and install the app again."
    )


async def _app_token(client: AsyncWebClient, app_token: str) -> tuple[str, ...]:
    if not app_token:
        return ()
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as refusal:
        if not _is_final(refusal):
            raise
        return _one(
            f"Slack does not accept SLACK_APP_TOKEN ({error_of(refusal)}). Make one on "
            "api.slack.com/apps, your app, Basic Information > App-Level Tokens, with the scope "
            "connections:write, and turn Socket Mode on."
        )
    return ()


def _one(sentence: str) -> tuple[str, ...]:
    return (sentence,)
