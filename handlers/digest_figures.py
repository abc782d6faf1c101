"""The digest's figures: whose options were chosen, how long it took, how promises were kept."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.case import Side
from bot.domain.digest import Digest
from bot.domain.digest_bounds import Happened
from bot.domain.words import count
from handlers.blocks import bullets, paragraph
from handlers.chart import chart, in_words
from handlers.ids import COMMAND
from handlers.ledger import area_line, ledger_chart
from handlers.text import Bold, Json, Line
from handlers.track_record import record_blocks, record_chart

MOST_AREAS = 8
_DAY = timedelta(days=1)


def figures(digest: Digest, *, with_chart: bool) -> list[Json]:
    """All of them in words; the charts beside, where they may be."""
    return [
        *_counts(digest),
        *_chart(digest, with_chart=with_chart),
        *record_blocks(digest.record, with_chart=with_chart),
        *_gates(digest),
        *_gpus(digest, with_chart=with_chart),
    ]


def _gates(digest: Digest) -> list[Json]:
    """What became of gates, by the side whose option it was."""
    said = [_of_side(digest, side) for side in Side]
    told = "; ".join(words for words in said if words)
    return [paragraph((f"Gates, by the side whose option it was: {told}.",))] if told else []


def _of_side(digest: Digest, side: Side) -> str:
    counted = [(digest.bounds.gates.get((side, what), 0), what) for what in Happened]
    told = ", ".join(f"{number} {what}" for number, what in counted if number)
    return f"{side} {told}" if told else ""


def _gpus(digest: Digest, *, with_chart: bool) -> list[Json]:
    """What the running rulings of each area use; drawn where Slack takes one more chart."""
    used = digest.bounds.ledger
    if not used:
        return []
    rest = len(used) - MOST_AREAS
    lines = [area_line(one) for one in used[:MOST_AREAS]]
    more: tuple[Line, ...] = ((f"and {rest} more: {COMMAND} ledger",),) if rest > 0 else ()
    drawn = ledger_chart(used) if with_chart and not _has_all_charts(digest) else None
    title: Line = (Bold("GPU-weeks a month of what runs"),)
    return [*([drawn] if drawn else []), paragraph(title), bullets(*lines, *more)]


def _has_all_charts(digest: Digest) -> bool:
    return digest.has_chart and record_chart(digest.record) is not None


def _counts(digest: Digest) -> Iterator[Json]:
    """Whose options were chosen, by side; how long it took; how often the rule had to choose."""
    if digest.median_length is None:
        return
    chosen = [f"{side} {digest.chosen_of.get(side, 0)}" for side in Side]
    rulings = count(len(digest.chosen), "ruling")
    median = f"Median {_length(digest.median_length)} to a ruling"
    yield paragraph(
        (f"Options chosen, by side: {', '.join(chosen)}.",),
        (f"{median}; {digest.by_the_rule} of {rulings} by the rule.",),
    )


def _length(length: timedelta) -> str:
    """A length in days, to a tenth: 4 days, 3.5 days."""
    days = round(length / _DAY, 1)
    if days < 1:
        return "less than a day"
    return "1 day" if days == 1 else f"{days:g} days"


def _chart(digest: Digest, *, with_chart: bool) -> list[Json]:
    """The endings of eight weeks, drawn where it may be, and always in words."""
    if not digest.has_chart:
        return []
    return [*([chart(digest)] if with_chart else []), paragraph((in_words(digest),))]
