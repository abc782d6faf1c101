"""How a form says which dispute it is about."""

from bot.domain.dispute import Opening
from handlers.blocks import paragraph
from handlers.text import Bold, Json


def introduce(opening: Opening) -> Json:
    """The dispute's number and question, and when it ends."""
    return paragraph(
        (Bold(str(opening.id)), f" {opening.question}"),
        ("Ends ", opening.window.closes_at, " at the latest."),
    )
