"""What one person alone is told while a dispute is open."""

from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import PROPOSAL_LASTS, Confirmation, WithdrawalProposal, Yielded
from bot.domain.ids import UserId
from bot.domain.words import Mention, Words
from handlers.about import about_lines
from handlers.blocks import Message, actions, message, paragraph, quote
from handlers.buttons import one, row
from handlers.cases import case_blocks
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import both_named, confirmed, option_named, would_choose
from handlers.ranking import ranking_blocks
from handlers.text import Bold, Json, Line
from handlers.ways import decidable_from, decider


def case_asked(page: Page, side: Side, to: UserId) -> Message:
    """A speaker is asked to state the side's case."""
    is_lead = to == page.seen.party(side).lead
    ways = (Click.STATE_CASE, Click.NAME_DEPUTY, Click.NOT_ME) if is_lead else (Click.STATE_CASE,)
    return message(
        (f"Your case for {side} on {page.headline} (until ", _end(page), ")"),
        paragraph(
            (*_who(page.opening.by, to), " opened ", Bold(page.number), f": {page.question}"),
            _you_speak(page, side, to),
            *about_lines(page),
        ),
        paragraph((_FOUR_THINGS,), *_what_becomes_of_it(page, side)),
        *row(page, *ways, primary=Click.STATE_CASE),
    )


_FOUR_THINGS = (
    "Four things: what holds it back, what should change for whom, one piece of evidence, and one "
    "thing to build with its days. About four minutes; you can change it later."
)


def _end(page: Page) -> datetime:
    return page.opening.window.closes_at


def _who(user: UserId, to: UserId) -> Words:
    return ("You have",) if user == to else (Mention(user), " has")


def _you_speak(page: Page, side: Side, to: UserId) -> Line:
    lead = page.seen.party(side).lead
    deputy: Words = () if to == lead else (" as deputy of ", Mention(lead))
    return (f"You speak for {side}", *deputy, ", until ", _end(page), ".")


def _what_becomes_of_it(page: Page, side: Side) -> tuple[Line, ...]:
    nothing: Line = (f"If {side} files nothing, none of its options can be chosen.",)
    return (_who_reads_it(page, side), nothing)


def _who_reads_it(page: Page, side: Side) -> Line:
    other = side.other
    if page.has_filed(other):
        return (f"{other.capitalize()}'s case is in. Once yours is too, both can be read.",)
    if isinstance(page.seen.party(other).standing, Yielded):
        return (f"{other.capitalize()} has yielded: file one option and it is chosen at once.",)
    lead = Mention(page.seen.party(other).lead)
    return (lead, f" cannot read it before {other}'s case is in.")


def case_filed(page: Page, side: Side) -> Message:
    """A side's own case in full, and how its options rank among themselves while it is sealed."""
    said = f"{side.capitalize()}'s case is in. You can revise it until "
    return message(
        (f"{side.capitalize()}'s case on {page.number} is in. {page.question}",),
        paragraph(page.first_line, (said, _end(page), ".")),
        *case_blocks(page, side),
        *([] if page.seen.is_unsealed else _while_sealed(page, side)),
        actions(*_after_filing(page, side)),
    )


def _while_sealed(page: Page, side: Side) -> list[Json]:
    return [
        paragraph((Bold("Among your own options, the rule says:"),)),
        *ranking_blocks(page, page.seen.verdict()),
        paragraph(
            ("This says nothing of the other side's options; nobody on your side can read them.",),
            _who_waits(page, side),
        ),
    ]


def _who_waits(page: Page, side: Side) -> Line:
    if isinstance(page.seen.party(side.other).standing, Yielded):
        return (
            f"{side.other.capitalize()} has yielded: pick one option and it is chosen at once.",
        )
    return _who_reads_it(page, side)


def _after_filing(page: Page, side: Side) -> list[Json]:
    revise = one(page, Click.STATE_CASE, label="Revise")
    can_pick = isinstance(page.seen.party(side.other).standing, Yielded)
    return [one(page, Click.CONFIRM), revise] if can_pick else [revise]


def cases_unsealed(page: Page, to: UserId) -> Message:
    """Both cases are in: what the rule would choose, and what can be done about it."""
    return message(
        (f"Both cases are in on {page.headline}",),
        paragraph(*both_named(page), ("Both cases are in on ", *page.first_line)),
        paragraph(would_choose(page, page.seen.verdict()), *_what_can_be_done(page, to)),
        *row(page, Click.CONFIRM, Click.BOTH_CASES, primary=Click.CONFIRM),
    )


def _what_can_be_done(page: Page, to: UserId) -> tuple[Line, ...]:
    decides = to in page.known.party(page.known.decider_side).speakers
    who: Words = ("You",) if decides else (Mention(decider(page)),)
    return (
        ("When both sides confirm the same option, it is settled at once.",),
        (*who, " may decide, with a reason, from ", *decidable_from(page), "."),
        ("Otherwise the rule ends it, ", _end(page), "."),
    )


def option_confirmed(page: Page, word: Confirmation) -> Message:
    """The other side has confirmed an option; the reader's answer is open."""
    return message(
        (Mention(word.by), f" has confirmed an option on {page.headline}"),
        paragraph(page.first_line, confirmed(page, word), *_your_word(page, word.side.other)),
        paragraph(would_choose(page, page.seen.verdict()), ("It ends ", _end(page), ".")),
        *row(page, Click.CONFIRM, Click.BOTH_CASES, primary=Click.CONFIRM),
    )


def _your_word(page: Page, side: Side) -> tuple[Line, ...]:
    mine = next((word for word in _words(page) if word.side is side), None)
    option = option_named(page, mine) if mine else None
    if option is None:
        return (("Your answer is open. If you confirm the same, it is agreed.",),)
    said = f"Your side has confirmed {page.title(option)}. The last word of each side counts."
    return ((said,),)


def _words(page: Page) -> tuple[Confirmation, ...]:
    return page.running.confirmations if page.running else ()


def confirmations_voided(page: Page, title: str) -> Message:
    """An option that had been confirmed is no longer as it was."""
    named = page.line(title, most=75) or "An option"
    return message(
        (f"A confirmation on {page.number} no longer counts. {page.question}",),
        paragraph(
            page.first_line,
            (f"{named} was changed or taken out, so a confirmation of it no longer counts.",),
            ("Read it again, then confirm what you take.",),
        ),
        *row(page, Click.CONFIRM, Click.BOTH_CASES),
    )


def side_yielded(page: Page, yielded: Yielded, side: Side) -> Message:
    """The other side has yielded; `side` is the reader's."""
    ask, click = _what_to_pick(page, side)
    return message(
        (f"{side.other.capitalize()} has yielded on {page.headline}",),
        paragraph(
            page.first_line,
            (Mention(yielded.by), f" has yielded for {side.other}, for this reason:"),
        ),
        quote(page.text(yielded.reason)),
        paragraph(
            (ask,),
            ("Otherwise the rule runs on what is there, ", _end(page), "."),
        ),
        *row(page, click, primary=click),
    )


def _what_to_pick(page: Page, side: Side) -> tuple[str, Click]:
    if page.has_filed(side):
        return "Pick one of your options; it is chosen at once.", Click.CONFIRM
    return (
        "Your option is chosen as soon as you file one; of several, you pick one.",
        Click.STATE_CASE,
    )


def withdrawal_proposed(page: Page, proposal: WithdrawalProposal) -> Message:
    """The other side would withdraw the dispute."""
    return message(
        (Mention(proposal.by), f" proposes to withdraw {page.headline}"),
        paragraph(
            page.first_line,
            (Mention(proposal.by), f" proposes for {proposal.side} to withdraw it."),
            ("If you agree, it ends and nothing is chosen. What is sealed stays sealed.",),
            (
                "If not, you need do nothing: the proposal lapses ",
                proposal.proposed_at + PROPOSAL_LASTS,
                ", or with the next case, confirmation or decision.",
            ),
        ),
        *row(page, Click.WITHDRAW),
    )
