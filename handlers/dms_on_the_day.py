"""What leads are told of a ruling on its day: to look again, half time, or an answer overdue."""

from collections.abc import Callable, Iterator
from datetime import date

from bot.domain.case import Audience, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.facts import option_facts
from bot.domain.look_again import LookAgain
from bot.domain.occasions import half_time as half_time_of
from bot.domain.outcome import NotYet
from bot.domain.promise import chosen_by, last_word, promised_on
from bot.domain.ruling import Chosen, Ruling
from bot.domain.words import Mention, count, say_day
from handlers.blocks import Message, actions, message, paragraph, quote
from handlers.buttons import one, row
from handlers.cases import claim_lines
from handlers.endings import full_ending, why_blocks
from handlers.ids import Click
from handlers.outcome import MOST_WHY, outcome_blocks
from handlers.page import Page
from handlers.text import Bold, Json, Line

Draw = Callable[[Page], Message]


def if_looked_at_again(dispute: Dispute, on: date) -> Draw | None:
    """What a lead is told on that day; nothing once the ruling or the day does not stand."""
    look, ruling = dispute.look_again, dispute.state
    stands = look is not None and look.last_day(on) == on and dispute.set_aside is None
    if look is None or not stands or not isinstance(ruling, Ruling):
        return None
    return lambda page: look_again(page, ruling, look, on)


def if_half_over(dispute: Dispute, side: Side | None) -> Draw | None:
    """What the winning side is told at half of its days; nothing once an outcome is recorded."""
    chosen = chosen_by(dispute)
    if chosen is None or chosen.side is not side or half_time_of(dispute) is None:
        return None
    return lambda page: half_time(page, chosen.option)


def if_overdue(dispute: Dispute, side: Side | None) -> Draw | None:
    """What the side that was not chosen is told of it; nothing once the answer has come."""
    chosen, promised = chosen_by(dispute), promised_on(dispute)
    if chosen is None or promised is None or chosen.side is side:
        return None
    return lambda page: overdue(page, chosen, promised)


def look_again(page: Page, ruling: Ruling, look: LookAgain, on: date) -> Message:
    """To a lead, on the day: what was decided and why, what has come of it, the next such day."""
    stop = (Click.STOP_LOOKING_AGAIN,) if look.next_day(on) else ()
    return message(
        (f"It is the day to look again at {page.headline}",),
        paragraph(page.first_line, _who_asked(look, on)),
        paragraph((Bold(f"{full_ending(page, ruling)}."),)),
        *why_blocks(page, ruling),
        *_what_convinced(page, ruling),
        *outcome_blocks(page, ruling),
        paragraph(_what_to_do(page), _next(look, on)),
        *row(page, Click.BOTH_CASES, Click.REOPEN, *stop),
    )


def _who_asked(look: LookAgain, on: date) -> Line:
    what = (
        f"a {look.pace.value} look at it" if look.pace else f"another look at it on {say_day(on)}"
    )
    return (Mention(look.by), f" asked for {what}.")


def _what_convinced(page: Page, ruling: Ruling) -> list[Json]:
    """The case behind the choice in short, with its accuracy and on what that was measured."""
    chosen = ruling.chosen
    filed = page.filed(chosen.side) if chosen else None
    if chosen is None or filed is None:
        return []
    lines = (*claim_lines(page, filed), *_accuracy(page, chosen.option))
    return [paragraph((f"What {chosen.side} said then:",), *lines)]


def _accuracy(page: Page, option: Option) -> Iterator[Line]:
    if words := option_facts(option).get("accuracy"):
        yield (Bold(f"Accuracy of {page.title(option)}: "), *words)


def _what_to_do(page: Page) -> Line:
    reopen = f"If it does not, reopen {page.number} with what is new."
    return (f"If what convinced then still holds, there is nothing to do. {reopen}",)


def _next(look: LookAgain, on: date) -> Line:
    coming = look.next_day(on)
    if coming is None or look.pace is None:
        return ("You are not told of it again, unless somebody sets another day.",)
    return (f"The next look is on {say_day(coming)}, {look.pace.value} until somebody stops it.",)


def half_time(page: Page, option: Option) -> Message:
    """To the winning lead, who had said what would make their side stop."""
    days = count(option.days_to_feedback or 0, "day")
    return message(
        (f"Half of the {days} is over on {page.number}: {page.title(option)}. Is it to go on?",),
        paragraph(
            page.first_line,
            (f"Half of the {days} for {page.title(option)} is over. Your side would stop if:",),
        ),
        quote(page.text(option.stop_if)),
        paragraph((_IF_SO,)),
        actions(
            one(page, Click.DROPPED, label="It is so: drop it"),
            one(page, Click.NOT_YET, label="It takes longer"),
        ),
    )


_IF_SO = (
    "If it is so, drop it: that was the plan, and nobody's fault. If not, there is nothing to do. "
    "If it takes longer, say until when."
)


def overdue(page: Page, chosen: Chosen, promised: date) -> Message:
    """To the lead of the side that was not chosen: what they may do now, and need not."""
    title, by = page.title(chosen.option), say_day(promised)
    answer = "answer" if chosen.option.audience is Audience.INTERNAL else "customers' answer"
    return message(
        (f"The answer that {title} promised on {page.number} by {by} has not come.",),
        paragraph(
            page.first_line,
            (f"The {answer} that {title} promised by {by} has not come.",),
            *_put_off(page),
            (f"You may reopen {page.number} without new evidence; nobody has to.",),
        ),
        *row(page, Click.REOPEN, Click.BOTH_CASES),
    )


def _put_off(page: Page) -> Iterator[Line]:
    """The last "not yet", where there is one."""
    word = last_word(page.seen)
    if word and isinstance(word.became, NotYet):
        why = page.line(word.became.why, most=MOST_WHY)
        yield (Mention(word.by), f' has put it off to {say_day(word.became.until)}: "{why}"')
