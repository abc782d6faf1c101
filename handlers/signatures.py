"""A founder's signature for an option over its area's GPU budget: beside it, and as news."""

from collections.abc import Callable, Iterator

from bot.domain.bounds import SignOff
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId
from bot.domain.ruling import Ruling
from bot.domain.words import Mention, say_number
from handlers.blocks import Message, bullets, message, paragraph, quote
from handlers.buttons import row
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import would_choose
from handlers.text import Bold, Json, Line

MOST_REASON = 300


def signature_blocks(page: Page) -> list[Json]:
    """Each option that may be read and is signed for: by whom, why, and for how much."""
    lines = list(_signed(page))
    title = Bold("Over the GPU budget, and signed off:")
    return [paragraph((title,)), bullets(*lines)] if lines else []


def _signed(page: Page) -> Iterator[Line]:
    for filed in page.readable:
        for option in filed.case.options:
            if word := signature_of(page, filed.side, option):
                yield signed_line(page, filed.side, option, word)


def chosen_signature_blocks(page: Page, ruling: Ruling) -> list[Json]:
    """The signature on which the chosen option rests, where there is one."""
    if ruling.chosen is None:
        return []
    side, option = ruling.chosen.side, ruling.chosen.option
    words = (word for word in ruling.verdict.bounds.signoffs if word.covers(side, option))
    return [paragraph(signed_line(page, side, option, word)) for word in words][:1]


def signature_of(page: Page, side: Side, option: Option) -> SignOff | None:
    """The signature that covers what an option needs now."""
    words = (word for word in page.seen.bounds.signoffs if word.covers(side, option))
    return next(words, None)


def signed_line(page: Page, side: Side, option: Option, word: SignOff) -> Line:
    """Hungry filter (product). Signed off by @Olu: "Worth it.", up to 8 GPU-weeks a month."""
    own = " (own sign-off)" if word.is_own else ""
    why = page.line(word.reason, most=MOST_REASON)
    return (
        f"{page.title(option)} ({side}). Signed off by ",
        Mention(word.by),
        f'{own}: "{why}", {weeks(word)}.',
    )


def weeks(word: SignOff) -> str:
    """For how much it is signed: up to 8 GPU-weeks a month."""
    return f"up to {say_number(word.gpu_weeks)} GPU-weeks a month"


def if_signed(dispute: Dispute, side: Side, option: OptionId) -> Callable[[Page], Message] | None:
    """How a signature is told; None when its option is gone, or needs another one by now."""
    for filed in dispute.filed:
        found = filed.option(option) if filed.side is side else None
        word = next((one for one in dispute.signoffs if found and one.covers(side, found)), None)
        if found and word:
            return lambda page: signed_off(page, side, found, word)
    return None


def signed_off(page: Page, side: Side, option: Option, word: SignOff) -> Message:
    """To the option's side, and to everybody once both cases are in."""
    own = " It is their own sign-off: they speak for a side, and are the only founder."
    sealed = f"Only {side} reads this until both cases are in."
    return message(
        (Mention(word.by), f" has signed off an option's GPU use on {page.headline}"),
        paragraph(
            page.first_line,
            (
                Mention(word.by),
                " has signed off ",
                Bold(page.title(option)),
                f", {side}'s option, for {weeks(word)}:",
            ),
        ),
        quote(page.text(word.reason)),
        paragraph(
            (f"Its GPU use no longer keeps the rule from choosing it.{own * word.is_own}",),
            would_choose(page, page.seen.verdict()) if page.seen.is_unsealed else (sealed,),
        ),
        *(row(page, Click.BOTH_CASES) if page.seen.is_unsealed else []),
    )
