"""A Bolt app whose one listener does nothing: what filing a case is held against."""

import sys

import uvicorn
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from handlers.http import make_web
from handlers.ids import Form


async def on_submit(ack: AsyncAck) -> None:
    """Take the form, and do nothing."""
    await ack()


def main(*, answers_last: bool) -> None:
    """Serve it on PORT; `answers_last` is Bolt's process_before_response."""
    settings = Settings()
    bolt = AsyncApp(
        client=AsyncWebClient(settings.slack_bot_token, settings.api_url),
        signing_secret=settings.slack_signing_secret,
        process_before_response=answers_last,
    )
    bolt.view(Form.STATE_CASE.value)(on_submit)
    uvicorn.run(make_web(bolt), port=int(settings.port), log_config=None, access_log=False)


if __name__ == "__main__":
    main(answers_last=sys.argv[1:] == ["answers-last"])
