"""The page with a bot that does nothing by itself: it opens a form, and repeats what it is sent."""

import asyncio
import json
import re
import sys
from datetime import datetime, timedelta

from fastapi import FastAPI
from nicegui import app as nicegui
from nicegui import ui
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.http import make_web
from sandbox.clock import real_now
from sandbox.page import attach
from sandbox.server import Slack, build_slack
from sandbox.serving import serve
from sandbox.stories.people import PEOPLE, ROADMAP, build_workspace
from sandbox.wire import Json
from tests.browser.shown import FORM


class Stage:
    """A workspace whose clock nobody moves."""

    people = PEOPLE

    def __init__(self) -> None:
        self.slack: Slack = build_slack(build_workspace(real_now))

    def now(self) -> datetime:
        return real_now()

    async def move(self, by: timedelta) -> tuple[str, ...]:
        return (f"The clock would move by {by}.",)

    async def to_next_reminder(self) -> tuple[str, ...]:
        return ()

    async def next_reminder(self) -> datetime | None:
        return None

    async def to_next_deadline(self) -> tuple[str, ...]:
        return ()

    async def next_deadline(self) -> datetime | None:
        return None


def make_bot(client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """The bot: `open` opens the form; any other choice, and the form, are said in #roadmap."""
    bot = AsyncApp(client=client, signing_secret=signing_secret)

    async def repeat(said: object) -> None:
        await client.chat_postMessage(channel=ROADMAP, text=json.dumps(said, sort_keys=True))

    @bot.event("app_home_opened")
    async def on_home() -> None:
        """Leave Home as it is."""

    @bot.action("open")
    async def on_open(ack: AsyncAck, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @bot.action(re.compile(""))
    async def on_choice(ack: AsyncAck, body: Json) -> None:
        await ack()
        await repeat(body["actions"][0])

    @bot.view("form")
    async def on_form(ack: AsyncAck, view: Json) -> None:
        await ack()
        await repeat(view["state"]["values"])

    return bot


async def run(port: int) -> None:
    """Serve all of it on one port, until somebody ends the process."""
    stage, site = Stage(), FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app = stage.slack.workspace.app
    client = AsyncWebClient(app.bot_token, base_url=f"http://127.0.0.1:{port}/api/")
    bot = make_bot(client, app.signing_secret)
    site.router.routes.extend([*stage.slack.app.routes, *make_web(bot).routes])
    attach(stage)
    nicegui.config.quasar_config["loadingBar"]["skipHijack"] = True
    ui.run_with(site, title="Quiet", dark=None, tailwind=False, show_welcome_message=False)
    async with serve(site, port) as url:
        stage.slack.connect(slack_url=url, bot_url=f"{url}/slack/events")
        sys.stdout.write(f"The page is at {url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1])))
