"""In what ways a dispute can end, and when the rule will end it."""

from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.words import Mention, Words
from handlers.blocks import bullets, paragraph
from handlers.page import Page
from handlers.sides import yielded_side
from handlers.text import Bold, Json, Line


def ways_lines(page: Page) -> tuple[Line, ...]:
    """How people can end it, and what happens when they do not."""
    if page.running is None:
        over = page.opening.window.closes_at
        return (("The seven days ended ", over, ". The ruling is on its way."),)
    return (_by_people(page), _by_rule(page))


def _by_people(page: Page) -> Line:
    if side := yielded_side(page):
        return _after_yield(side)
    decides = (Mention(decider(page)), " decides with a reason (from ", *decidable_from(page), ")")
    if page.seen.is_unsealed:
        return (
            "It ends when both sides confirm one option, when ",
            *decides,
            ", or when both sides withdraw it.",
        )
    return (
        "It ends when both sides confirm one option, when one side yields, when ",
        *decides,
        ", or when it is withdrawn.",
    )


def _after_yield(side: Side) -> Line:
    other = side.other
    said = (
        f"{side.capitalize()} has yielded, so {other}'s option is chosen: at once when {other} "
        f"files a single one, else when {other} picks one. It also ends when both sides withdraw "
        f"it, and goes on as before if {side} files its case after all."
    )
    return (said,)


def _by_rule(page: Page) -> Line:
    return (
        "Otherwise the rule ends it, ",
        page.opening.window.closes_at,
        (
            ": the option whose customer answers soonest is chosen. If none can be chosen, nothing "
            "enters the roadmap. The date cannot be moved."
        ),
    )


def decider(page: Page) -> UserId:
    """The lead who may decide."""
    return page.seen.party(page.known.decider_side).lead


def _why_decider(page: Page) -> str:
    """By which stage they decide; nothing where the dispute is of no area."""
    terms, side = page.opening.terms, page.known.decider_side
    return f"{side.capitalize()} decides {terms.stage}. " if terms else ""


def decidable_from(page: Page) -> Words:
    """From when the decider may decide, to stand after "from"."""
    start = page.known.decidable_from
    if start is None:
        return ("a day after both cases are in",)
    return ("now on",) if page.now >= start else (start,)


def every_way(page: Page) -> list[Json]:
    """Each way in which the dispute can end, and the instant at which the rule will end it."""
    return [
        paragraph((Bold("People can end it before "), page.opening.window.closes_at)),
        bullets(*_ways_of_people(page)),
        paragraph((Bold("Else the rule ends it"),), *_at_the_end(page)),
    ]


def _ways_of_people(page: Page) -> tuple[Line, ...]:
    return (
        ("Agreed: both sides confirm the same option, once both cases are in.",),
        *_yielding(page),
        (
            "Decided: ",
            Mention(decider(page)),
            " picks an option and gives a reason, from ",
            *decidable_from(page),
            f". {_why_decider(page)}When the rule would have chosen otherwise, the ruling says so.",
        ),
        ("Withdrawn: ", Mention(page.opening.by), _WITHDRAWN),
    )


def _yielding(page: Page) -> tuple[Line, ...]:
    if side := yielded_side(page):
        return (_after_yield(side),)
    return () if page.known.both_in_at else ((_YIELDED,),)


_YIELDED = (
    "Yielded: a side that has not filed says, with a reason, that it sets nothing against the "
    "other. The other side's option is then chosen: at once when it has filed a single one, else "
    "when it picks one."
)
_WITHDRAWN = (
    " can withdraw it while no case is in. Later one side proposes it, and the other has 24 hours "
    "to agree. What is sealed then stays sealed."
)


def _at_the_end(page: Page) -> tuple[Line, ...]:
    return (
        (
            page.opening.window.closes_at,
            (
                ": the choosable option whose customer answers soonest is chosen. If no option is "
                "choosable, it lapses, and nothing enters the roadmap."
            ),
        ),
        ("The seven days are the same for everybody, always. The date cannot be moved.",),
    )
