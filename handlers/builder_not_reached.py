"""What a side is told when who would build its option takes no messages."""

from collections.abc import Callable, Sequence

from bot.domain.builder_words import asked_of
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.words import Mention
from handlers.blocks import Message, actions, message, paragraph
from handlers.buttons import one as button_for
from handlers.ids import Click
from handlers.page import Page
from handlers.text import Bold, Line


def if_needed(dispute: Dispute, side: Side, whom: UserId) -> Callable[[Page], Message] | None:
    """How the side is told; None when they need not be asked any more."""
    options = [one for one in asked_of(dispute, side, whom) if one.asks_builder]
    return (lambda page: not_reached(page, whom, options)) if options else None


def not_reached(page: Page, whom: UserId, options: Sequence[Option]) -> Message:
    """Who was not asked about which days, what that means, and what can be done."""
    return message(
        ("Slack takes no messages to ", Mention(whom), f", a builder on {page.headline}"),
        paragraph(
            page.first_line,
            ("Slack takes no messages to ", Mention(whom), ", who would build:"),
            *(_line(page, one) for one in options),
            ("So nobody has asked them about the days.",),
            ("The days stand, and the ruling says that they are not confirmed.",),
            ("You can name somebody else.",),
        ),
        actions(button_for(page, Click.STATE_CASE, label="Revise")),
    )


def _line(page: Page, one: Option) -> Line:
    return (Bold(page.title(one)),)
