"""What every listener can ask for by name: the instant, the database, the workspace, who asks."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.services.ports import Begin, Directory
from handlers.text import Json

PATIENCE_SECONDS = 2.0
"""Slack itself gives a listener three seconds in all."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Supply:
    """The middleware that hands a listener `now`, `begin`, `directory`, `team` and `who`."""

    clock: Clock
    begin: Begin
    directory: Directory

    async def __call__(
        self, context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
        """Put them into the context, from which Bolt fills a listener's arguments."""
        context["now"] = self.clock()
        context["begin"] = self.begin
        context["directory"] = self.directory
        context["team"] = TeamId(context.team_id or "")
        context["who"] = UserId(context.user_id or "")
        await next_()


def clicked(body: Json, team: TeamId) -> DisputeId:
    """The dispute whose button was clicked; a value begins with its number."""
    return DisputeId(team, _number(clicked_value(body).partition(" ")[0]))


def clicked_value(body: Json) -> str:
    """What the clicked button carries."""
    return str(body["actions"][0].get("value", ""))


def _number(text: str) -> int:
    if not text.isdecimal():
        raise NoSuchDispute(0)
    return int(text)


def metadata(dispute: DisputeId, side: Side | None = None) -> str:
    """What a form must know when it comes back: ids only (`private_metadata`)."""
    return json.dumps({"dispute": dispute.number, "side": side})


def submitted(view: Json, team: TeamId) -> DisputeId:
    """The dispute that a form is about."""
    return DisputeId(team, json.loads(view["private_metadata"])["dispute"])


def submitted_side(view: Json) -> Side:
    """The side that a form is about."""
    return Side(json.loads(view["private_metadata"])["side"])


def typed(view: Json, block_id: str) -> str:
    """What was typed or chosen in a field, without white space around it; "" for nothing."""
    answers = view["state"]["values"].get(block_id, {})
    text = "".join(_value(element) for element in answers.values())
    return text.replace("\x00", "").strip()


def _value(element: Json) -> str:
    chosen = element.get("selected_option") or {}
    found = element.get("value") or element.get("selected_user") or chosen.get("value")
    return str(found or "")


async def present(client: AsyncWebClient, body: Json, view: Json) -> None:
    """Show a view to who asked for it: on top of the one clicked in, else as a new one.

    Raises:
        TimeoutError: Slack did not take it in time.

    """
    show = client.views_push if "view" in body else client.views_open
    async with asyncio.timeout(PATIENCE_SECONDS):
        await show(trigger_id=body["trigger_id"], view=view)
