"""What somebody is told who begins or ceases to speak for a side."""

from bot.domain.case import Side
from bot.domain.words import Mention
from handlers.blocks import Message, actions, message, paragraph
from handlers.buttons import one, row
from handlers.ids import Click
from handlers.page import Page
from handlers.text import Json, Line


def lead_passed(page: Page, side: Side) -> Message:
    """To the lead until now: somebody else speaks for the side."""
    lead = Mention(page.seen.party(side).lead)
    return message(
        (lead, f" now speaks for {side} on {page.headline}"),
        paragraph(
            page.first_line,
            (lead, f" now speaks for {side}. Nothing here waits for you any more."),
        ),
    )


def lead_taken(page: Page, side: Side) -> Message:
    """To the new lead of a side whose case is in."""
    return _speaks_now(page, side, (f"You now speak for {side}.",))


def deputy_named(page: Page, side: Side) -> Message:
    """To the new deputy of a side whose case is in."""
    lead = Mention(page.seen.party(side).lead)
    said = f" for {side}, and may do all that the lead may."
    return _speaks_now(page, side, ("You are now deputy of ", lead, said))


def _speaks_now(page: Page, side: Side, said: Line) -> Message:
    end = page.opening.window.closes_at
    return message(
        (f"You now speak for {side} on {page.headline}",),
        paragraph(
            page.first_line,
            said,
            (f"{side.capitalize()}'s case is in; you can revise it until ", end, "."),
        ),
        *_what_you_can_do(page),
    )


def _what_you_can_do(page: Page) -> list[Json]:
    if page.seen.is_unsealed:
        return row(page, Click.CONFIRM, Click.BOTH_CASES, Click.MORE)
    revise = one(page, Click.STATE_CASE, label="Read and revise")
    return [actions(revise, one(page, Click.MORE))]
