"""What a side has put forward, as lines for a message, a table's cell or a window."""

from collections.abc import Iterator

from bot.domain.case import Evidence, Filed, Option, Side
from bot.domain.dispute import Sealed, Yielded
from bot.domain.facts import case_facts, option_facts
from bot.domain.minimum_model import OwnLimit
from bot.domain.words import Words
from handlers.blocks import bullets, paragraph
from handlers.builder_said import days_said
from handlers.page import Page
from handlers.text import Bold, Json, Line, Link

MOST_LABEL = 80
LABELS = {"constraint": "What holds it back", "impact hypothesis": "What should change"}


def case_blocks(page: Page, side: Side) -> list[Json]:
    """A side's case as far as its reader may read it; at most seven blocks."""
    filed = page.filed(side)
    if filed is None:
        return [paragraph((Bold(f"{side.capitalize()}. "), *_why_nothing(page, side)))]
    title: Line = (Bold(f"{side.capitalize()}'s case"), ", filed ", filed.filed_at)
    options = [block for option in filed.case.options for block in _option_blocks(page, option)]
    return [paragraph(title, *claim_lines(page, filed)), *options]


def _why_nothing(page: Page, side: Side) -> Words:
    match page.seen.party(side).standing:
        case Sealed(filed_at=at):
            until = " until both cases are in" if page.running else ""
            return ("Filed ", at, f"; sealed{until}.")
        case Yielded(reason=reason):
            return (f"Yielded: {page.text(reason)}",)
        case _:
            return ("No case is in.",)


def claim_lines(page: Page, filed: Filed) -> tuple[Line, ...]:
    """The constraint, the impact hypothesis and the evidence, a line each."""
    facts = case_facts(filed.case)
    claims = [
        (Bold(f"{name}: "), *_shortened(page, facts[label]))
        for label, name in LABELS.items()
        if label in facts
    ]
    return (*claims, *evidence_lines(page, filed.case.evidence))


def evidence_lines(
    page: Page, pieces: tuple[Evidence, ...], *, label: str = "Evidence, "
) -> Iterator[Line]:
    """Each piece with its kind and its link."""
    return (_evidence_line(page, piece, label) for piece in pieces)


def _evidence_line(page: Page, piece: Evidence, label: str) -> Line:
    said = (Bold(f"{label}{piece.kind}: "), page.text(piece.statement))
    if not piece.link:
        return said
    whole = len(piece.link) <= page.most
    return (*said, " ", Link(piece.link) if whole else page.text(piece.link))


def _option_blocks(page: Page, option: Option) -> list[Json]:
    facts = fact_lines(page, option)
    title = paragraph((Bold("Option: "), page.title(option)))
    return [title, bullets(*facts)] if facts else [title]


def fact_lines(page: Page, option: Option) -> tuple[Line, ...]:
    """What is known of an option, a line each."""
    facts = option_facts(option, own_limits(page))
    shown = {**facts, "days": days_said(option)} if "days" in facts else facts
    return tuple(
        (f"{page.line(label, most=MOST_LABEL)}: ", *_shortened(page, words))
        for label, words in shown.items()
    )


def own_limits(page: Page) -> tuple[OwnLimit, ...]:
    """The limits that the dispute's area has named itself."""
    terms = page.opening.terms
    return terms.minimum.own if terms else ()


def _shortened(page: Page, words: Words) -> Words:
    return tuple(page.text(part) if isinstance(part, str) else part for part in words)
