"""The options with fewer days than the chosen one, and why the rule could not choose them."""

from collections.abc import Iterator

from bot.domain.default_rule import NotChoosable
from bot.domain.ruling import Basis, Ruling
from handlers.blocks import bullets, paragraph
from handlers.page import Page
from handlers.text import Bold, Json, Line


def passed_over_blocks(page: Page, ruling: Ruling) -> list[Json]:
    """Each with its reasons, as the days alone would have put it first."""
    lines = [_line(page, one) for one in _quicker(ruling)]
    return [paragraph((_TITLE,)), bullets(*lines)] if lines else []


_TITLE = Bold("Fewer days, but the rule could not choose it:")


def _quicker(ruling: Ruling) -> Iterator[NotChoosable]:
    if ruling.basis is not Basis.DEFAULT_RULE or ruling.chosen is None:
        return
    days = ruling.chosen.option.days_to_feedback or 0
    for one in ruling.verdict.not_choosable:
        if (one.option.days_to_feedback or days) < days:
            yield one


def _line(page: Page, one: NotChoosable) -> Line:
    return (f"{page.brief(one.option)} ({one.side}): {page.reasons(one.reasons)}.",)
