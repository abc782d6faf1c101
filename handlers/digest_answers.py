"""The digest's lines on promises: what became of them in the week, and which are long due."""

from collections import Counter

from bot.domain.digest import Came, Digest
from bot.domain.dispute import Dispute
from bot.domain.outcome import Answered, Dropped, NotYet
from bot.domain.period import utc_day
from bot.domain.promise import chosen_by, days_late, promised_on, put_off, ruled_on
from bot.domain.words import count, say_day
from handlers.digest_lines import MOST_QUESTION, MOST_REASON
from handlers.page import Page
from handlers.text import Bold, Line


def answers_in_short(digest: Digest) -> dict[str, int]:
    """How many promises were answered, put off and dropped, and how many are overdue."""
    kinds = Counter(type(one.outcome.became) for one in digest.came)
    return {
        "answered": kinds[Answered],
        "put off": kinds[NotYet],
        "dropped": kinds[Dropped],
        "overdue": len(digest.overdue),
    }


def came_line(page: Page, came: Came) -> Line:
    """What became of a promise, as somebody said it: the answer, not yet, or dropped."""
    aside = " (set aside since)" if page.seen.set_aside else ""
    said = _became(page, came)
    return (Bold(page.number), f" {_promised_title(page)}, {said}{aside}")


def _became(page: Page, came: Came) -> str:
    match came.outcome.became:
        case Answered() as answer:
            words = page.line(answer.words, most=MOST_REASON)
            return f'{_promised_day(page)}came {_day_of(page.known, answer)}: "{words}"'
        case NotYet(until=until, why=why):
            reason = page.line(why, most=MOST_REASON)
            return f'{_not_yet(page.known, came)}, asked again on {say_day(until)}: "{reason}"'
        case Dropped(why=why):
            return f'dropped: "{page.line(why, most=MOST_REASON)}"'


def _promised_title(page: Page) -> str:
    chosen = chosen_by(page.known)
    return (
        page.title(chosen.option)
        if chosen
        else page.line(page.opening.question, most=MOST_QUESTION)
    )


def _promised_day(page: Page) -> str:
    """The promised day, counted from the ruling; nothing where no days were promised."""
    chosen = chosen_by(page.known)
    days = chosen.option.days_to_feedback if chosen else None
    return "" if days is None else f"promised day {days}, "


def _day_of(dispute: Dispute, answer: Answered) -> str:
    ruled = ruled_on(dispute)
    return f"day {max(0, (answer.on - ruled).days)}" if ruled else say_day(answer.on)


def _not_yet(dispute: Dispute, came: Came) -> str:
    """With how often it had been said by then."""
    said = [one for one in dispute.outcomes if isinstance(one.became, NotYet)]
    position = said.index(came.outcome) + 1
    return "not yet" if position == 1 else f"not yet, said {_times(position)} by then"


def overdue_line(page: Page) -> Line:
    """Which promised answer is long due, what was said of it, and who can reopen it."""
    known = page.known
    due, chosen, words = promised_on(known), chosen_by(known), put_off(known)
    late = count(days_late(known, utc_day(page.now)), "day")
    promised = f", promised by {say_day(due)}" if due else ""
    later = f" It was put off {_times(len(words))}." if words else ""
    other = chosen.side.other.capitalize() if chosen else "The other side"
    said = f"{promised}, {late} late: no customer has answered.{later}"
    return (
        Bold(page.number),
        f" {_promised_title(page)}{said} {other} can reopen it without new evidence.",
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
