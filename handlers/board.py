"""The answer to `/roadmap board`: what is open, by what waiting for it costs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.domain.sealing import SeenDispute
from bot.domain.waiting import Waiting, waiting_costs
from bot.domain.words import count
from bot.services import reads
from handlers.blocks import Message, header, message
from handlers.context import Request
from handlers.fitting import fitted
from handlers.lists import dispute_row, nothing_open, the_rest
from handlers.page import Page
from handlers.sides import awaited
from handlers.text import Json
from handlers.waiting import a_week, so_far, usd

MOST_ROWS = 20
"""So many fit into one message, each with its dates and people."""


async def answer(asked: Request, _rest: str) -> Message:
    """The board, as far as who asks may see it."""
    disputes = await reads.list_open(
        asked.team,
        to=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    return board(disputes, asked.now)


def board(disputes: Sequence[SeenDispute], now: datetime) -> Message:
    """The dearest to wait for first; then those whose cost nobody states, and those still sealed.

    A dispute stands with its dearest option alone: one of them will be built.
    """
    if not disputes:
        return nothing_open()
    in_order = sorted(disputes, key=_place)
    return fitted(lambda most: _draw(in_order, now, most))


def _draw(disputes: Sequence[SeenDispute], now: datetime, most: int) -> Message:
    pages = [Page(seen=seen, now=now, most=most) for seen in disputes[:MOST_ROWS]]
    title = _title(disputes)
    return message((title,), header(title), *map(_row, pages), *the_rest(disputes[MOST_ROWS:]))


def _dearest(seen: SeenDispute) -> Waiting | None:
    return next(iter(waiting_costs(seen)), None)


def _place(seen: SeenDispute) -> tuple[object, ...]:
    dearest = _dearest(seen)
    opened = seen.opening.window.opens_at, seen.opening.id.number
    return (not dearest, -dearest.per_week if dearest else 0, not seen.is_unsealed, *opened)


def _title(disputes: Sequence[SeenDispute]) -> str:
    opened = count(len(disputes), "open dispute")
    stated = [dearest.per_week for seen in disputes if (dearest := _dearest(seen))]
    if not stated:
        return opened
    return f"{opened}; waiting costs {usd(sum(stated, start=Decimal()))} a week"


def _row(page: Page) -> Json:
    dearest = _dearest(page.seen)
    cost = f"\n{a_week(page, dearest)}" if dearest else ""
    return dispute_row(
        page,
        f"{page.headline}{cost}",
        (so_far(page, dearest) if dearest else _why_unknown(page),),
        ("Waits for ", *awaited(page)),
        ("Ends ", page.opening.window.closes_at),
    )


def _why_unknown(page: Page) -> str:
    if page.seen.is_unsealed:
        return "No cost of delay is stated"
    return "Its cost is known once both cases are in"
