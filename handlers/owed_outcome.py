"""That the outcome of a ruling is owed: what is asked, by when it was promised, and put off."""

from collections.abc import Iterator

from bot.domain.case import Audience, Option
from bot.domain.ids import UserId
from bot.domain.outcome import NotYet, Outcome
from bot.domain.promise import last_word, promised_on
from bot.domain.ruling import Chosen
from bot.domain.words import Mention, say_day
from handlers.ids import Click
from handlers.outcome import MOST_WHY
from handlers.page import Page
from handlers.phrases import MOST_CUSTOMERS
from handlers.promised import reopening_lines
from handlers.text import Bold, Line

TO_RECORD = (Click.ANSWERED, Click.NOT_YET, Click.DROPPED)
TODAY = "today"


def outcome_owed(page: Page, chosen: Chosen, to: UserId, when: str) -> Iterator[Line]:
    """What is asked of whom; `when` says how late it is, or nothing of it."""
    day = "Its answer is due today: " if when == TODAY else ""
    yield page.first_line
    yield (Bold("Chosen: "), f"{page.title(chosen.option)}. {_question(page, chosen.option, day)}")
    yield from _promised(page, when)
    word = last_word(page.seen)
    if word and isinstance(word.became, NotYet):
        yield _put_off(page, word, word.became, to)
    yield from reopening_lines(page, chosen)


def _question(page: Page, option: Option, before: str) -> str:
    what = "what" if before else "What"
    customers = page.phrase(option.customer, most=MOST_CUSTOMERS)
    if not customers or option.audience is Audience.INTERNAL:
        return f"{before}{what} came of it?"
    return f"{before}{what} did {customers} say?"


def _promised(page: Page, when: str) -> Iterator[Line]:
    promised = promised_on(page.seen)
    if promised:
        late = f"; {when}" if when not in {"", TODAY} else ""
        yield (f"Promised by {say_day(promised)}{late}.",)


def _put_off(page: Page, word: Outcome, became: NotYet, to: UserId) -> Line:
    who = "You" if word.by == to else Mention(word.by)
    why = page.line(became.why, most=MOST_WHY)
    return (who, f' put it off to {say_day(became.until)}: "{why}"')
