"""Feasibility gates in words: the limit, what would lift it, and whether the rule looks at it."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.case import Option
from bot.domain.gate import TIME_TO_ANSWER, Gate, Gated, figure_of, say_limit
from bot.domain.gates import MOST_GATES
from bot.domain.words import say_number
from handlers.blocks import bullets, paragraph
from handlers.page import MOST_OPTION_TITLE, Page
from handlers.text import Bold, Json, Line

MOST_LIMIT, MOST_LIFTED_BY = 300, 200
MOST_IN_A_MESSAGE = 6
"""With every field at its longest they leave room for all the options."""

UNITS = {
    Gated.ACCURACY: "%",
    Gated.LATENCY: "ms",
    Gated.COST_PER_QUERY: "USD a query",
    Gated.GPU_WEEKS: "GPU-weeks a month",
}
"""Of the figures that a case states."""


def gate_blocks(page: Page, *, most: int = MOST_GATES) -> list[Json]:
    """The gates that stand against an option that is there: those that bind, then the others.

    Where they are more than `most`, the rest are counted, with where they can be read.
    """
    binding, late = _by_whether_they_bind(page)
    left_out = len(binding) + len(late) - most
    more: Line = (f"And {left_out} more: [Both cases].",)
    return [
        *_listed(page, _BINDING, binding[:most]),
        *_listed(page, _LATE, late[: max(most - len(binding), 0)]),
        *([paragraph(more)] if left_out > 0 else []),
    ]


def _by_whether_they_bind(page: Page) -> tuple[list[Gate], list[Gate]]:
    gates = [gate for _, gate in standing_gates(page)]
    return (
        [gate for gate in gates if binds(page, gate)],
        [gate for gate in gates if not binds(page, gate)],
    )


_BINDING = "Research's gates take these options out of the rule:"
_LATE = "Research's gates that came too late to bind, and are shown only:"


def _listed(page: Page, title: str, gates: Iterable[Gate]) -> list[Json]:
    lines = [gate_line(page, gate) for gate in gates]
    return [paragraph((Bold(title),)), bullets(*lines)] if lines else []


def gate_line(page: Page, gate: Gate) -> Line:
    """Its option, and what it says: Rules-based filter (product): real-time answers, at most …."""
    return (f"{gated_title(page, gate)} ({gate.side}): {limit_and_way_out(page, gate)}",)


def limit_and_way_out(page: Page, gate: Gate) -> str:
    """The limit, and what would lift it."""
    return f"{limit_of(page, gate)}; not before: {way_out(page, gate)}."


def limit_of(page: Page, gate: Gate) -> str:
    """The limit in words, in one line."""
    return page.phrase(say_limit(gate.limit), most=MOST_LIMIT)


def way_out(page: Page, gate: Gate) -> str:
    """What would lift it, in one line."""
    return page.phrase(gate.limit.lifted_by, most=MOST_LIFTED_BY)


def standing_gates(page: Page) -> list[tuple[int, Gate]]:
    """The gates that stand against an option that is there, each with its place among all."""
    return [
        (position, gate)
        for position, gate in enumerate(page.seen.gates)
        if gate.stands and gated_option(page, gate)
    ]


def gated_option(page: Page, gate: Gate) -> Option | None:
    """The option that it is against; None once its case has it no more."""
    filed = page.filed(gate.side)
    return filed.option(gate.option) if filed else None


def gated_title(page: Page, gate: Gate) -> str:
    """The title of the option that it is against."""
    option = gated_option(page, gate)
    return page.title(option) if option else "an option that is gone"


def binds(page: Page, gate: Gate) -> bool:
    """Whether the rule looks at it."""
    both_in_at = page.known.both_in_at
    return both_in_at is not None and gate.binds(page.opening.window, both_in_at)


def binding_until(page: Page, *, renews: datetime | None = None) -> datetime:
    """Until when a gate that is raised binds; `renews` is when one about the same fell."""
    window = page.opening.window
    answered = [at for at in (page.known.both_in_at, renews) if at]
    last = max(window.closes_at - TIME_TO_ANSWER, *(at + TIME_TO_ANSWER for at in answered))
    return min(last, window.closes_at)


def figure_said(gate: Gate, option: Option) -> str:
    """What the option says of the gated figure now: 900 ms; "" where it says nothing."""
    figure = figure_of(option, gate.limit.gated)
    return "" if figure is None else f"{say_number(figure)} {UNITS[gate.limit.gated]}"


def gate_in_short(page: Page, gate: Gate) -> str:
    """One of several to choose from: Rules-based filter: real-time answers, at most 200 ms."""
    title = page.line(gated_title(page, gate), most=MOST_OPTION_TITLE // 2)
    return f"{title}: {limit_of(page, gate)}"
