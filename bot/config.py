"""The settings: read once from the environment; what is wrong is named in a sentence."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic_settings import BaseSettings, SettingsConfigDict

SLACKS_API = "https://slack.com/api/"
MOST_PORT = 65535


class Part(StrEnum):
    """What can be started, each with its own needs."""

    RUN = "run"
    WEB = "web"
    WORKER = "worker"
    CHECK = "check"


class Settings(BaseSettings):
    """Everything that can be set, as it is in the environment."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    database_url: str = "sqlite:///./roadmap.sqlite3"
    port: str = "3000"
    slack_api_url: str = SLACKS_API

    @property
    def api_url(self) -> str:
        """Where Slack's Web API is, with the slash at its end that the client needs."""
        return f"{self.slack_api_url.rstrip('/')}/"


def problems(settings: Settings, part: Part) -> tuple[str, ...]:
    """What keeps that part from starting, each in a sentence with the place to find it."""
    return tuple(_problems(settings, part))


def _problems(settings: Settings, part: Part) -> Iterator[str]:
    yield from _token(
        settings.slack_bot_token,
        "SLACK_BOT_TOKEN",
        "xoxb-",
        "OAuth & Permissions > Bot User OAuth Token",
    )
    if part is Part.RUN or (part is Part.CHECK and settings.slack_app_token):
        yield from _token(
            settings.slack_app_token,
            "SLACK_APP_TOKEN",
            "xapp-",
            "Basic Information > App-Level Tokens (with the scope connections:write)",
        )
    if part is Part.WEB and not settings.slack_signing_secret:
        yield (
            "SLACK_SIGNING_SECRET is not set. It is on api.slack.com/apps, at your app, "
            "under Basic Information > Signing Secret."
        )
    if part is Part.CHECK and not (settings.slack_app_token or settings.slack_signing_secret):
        yield (
            "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. `roadmap-bot run` needs the "
            "first, `roadmap-bot web` the second; both are on api.slack.com/apps, at your app, "
            "under Basic Information."
        )
    if not settings.port.isdecimal() or not 0 < int(settings.port) <= MOST_PORT:
        yield f"PORT is {settings.port!r}; it is a number from 1 to {MOST_PORT}, such as 3000."
    if not settings.slack_api_url.startswith(("https://", "http://")):
        yield f"SLACK_API_URL is not an address; leave it out for Slack's own, {SLACKS_API}."


def _token(token: str, name: str, begins: str, where: str) -> Iterator[str]:
    at = f"on api.slack.com/apps, at your app, under {where}"
    if not token:
        yield f"{name} is not set. It is {at}."
    elif not token.startswith(begins):
        yield f"{name} does not begin with {begins}. The right one is {at}."
