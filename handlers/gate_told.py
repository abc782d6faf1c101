"""What is told when research raises or lifts a gate, or when one falls by itself."""

from bot.domain.case import Side
from bot.domain.gate import TIME_TO_ANSWER, Gate, Gated
from bot.domain.ids import UserId
from bot.domain.words import Mention, Words
from handlers.blocks import Message, actions, message, paragraph
from handlers.buttons import one, row
from handlers.gates import (
    UNITS,
    binding_until,
    binds,
    figure_said,
    gated_option,
    gated_title,
    limit_of,
    way_out,
)
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import would_choose
from handlers.text import Bold, Json, Line
from handlers.ways import decidable_from, decider


def to_all(page: Page, gate: Gate) -> Message:
    """Under the card: what has become of it, and what the rule would choose now."""
    return message(
        (*_what_happened(page, gate, None), f" ({page.number})"),
        paragraph((*_what_happened(page, gate, None), "."), *_in_words(page, gate)),
        paragraph(*_what_it_does(page, gate), would_choose(page, page.seen.verdict())),
        *row(page, Click.BOTH_CASES),
    )


def to_its_side(page: Page, gate: Gate, to: UserId) -> Message:
    """To one who speaks for the side whose option it is: what they can do about it."""
    to_do = _what_you_can_do(page, gate, to)
    return message(
        (*_what_happened(page, gate, to), f" ({page.headline})"),
        paragraph(
            page.first_line,
            (*_what_happened(page, gate, to), "."),
            *_in_words(page, gate),
            *_what_it_does(page, gate),
            would_choose(page, page.seen.verdict()),
        ),
        *([paragraph(*to_do)] if to_do else []),
        *_buttons(page, gate),
    )


def to_research(page: Page, gate: Gate) -> Message:
    """To one who speaks for research, whose gate has fallen: whether it can come back."""
    return message(
        (*_what_happened(page, gate, None), f" ({page.headline})"),
        paragraph(
            page.first_line,
            (*_what_happened(page, gate, None), "."),
            *_in_words(page, gate),
        ),
        *_if_it_can_come_back(page, gate),
    )


def _what_happened(page: Page, gate: Gate, to: UserId | None) -> Words:
    title, ended = gated_title(page, gate), gate.ended
    if ended is None:
        return (*_who(gate.by, to), f" raised a gate on {title}, {gate.side}'s option")
    if ended.by:
        return (*_who(ended.by, to), f" lifted the gate on {title}, {gate.side}'s option")
    if gated_option(page, gate) is None:
        return (f"A gate of research's has fallen: {gate.side} has taken its option out",)
    why = _why_fell(page, gate)
    return (f"Research's gate on {title}, {gate.side}'s option, has fallen: {why}",)


def _who(user: UserId, to: UserId | None) -> Words:
    return ("You have",) if user == to else (Mention(user), " has")


def _why_fell(page: Page, gate: Gate) -> str:
    option = gated_option(page, gate)
    said = figure_said(gate, option) if option else ""
    return f"{gate.side} has revised the {gate.limit.gated}{f' to {said}' if said else ''}"


def _in_words(page: Page, gate: Gate) -> tuple[Line, ...]:
    """The limit, what would lift it, and what the option says of it, a line each."""
    limit: Line = (Bold("The limit: "), f"{limit_of(page, gate)}.")
    if not gate.stands:
        return (limit,)
    return (limit, *_said_now(page, gate), (Bold("Not before: "), f"{way_out(page, gate)}."))


def _said_now(page: Page, gate: Gate) -> tuple[Line, ...]:
    option = gated_option(page, gate)
    if option is None or gate.limit.gated not in UNITS:
        return ()
    return ((Bold("The option says: "), f"{figure_said(gate, option) or 'nothing of it'}."),)


def _what_it_does(page: Page, gate: Gate) -> tuple[Line, ...]:
    if not gate.stands:
        return ()
    if binds(page, gate):
        return ((_TAKES_OUT,),)
    return (("It came too late to bind, so it is shown only; the rule ranks the option.",),)


_TAKES_OUT = "It takes the option out of the rule. People can still agree on it, or decide for it."


def _what_you_can_do(page: Page, gate: Gate, to: UserId) -> tuple[Line, ...]:
    if not gate.stands:
        return _what_may_follow(page, gate)
    if not binds(page, gate):
        return (("You need do nothing. People may weigh it when they agree or decide.",),)
    return (
        (Bold("What you can do"),),
        *_by_revising(page, gate),
        _by_asking(page, gate),
        ("Confirm the option all the same: if both sides do, it is chosen.",),
        _by_deciding(page, to),
    )


def _what_may_follow(page: Page, gate: Gate) -> tuple[Line, ...]:
    can_come_back = gate.fell and gated_option(page, gate)
    return (("Research can raise it again with a new number only.",),) if can_come_back else ()


def _by_deciding(page: Page, to: UserId) -> Line:
    decides = to in page.known.party(page.known.decider_side).speakers
    who: Words = ("You",) if decides else (Mention(decider(page)),)
    return (*who, " may decide for it, with a reason, from ", *decidable_from(page), ".")


_REVISABLE = {Gated.ACCURACY, Gated.LATENCY, Gated.GPU_WEEKS}
"""What may still get better once both cases are in; the rule does not rank by it."""


def _by_revising(page: Page, gate: Gate) -> tuple[Line, ...]:
    until = page.opening.window.closes_at - TIME_TO_ANSWER
    if gate.limit.gated not in _REVISABLE or page.now > until:
        return ()
    said = f"Revise the {gate.limit.gated}, if a better figure is true: until "
    return ((said, until, " the gate falls with it."),)


def _by_asking(page: Page, gate: Gate) -> Line:
    if gate.side is Side.RESEARCH:
        return ("Your own side has raised it, and can lift it.",)
    lead = Mention(page.seen.party(Side.RESEARCH).lead)
    return ("Talk to ", lead, ": research can lift it with one click.")


def _buttons(page: Page, gate: Gate) -> list[Json]:
    if not (gate.stands and binds(page, gate)):
        return row(page, Click.CONFIRM, Click.BOTH_CASES)
    revise = one(page, Click.STATE_CASE, label="Revise")
    return [actions(revise, one(page, Click.CONFIRM), one(page, Click.BOTH_CASES))]


def _if_it_can_come_back(page: Page, gate: Gate) -> list[Json]:
    """What research can do about a gate that fell; nothing where its option is gone."""
    if gated_option(page, gate) is None or gate.ended is None:
        return []
    until = binding_until(page, renews=gate.ended.at)
    again: Line = (
        "You can raise it again, with a new number. Raised until ",
        until,
        " it binds; later it is only shown.",
    )
    return [paragraph(again), *row(page, Click.RAISE_GATE, Click.BOTH_CASES)]
