"""A line of the digest for each dispute: its number, what there is to say, and no more."""

from bot.domain.case import Side
from bot.domain.digest import Promise
from bot.domain.period import utc_day
from bot.domain.ruling import Basis, Ruling
from bot.domain.words import Mention, say_day
from handlers.page import Page
from handlers.promised import answer_owed
from handlers.sides import yielded_side
from handlers.text import Bold, Line

MOST_QUESTION, MOST_REASON = 75, 120


def ended_line(page: Page, ruling: Ruling) -> Line:
    """How it ended: #15 Word export, decided by product, against the rule, and why."""
    how = _how(page, ruling)
    if ruling.chosen is None:
        return (Bold(page.number), f" {question(page)} {how.capitalize()}.")
    against = ", against the rule" if ruling.is_against_the_rule else ""
    aside = ", set aside since" if page.seen.set_aside else ""
    title = page.title(ruling.chosen.option)
    return (Bold(page.number), f" {title}, {how}{against}{aside}{_why(page, ruling)}")


def question(page: Page) -> str:
    """The question as a sentence of its own."""
    asked = page.line(page.opening.question, most=MOST_QUESTION)
    return asked if asked.endswith(("?", "!", ".", "…")) else f"{asked}."


def _how(page: Page, ruling: Ruling) -> str:
    match ruling.basis:
        case Basis.YIELDED if ruling.chosen:
            return f"{ruling.chosen.side.other} yielded"
        case Basis.DECIDED:
            return f"decided by {page.known.decider_side}"
        case Basis.DEFAULT_RULE:
            return "by the rule"
        case Basis.LAPSED if not ruling.verdict.inputs:
            return "lapsed, nobody filed"
        case Basis.LAPSED:
            return "lapsed, no option could be chosen"
        case _:
            return ruling.basis.value


def _why(page: Page, ruling: Ruling) -> str:
    if ruling.basis is not Basis.DECIDED:
        return ""
    return f': "{page.line(ruling.reason, most=MOST_REASON)}"'


def set_aside_line(page: Page) -> Line:
    """What is not followed, and why."""
    word, chosen = page.seen.set_aside, page.ruling.chosen if page.ruling else None
    title = page.title(chosen.option) if chosen else question(page)
    reason = f': "{page.line(word.reason, most=MOST_REASON)}"' if word else ""
    return (Bold(page.number), f" {title}{reason}")


def open_line(page: Page) -> Line:
    """When it ends, and what is missing; once both cases are in, what the rule would choose."""
    start: Line = (Bold(page.number), f" {question(page)} ")
    if page.running is None:
        return (*start, "Its ruling is due.")
    return (*start, "Ends ", page.opening.window.closes_at, f"; {_missing(page)}.")


def _missing(page: Page) -> str:
    owing = [side for side in Side if not page.has_filed(side)]
    if side := yielded_side(page):
        what = "pick" if page.has_filed(side.other) else "case"
        return f"{side} has yielded, {side.other}'s {what} is missing"
    if owing:
        both = len(owing) == len(Side)
        return "both cases are missing" if both else f"{owing[0]}'s case is missing"
    choice = page.seen.verdict().choice
    if choice is None:
        return "both cases are in, and the rule could choose nothing"
    return f"both cases are in, and the rule would choose {page.title(choice.option)}"


def promise_line(page: Page, promise: Promise) -> Line:
    """Whose answer is owed, and by when."""
    option, side = promise.chosen.option, promise.chosen.side
    is_late = promise.due_on < utc_day(page.now)
    owes, by = ("has owed", "since") if is_late else ("owes", "by")
    owed = f"{side} {owes} {answer_owed(option)} {by} {say_day(promise.due_on)}"
    return (Bold(page.number), f" {page.title(option)}: {owed}.")


def stuck_line(page: Page, side: Side, *, to_founder: bool) -> Line:
    """Which side nobody can act for any more, and what can be done about it."""
    who = "You" if to_founder else "A founder"
    if page.ruling and page.ruling.chosen:
        title = page.title(page.ruling.chosen.option)
        start = (Bold(page.number), f" Nobody is left who can say what became of {title}: ")
        return (*start, *_gone(page, side), f". {who} can record it.")
    start = (Bold(page.number), f" {question(page)} Nobody can act for {side}: ")
    ends = (". It ends ", page.opening.window.closes_at, f". {who} can name another lead.")
    return (*start, *_gone(page, side), *ends)


def _gone(page: Page, side: Side) -> Line:
    party = page.seen.party(side)
    if party.deputy:
        return (Mention(party.lead), " and ", Mention(party.deputy), " have left")
    return (Mention(party.lead), " has left")
