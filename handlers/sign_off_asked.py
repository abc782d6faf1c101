"""What a founder is asked: whether one option may use more GPU than its area's budget."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.bounds import SignOff
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId, UserId
from bot.domain.sealing import seen_in_channel
from bot.domain.signing_off import option_to_sign, options_to_sign, who_signs
from bot.domain.words import Mention, say_number
from handlers.blocks import Message, actions, bullets, message, paragraph
from handlers.buttons import one
from handlers.cases import fact_lines
from handlers.fitting import fitted
from handlers.ids import Click
from handlers.page import Page
from handlers.signatures import signed_line
from handlers.text import Bold, Json, Line


def if_needed(
    dispute: Dispute, side: Side, option: OptionId, to: UserId
) -> Callable[[Page], Message] | None:
    """How a founder is asked; None when no signature is needed, or not theirs."""
    wanted = next((one for one in options_to_sign(dispute, side) if one.id == option), None)
    if wanted is None or to not in who_signs(dispute, side, (to,)):
        return None
    is_own = to in dispute.speakers
    return lambda page: asked(page, side, wanted, is_own=is_own)


def asked(page: Page, side: Side, option: Option, *, is_own: bool) -> Message:
    """The one option, why it needs a founder's word, and until when."""
    end = page.opening.window.closes_at
    return message(
        (f"Your signature is asked for on {page.number}, until ", end, f". {page.question}"),
        paragraph(
            page.first_line,
            (
                Mention(page.seen.party(side).lead),
                f" ({side}) has an option that needs {over_budget(page, option)}. ",
                "It takes a founder's signature, until ",
                end,
                ".",
            ),
        ),
        *option_blocks(page, side, option),
        paragraph(*what_it_means(page, side, is_own=is_own)),
        actions(one(page, Click.SIGN_OFF, side=side, option=option.id)),
    )


def over_budget(page: Page, option: Option) -> str:
    """What it needs against what there is: 8 GPU-weeks a month, over the budget of 5."""
    needed = say_number(option.figures.gpu_weeks_per_month or 0)
    budget = say_number(page.opening.terms.gpu_budget if page.opening.terms else 0)
    return f"{needed} GPU-weeks a month, over the budget of {budget}"


def option_blocks(page: Page, side: Side, option: Option) -> list[Json]:
    """All that its side says of that one option."""
    title: Line = (Bold(page.title(option)), f", {side}'s option")
    return [paragraph(title), bullets(*fact_lines(page, option))]


def what_it_means(page: Page, side: Side, *, is_own: bool) -> tuple[Line, ...]:
    """Who may read of it, what a signature is worth, and what comes without one."""
    sealed = (
        f"{side.capitalize()}'s case is sealed. You read this one option because you are asked; "
        f"nobody else outside {side} may read of it before both cases are in."
    )
    return (
        *(() if page.seen.is_unsealed else ((sealed,),)),
        *(((_OWN,),) if is_own else ()),
        (_WITH_AND_WITHOUT,),
    )


_OWN = (
    "You speak for a side, and are the only founder: your signature will be marked as your own "
    "sign-off."
)
_WITH_AND_WITHOUT = (
    "A signature lets it use this much, and no more. Without a founder's signature by the end the "
    "rule cannot choose it; people can still agree on it, or decide for it."
)


def draw_signed(dispute: Dispute, side: Side, option: OptionId, *, now: datetime) -> Message:
    """In place of the question: that it is signed, by whom, why, and for how much."""
    signed = option_to_sign(dispute, side, option)
    word = next(one for one in dispute.signoffs if one.covers(side, signed))
    seen = seen_in_channel(dispute, now=now)
    return fitted(lambda most: _signed(Page(seen=seen, now=now, most=most), side, signed, word))


def _signed(page: Page, side: Side, option: Option, word: SignOff) -> Message:
    sealed: Line = (f"Nobody outside {side} may read of it before both cases are in.",)
    return message(
        (f"It is signed off on {page.number}. {page.question}",),
        paragraph(page.first_line, signed_line(page, side, option, word)),
        paragraph(*(() if page.seen.is_unsealed else (sealed,)), (_MORE,)),
    )


_MORE = "Should the option need more than that, a founder is asked again."
