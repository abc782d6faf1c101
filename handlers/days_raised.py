"""What is told when the person who would build an option says that it takes longer."""

from collections.abc import Callable

from bot.domain.case import LONG_DAYS, BuilderWord, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId, UserId
from bot.domain.notices import DaysRaised
from bot.domain.words import Mention, Words, count
from handlers.blocks import Message, actions, message, paragraph, quote
from handlers.buttons import one, row
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import would_choose
from handlers.ranking import ranking_blocks
from handlers.text import Bold, Json, Line

Draw = Callable[[Page], Message]
_AT_ONCE = "The new days count at once."


def to_speakers(dispute: Dispute, raised: DaysRaised, to: UserId) -> Draw | None:
    """How one of its own side is told; None when the case has the option no more."""
    option = _option(dispute, raised.side, raised.option)
    return (lambda page: told_to_its_side(page, raised, option, to)) if option else None


def in_thread(dispute: Dispute, raised: DaysRaised) -> Draw | None:
    """How everybody is told; None when the case has the option no more, or is sealed."""
    option = _option(dispute, raised.side, raised.option) if dispute.both_in_at else None
    return (lambda page: told_to_all(page, raised, option)) if option else None


def _option(dispute: Dispute, side: Side, option: OptionId) -> Option | None:
    filed = next((filed for filed in dispute.filed if filed.side is side), None)
    return filed.option(option) if filed else None


def told_to_its_side(page: Page, raised: DaysRaised, option: Option, to: UserId) -> Message:
    """The new days, why, and what the rule makes of them as far as its own side may read."""
    word = raised.word
    who: Words = ("You say",) if word.by == to else (Mention(word.by), " says")
    days = f" that it takes {_days(word)}: {page.title(option)}"
    return message(
        (*who, f"{days} on {page.headline}"),
        paragraph(page.first_line, _what_was_said(page, option, word, to)),
        quote(page.text(word.why)),
        paragraph((_what_counts(raised, option),), *_nothing_to_stop_it(option)),
        *_by_the_rule(page, raised.side),
        *_buttons(page, option),
    )


def _days(word: BuilderWord) -> str:
    return f"{count(word.days, 'day')}, not {word.raised_from}"


def _what_was_said(page: Page, option: Option, word: BuilderWord, to: UserId | None) -> Line:
    who: Words = (
        ("You, who would build ",) if word.by == to else (Mention(word.by), ", who would build ")
    )
    verb = "say" if word.by == to else "says"
    return (*who, Bold(page.title(option)), f", {verb} {_days(word)}:")


def _what_counts(raised: DaysRaised, option: Option) -> str:
    return _by_now(raised, option) or (
        f"It counts at once, and {raised.side} can state no fewer days unless somebody else "
        "would build it."
    )


def _by_now(raised: DaysRaised, option: Option) -> str:
    """What the case says since; "" while it says the days that were raised."""
    days = option.days_to_feedback
    if not days or days == raised.word.days:
        return ""
    return f"It counted at once. By now the case says {count(days, 'day')}."


def _nothing_to_stop_it(option: Option) -> tuple[Line, ...]:
    """That what would make the side stop is asked for, once the days are many."""
    if option.stop_if or (option.days_to_feedback or 0) <= LONG_DAYS:
        return ()
    over = f"Over {LONG_DAYS} days a case also says what would make its side stop."
    return ((f"{over} Yours does not yet: revise it to say so.",),)


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


def _buttons(page: Page, option: Option) -> list[Json]:
    revise = one(page, Click.STATE_CASE, label="Revise")
    if not page.seen.is_unsealed:
        return [actions(revise)]
    if not _nothing_to_stop_it(option):
        return row(page, Click.CONFIRM, Click.BOTH_CASES)
    return [actions(revise, one(page, Click.CONFIRM), one(page, Click.BOTH_CASES))]


def told_to_all(page: Page, raised: DaysRaised, option: Option) -> Message:
    """The new days, why, and what the rule would choose, under the card."""
    word, side = raised.word, raised.side
    title = page.title(option)
    return message(
        (Mention(word.by), f" says that {title} takes {_days(word)} ({page.number}, {side})"),
        paragraph(_what_was_said(page, option, word, None)),
        quote(page.text(word.why)),
        paragraph(
            (f"It is {side}'s option. {_by_now(raised, option) or _AT_ONCE}",),
            would_choose(page, page.seen.verdict()),
        ),
        *row(page, Click.BOTH_CASES),
    )
