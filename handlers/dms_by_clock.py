"""What somebody is told because time has passed or somebody has left, and of a ruling set aside."""

from bot.domain.case import Side
from bot.domain.dispute import SetAside
from bot.domain.outcome import Answered, Dropped
from bot.domain.promise import last_word
from bot.domain.ruling import Chosen, Ruling
from bot.domain.words import Mention
from handlers.blocks import Message, actions, message, paragraph, quote
from handlers.buttons import one, row, to_read
from handlers.endings import ending
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import would_choose
from handlers.text import Bold, Json, Line


def may_decide(page: Page) -> Message:
    """To the decider, once: they may decide, and need not."""
    return message(
        (f"You may decide {page.number} from now on. {page.question}",),
        paragraph(
            (Bold(f"You may decide {page.number} from now on: "), page.question),
            ("A day has passed since both cases came in. Your choice, with a reason, ends it.",),
        ),
        paragraph(
            would_choose(page, page.seen.verdict()),
            (f"{_NEED_NOT} Otherwise the rule ends it, ", page.opening.window.closes_at, "."),
        ),
        *row(page, Click.DECIDE, Click.BOTH_CASES),
    )


_NEED_NOT = "You need not: both sides can still confirm the same option."


def nobody_acts(page: Page, side: Side) -> Message:
    """To the opener: a side owes something, and nobody is left who could do it."""
    lead = Mention(page.seen.party(side).lead)
    return message(
        (f"Nobody speaks for {side} any more on {page.headline}",),
        paragraph(
            page.first_line,
            (lead, f" led {side} and has left the workspace, and nobody stands in."),
            *_what_to_do(page, side),
            ("The end does not move: ", page.opening.window.closes_at, "."),
        ),
        *_buttons(page, side),
    )


def _what_to_do(page: Page, side: Side) -> tuple[Line, ...]:
    how = f'by "More" on the card, and then "Another lead for {side}"'
    if page.has_filed(side):
        return (
            ("Its case is in, and its answer to the option that is confirmed is open.",),
            (f"A founder can name another lead, {how}.",),
        )
    missing: Line = (f"Its case is not in. Without it, none of {side}'s options can be chosen.",)
    if page.opening.is_led_by_area:
        return (missing, (f"A founder can name another lead, {how}.",))
    return (missing, ("You opened it, so you may name another lead.",))


def _buttons(page: Page, side: Side) -> list[Json]:
    if page.has_filed(side) or page.opening.is_led_by_area:
        return row(page, Click.MORE)
    return [actions(one(page, Click.REPLACE_LEAD, side=side))]


def nobody_records(page: Page, chosen: Chosen) -> Message:
    """To the opener: nobody is left on the winning side who could record its outcome."""
    lead, title = Mention(page.seen.party(chosen.side).lead), page.title(chosen.option)
    return message(
        (f"Nobody is left on {page.number} who can say what became of {title}",),
        paragraph(
            page.first_line,
            (lead, f" led {chosen.side} and has left the workspace, and nobody stands in."),
            (f"So nobody is left who can say what became of {title}; a founder can record it.",),
        ),
        *row(page, Click.SHOW),
    )


def ruling_set_aside(page: Page, ruling: Ruling, word: SetAside) -> Message:
    """In the thread and to both sides: who does not follow the ruling, why, and what stays."""
    return message(
        (f"{page.number} is set aside: {page.question}",),
        paragraph(
            page.first_line,
            (f"{ending(page, ruling)}.",),
            (Mention(word.by), " has set this ruling aside, for this reason:"),
        ),
        quote(page.text(word.reason)),
        paragraph(
            ("The ruling and both cases stay on record, and so does this.",),
            *_no_longer_owed(page),
            ("Nothing else is chosen by this. To choose anew, open a new dispute.",),
        ),
        *row(page, *to_read(page, ruling)),
    )


def _no_longer_owed(page: Page) -> tuple[Line, ...]:
    """Nothing where the outcome is on record, as it was owed no more."""
    word = last_word(page.seen)
    if word and isinstance(word.became, Answered | Dropped):
        return ()
    return (("No customer's answer is owed on it any more.",),)
