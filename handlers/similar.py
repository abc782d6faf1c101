"""What came of ended disputes that asked something similar, as a form shows it."""

import asyncio
from collections.abc import Sequence

from bot.domain.outcome import Answered, Dropped
from bot.domain.promise import last_word, promised_on, ruled_on
from bot.domain.ruling import Chosen, Ruling
from bot.domain.sealing import SeenDispute
from bot.domain.words import say_day
from bot.services.similar import find_similar
from handlers.blocks import context, section
from handlers.buttons import one
from handlers.context import Request
from handlers.endings import ending
from handlers.ids import Click
from handlers.page import Page
from handlers.text import Json

PATIENCE_SECONDS = 0.7
"""What opening a form can spare of the three seconds that Slack gives."""
MOST_SAID = 200
ASKED_BEFORE = "Asked before, with what came of it:"
BEFORE_YOU_OPEN = (
    "Before you open it: this was asked before. If yours is another question, or the answer has "
    "changed, press Open again."
)


async def look_for(question: str, asked: Request) -> tuple[SeenDispute, ...]:
    """Up to three that who asks may see; none when Slack does not say in time what they may."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await find_similar(
                asked.team,
                question,
                to=await asked.person(),
                now=asked.now,
                begin=asked.begin,
                directory=asked.directory,
            )
    except TimeoutError:
        return ()


def below_question(found: Sequence[SeenDispute]) -> list[Json]:
    """They stand under the question that they are similar to; nothing where there are none."""
    return [context((ASKED_BEFORE,)), *map(_row, found)] if found else []


def before_opening(found: Sequence[SeenDispute]) -> list[Json]:
    """They stand at the top of a form that was to be sent without having shown them."""
    return [section((BEFORE_YOU_OPEN,)), *map(_row, found)]


def _row(seen: SeenDispute) -> Json:
    """One of them: typed text as plain text, [Show]."""
    page = Page(seen=seen, now=seen.opening.window.closes_at, most=MOST_SAID)
    said = f"{page.headline}\n{_what_came(page, page.ruling)}" if page.ruling else page.headline
    shown = {"type": "plain_text", "text": said}
    return {"type": "section", "text": shown, "accessory": one(page, Click.SHOW)}


def _what_came(page: Page, ruling: Ruling) -> str:
    """How it ended, on which day, and what the customer said."""
    day = ruled_on(page.seen)
    ended = f"{ending(page, ruling)} ({say_day(day)})." if day else ending(page, ruling)
    return f"{ended}{_afterwards(page, ruling.chosen)}" if ruling.chosen else ended


def _afterwards(page: Page, chosen: Chosen) -> str:
    if page.seen.set_aside:
        return " The ruling is set aside."
    word = last_word(page.seen)
    match word.became if word else None:
        case Answered() as answer:
            return f" {_answer(page, chosen, answer)}"
        case Dropped(why=why):
            return f" Dropped: {page.phrase(why, most=MOST_SAID)}."
        case _:
            return f" No customer has answered yet{_promised(page)}."


def _answer(page: Page, chosen: Chosen, answer: Answered) -> str:
    """On day 22 (promised: day 20) Acme answered: "it saves me an hour a day"."""
    days = chosen.option.days_to_feedback
    promised = "" if days is None else f" (promised: day {days})"
    came = (answer.on - (ruled_on(page.seen) or answer.on)).days
    who, words = (page.phrase(said, most=MOST_SAID) for said in (answer.who, answer.words))
    return f'On day {came}{promised} {who} answered: "{words}".'


def _promised(page: Page) -> str:
    due = promised_on(page.seen)
    return f" (promised by {say_day(due)})" if due else ""
