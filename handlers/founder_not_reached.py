"""What a side is told when a founder who is to sign for its option takes no messages."""

from collections.abc import Callable, Sequence

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.signing_off import options_to_sign
from bot.domain.words import Mention
from handlers.blocks import Message, message, paragraph
from handlers.buttons import row
from handlers.ids import Click
from handlers.page import Page
from handlers.sign_off_asked import over_budget
from handlers.text import Bold, Line


def if_needed(dispute: Dispute, side: Side, whom: UserId) -> Callable[[Page], Message] | None:
    """How the side is told; None when no signature is missing any more."""
    options = options_to_sign(dispute, side)
    return (lambda page: not_reached(page, whom, options)) if options else None


def not_reached(page: Page, whom: UserId, options: Sequence[Option]) -> Message:
    """Who was not asked for which option, what that means, and what can be done."""
    return message(
        ("Slack takes no messages to ", Mention(whom), f", a founder to sign on {page.headline}"),
        paragraph(
            page.first_line,
            ("Slack takes no messages to ", Mention(whom), ", who is to sign off as a founder:"),
            *(_line(page, one) for one in options),
            ("Without a founder's signature by ", page.opening.window.closes_at, _CANNOT),
            ('Ask a founder yourself: they find it by "More" on the card.',),
        ),
        *row(page, Click.MORE),
    )


_CANNOT = " the rule cannot choose it."


def _line(page: Page, one: Option) -> Line:
    return (Bold(page.title(one)), f": {over_budget(page, one)}")
