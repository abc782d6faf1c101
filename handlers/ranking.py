"""The rule's order: each option in its place with the reason, and what it passes over."""

from collections.abc import Iterator

from bot.domain.default_rule import Ranked, Verdict, why_behind
from bot.domain.words import count
from handlers.blocks import bullets, paragraph
from handlers.page import Page
from handlers.text import Bold, Json, Line


def ranking_blocks(page: Page, verdict: Verdict) -> list[Json]:
    """The ranked options, then those that the rule cannot choose with every reason."""
    ranked = [paragraph(*_ranked_lines(page, verdict))] if verdict.ranking else []
    return [*ranked, *_passed_over(page, verdict)]


def _ranked_lines(page: Page, verdict: Verdict) -> Iterator[Line]:
    for ranked in verdict.ranking:
        named = f"{ranked.rank}. {page.title(ranked.option)} ({ranked.side}): "
        yield (f"{named}{why_there(verdict, ranked)}",)


def why_there(verdict: Verdict, ranked: Ranked) -> str:
    """Why an option stands in its place: the days of the first, what sets each other one back."""
    if ranked.rank == 1:
        return count(ranked.option.days_to_feedback or 0, "day")
    return why_behind(verdict, ranked)


def _passed_over(page: Page, verdict: Verdict) -> list[Json]:
    lines = [
        (f"{page.title(one.option)} ({one.side}): {page.reasons(one.reasons)}",)
        for one in verdict.not_choosable
    ]
    title = Bold("The rule cannot choose:")
    return [paragraph((title,)), bullets(*lines)] if lines else []
