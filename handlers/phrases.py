"""Sentences that several surfaces say of a dispute."""

from bot.domain.case import ConstraintKind, Option
from bot.domain.default_rule import Verdict
from bot.domain.dispute import Confirmation
from bot.domain.words import Mention
from handlers.page import Page
from handlers.text import Bold, Line

MOST_CUSTOMERS, MOST_NEXT = 120, 300


def both_named(page: Page) -> tuple[Line, ...]:
    """The constraint that both cases name; nothing when they differ, or name "other"."""
    named = page.known.same_constraint
    return ((Bold(f"You both named {named}."),),) if named and named != ConstraintKind.OTHER else ()


def would_choose(page: Page, verdict: Verdict) -> Line:
    """What the rule would choose if the window ended now, and what comes next."""
    label = Bold("The rule would choose today: " if page.running else "The rule chooses: ")
    choice, *others = verdict.ranking or (None,)
    if choice is None:
        return (label, "nothing, as no option is choosable.")
    customers = page.phrase(choice.option.customer, most=MOST_CUSTOMERS)
    said = f"{page.brief(choice.option)}, {customers}."
    next_one = f" Next: {page.brief(others[0].option)}." if others else ""
    return (label, f"{said}{next_one}")


def meanwhile(page: Page) -> tuple[Line, ...]:
    """What goes on until the ruling, where somebody said it."""
    told = page.opening.meanwhile
    return ((Bold("Goes on meanwhile: "), page.text(told)),) if told else ()


def option_named(page: Page, word: Confirmation) -> Option | None:
    """The option that a side has confirmed."""
    options = (filed.option(word.option) for filed in page.readable)
    return next((option for option in options if option), None)


def confirmed(page: Page, word: Confirmation) -> Line:
    """Who has confirmed which option, and what they would do next."""
    option = option_named(page, word)
    title = page.title(option) if option else "an option"
    then = f", and next: {page.phrase(word.next, most=MOST_NEXT)}" if word.next else ""
    return (Mention(word.by), f" has confirmed for {word.side}: {title}{then}.")
