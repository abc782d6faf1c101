"""What who would build an option answers in their message: the days stand, or the ops burden."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchDispute
from bot.domain.ids import DisputeId, OptionId
from bot.services import builders
from handlers.blocks import Message
from handlers.builder_question import Burdens, draw
from handlers.context import Request
from handlers.ids import Click
from handlers.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was clicked: an option, and the days shown there or the burden chosen."""

    dispute: DisputeId
    side: Side
    option: OptionId
    figure: int


_VALUE = re.compile(r"([0-9]{1,9}) (product|research) (.+) ([0-9]{1,9})", re.DOTALL)


def about(body: Json, asked: Request) -> About:
    """The option that was clicked at.

    Raises:
        NoSuchDispute: the click carries none.

    """
    action = body["actions"][0]
    found = _VALUE.fullmatch(_value_of(action))
    if found is None:
        raise NoSuchDispute(0)
    number, side, known, figure = found.groups()
    return About(
        dispute=DisputeId(asked.team, int(number)),
        side=Side(side),
        option=OptionId(known),
        figure=int(figure),
    )


def _value_of(element: Json) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or chosen.get("value") or "")


def burdens_in(body: Json) -> Burdens:
    """What is chosen in the lists of the message that was clicked in."""
    shown = body.get("state", {}).get("values", {}).values()
    values = [_value_of(said) for block in shown for said in block.values()]
    found = [match.groups() for value in values if (match := _VALUE.fullmatch(value))]
    return {OptionId(known): int(burden) for *_, known, burden in found}


async def on_stands(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """The days count as confirmed, and the message says so."""
    of = about(body, asked)
    dispute = await builders.confirm_days(
        of.dispute,
        of.side,
        of.option,
        days=of.figure,
        by=await asked.speaker(),
        now=asked.now,
        begin=asked.begin,
    )
    await _show(dispute, of, burdens_in(body), body, respond, asked)
    await ack()


async def on_burden(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """The ops burden counts, and the message says so."""
    of = about(body, asked)
    dispute = await builders.state_burden(
        of.dispute,
        of.side,
        of.option,
        of.figure,
        by=await asked.speaker(),
        now=asked.now,
        begin=asked.begin,
    )
    burdens = {**burdens_in(body), of.option: of.figure}
    await _show(dispute, of, burdens, body, respond, asked)
    await ack()


async def _show(
    dispute: Dispute,
    of: About,
    burdens: Burdens,
    body: Json,
    respond: AsyncRespond,
    asked: Request,
) -> None:
    told = draw(dispute, of.side, asked.who, now=asked.now, burdens=burdens)
    await replace(respond, told, in_place=is_own(body))


def is_own(body: Json) -> bool:
    """Whether it was clicked in the person's own messages with the bot."""
    return str((body.get("channel") or {}).get("id", "")).startswith("D")


async def replace(respond: AsyncRespond, told: Message, *, in_place: bool) -> None:
    """In place of the question; anywhere but in one's own messages it is said to them alone.

    Raises:
        ClientError: Slack did not take it.

    """
    answer = await respond(text=told.text, blocks=told.blocks, replace_original=in_place)
    if answer.status_code != HTTPStatus.OK:
        raise ClientError(answer.status_code)


def register(app: AsyncApp) -> None:
    """What is answered at once; "Longer" opens a form."""
    app.action(Click.STANDS.value)(on_stands)
    app.action(Click.BURDEN.value)(on_burden)
