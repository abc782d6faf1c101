"""How the days promised compare with the real ones: by side, never by person."""

from collections.abc import Sequence

from bot.domain.case import Side
from bot.domain.estimates import FEWEST, Estimate, Ratio, TrackRecord, say_ratio
from bot.domain.words import count
from handlers.blocks import paragraph
from handlers.chart import bars
from handlers.text import Bold, Json, Line

MOST_DRAWN = 8
CHART_TITLE = "Days promised and real, by dispute"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def own_record(record: TrackRecord, side: Side) -> str:
    """What a side is told of its own last answers; "" where there is none."""
    ratio = record.ratio(side)
    if not ratio.of:
        return ""
    if ratio.middle is None:
        answers = "answer" if ratio.of == 1 else "answers"
        said = f"{side.capitalize()} has had {_number(ratio.of)} {answers} so far"
        return f"{said}: too few to say how its days hold."
    last = f"{side.capitalize()}'s last {_number(ratio.of)} answers"
    return f"{last} {_took(ratio)} (median). {_PRIVATE}"


_PRIVATE = "Only your side reads this here."


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _took(ratio: Ratio) -> str:
    """How long the middle answer took: took 1.8 times the days promised."""
    if ratio.middle is None:
        return "are too few to say"
    if ratio.middle == 1:
        return "took just the days promised"
    said = say_ratio(ratio.middle)
    return (
        "took about the days promised" if said == "1.0" else f"took {said} times the days promised"
    )


def record_line(record: TrackRecord) -> tuple[Line, ...]:
    """What has come of the promises, by side; nothing where nothing has."""
    return (*_answered(record), *_not_answered(record))


def _answered(record: TrackRecord) -> tuple[Line, ...]:
    if not record.answered:
        return ()
    sides = "; ".join(_of_side(record, side) for side in Side)
    return ((Bold("Days promised against real: "), f"{sides}."),)


def _of_side(record: TrackRecord, side: Side) -> str:
    ratio = record.ratio(side)
    if not ratio.of:
        return f"{side} has no answer yet"
    if ratio.middle is None:
        return f"{side}'s answers are too few to say ({ratio.of})"
    return f"{side}'s answers {_took(ratio)} (median of {ratio.of}; {_by_builder(record, side)})"


def _by_builder(record: TrackRecord, side: Side) -> str:
    """What it makes that a builder had confirmed the days."""
    confirmed, other = (record.ratio(side, confirmed=one) for one in (True, False))
    if not other.of:
        return "a builder had confirmed the days of all"
    if not confirmed.of:
        return "no builder had confirmed the days"
    if confirmed.middle is None and other.middle is None:
        return f"for {confirmed.of} of them a builder had confirmed the days"
    had = f"the {confirmed.of} whose days a builder had confirmed"
    return f"{had}: {_in_short(confirmed)}; the {other.of} others: {_in_short(other)}"


def _in_short(ratio: Ratio) -> str:
    return f"{ratio}" if ratio.middle is None else f"{ratio} times"


def _not_answered(record: TrackRecord) -> tuple[Line, ...]:
    counted = {
        "Dropped before a customer answered": record.dropped,
        "Overdue by seven days or more": record.overdue,
    }
    said = [f"{what}: {_by_side(sides)}." for what, sides in counted.items() if sides]
    return ((" ".join(said),),) if said else ()


def _by_side(sides: Sequence[Side]) -> str:
    return ", ".join(f"{side} {sides.count(side)}" for side in Side if side in sides)


def record_blocks(record: TrackRecord, *, with_chart: bool = True) -> list[Json]:
    """The record in words, and from three answers on the last of them, drawn where it may be."""
    drawn = record_chart(record)
    lines = (*record_line(record), *(((record_in_words(record),),) if drawn else ()))
    return [
        *([drawn] if drawn and with_chart else []),
        *([paragraph(*lines)] if lines else []),
    ]


def record_chart(record: TrackRecord) -> Json | None:
    """The last answers as bars, the oldest first; None where there are too few."""
    if len(record.answered) < FEWEST:
        return None
    shown = _shown(record)
    series = {
        "Promised": [one.promised for one in shown],
        "Real": [one.real for one in shown],
    }
    labels = [str(one.dispute) for one in shown]
    return bars(CHART_TITLE, labels, series, x_label="Dispute", y_label="Days")


def record_in_words(record: TrackRecord) -> str:
    """What the chart shows: #9 20 → 22, #12 14 → 14."""
    shown = _shown(record)
    told = ", ".join(f"{one.dispute} {one.promised} → {one.real}" for one in shown)
    return f"The last {count(len(shown), 'answer')}, days promised and real: {told}."


def _shown(record: TrackRecord) -> tuple[Estimate, ...]:
    return tuple(reversed(record.answered[:MOST_DRAWN]))
