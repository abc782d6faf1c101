"""The options of both sides, and both cases, side by side."""

from collections.abc import Iterator

from bot.domain.case import Filed, Option, Side
from bot.domain.default_rule import NotChoosable, Ranked
from bot.domain.facts import case_facts, option_facts
from bot.domain.words import Mention, Words
from bot.domain.words import plain as in_plain_words
from handlers.blocks import bullets, paragraph, table
from handlers.builder_said import days_said
from handlers.cases import LABELS, case_blocks, evidence_lines, fact_lines
from handlers.page import Page
from handlers.text import Bold, Json, Line

FIGURES = (
    "cost of delay",
    "cost per query",
    "accuracy",
    "latency",
    "GPU-weeks a month",
    "ops burden",
    "build, buy or skip",
    "we stop if",
)
"""The facts that have a column where some option has them."""
MOST_CELL, MOST_FIGURE = 300, 60
MOST = dict.fromkeys(FIGURES, MOST_FIGURE) | {"we stop if": MOST_CELL}
HEAD = ("Option", "Side", "Days", "Who sees it", "Choosable by the rule")


def option_blocks(page: Page, *, plain: bool) -> list[Json]:
    """Every option that may be read, in the rule's order: a table, or a paragraph each."""
    rows = list(_rows(page))
    if not rows:
        return []
    figures = [label for label in FIGURES if any(label in facts for _, facts in rows)]
    head = [*HEAD, *(label[0].upper() + label[1:] for label in figures)]
    cells = [[*row, *(facts.get(label, ()) for label in figures)] for row, facts in rows]
    if not plain:
        return [table(head, *(list(map(_as_cell, row)) for row in cells))]
    return [paragraph((Bold("The options, in the rule's order:"),)), _as_list(head, cells)]


def _as_cell(words: Words) -> str | Json:
    """Text as it is; people only a paragraph can name."""
    named = any(isinstance(part, Mention) for part in words)
    return paragraph(words) if named else in_plain_words(words)


def _as_list(head: list[str], cells: list[list[Words]]) -> Json:
    return bullets(*(_as_sentence(head, row) for row in cells))


def _as_sentence(head: list[str], row: list[Words]) -> Line:
    title, side, *facts = row
    labels = (label.lower() for label in head[2:])
    told = [(f"{label}: ", *fact) for label, fact in zip(labels, facts, strict=True) if fact]
    between = [part for fact in told for part in ("; ", *fact)]
    return (*title, " (", *side, "). ", *between[1:])


def _rows(page: Page) -> Iterator[tuple[list[Words], dict[str, Words]]]:
    verdict = page.seen.verdict()
    placed: tuple[Ranked | NotChoosable, ...] = (*verdict.ranking, *verdict.not_choosable)
    for standing in placed:
        yield _row(page, standing), _figures(page, standing.option)


def _row(page: Page, standing: Ranked | NotChoosable) -> list[Words]:
    option = standing.option
    audience = page.line(_audience(option), most=MOST_CELL)
    return [
        (page.title(option),),
        (standing.side.value,),
        days_said(option),
        (audience,) if audience else (),
        (page.line(_choosable(standing), most=MOST_CELL),),
    ]


def _audience(option: Option) -> str:
    return ": ".join(text for text in (option.audience or "", option.customer) if text)


def _choosable(standing: Ranked | NotChoosable) -> str:
    if isinstance(standing, Ranked):
        return "yes"
    return f"no: {'; '.join(standing.reasons)}"


def _figures(page: Page, option: Option) -> dict[str, Words]:
    facts = option_facts(option)
    return {
        label: (page.line(in_plain_words(facts[label]), most=MOST[label]),)
        for label in FIGURES
        if label in facts
    }


def side_by_side(page: Page, *, plain: bool) -> list[Json]:
    """Both cases: a table with a column for each, or one below the other."""
    product, research = (page.filed(side) for side in Side)
    if plain or product is None or research is None:
        return [block for side in Side for block in case_blocks(page, side)]
    head = [page.number, *(f"{side.capitalize()}'s case" for side in Side)]
    return [table(head, *_case_rows(page, product, research))]


def _case_rows(page: Page, *cases: Filed) -> Iterator[list[str | Json]]:
    for label, name in LABELS.items():
        yield [name, *(_claim_cell(page, filed, label) for filed in cases)]
    yield ["Evidence", *(_evidence_cell(page, filed) for filed in cases)]
    for number in range(max(len(filed.case.options) for filed in cases)):
        yield [f"Option {number + 1}", *(_option_cell(page, filed, number) for filed in cases)]


def _claim_cell(page: Page, filed: Filed, label: str) -> str:
    return page.text(in_plain_words(case_facts(filed.case).get(label, ())))


def _evidence_cell(page: Page, filed: Filed) -> str | Json:
    return _cell(*evidence_lines(page, filed.case.evidence, label=""))


def _option_cell(page: Page, filed: Filed, number: int) -> str | Json:
    if number >= len(filed.case.options):
        return ""
    option = filed.case.options[number]
    return _cell((page.title(option),), *fact_lines(page, option))


def _cell(*lines: Line) -> str | Json:
    return paragraph(*lines) if lines else ""
