"""What a listener is handed with every request, and how it reads what was clicked and typed."""

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
from bot.domain.person import Person
from bot.services.ports import Begin, Directory
from bot.services.workspace import WorkspaceDirectory
from handlers.text import Json

ALL_CLOSED = "clear"
"""The answer to a form that is done with, and with it whatever window it was opened from."""

MOST_DIGITS = 9
"""No dispute has a higher number."""
PATIENCE_SECONDS = 2.0
"""Slack itself gives a listener three seconds in all."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for something, when, and what it takes to answer them."""

    team: TeamId
    who: UserId
    now: datetime
    begin: Begin
    directory: WorkspaceDirectory
    deed: str = ""
    """How Slack names what they did; delivered twice, it is the same."""

    async def person(self) -> Person:
        """Who asks, as the workspace and its settings know them."""
        return await self.directory.person(self.who)

    async def speaker(self) -> Person:
        """Who asks, where being a founder makes no difference; it spares a look at the settings."""
        return await self.directory.slack.person(self.who)

    def dispute_clicked(self, body: Json) -> DisputeId:
        """The dispute whose button was clicked; a value begins with its number."""
        return DisputeId(self.team, _number(clicked_value(body).partition(" ")[0]))

    def dispute_submitted(self, view: Json) -> DisputeId:
        """The dispute that a form is about."""
        return DisputeId(self.team, json.loads(view["private_metadata"])["dispute"])


@dataclass(frozen=True, slots=True)
class Supply:
    """The middleware that hands a listener the request as `asked`."""

    clock: Clock
    begin: Begin
    directory: Directory

    async def __call__(
        self, context: AsyncBoltContext, body: Json, next_: Callable[[], Awaitable[None]]
    ) -> None:
        """Put it into the context, from which Bolt fills a listener's arguments."""
        context["asked"] = Request(
            team=(team := TeamId(context.team_id or "")),
            who=UserId(context.user_id or ""),
            now=self.clock(),
            begin=self.begin,
            directory=WorkspaceDirectory(self.directory, self.begin, team),
            deed=body.get("trigger_id", ""),
        )
        await next_()


def clicked_value(body: Json) -> str:
    """What the clicked button carries."""
    return str(body["actions"][0].get("value", ""))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise NoSuchDispute(0)
    return int(text)


def metadata(dispute: DisputeId, side: Side | None = None) -> str:
    """What a form must know when it comes back: ids only (`private_metadata`)."""
    return json.dumps({"dispute": dispute.number, "side": side})


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
    kinds = ("value", "selected_user", "selected_conversation", "selected_date")
    found = next((element[kind] for kind in kinds if element.get(kind)), None)
    return str(found or chosen.get("value") or "")


def typed_many(view: Json, block_id: str) -> tuple[str, ...]:
    """Everything that was chosen in a field that takes several."""
    (answer,) = view["state"]["values"][block_id].values()
    options = (one["value"] for one in answer.get("selected_options") or ())
    return (*(answer.get("selected_users") or ()), *options)


async def present(client: AsyncWebClient, body: Json, view: Json) -> None:
    """Show a view to who asked for it: on top of the one clicked in, else as a new one.

    Raises:
        TimeoutError: Slack did not take it in time.

    """
    is_over_a_window = body.get("view", {}).get("type") == "modal"
    show = client.views_push if is_over_a_window else client.views_open
    async with asyncio.timeout(PATIENCE_SECONDS):
        await show(trigger_id=body["trigger_id"], view=view)
