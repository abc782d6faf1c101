"""What the three forms about an outcome have in common: who may open one, and what it records."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import afterwards
from bot.domain.outcome import Became, Dropped
from bot.domain.person import today_of
from bot.domain.promise import chosen_by
from bot.domain.ruling import Chosen, Ruling
from bot.domain.sealing import seen_in_channel
from bot.domain.words import say_day
from bot.services.afterwards import record_outcome
from bot.services.changing import lead_has_left
from handlers.context import ALL_CLOSED, Request, present
from handlers.details import Window, fit
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Bold, Json, Line

REHEARSED = Dropped("-")


async def open_recording(
    ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request, window: Window
) -> None:
    """The form opens for who may record an outcome, while one is awaited.

    Raises:
        Refusal: as recording it would.

    """
    dispute, person = await find_clicked(body, asked)
    chosen = afterwards.refuse_unless_followed(dispute)
    left = await lead_has_left(
        dispute.id, chosen.side, person, directory=asked.directory, begin=asked.begin
    )
    afterwards.record_outcome(
        dispute,
        REHEARSED,
        by=person,
        today=today_of(person, asked.now),
        now=asked.now,
        lead_has_left=left,
    )
    await present(client, body, fit(window, seen_in_channel(dispute, now=asked.now), asked.now))
    await ack()


def chosen_of(page: Page) -> tuple[Ruling, Chosen]:
    """The ruling whose outcome is recorded, and what it chose."""
    ruling, chosen = page.ruling, chosen_by(page.seen)
    assert ruling is not None  # noqa: S101  (or the form would not have opened)
    assert chosen is not None  # noqa: S101
    return ruling, chosen


def chosen_lines(page: Page) -> tuple[Line, ...]:
    """What was chosen, and by when an answer was promised."""
    ruling, chosen = chosen_of(page)
    due = ruling.answer_due_on
    promised: Line = (f", promised by {say_day(due)}",) if due else ()
    return (page.first_line, (Bold(page.title(chosen.option)), *promised))


async def record(ack: AsyncAck, view: Json, became: Became, asked: Request) -> None:
    """It is on record, and the form closes."""
    await record_outcome(
        asked.dispute_submitted(view),
        became,
        by=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)
