"""The options of both sides, and both cases, side by side."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from bot.domain.bounds import GATE_STANDS
from bot.domain.case import Filed, Option, Side
from bot.domain.default_rule import NotChoosable, Ranked
from bot.domain.facts import case_facts, option_facts, own_label
from bot.domain.words import Mention, Words
from bot.domain.words import plain as in_plain_words
from handlers.best import Contest, Figure, contests, marked
from handlers.blocks import bullets, paragraph, table
from handlers.builder_said import days_said
from handlers.cases import LABELS, case_blocks, evidence_lines, fact_lines, own_limits
from handlers.page import Page
from handlers.text import Bold, Json, Line

COMPARED = ("accuracy", "latency", "cost per query", "GPU-weeks a month")
"""The facts that stand beside the days where some option has them."""
FIGURES = ("cost of delay", "ops burden")
SHOWN = ("build, buy or skip", "we stop if")
MOST_CELL, MOST_FIGURE = 300, 60

Row = Mapping[str, Words]
"""An option's cells by the names of their columns; what is not known has none."""


def option_blocks(page: Page, *, plain: bool) -> list[Json]:
    """Every option that may be read, in the rule's order: a table, or a paragraph each."""
    rows = list(_rows(page))
    if not rows:
        return []
    columns = [label for label in _columns(page) if any(label in row for row in rows)]
    if not plain:
        cells = ([_as_cell(row.get(label, ())) for label in columns] for row in rows)
        return [table([_as_head(page, label) for label in columns], *cells)]
    told = bullets(*(_as_sentence(page, columns, row) for row in rows))
    return [paragraph((Bold("The options, in the rule's order:"),)), told]


def _columns(page: Page) -> tuple[str, ...]:
    own = (own_label(limit.name) for limit in own_limits(page))
    compared = ("option", "side", "days", *COMPARED)
    return (*compared, "who sees it", "choosable by the rule", *FIGURES, *own, *SHOWN)


def _as_head(page: Page, label: str) -> str:
    return page.line(f"{label[0].upper()}{label[1:]}", most=MOST_FIGURE)


def _as_cell(words: Words) -> str | Json:
    """Text as it is; people only a paragraph can name."""
    named = any(isinstance(part, Mention) for part in words)
    return paragraph(words) if named else in_plain_words(words)


def _as_sentence(page: Page, columns: Iterable[str], row: Row) -> Line:
    labels = (label for label in columns if row.get(label) and label not in {"option", "side"})
    named = ((page.line(label, most=MOST_FIGURE), label) for label in labels)
    told = (part for name, label in named for part in ("; ", f"{name}: ", *row[label]))
    return (*row["option"], " (", *row["side"], "). ", *islice(told, 1, None))


def _rows(page: Page) -> Iterator[Row]:
    verdict = page.seen.verdict()
    placed: tuple[Ranked | NotChoosable, ...] = (*verdict.ranking, *verdict.not_choosable)
    options = [standing.option for standing in placed]
    compared = contests(own_limits(page))
    best = {label: contest.best_of(options) for label, contest in compared.items()}
    for standing in placed:
        row = _row(page, standing)
        won = (label for label in row if _is_best(standing.option, label, compared, best))
        yield {**row, **{label: marked(row[label], compared[label].best) for label in won}}


def _is_best(
    option: Option, label: str, compared: Mapping[str, Contest], best: Mapping[str, Figure]
) -> bool:
    figure = best.get(label)
    return figure is not None and compared[label].of(option) == figure


def _row(page: Page, standing: Ranked | NotChoosable) -> Row:
    option = standing.option
    path = f", {option.path} path" if option.path else ""
    audience = page.line(_audience(option), most=MOST_CELL)
    return {
        **_facts(page, option),
        "option": (f"{page.title(option)}{path}",),
        "side": (standing.side.value,),
        "days": days_said(option),
        "who sees it": (audience,) if audience else (),
        "choosable by the rule": (page.line(_choosable(standing), most=MOST_CELL),),
    }


def _audience(option: Option) -> str:
    return ": ".join(text for text in (option.audience or "", option.customer) if text)


def _choosable(standing: Ranked | NotChoosable) -> str:
    if isinstance(standing, Ranked):
        return "yes"
    return f"no: {'; '.join(dict.fromkeys(map(_in_short, standing.reasons)))}"


def _in_short(reason: str) -> str:
    """A reason as it stands in a cell: what a gate says in full stands below."""
    return GATE_STANDS if reason.startswith(GATE_STANDS) else reason


def _facts(page: Page, option: Option) -> Row:
    facts = option_facts(option, own_limits(page))
    most = dict.fromkeys(facts, MOST_FIGURE) | {"we stop if": MOST_CELL}
    return {
        label: (page.line(in_plain_words(words), most=most[label]),)
        for label, words in facts.items()
        if label in _columns(page)
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
