"""The answer to `/roadmap ledger`: what running rulings use of the GPUs, against their budgets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.domain.ledger import AreaLedger, Commitment
from bot.domain.words import Words, count, say_number
from bot.services.gates import read_ledger
from handlers.blocks import Message, button, context, header, message, paragraph
from handlers.buttons import LABELS
from handlers.chart import bars
from handlers.context import Request
from handlers.fitting import fitted
from handlers.ids import COMMAND, Click
from handlers.page import MOST_OPTION_TITLE, one_line
from handlers.text import Bold, Json, Line, cut, mrkdwn

MOST_ROWS = 20
"""Each in an area of its own, they stay under Slack's 50 blocks a message."""
MOST_NAME = 60
MOST_DRAWN, MOST_LABEL = 8, 20
CHART_TITLE = "GPU-weeks a month, by area"
NO_AREA = "No area"


async def answer(asked: Request, _rest: str) -> Message:
    """The ledger, as far as who asks may see it."""
    ledgers = await read_ledger(
        asked.team, to=await asked.person(), directory=asked.directory, begin=asked.begin
    )
    return replace(ledger(ledgers), chart=ledger_chart(ledgers))


def ledger(ledgers: Sequence[AreaLedger]) -> Message:
    """The area that uses most first, and in each the ruling that uses most."""
    if not ledgers:
        return message((_NOTHING,), paragraph((_NOTHING,), (_WHAT_COUNTS,)))
    return fitted(lambda most: _draw(ledgers, most))


_NOTHING = "No running ruling that you can see uses GPUs."
_WHAT_COUNTS = (
    "What is chosen counts here with the GPU-weeks a month that its case states, until it is "
    "dropped, set aside or retired."
)
_BUDGET = "Each ruling has its area's budget for one option; an area's are added up."
_RELEASE = (
    "A ruling counts until it is dropped, set aside or retired. If it runs no more: [Show], and "
    "then [Retire]. The side whose option was chosen can, or a founder."
)


def _draw(ledgers: Sequence[AreaLedger], most: int) -> Message:
    known = [(one, used) for one in ledgers for used in one.commitments]
    together = gpu_weeks(sum((one.gpu_weeks for one in ledgers), Decimal(0)))
    title = f"GPU ledger: {together} in {count(len(known), 'running ruling')}"
    left_out = [used for _, used in known[MOST_ROWS:]]
    return message(
        (title,),
        header(title),
        *_rows(known[:MOST_ROWS], most),
        *_the_rest(left_out),
        context((f"{_BUDGET} {_RELEASE}",)),
    )


def _rows(known: Sequence[tuple[AreaLedger, Commitment]], most: int) -> Iterator[Json]:
    above: AreaLedger | None = None
    for area, used in known:
        if area is not above:
            yield paragraph(area_line(area))
            above = area
        yield _row(used, most)


def area_line(area: AreaLedger) -> Line:
    """What an area uses in all, and what it could within the budgets."""
    rulings = count(len(area.commitments), "ruling")
    return (Bold(name_of(area)), f": {_against_budgets(area)} in {rulings}")


def _against_budgets(area: AreaLedger) -> str:
    """Such as: 2 of 5 GPU-weeks a month."""
    if not area.budget:
        return gpu_weeks(area.gpu_weeks)
    return f"{say_number(area.gpu_weeks)} of {gpu_weeks(area.budget)}"


def _row(used: Commitment, most: int) -> Json:
    """A ruling in a block: typed text as plain text, our own words beside it, [Show]."""
    title = one_line(used.title, most=min(MOST_OPTION_TITLE, most))
    words: tuple[Words, ...] = ((gpu_weeks(used.gpu_weeks),), (_against_budget(used),))
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": f"{used.dispute} {title}"},
        "fields": [{"type": "mrkdwn", "text": mrkdwn(told), "verbatim": True} for told in words],
        "accessory": button(LABELS[Click.SHOW], Click.SHOW, str(used.dispute.number)),
    }


def _against_budget(used: Commitment) -> str:
    if used.budget is None:
        return "Without a budget"
    over = used.gpu_weeks - used.budget
    budget = f"its budget of {say_number(used.budget)}"
    return f"{say_number(over)} over {budget}" if over > 0 else f"Within {budget}"


def _the_rest(left_out: Sequence[Commitment]) -> list[Json]:
    """The numbers of those for which there is no room."""
    if not left_out:
        return []
    numbers = ", ".join(str(used.dispute) for used in left_out)
    first = left_out[0].dispute.number
    said = f"And {len(left_out)} more: {numbers}. To see one: {COMMAND} show {first}"
    return [context((said,))]


def name_of(area: AreaLedger) -> str:
    """Its name in one line, or that it has none."""
    return one_line(area.area, most=MOST_NAME) or NO_AREA


def gpu_weeks(number: Decimal) -> str:
    """So many GPU-weeks a month: 6 GPU-weeks a month."""
    noun = "GPU-week" if number == 1 else "GPU-weeks"
    return f"{say_number(number)} {noun} a month"


def ledger_chart(ledgers: Sequence[AreaLedger]) -> Json | None:
    """What each area uses beside its budgets, as bars; None where names cannot be told apart."""
    shown = ledgers[:MOST_DRAWN]
    labels = [cut(name_of(one), MOST_LABEL) for one in shown]
    if not shown or len(set(labels)) < len(labels):
        return None
    series = {
        "Used": [float(one.gpu_weeks) for one in shown],
        "Budget": [float(one.budget) for one in shown],
    }
    return bars(CHART_TITLE, labels, series, x_label="Area", y_label="GPU-weeks a month")
