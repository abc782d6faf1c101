"""What happened to a dispute: when, who, what."""

from collections.abc import Sequence

from bot.domain.events import Event
from bot.domain.words import Mention, Words, count
from handlers.blocks import bullets, paragraph
from handlers.text import Bold, Json, Line

MOST_EVENTS = 30


def history_blocks(events: Sequence[Event]) -> list[Json]:
    """The last events, a line each, the first of them said first."""
    if not events:
        return []
    earlier = len(events) - MOST_EVENTS
    title: Line = (Bold("What happened"),)
    left_out: tuple[Line, ...] = (
        ((f"{count(earlier, 'earlier event')} left out.",),) if earlier > 0 else ()
    )
    return [paragraph(title, *left_out), bullets(*map(_line, events[-MOST_EVENTS:]))]


def _line(event: Event) -> Line:
    return (event.at, ": ", *_who(event), event.deed.value, *_side(event))


def _who(event: Event) -> Words:
    return (Mention(event.by), " ") if event.by else ()


def _side(event: Event) -> Words:
    return (f" ({event.side})",) if event.side else ()
