"""What Slack delivers twice, and what there is afterwards."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from bot.app import App
from handlers.ids import ANSWER, Click, Form, Shortcut
from handlers.text import Json
from sandbox.calls import DeliveryRecord, Reply
from sandbox.delivering import Courier
from sandbox.records import Message, View
from sandbox.seen import find_strings
from sandbox.server import Slack
from storage.engine import reading
from storage.tables import METADATA
from tests.handlers.attempts import Asked, Moment, Word
from tests.handlers.test_sending import until_sent

MADE_UP = re.compile(
    r"\b(?:[bVR]|hash\.)\d{6}\b|\d{10}\.\d{6}|\d+\.trigger"
    r"|\b(?:[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64})\b|Record [0-9a-f ]+"
)
"""What is another in each world: names of blocks, views, messages and options; fingerprints."""

REFUSED = "This does not count"
SALTED = {"link"}
"""Columns that are others in each world by design."""


def is_of(asked: Asked, payload: Json) -> bool:  # noqa: PLR0911  (one row a kind)
    """Whether that is what Slack sends of it."""
    kind = payload.get("type")
    match asked:
        case Click():
            return kind == "block_actions" and payload["actions"][0]["action_id"] == asked.value
        case Form():
            return kind == "view_submission" and payload["view"]["callback_id"] == asked.value
        case Shortcut():
            return kind == "message_action"
        case Word():
            return "command" in payload
        case Moment.HOME_OPENED:
            return kind == "event_callback"
        case Moment.CASE_CLOSED | Moment.OPTION_CLOSED:
            return kind == "view_closed"
        case Moment():
            return kind == "block_actions" and payload["actions"][0]["action_id"] == ANSWER


class Bringer(Courier):
    """A courier that brings what was asked so many times at the same instant, and all else once."""

    def __init__(self, slack: Slack, bot: App, asked: Asked, *, copies: int) -> None:
        super().__init__(slack.workspace, slack.links)
        self.slack_url = slack.courier.slack_url
        self._slack, self._bot = slack, bot
        self._asked, self._copies = asked, copies
        self.before: list[str] = []
        """All that there was before it came."""

    @property
    def brought(self) -> list[DeliveryRecord]:
        """What was asked, as it was delivered."""
        return [one for one in self.deliveries if is_of(self._asked, one.payload)]

    async def effect(self) -> tuple[list[str], list[str]]:
        """All that is gone since it came, and all that is new."""
        before = Counter(self.before)
        after = Counter(await what_there_is(self._slack, self._bot))
        return sorted((before - after).elements()), sorted((after - before).elements())

    async def _attempt(self, kind: str, payload: Json, number: int = 0, reason: str = "") -> Reply:
        bring = super()._attempt
        if not is_of(self._asked, payload):
            return await bring(kind, payload, number, reason)
        self.before = self.before or await what_there_is(self._slack, self._bot)
        copies = (bring(kind, payload, number, reason) for _ in range(self._copies))
        return min(await asyncio.gather(*copies), key=is_refusal)


def is_refusal(reply: Reply) -> bool:
    """Whether a form comes back as one that can no longer be sent."""
    return REFUSED in str(reply.body)


async def what_there_is(slack: Slack, bot: App) -> list[str]:
    """All that is left of what was done, once nothing is under way: on record and on screens.

    An answer to one person alone is none of it.
    """
    await until_sent(bot)
    workspace = slack.workspace
    said = [message for place in workspace.channels for message in workspace.messages(place)]
    messages = [_written(message) for message in said if message.only_for is None]
    windows = [_on_screen(view) for who in workspace.people for view in _views(slack, who)]
    return [*await _rows(bot), *sorted(messages), *windows]


async def _rows(bot: App) -> list[str]:
    async with reading(bot.engine).begin() as connection:
        found = [
            f"{table.name} { {name: row[name] for name in row if name not in SALTED} }"
            for table in METADATA.sorted_tables
            for row in (await connection.execute(select(table))).mappings()
        ]
    return sorted(map(_unnamed, found))


def _written(message: Message) -> str:
    files = [file.content.decode() for file in message.files]
    said = [message.channel_id, message.user_id, message.text]
    return _joined([*said, *find_strings(list(message.blocks)), *files])


def _views(slack: Slack, who: str) -> list[View]:
    home = slack.home(who)
    return [*([home] if home else []), *slack.workspace.views.stack(who)]


def _on_screen(view: View) -> str:
    return _joined([view.person_id, *find_strings(view.content)])


def _joined(texts: Iterable[str]) -> str:
    return _unnamed("\n".join(texts))


def _unnamed(text: str) -> str:
    return MADE_UP.sub("?", text)
