"""A ruling told in the channel of the settings: what was chosen, why, and where to read more."""

from bot.domain.ruling import Basis, Ruling
from bot.domain.words import Mention
from handlers.aside import and_set_aside, set_aside_blocks
from handlers.blocks import Message, message, paragraph
from handlers.buttons import row
from handlers.endings import full_ending, record_blocks
from handlers.ids import Click
from handlers.outcome import outcome_in_short
from handlers.page import Page
from handlers.text import Bold, Channel, Line

MOST_REASON = 300


def announced(page: Page, ruling: Ruling, *, link: str = "") -> Message:
    """The ruling in short, for those who were not there.

    `link` is of the event that made it, where that is known.
    """
    return message(
        (f"{full_ending(page, ruling)}{and_set_aside(page)}. {page.question}",),
        paragraph(
            (Bold(f"{full_ending(page, ruling)}."),),
            (page.question,),
            _why(page, ruling),
            *_promise(page),
            ("Settled in ", Channel(page.opening.channel), "."),
        ),
        *set_aside_blocks(page),
        *row(page, Click.SHOW),
        *record_blocks(page, link),
    )


def _promise(page: Page) -> tuple[Line, ...]:
    words = outcome_in_short(page)
    return ((*words, "."),) if words else ()


def _why(page: Page, ruling: Ruling) -> Line:
    reason = page.phrase(ruling.reason, most=MOST_REASON)
    by = Mention(ruling.by) if ruling.by else "The decider"
    match ruling.basis:
        case Basis.AGREED:
            return ("Product and research have confirmed the same option.",)
        case Basis.YIELDED if ruling.chosen:
            side = ruling.chosen.side.other
            return (f'{side.capitalize()} yielded: "{reason}".',)
        case Basis.DECIDED:
            return (by, f' has decided: "{reason}".')
        case Basis.DEFAULT_RULE:
            return (_by_the_rule(page, ruling),)
        case _:
            return ("No option could be chosen, so nothing enters the roadmap.",)


def _by_the_rule(page: Page, ruling: Ruling) -> str:
    first, *others = ruling.verdict.ranking
    said = f"No agreement and no decision in seven days. First: {page.brief(first.option)}."
    return f"{said} Next: {page.brief(others[0].option)}." if others else said
