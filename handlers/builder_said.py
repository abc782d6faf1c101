"""What the person who would build an option says of its days, for whoever is shown them."""

from bot.domain.case import BuilderWord, Option
from bot.domain.ids import UserId
from bot.domain.words import Mention, Words
from handlers.page import Page
from handlers.text import Line

MOST_WHY = 300


def builder_lines(page: Page, option: Option) -> tuple[Line, ...]:
    """Whether its builder stands by its days, in a line; nothing where nobody is named."""
    days, builder, word = option.days_to_feedback, option.builder, option.builder_word
    if not (days and builder):
        return ()
    if word is None or not option.is_confirmed:
        return (("Its days are not confirmed by its builder, ", Mention(builder), "."),)
    if word.raised_from is None:
        return (("Its days are confirmed by its builder, ", Mention(builder), "."),)
    return (_raised(page, builder, word),)


def _raised(page: Page, builder: UserId, word: BuilderWord) -> Line:
    why = page.line(word.why, most=MOST_WHY)
    said = f"Its days were raised from {word.raised_from} to {word.days} by its builder, "
    return (said, Mention(builder), f': "{why}"' if why else ".")


def days_said(option: Option) -> Words:
    """An option's days, and beside them what its builder says; () where none are stated."""
    days, word = option.days_to_feedback, option.builder_word
    if days is None:
        return ()
    if option.builder is None:
        return (str(days),)
    if word is None or not option.is_confirmed:
        return (f"{days}, not confirmed by its builder",)
    if word.raised_from is not None:
        return (f"{days}, raised from {word.raised_from} by its builder",)
    return (f"{days}, confirmed by ", Mention(option.builder))
