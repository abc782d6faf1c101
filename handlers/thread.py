"""What is said under the card: both cases, every change of them, and the ruling."""

from collections.abc import Iterator

from bot.domain.facts import Change
from bot.domain.notices import CaseRevised
from bot.domain.ruling import Ruling
from bot.domain.words import Words, plain
from handlers.blocks import Message, bullets, header, message, paragraph
from handlers.buttons import row, to_read
from handlers.comparison import side_by_side
from handlers.endings import (
    full_ending,
    late_lines,
    not_chosen_blocks,
    record_blocks,
    why_blocks,
)
from handlers.ids import Click
from handlers.page import MOST_OPTION_TITLE, Page
from handlers.phrases import both_named, would_choose
from handlers.promised import promise_blocks
from handlers.text import Line


def cases_unsealed(page: Page, *, without_table: bool) -> Message:
    """Both cases side by side, and what the rule would choose now."""
    same = both_named(page)
    today = [paragraph(would_choose(page, page.seen.verdict()))] if page.running else []
    return message(
        (f"Both cases are in on {page.headline}",),
        paragraph(*same, (f"Both cases on {page.number} are in.",)),
        *side_by_side(page, plain=without_table),
        *today,
        *row(page, Click.BOTH_CASES),
    )


def case_revised(page: Page, notice: CaseRevised) -> Message:
    """Every change of a case after unsealing: what, and from what to what."""
    changes = [line for change in notice.changes for line in _change_lines(page, change)]
    summary = f"{notice.side.capitalize()} has revised its case on {page.number}."
    return message(
        (summary,),
        paragraph((summary,)),
        bullets(*changes),
        *row(page, Click.BOTH_CASES),
    )


def _change_lines(page: Page, change: Change) -> Iterator[Line]:
    what, (before, after) = _short_what(page, change.what), _told_apart(change)
    if before and after:
        yield (f"{what}: ", *_short(page, before), " → ", *_short(page, after))
    elif after:
        yield (f"{what}, added: ", *_short(page, after))
    elif before:
        yield (f"{what}, taken back: ", *_short(page, before))
    else:
        yield (f"{what}, in another order",)


def _short_what(page: Page, what: str) -> str:
    title, _, label = what.rpartition(": ")
    return f"{page.line(title, most=MOST_OPTION_TITLE)}: {label}" if title else label


def _short(page: Page, words: Words) -> Words:
    return tuple(page.text(part) if isinstance(part, str) else part for part in words)


def _told_apart(change: Change) -> tuple[Words, Words]:
    """Before and after; of the evidence only what went and what came."""
    if change.what != "evidence":
        return change.before, change.after
    old, new = (plain(words).splitlines() for words in (change.before, change.after))
    went = "\n".join(line for line in old if line not in new)
    came = "\n".join(line for line in new if line not in old)
    return ((went,) if went else (), (came,) if came else ())


def ruled(page: Page, ruling: Ruling, *, link: str = "") -> Message:
    """The ruling: what was chosen and why, what was not and is kept, and what is owed.

    `link` is of the event that made it, where that is known.
    """
    late = late_lines(ruling)
    return message(
        (f"{full_ending(page, ruling)}. {page.question}",),
        header(full_ending(page, ruling)),
        *([paragraph(*late)] if late else []),
        *why_blocks(page, ruling),
        *not_chosen_blocks(page, ruling),
        *promise_blocks(page, ruling),
        *row(page, *to_read(page, ruling)),
        *record_blocks(page, link),
    )
