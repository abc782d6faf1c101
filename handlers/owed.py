"""What somebody owes: a few lines a dispute, with the buttons that do the thing."""

from collections.abc import Iterator, Sequence

from bot.domain.case import Side
from bot.domain.debts import DebtKind
from bot.domain.dispute import Confirmation, Open, Yielded
from bot.domain.ids import UserId
from bot.domain.promise import chosen_by
from bot.domain.words import Mention
from bot.services.owing import Owed
from handlers.blocks import actions, context, paragraph
from handlers.buttons import one
from handlers.ids import COMMAND, Click
from handlers.owed_outcome import TO_RECORD, outcome_owed
from handlers.page import Page
from handlers.phrases import option_named, would_choose
from handlers.text import Bold, Json, Line

MOST_OWED = 12
"""With head and tail they stay under Slack's 50 blocks a message."""
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def things(number: int, *, more: bool = False) -> str:
    """So many of them wait: Two things wait for you."""
    named = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    noun, verb = ("thing", "waits") if number == 1 else ("things", "wait")
    return f"{named}{' more' if more else ''} {noun} {verb} for you."


def owed_blocks(page: Page, owed: Owed, to: UserId, *, when: str = "") -> list[Json]:
    """One debt: its dispute, what is owed until when, what comes of it, and its buttons.

    `when` says in days, such as "in 3 days", when it ends or was promised.
    """
    return [paragraph(*_lines(page, owed, to, when)), actions(*_clicks(page, owed))]


def _lines(page: Page, owed: Owed, to: UserId, when: str) -> Iterator[Line]:
    chosen = chosen_by(page.seen)
    if owed.debt.kind is DebtKind.OUTCOME and chosen:
        stands_in = _standing_in(page, owed.debt.side, to)
        yield from outcome_owed(page, chosen, to, when)
        yield from (stands_in,) if stands_in else ()
    elif owed.is_last_call:
        yield from _last_call(page, owed, to)
    else:
        yield from _usual(page, owed, to, when)


def _usual(page: Page, owed: Owed, to: UserId, when: str) -> Iterator[Line]:
    left = f", {when}." if when else "."
    yield page.first_line
    yield _what(page, owed, to)
    yield ("Ends ", page.opening.window.closes_at, left)
    yield _by_the_rule(page, owed)
    if owed.is_muted:
        yield (Bold("Muted until its last call."),)


def _last_call(page: Page, owed: Owed, to: UserId) -> Iterator[Line]:
    yield (Bold(f"Last call for {page.number}"), f" {page.question}")
    yield ("It ends ", page.opening.window.closes_at, "; this is the last reminder.")
    yield _what(page, owed, to)
    if owed.debt.kind is DebtKind.CASE:
        yield (_SHORT_IS_ENOUGH,)
    yield _by_the_rule(page, owed)


_SHORT_IS_ENOUGH = (
    "One option and one piece of evidence are enough, and nobody minds short sentences."
)


def _what(page: Page, owed: Owed, to: UserId) -> Line:
    side = owed.debt.side
    if word := _their_word(page, owed):
        return (*_said(page, word), "; your answer is open.", *_standing_in(page, side, to))
    return (f"Your case for {side} is not in.", *_standing_in(page, side, to))


def _said(page: Page, word: Confirmation) -> Line:
    option = option_named(page, word)
    title = f'"{page.title(option)}"' if option else "an option"
    return (Mention(word.by), f" has confirmed {title}")


def _standing_in(page: Page, side: Side, to: UserId) -> Line:
    lead = page.seen.party(side).lead
    return () if to == lead else (" You stand in for ", Mention(lead), ", who has left.")


def _their_word(page: Page, owed: Owed) -> Confirmation | None:
    """The other side's confirmation, where an answer to it is owed."""
    state = page.seen.state
    if owed.debt.kind is DebtKind.CASE or not isinstance(state, Open):
        return None
    words = (word for word in state.confirmations if word.side is owed.debt.side.other)
    return next(words, None)


def _by_the_rule(page: Page, owed: Owed) -> Line:
    """What the rule would do; while a case is missing nobody's options but one's own are told."""
    if owed.debt.kind is DebtKind.CONFIRMATION:
        return would_choose(page, page.seen.verdict())
    other = owed.debt.side.other
    if _has_yielded(page, other):
        return (f"{other.capitalize()} has yielded: file one option and it is chosen at once.",)
    if page.has_filed(other):
        return (f"Without it, none of your options can be chosen, only {other}'s.",)
    return ("Without it, none of your options can be chosen.",)


def _has_yielded(page: Page, side: Side) -> bool:
    return isinstance(page.seen.party(side).standing, Yielded)


def _clicks(page: Page, owed: Owed) -> Iterator[Json]:
    if owed.debt.kind is DebtKind.OUTCOME:
        yield from (one(page, click) for click in TO_RECORD)
        return
    if owed.debt.kind is DebtKind.CONFIRMATION:
        yield one(page, Click.CONFIRM, label="Confirm")
        yield one(page, Click.BOTH_CASES)
    else:
        yield one(page, Click.STATE_CASE)
        if owed.is_last_call and not _has_yielded(page, owed.debt.side.other):
            yield one(page, Click.YIELD)
    if not owed.is_last_call:
        yield one(page, Click.UNMUTE if owed.is_muted else Click.MUTE)


def left_out(owed: Sequence[Owed]) -> list[Json]:
    """What there is no room for, by number, and where to see it; nothing when all is shown."""
    if not owed:
        return []
    numbers = ", ".join(str(one_more.debt.dispute) for one_more in owed)
    first = owed[0].debt.dispute.number
    return [context((f"And {len(owed)} more: {numbers}. To see one: {COMMAND} show {first}",))]
