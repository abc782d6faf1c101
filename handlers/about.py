"""What a dispute is about, as its opener put it."""

from bot.domain.words import Mention, say_day
from handlers.cases import evidence_lines
from handlers.page import Page
from handlers.phrases import meanwhile
from handlers.text import Bold, Line
from handlers.ways import decider


def about_lines(page: Page) -> tuple[Line, ...]:
    """Area, the customer's problem, what goes on meanwhile, and what it takes up again."""
    return (
        *_area(page),
        (Bold("The customer's problem: "), page.text(page.opening.problem)),
        *(() if page.ruling else meanwhile(page)),
        *_taken_up(page),
    )


def _area(page: Page) -> tuple[Line, ...]:
    """The area; where it has a stage, how far it was, and who decides for that."""
    area, terms = page.opening.area, page.opening.terms
    if not area:
        return ()
    if terms is None:
        return ((Bold("Area: "), page.text(area)),)
    decides = () if page.ruling else (": ", Mention(decider(page)), " decides")
    return ((Bold("Area: "), f"{page.text(area)}, {terms.stage}", *decides),)


def _taken_up(page: Page) -> tuple[Line, ...]:
    old = page.opening.reopens
    if old is None:
        return ()
    if old.evidence is None:
        overdue = f"Takes up {old.dispute} again, as the answer it promised is overdue."
        return ((Bold(overdue),),)
    dated = f" of {say_day(old.dated)}" if old.dated else ""
    said = Bold(f"Takes up {old.dispute} again, with something new{dated}.")
    return ((said,), *evidence_lines(page, (old.evidence,)))
