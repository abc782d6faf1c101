"""Whether the days are right: the question to who would build an option, and what they said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.domain.builder_words import asked_of
from bot.domain.case import Option, Side
from bot.domain.choosable import HEAVIEST_BURDEN, LIGHTEST_BURDEN
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId, UserId
from bot.domain.sealing import seen_in_channel
from bot.domain.words import Mention, Words, count
from handlers.blocks import Message, actions, button, message, option, paragraph, select
from handlers.buttons import LABELS
from handlers.fitting import fitted
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import MOST_CUSTOMERS
from handlers.text import Bold, Json, Line

Burdens = Mapping[OptionId, int]
"""What somebody has chosen in the lists of a message, by option."""

_ENDS = {LIGHTEST_BURDEN: "1: nothing to look after", HEAVIEST_BURDEN: "5: somebody on call"}


def if_open(dispute: Dispute, side: Side, to: UserId) -> Callable[[Page], Message] | None:
    """How they are asked; None when they have judged all of the days, or need not any more."""
    options = [one for one in asked_of(dispute, side, to) if one.asks_builder]
    return (lambda page: asked(page, side, to, options)) if options else None


def asked(page: Page, side: Side, to: UserId, options: Sequence[Option]) -> Message:
    """The question, for each option that they would build and whose days they have not judged."""
    return message(
        (f"You would build an option on {page.number}. Are its days right? {page.question}",),
        paragraph(_named(page, side, to)),
        *_groups(page, side, options, {}),
        paragraph(*_what_it_means(page, side)),
    )


def answered(
    page: Page, side: Side, to: UserId, options: Sequence[Option], burdens: Burdens
) -> Message:
    """In place of the question: what they have said, and what is still open."""
    is_open = any(one.asks_builder for one in options)
    return message(
        (f"What you said of the days on {page.number}. {page.question}",),
        paragraph(_named(page, side, to)),
        *_groups(page, side, options, burdens),
        *([paragraph(*_what_it_means(page, side))] if is_open else []),
    )


def _named(page: Page, side: Side, to: UserId) -> Line:
    party = page.seen.party(side)
    who: Words = (
        ("Your side names",)
        if to in {party.lead, party.deputy}
        else (Mention(party.lead), f" ({side}) names")
    )
    asked = f": {page.question} One question, one click: are the days right?"
    return (*who, " you as the builder on ", Bold(page.number), asked)


def _what_it_means(page: Page, side: Side) -> tuple[Line, ...]:
    end = page.opening.window.closes_at
    silence: Line = (
        "If you say nothing until ",
        end,
        ", the days stand, and the ruling says that they are not confirmed.",
    )
    longer: Line = ("Longer counts at once. It is about the days, never about blame.",)
    if page.seen.is_unsealed:
        return (silence, longer)
    return (silence, longer, (f"Until both cases are in, only {side} reads what you say.",))


def _groups(page: Page, side: Side, options: Sequence[Option], burdens: Burdens) -> list[Json]:
    return [
        block
        for one in options
        for block in (
            paragraph(*_lines(page, one, burdens.get(one.id))),
            actions(*_buttons(page, side, one, burdens.get(one.id))),
        )
    ]


def _lines(page: Page, one: Option, burden: int | None) -> tuple[Line, ...]:
    feedback = page.text(one.feedback)
    return (
        (Bold(page.title(one)),),
        (_said(one) or _question(page, one),),
        *(((f"How the answer comes back: {feedback}",),) if feedback else ()),
        *(((f"You said: ops burden {burden} of {HEAVIEST_BURDEN}.",),) if burden else ()),
    )


def _said(one: Option) -> str:
    """What they have said of the days; "" while they have not."""
    word, days = one.builder_word, one.days_to_feedback
    if word is None or days is None or not one.is_confirmed:
        return ""
    if word.raised_from is not None:
        return f'You said: {count(days, "day")}, not {word.raised_from}: "{word.why}"'
    return f"You said: the {count(days, 'day')} {'stands' if days == 1 else 'stand'}."


def _question(page: Page, one: Option) -> str:
    return f"{days_stated(page, one)} Does that stand?"


def days_stated(page: Page, one: Option) -> str:
    """What the case says of the days of an option."""
    customers = page.phrase(one.customer, most=MOST_CUSTOMERS)
    of = f"an answer from {customers}" if customers else "a first answer"
    days = count(one.days_to_feedback or 0, "day")
    return f"{days} until {of}, counted from the ruling, all included."


def _buttons(page: Page, side: Side, one: Option, burden: int | None) -> list[Json]:
    value = f"{page.value} {side} {one.id} {one.days_to_feedback}"
    clicks = (Click.STANDS, Click.LONGER) if one.asks_builder else (Click.LONGER,)
    buttons = [button(LABELS[click], click, value) for click in clicks]
    return [*buttons, *_burden(page, side, one, burden)]


def _burden(page: Page, side: Side, one: Option, burden: int | None) -> list[Json]:
    value = f"{page.value} {side} {one.id}"
    offered = burden_options(page, one, before=f"{value} ")
    if not offered:
        return []
    chosen = f"{value} {burden}" if burden else ""
    shown = select(offered, initial=chosen, placeholder="Ops burden, 1 to 5")
    return [{"action_id": Click.BURDEN.value, **shown}]


def burden_options(page: Page, one: Option, *, before: str = "") -> list[Json]:
    """What can be said of an ops burden; once both cases are in it can only go up.

    `before` stands before the number in what comes back.
    """
    known = one.figures.ops_burden
    least = known if page.seen.is_unsealed else LIGHTEST_BURDEN
    if least is None or least == HEAVIEST_BURDEN:
        return []
    return [
        option(_ENDS.get(number, str(number)), f"{before}{number}")
        for number in range(least, HEAVIEST_BURDEN + 1)
    ]


def draw(dispute: Dispute, side: Side, to: UserId, *, now: datetime, burdens: Burdens) -> Message:
    """All that they would build for a side, with what they have said."""
    options = [one for one in asked_of(dispute, side, to) if one.days_to_feedback]
    seen = seen_in_channel(dispute, now=now)
    return fitted(
        lambda most: answered(Page(seen=seen, now=now, most=most), side, to, options, burdens)
    )
