"""The digest's figures: whose options were chosen, how long it took, how promises were kept."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.case import Side
from bot.domain.digest import Digest
from bot.domain.words import count
from handlers.blocks import paragraph
from handlers.chart import chart, in_words
from handlers.text import Json
from handlers.track_record import record_blocks

_DAY = timedelta(days=1)


def figures(digest: Digest, *, with_chart: bool) -> list[Json]:
    """All of them in words; the charts beside, where they may be."""
    return [
        *_counts(digest),
        *_chart(digest, with_chart=with_chart),
        *record_blocks(digest.record, with_chart=with_chart),
    ]


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
