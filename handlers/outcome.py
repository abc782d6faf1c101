"""What became of a ruling's promise, and when it is looked at again, as every surface says it."""

from collections.abc import Iterator

from bot.domain.case import Hypothesis, Side
from bot.domain.outcome import Answered, Dropped, Moved, NotYet, Outcome
from bot.domain.period import utc_day
from bot.domain.promise import asked_on, last_word, promised_on, put_off, ruled_on
from bot.domain.ruling import Ruling
from bot.domain.words import Mention, Words, count, say_day
from handlers.blocks import bullets, paragraph, quote
from handlers.page import Page
from handlers.text import Bold, Json, Line

MOST_WHO, MOST_WHY, MOST_METRIC = 120, 300, 150
MOST_PUT_OFF = 5
"""So many of the last "not yet" are shown with their reasons; the thread has all of them."""


def outcome_blocks(page: Page, ruling: Ruling) -> list[Json]:
    """Every "not yet", and the last word where there is one."""
    blocks = _put_off_blocks(page)
    for outcome in page.seen.outcomes:
        match outcome.became:
            case Answered() as answer:
                blocks += answer_blocks(page, ruling, answer)
            case Dropped(why=why):
                blocks += [paragraph((Bold("Dropped"), *_by(outcome), ", because:"))]
                blocks += [quote(page.text(why))]
    return blocks


def _put_off_blocks(page: Page) -> list[Json]:
    said = [(one, one.became) for one in page.seen.outcomes if isinstance(one.became, NotYet)]
    if not said:
        return []
    earlier = len(said) - MOST_PUT_OFF
    often = {1: "once", 2: "twice"}.get(len(said), f"{len(said)} times")
    title = f"Put off {often}:"
    more = f" the last {MOST_PUT_OFF} are shown, all stand in the thread." if earlier > 0 else ""
    lines = [_put_off(page, outcome, became) for outcome, became in said[-MOST_PUT_OFF:]]
    return [paragraph((Bold(title), more)), bullets(*lines)]


def _put_off(page: Page, outcome: Outcome, became: NotYet) -> Line:
    why = page.line(became.why, most=MOST_WHY)
    return (Mention(outcome.by), f' put it off to {say_day(became.until)}: "{why}"')


def _by(outcome: Outcome) -> Words:
    return (" by ", Mention(outcome.by), ", ", outcome.at)


def answer_blocks(page: Page, ruling: Ruling, answer: Answered) -> list[Json]:
    """Who answered when, in their own words; how late, what had been expected, what was learned."""
    who = page.phrase(answer.who, most=MOST_WHO)
    return [
        paragraph((Bold("Answered: "), f"{who}, {say_day(answer.on)}")),
        quote(page.text(answer.words)),
        paragraph(*_beside_it(page, ruling, answer)),
    ]


def _beside_it(page: Page, ruling: Ruling, answer: Answered) -> Iterator[Line]:
    yield (_how_long(page, ruling, answer),)
    yield from _what_moved(page, ruling, answer)
    yield (Bold("Learned: "), page.text(answer.learned))
    if answer.fell:
        yield (Bold("The assumption that fell: "), page.text(answer.fell))


def _how_long(page: Page, ruling: Ruling, answer: Answered) -> str:
    promised = ruling.chosen.option.days_to_feedback if ruling.chosen else None
    real = max(0, (answer.on - (ruled_on(page.seen) or answer.on)).days)
    if promised is None:
        came = f"came after {count(real, 'day')}" if real else _AT_ONCE
        return f"No days were promised; it {came}."
    came = f"came after {real}" if real else _AT_ONCE
    return f"Promised after {count(promised, 'day')}, it {came}."


_AT_ONCE = "came on the day of the ruling"


def _what_moved(page: Page, ruling: Ruling, answer: Answered) -> Iterator[Line]:
    expected = expected_of(page, ruling)
    if expected:
        yield (Bold("Expected: "), f"{expected}. ", _say_moved(page, answer))


def _say_moved(page: Page, answer: Answered) -> str:
    to = page.phrase(answer.moved_to, most=MOST_METRIC)
    match answer.moved:
        case Moved.YES:
            return f"It moved to {to}." if to else "It moved; to what was not said."
        case Moved.NO:
            return f"It did not move: {to}." if to else "It did not move."
        case Moved.NOT_MEASURED:
            return "Whether it moved was not measured."


def hypothesis_of(ruling: Ruling) -> Hypothesis | None:
    """What the side whose option was chosen expected for its customer."""
    cases = (one.case for one in ruling.verdict.inputs if _is_of_chosen(ruling, one.side))
    return next((case.hypothesis for case in cases), None)


def _is_of_chosen(ruling: Ruling, side: Side) -> bool:
    return ruling.chosen is not None and ruling.chosen.side is side


def expected_of(page: Page, ruling: Ruling) -> str:
    """What was expected, to stand before a full stop: disputed blocks from 40 to 20."""
    told = hypothesis_of(ruling)
    if told is None:
        return ""
    unit = f" {told.unit}" if told.unit else ""
    return page.phrase(f"{told.metric} from {told.start} to {told.target}{unit}", most=MOST_METRIC)


# In short


def outcome_in_short(page: Page) -> Words:
    """What became of it, in a few words that stay true; () where nothing is promised."""
    word = last_word(page.seen)
    match word.became if word else None:
        case Answered(on=on):
            return (f"Answered {say_day(on)}",)
        case Dropped():
            return ("Dropped; no answer will come",)
    promised, asked = promised_on(page.seen), asked_on(page.seen)
    if promised is None:
        return ()
    later = f", put off to {say_day(asked)}" if asked and put_off(page.seen) else ""
    return (f"Answer promised by {say_day(promised)}{later}",)


def look_again_line(page: Page) -> tuple[Line, ...]:
    """When both leads are told of the ruling again; nothing where nobody has set it."""
    look = page.seen.look_again
    if look is None or page.seen.set_aside or look.next_day(utc_day(page.now)) is None:
        return ()
    if look.pace is None:
        return ((Bold("To be looked at again: "), f"on {say_day(look.on)}."),)
    half_life = count(look.half_life_days or 0, "day")
    said = f"{look.pace.value} from {say_day(look.on)} on, {_WEARS_OUT} {half_life}."
    return ((Bold("To be looked at again: "), said),)


_WEARS_OUT = "as its figure is 10 % worse in"
