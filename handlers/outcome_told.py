"""What became of a promise, told once: under the ruling, and to the side that was not chosen."""

from collections.abc import Callable, Iterator

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.outcome import Answered, Dropped, NotYet, Outcome
from bot.domain.promise import chosen_by
from bot.domain.ruling import Chosen, Ruling
from bot.domain.words import Mention, count, listed, plain, say_day
from handlers.blocks import Message, header, message, paragraph, quote
from handlers.buttons import row, to_read
from handlers.endings import not_chosen_blocks
from handlers.ids import Click
from handlers.outcome import MOST_WHO, answer_blocks
from handlers.page import Page
from handlers.promised import not_answered, promised_lines
from handlers.text import Bold, Json, Line

Draw = Callable[[Page], Message]
NOT_CHOSEN_THEN = "Not chosen then:"
_COUNTED = ("", "", "The second", "The third", "The fourth", "The fifth")


def under_the_ruling(dispute: Dispute, position: int) -> Draw | None:
    """One word on the promise for the thread, beside the option that was not chosen."""
    ruling, chosen = dispute.state, chosen_by(dispute)
    if not isinstance(ruling, Ruling) or chosen is None:
        return None
    outcome = dispute.outcomes[position]
    match outcome.became:
        case Answered() as answer:
            return lambda page: _answered(page, ruling, chosen, answer)
        case NotYet() as became:
            return lambda page: _not_yet(page, chosen, outcome, became, position)
        case Dropped() as dropped:
            return lambda page: _dropped(page, ruling, chosen, outcome, dropped)


def _answered(page: Page, ruling: Ruling, chosen: Chosen, answer: Answered) -> Message:
    said = f"{page.number} has its answer: {page.title(chosen.option)}"
    return message(
        (f"{said}. {page.question}",),
        header(said),
        *answer_blocks(page, ruling, answer),
        *not_chosen_blocks(page, ruling, title=NOT_CHOSEN_THEN),
        *row(page, *to_read(page, ruling)),
    )


def _not_yet(
    page: Page, chosen: Chosen, outcome: Outcome, became: NotYet, position: int
) -> Message:
    title, none = page.title(chosen.option), f"{not_answered(chosen.option)} yet"
    return message(
        (f"{page.number}: {none}. {page.question}",),
        paragraph(
            (Bold(f"{page.number} {title}"), f": {none}."),
            (
                Mention(outcome.by),
                f" expects an answer by {say_day(became.until)}, for this reason:",
            ),
        ),
        quote(page.text(became.why)),
        *_what_was_promised(page, chosen, position),
    )


def _what_was_promised(page: Page, chosen: Chosen, position: int) -> list[Json]:
    said = [one for one in page.seen.outcomes[: position + 1] if isinstance(one.became, NotYet)]
    lines = (*_how_many(len(said)), *promised_lines(page, chosen))
    return [paragraph(*lines)] if lines else []


def _how_many(number: int) -> Iterator[Line]:
    if number > 1:
        counted = _COUNTED[number] if number < len(_COUNTED) else f"Number {number}"
        yield (f'{counted} "not yet" on this promise.',)


def _dropped(
    page: Page, ruling: Ruling, chosen: Chosen, outcome: Outcome, dropped: Dropped
) -> Message:
    said = f"{page.number}: {page.title(chosen.option)} is dropped"
    other = chosen.side.other.capitalize()
    return message(
        (f"{said}. {page.question}",),
        header(said),
        paragraph((Mention(outcome.by), " has dropped it, so no answer will come. Why:")),
        quote(page.text(dropped.why)),
        *not_chosen_blocks(page, ruling, title=NOT_CHOSEN_THEN),
        paragraph((f"{other} can reopen {page.number} with something new; {_EVIDENCE}",)),
        *row(page, *to_read(page, ruling), Click.REOPEN),
    )


_EVIDENCE = "what was learned on the way counts."


def to_the_other_side(dispute: Dispute, side: Side, position: int) -> Draw | None:
    """The same for the side that was not chosen, with what it can do; None for anybody else."""
    ruling, chosen = dispute.state, chosen_by(dispute)
    if not isinstance(ruling, Ruling) or chosen is None or chosen.side is side:
        return None
    outcome = dispute.outcomes[position]
    match outcome.became:
        case Answered() as answer:
            return lambda page: _answered_to_other(page, ruling, chosen, answer)
        case Dropped() as dropped:
            return lambda page: _dropped_to_other(page, ruling, chosen, outcome, dropped)
        case NotYet():
            return None


def _answered_to_other(page: Page, ruling: Ruling, chosen: Chosen, answer: Answered) -> Message:
    title, who = page.title(chosen.option), page.phrase(answer.who, most=MOST_WHO)
    return message(
        (f"{page.number}: {who} answered on {title}. {page.question}",),
        paragraph(page.first_line, (f"{title} was chosen. Here is what came of it.",)),
        *answer_blocks(page, ruling, answer),
        paragraph(*_your_option(page, ruling, chosen.side.other), (_IF_IT_SPEAKS,)),
        *row(page, *to_read(page, ruling), Click.REOPEN),
    )


_IF_IT_SPEAKS = (
    "What the customer said is evidence for both sides. If it speaks for another option, reopen "
    "with it."
)


def _dropped_to_other(
    page: Page, ruling: Ruling, chosen: Chosen, outcome: Outcome, dropped: Dropped
) -> Message:
    title = page.title(chosen.option)
    return message(
        (f"{page.number}: {title} is dropped. {page.question}",),
        paragraph(
            page.first_line,
            (f"{title} was chosen, and ", Mention(outcome.by), " has dropped it. Why:"),
        ),
        quote(page.text(dropped.why)),
        paragraph(
            ("No answer will come, and nothing takes its place by itself.",),
            *_your_option(page, ruling, chosen.side.other),
            (f"To take {page.number} up again, reopen it with something new; {_EVIDENCE}",),
        ),
        *row(page, *to_read(page, ruling), Click.REOPEN),
    )


def _your_option(page: Page, ruling: Ruling, side: Side) -> Iterator[Line]:
    """What the reader's side had put forward, where it had."""
    cases = (filed.case for filed in ruling.verdict.inputs if filed.side is side)
    for case in cases:
        named = [(_with_days(page, option),) for option in case.options]
        stand = "It stands" if len(named) == 1 else "They stand"
        briefs = plain(listed(named, last=" and "))
        yield (f"Your side had put forward {briefs}. {stand} beside this, with the evidence.",)


def _with_days(page: Page, option: Option) -> str:
    days = option.days_to_feedback
    of = "" if days is None else f" ({count(days, 'day')})"
    return f'"{page.title(option)}"{of}'
