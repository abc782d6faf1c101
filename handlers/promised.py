"""What a ruling promises, on what terms, and what is still owed of it."""

from bot.domain.case import Audience, Option
from bot.domain.promise import (
    OVERDUE,
    answer_of,
    is_awaited,
    is_overdue,
    promised_on,
    put_off,
)
from bot.domain.ruling import Chosen, Ruling
from bot.domain.words import say_day
from handlers.aside import NO_LONGER_OWED
from handlers.blocks import paragraph
from handlers.builder_said import builder_lines
from handlers.outcome import look_again_line, outcome_blocks
from handlers.page import Page
from handlers.retired import retired_line
from handlers.text import Bold, Json, Line


def promise_blocks(page: Page, ruling: Ruling) -> list[Json]:
    """On what terms the option is built, what became of it, and what is still owed."""
    chosen = ruling.chosen
    if chosen is None:
        return []
    return [
        *_paragraph_of(*terms_lines(page, chosen.option)),
        *outcome_blocks(page, ruling),
        *_paragraph_of(
            *_still_owed(page, ruling, chosen), *look_again_line(page), *retired_line(page)
        ),
    ]


def _paragraph_of(*lines: Line) -> list[Json]:
    return [paragraph(*lines)] if lines else []


def terms_lines(page: Page, option: Option) -> tuple[Line, ...]:
    """What was chosen, what its builder says of the days, and what would make its side stop."""
    stop: tuple[Line, ...] = ((Bold("We stop if: "), page.text(option.stop_if)),)
    terms = (*builder_lines(page, option), *(stop if option.stop_if else ()))
    return ((Bold("Chosen: "), f"{page.brief(option)}."), *terms) if terms else ()


def answer_owed(option: Option) -> str:
    """The answer that is owed, after who gives it."""
    return "an answer" if option.audience is Audience.INTERNAL else "the customers' answer"


def not_answered(option: Option) -> str:
    """That there is no answer, after who would give it."""
    is_ours = option.audience is Audience.INTERNAL
    return "no answer has come" if is_ours else "no customer has answered"


def _still_owed(page: Page, ruling: Ruling, chosen: Chosen) -> tuple[Line, ...]:
    if page.seen.set_aside:
        return () if answer_of(page.seen) else (NO_LONGER_OWED,)
    if not is_awaited(page.seen):
        return ()
    due = ruling.answer_due_on
    if due is None:
        return (_no_day(chosen), *_asked_again(page, chosen))
    if reopening := reopening_lines(page, chosen):
        said = f"promised by {say_day(due)}; {not_answered(chosen.option)}."
        return ((Bold("Overdue: "), said), *reopening)
    if again := _asked_again(page, chosen):
        return (*again, *promised_lines(page, chosen))
    owed = f"{chosen.side.capitalize()} owes {answer_owed(chosen.option)} by {say_day(due)}."
    return ((Bold("Next: "), owed), *_if_none_comes(page, chosen))


def _no_day(chosen: Chosen) -> Line:
    side = chosen.side.capitalize()
    return (f"{side}'s option names no days, so no day is promised for an answer.",)


def _asked_again(page: Page, chosen: Chosen) -> tuple[Line, ...]:
    later = put_off(page.seen)
    if not later:
        return ()
    said = f"{chosen.side.capitalize()} is asked again on {say_day(later[-1].until)}."
    return ((Bold("Next: "), said),)


def reopening_lines(page: Page, chosen: Chosen) -> tuple[Line, ...]:
    """What the other side can do as the answer is overdue; nothing while it is not."""
    if not is_overdue(page.seen, page.now):
        return ()
    other = chosen.side.other.capitalize()
    return ((f"{other} can reopen {page.number} without new evidence.",),)


def promised_lines(page: Page, chosen: Chosen) -> tuple[Line, ...]:
    """By when it was promised, which "not yet" never moves; nothing once it is not awaited."""
    promised = promised_on(page.seen)
    if promised is None:
        return ()
    said = f"The answer was promised by {say_day(promised)}; that day does not move."
    return ((said,), *(reopening_lines(page, chosen) or _if_none_comes(page, chosen)))


def _if_none_comes(page: Page, chosen: Chosen) -> tuple[Line, ...]:
    promised = promised_on(page.seen)
    if promised is None:
        return ()
    when, other = say_day(promised + OVERDUE), chosen.side.other
    said = f"From {when} on, {other} can reopen it without new evidence, unless it has come."
    return ((said,),)
