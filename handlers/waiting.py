"""What it costs to wait, in words: a week's money, the sum it comes from, and what it is by now."""

from decimal import ROUND_HALF_UP, Decimal

from bot.domain.waiting import Waiting, waiting_costs
from bot.domain.words import say_length, say_number
from handlers.page import Page
from handlers.text import Bold, Line

MOST_SUM = 120


def waiting_line(page: Page) -> tuple[Line, ...]:
    """The dearest option to wait for, and what that has cost since the dispute was opened."""
    dearest = _dearest(page)
    if dearest is None:
        return ()
    return ((_LABEL, f"{a_week(page, dearest)}; {so_far(page, dearest)}."),)


def week_line(page: Page) -> tuple[Line, ...]:
    """The same a week alone, for what may stand there for days."""
    dearest = _dearest(page)
    return ((_LABEL, f"{a_week(page, dearest)}."),) if dearest else ()


_LABEL = Bold("Waiting costs: ")


def _dearest(page: Page) -> Waiting | None:
    return next(iter(waiting_costs(page.seen)), None) if page.running else None


def a_week(page: Page, waiting: Waiting) -> str:
    """1,411 USD a week without Rules-based filter (product says: 17 cases x 83 USD)."""
    figures = waiting.option.figures
    sum_ = page.phrase(figures.cost_of_delay_sum, most=MOST_SUM)
    said = f"{waiting.side} says: {sum_}" if sum_ else f"{waiting.side} says"
    return f"{usd(waiting.per_week)} a week without {page.title(waiting.option)} ({said})"


def so_far(page: Page, waiting: Waiting) -> str:
    """605 USD so far, in 3 days."""
    window = page.opening.window
    waited = min(page.now, window.closes_at) - window.opens_at
    return f"{usd(waiting.so_far(window, page.now))} so far, in {say_length(waited)}"


def usd(amount: Decimal) -> str:
    """Money in whole dollars, or in cents below one."""
    whole = Decimal(1) if amount >= 1 or amount == 0 else Decimal("0.01")
    return f"{say_number(amount.quantize(whole, ROUND_HALF_UP))} USD"
