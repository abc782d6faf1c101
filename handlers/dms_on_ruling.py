"""What each side is told when the dispute has ended: what it owes, or what it keeps."""

from datetime import date

from bot.domain.case import Option, Side
from bot.domain.default_rule import Ranked, Verdict
from bot.domain.ids import UserId
from bot.domain.promise import is_awaited
from bot.domain.ruling import Basis, Chosen, Ruling
from bot.domain.words import Mention, count, say_day
from handlers.aside import NO_LONGER_OWED
from handlers.blocks import Message, message, paragraph, quote
from handlers.buttons import row, to_read
from handlers.endings import (
    and_next_lines,
    by_the_rule_lines,
    ending,
    full_ending,
    late_lines,
    why_blocks,
)
from handlers.ids import Click
from handlers.page import Page
from handlers.promised import answer_owed, promise_blocks, terms_lines
from handlers.ranking import why_there
from handlers.text import Bold, Json, Line

MOST_DETAIL = 300
SECOND = 2


def ruled(page: Page, ruling: Ruling, side: Side, to: UserId) -> Message:
    """The ruling as the reader's side needs it; `side` is the reader's."""
    return message(
        (f"{full_ending(page, ruling)}. {page.question}",),
        *_late(ruling),
        *_for_side(page, ruling, side, to),
    )


def _late(ruling: Ruling) -> list[Json]:
    lines = late_lines(ruling)
    return [paragraph(*lines)] if lines else []


def _for_side(page: Page, ruling: Ruling, side: Side, to: UserId) -> list[Json]:
    chosen = ruling.chosen
    if chosen is None:
        return _nothing_chosen(page, ruling)
    if chosen.side is side:
        return _to_the_chosen(page, ruling, chosen)
    return _to_the_other(page, ruling, chosen, to)


def _nothing_chosen(page: Page, ruling: Ruling) -> list[Json]:
    return [
        paragraph(page.first_line, (Bold(f"{ending(page, ruling)}."),)),
        *why_blocks(page, ruling),
        paragraph((_how_to_reopen(ruling),)),
        *row(page, *to_read(page, ruling), *_reopen(ruling)),
    ]


def _how_to_reopen(ruling: Ruling) -> str:
    if ruling.basis is Basis.WITHDRAWN:
        return "If something new turns up, it can be reopened from its card."
    return _HOW_TO_REOPEN


_HOW_TO_REOPEN = (
    "If something new turns up, or a smaller version that a customer can judge sooner, reopen it "
    "with that."
)


def _reopen(ruling: Ruling) -> tuple[Click, ...]:
    return () if ruling.basis is Basis.WITHDRAWN else (Click.REOPEN,)


def _to_the_chosen(page: Page, ruling: Ruling, chosen: Chosen) -> list[Json]:
    return [
        paragraph(page.first_line, (f"{ending(page, ruling)}.",)),
        *why_blocks(page, ruling),
        *_what_you_owe(page, ruling, chosen),
        *row(page, *to_read(page, ruling), *_to_answer(page)),
    ]


def _to_answer(page: Page) -> tuple[Click, ...]:
    """An answer may come before its day."""
    return (Click.ANSWERED,) if is_awaited(page.seen) else ()


def _what_you_owe(page: Page, ruling: Ruling, chosen: Chosen) -> list[Json]:
    if page.seen.set_aside or page.seen.outcomes:
        return promise_blocks(page, ruling)
    owed = _answer_owed(page, chosen.option, ruling.answer_due_on)
    return [paragraph(*owed, *terms_lines(page, chosen.option))]


def _answer_owed(page: Page, option: Option, due: date | None) -> tuple[Line, ...]:
    if due is None:
        return (("Your option names no days, so no day is promised for an answer.",),)
    customer = page.line(option.customer, most=MOST_DETAIL)
    feedback = page.line(option.feedback, most=MOST_DETAIL)
    return (
        (Bold("You owe: "), f"{answer_owed(option)} by {say_day(due)}."),
        *(((Bold("Whose: "), customer),) if customer else ()),
        *(((Bold("How it comes: "), feedback),) if feedback else ()),
        ("You are asked for it on that day; if it comes sooner, record it sooner.",),
    )


def _to_the_other(page: Page, ruling: Ruling, chosen: Chosen, to: UserId) -> list[Json]:
    kept = _what_you_keep(page, ruling, chosen.side.other)
    terms = terms_lines(page, chosen.option)
    return [
        paragraph(page.first_line, _what_happened(page, ruling, chosen, to)),
        *([quote(page.text(ruling.reason))] if ruling.basis is Basis.DECIDED else []),
        paragraph(*_compared(page, ruling, chosen), *terms, *kept),
        *row(page, *to_read(page, ruling), Click.REOPEN),
    ]


def _what_happened(page: Page, ruling: Ruling, chosen: Chosen, to: UserId) -> Line:
    brief = page.brief(chosen.option)
    match ruling.basis:
        case Basis.AGREED:
            return (f"It is agreed: {brief}, as your side has confirmed.",)
        case Basis.YIELDED:
            return (f"It went to {brief}, as your side has yielded.",)
        case Basis.DECIDED:
            by: Line = ("You have",) if ruling.by == to else (_decider(ruling), " has")
            return (*by, f" decided for {brief}, for this reason:")
        case _:
            return (f"It went to {brief}, by the rule.",)


def _decider(ruling: Ruling) -> Mention | str:
    return Mention(ruling.by) if ruling.by else "The decider"


def _compared(page: Page, ruling: Ruling, chosen: Chosen) -> tuple[Line, ...]:
    """How the reader's best option stood to the chosen one, where the rule or a person chose."""
    if ruling.basis is Basis.DEFAULT_RULE:
        return ((_best_of(page, ruling.verdict, chosen),),)
    against = by_the_rule_lines(page, ruling) if ruling.basis is Basis.DECIDED else ()
    return (*and_next_lines(page, ruling), *against)


def _best_of(page: Page, verdict: Verdict, chosen: Chosen) -> str:
    side = chosen.side.other
    own = next((ranked for ranked in verdict.ranking if ranked.side is side), None)
    if own:
        return _set_back(page, verdict, own, chosen.option)
    passed = next((one for one in verdict.not_choosable if one.side is side), None)
    if passed:
        return (
            f"The rule could not choose {page.title(passed.option)}: {'; '.join(passed.reasons)}."
        )
    return "Your side's case was not in, so none of its options could be chosen."


def _set_back(page: Page, verdict: Verdict, own: Ranked, chosen: Option) -> str:
    title, days = page.title(own.option), own.option.days_to_feedback or 0
    if days != chosen.days_to_feedback:
        return f"Your {title} stood at {count(days, 'day')}, against {chosen.days_to_feedback}."
    if own.rank == SECOND:
        return f"Your {title} came next: {why_there(verdict, own)}."
    return f"Your {title} came in place {own.rank}; the full ranking says why."


def _what_you_keep(page: Page, ruling: Ruling, side: Side) -> tuple[Line, ...]:
    return (
        *((_STANDS_BESIDE,) if page.has_filed(side) else ()),
        *_when_answered(page, ruling),
        (_HOW_TO_REOPEN,),
    )


_STANDS_BESIDE: Line = ("Your case stands beside the ruling for anyone who reads it.",)


def _when_answered(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    if page.seen.set_aside:
        return (NO_LONGER_OWED,)
    due = ruling.answer_due_on
    if due is None or ruling.chosen is None or not is_awaited(page.seen):
        return ()
    answer = answer_owed(ruling.chosen.option).capitalize()
    return ((f"{answer} is due by {say_day(due)}, and may be the best evidence there is.",),)
