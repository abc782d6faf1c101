"""What is told when the person who would build an option says that it takes longer."""

from collections.abc import Callable

from bot.domain.case import BuilderWord, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId, UserId
from bot.domain.words import Mention, Words, count
from handlers.blocks import Message, actions, message, paragraph, quote
from handlers.buttons import one, row
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import would_choose
from handlers.ranking import ranking_blocks
from handlers.text import Bold, Json, Line

Draw = Callable[[Page], Message]


def to_speakers(dispute: Dispute, side: Side, option: OptionId, to: UserId) -> Draw | None:
    """How one of its own side is told; None when the case says something else since."""
    said = _raised(dispute, side, option)
    return (lambda page: told_to_its_side(page, side, *said, to)) if said else None


def in_thread(dispute: Dispute, side: Side, option: OptionId) -> Draw | None:
    """How everybody is told; None when the case says something else since."""
    said = _raised(dispute, side, option)
    return (lambda page: told_to_all(page, side, *said)) if said else None


def _raised(dispute: Dispute, side: Side, option: OptionId) -> tuple[Option, BuilderWord] | None:
    """The option and its builder's word, while that is what the case says."""
    filed = next((filed for filed in dispute.filed if filed.side is side), None)
    known = filed.option(option) if filed else None
    word = known.builder_word if known else None
    if known is None or word is None or word.raised_from is None or not known.is_confirmed:
        return None
    return known, word


def told_to_its_side(
    page: Page, side: Side, option: Option, word: BuilderWord, to: UserId
) -> Message:
    """The new days, why, and what the rule makes of them as far as its own side may read."""
    who: Words = ("You say",) if word.by == to else (Mention(word.by), " says")
    days = f" that it takes {_days(word)}: {page.title(option)}"
    return message(
        (*who, f"{days} on {page.headline}"),
        paragraph(page.first_line, _what_was_said(page, option, word, to)),
        quote(page.text(word.why)),
        paragraph((f"It counts at once, and {side} can state no fewer days while they say so.",)),
        *_by_the_rule(page, side),
        *_buttons(page),
    )


def _days(word: BuilderWord) -> str:
    return f"{count(word.days, 'day')}, not {word.raised_from}"


def _what_was_said(page: Page, option: Option, word: BuilderWord, to: UserId | None) -> Line:
    who: Words = (
        ("You, who would build ",) if word.by == to else (Mention(word.by), ", who would build ")
    )
    verb = "say" if word.by == to else "says"
    return (*who, Bold(page.title(option)), f", {verb} {_days(word)}:")


def _by_the_rule(page: Page, side: Side) -> list[Json]:
    """What it would choose, as far as its own side may read."""
    verdict = page.seen.verdict()
    if page.seen.is_unsealed:
        return [paragraph(would_choose(page, verdict))]
    return [
        paragraph((Bold("Among your own options, the rule says:"),)),
        *ranking_blocks(page, verdict),
        paragraph((f"Only {side} reads this until both cases are in.",)),
    ]


def _buttons(page: Page) -> list[Json]:
    if page.seen.is_unsealed:
        return row(page, Click.CONFIRM, Click.BOTH_CASES)
    return [actions(one(page, Click.STATE_CASE, label="Revise"))]


def told_to_all(page: Page, side: Side, option: Option, word: BuilderWord) -> Message:
    """The new days, why, and what the rule would choose, under the card."""
    title = page.title(option)
    return message(
        (Mention(word.by), f" says that {title} takes {_days(word)} ({page.number}, {side})"),
        paragraph(_what_was_said(page, option, word, None)),
        quote(page.text(word.why)),
        paragraph(
            (f"It is {side}'s option. The new days count at once.",),
            would_choose(page, page.seen.verdict()),
        ),
        *row(page, Click.BOTH_CASES),
    )
