"""The command /roadmap and its words."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, DisputeId
from bot.services import reads
from handlers import areas, board, digest, export, health, ledger, verify
from handlers.blocks import Message
from handlers.context import MOST_DIGITS, PATIENCE_SECONDS, Request
from handlers.ids import COMMAND
from handlers.lists import help_text, open_list, ruling_log, shown, unknown_word
from handlers.modals import area, open_dispute, settings
from handlers.modals.opening_fields import Answer
from handlers.openable import Where, find_obstacle
from handlers.reading import read_record
from handlers.slack_errors import FAILURES
from handlers.text import Json, cut, escape
from handlers.unformatting import unescape

MOST_TYPED = 3000


async def on_command(
    ack: AsyncAck, command: Json, client: AsyncWebClient, respond: AsyncRespond, asked: Request
) -> None:
    """The word is done or answered, to who typed it alone."""
    word, rest = split(command.get("text", ""))
    if word == "dispute":
        await _open(ack, command, client, rest, asked)
        return
    if word == "settings":
        await settings.open_form(command, client, asked)
        await ack()
        return
    if word == "area" and (name := areas.name_of_new(rest)) is not None:
        await area.open_new(command, client, asked, name)
        await ack()
        return
    message = await ANSWERS[word](asked, rest) if word in ANSWERS else unknown_word(word)
    if message.chart:
        await _draw(message.chart, respond)
    await ack(text=message.text, blocks=message.blocks)


async def _draw(chart: Json, respond: AsyncRespond) -> None:
    """The chart above the answer, which is whole without it: so it may fail."""
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await respond(text=chart["title"], blocks=[chart])


def split(text: str) -> tuple[str, str]:
    """The word and what follows it; white space of any kind and capitals do not matter."""
    first, *rest = unescape(text).split() or ["help"]
    return first.casefold(), " ".join(rest)


async def _open(
    ack: AsyncAck, command: Json, client: AsyncWebClient, question: str, asked: Request
) -> None:
    """The form opens with the question filled in, or what keeps it from opening is said."""
    where = Where(ChannelId(command["channel_id"]), command.get("channel_name", ""))
    again = f"{COMMAND} dispute {question}".rstrip()
    obstacle = await find_obstacle(where, asked, again=again)
    if obstacle:
        await ack(text=escape(obstacle.sentence), blocks=obstacle.blocks())
        return
    answer = Answer(question=cut(question, MOST_TYPED))
    await open_dispute.show(client, command, asked, answer, where.channel)
    await ack()


async def _list(asked: Request, _rest: str) -> Message:
    disputes = await reads.list_open(
        asked.team,
        to=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    return open_list(disputes, asked.now)


async def _log(asked: Request, _rest: str) -> Message:
    disputes = await reads.list_ruled(
        asked.team,
        to=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    return ruling_log(disputes)


async def _show(asked: Request, rest: str) -> Message:
    record = await read_record(DisputeId(asked.team, number_in(rest)), asked)
    return shown(record, await asked.person(), asked.now)


def number_in(text: str, word: str = "show") -> int:
    """The number of a dispute, as in "12" or "#12".

    Raises:
        Refusal: there is none, or none that a dispute can have.

    """
    first = text.partition(" ")[0].removeprefix("#")
    if not first.isdecimal():
        raise Refusal(f"Say which dispute by its number, as in {COMMAND} {word} 12. {_TRY_LIST}")
    digits = first.lstrip("0")
    if len(digits) > MOST_DIGITS:
        raise Refusal(f"No dispute has a number of {len(digits)} digits. {_TRY_LIST}")
    return int(digits or 0)


_TRY_LIST = f"{COMMAND} list names those that are open."


async def _digest(asked: Request, _rest: str) -> Message:
    return await digest.preview(asked)


async def _verify(asked: Request, rest: str) -> Message:
    return await verify.answer(asked, number_in(rest, "verify"))


async def _help(_asked: Request, _rest: str) -> Message:
    return help_text()


ANSWERS: dict[str, Callable[[Request, str], Awaitable[Message]]] = {
    "list": _list,
    "show": _show,
    "board": board.answer,
    "ledger": ledger.answer,
    "area": areas.answer,
    "log": _log,
    "digest": _digest,
    "export": export.ask,
    "health": health.ask,
    "verify": _verify,
    "help": _help,
}
"""What each word is answered with that opens no form."""


def register(app: AsyncApp) -> None:
    """The command's listener."""
    app.command(COMMAND)(on_command)
