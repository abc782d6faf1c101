"""What is said of a ruling after it: its outcome, and when to look at it again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.look_again import LookAgain, day_of_pace, pace_of
from bot.domain.notices import CardChanged, OutcomeRecorded
from bot.domain.outcome import Answered, Became, Dropped, NotYet, Outcome
from bot.domain.person import Person
from bot.domain.promise import is_awaited, last_word, promised_on, ruled_on
from bot.domain.rights import Action, Situation, check
from bot.domain.ruling import Chosen, Ruling
from bot.domain.words import say_day

LONGEST_HALF_LIFE = 3650
LATEST_YEAR = 2999


def record_outcome(
    dispute: Dispute,
    became: Became,
    *,
    by: Person,
    today: date,
    now: datetime,
    lead_has_left: bool = False,
) -> Changed:
    """What became of the promise, after all that was said before; the same twice is once.

    `today` is the local day of who records it.

    Raises:
        NotAllowed: `by` does not speak for the winning side.
        Refusal: there is no ruling in force, or its outcome is settled.
        Unfit: something is missing, or a day does not fit.

    """
    chosen = refuse_unless_followed(dispute)
    situation = Situation(dispute=dispute, side=chosen.side, lead_has_left=lead_has_left)
    check(Action.RECORD_OUTCOME, by, situation)
    last = last_word(dispute)
    if last and (last.became, last.by) == (became, by.id):
        return dispute, ()
    if not is_awaited(dispute):
        raise Refusal(f"The outcome of {dispute.id} is recorded already; it stands on its card.")
    if problems := tuple(_problems(dispute, became, today)):
        raise Unfit(*problems)
    word = Outcome(became=became, by=by.id, at=now)
    told = OutcomeRecorded(dispute.id, len(dispute.outcomes))
    look = None if isinstance(became, Dropped) else dispute.look_again
    after = replace(dispute, outcomes=(*dispute.outcomes, word), look_again=look)
    return after, (CardChanged(dispute.id), told)


def refuse_unless_followed(dispute: Dispute) -> Chosen:
    """What the ruling chose and is followed.

    Raises:
        Refusal: there is no ruling yet, it chose nothing, or it is set aside.

    """
    if not isinstance(dispute.state, Ruling):
        raise Refusal(f"{dispute.id} is still open; this comes after its ruling.")
    if dispute.state.chosen is None:
        raise Refusal(f"Nothing was chosen on {dispute.id}, so nothing is promised.")
    if dispute.set_aside:
        raise Refusal(f"The ruling on {dispute.id} is set aside, so nothing is owed on it.")
    return dispute.state.chosen


def _problems(dispute: Dispute, became: Became, today: date) -> Iterator[Problem]:
    match became:
        case Answered():
            yield from _problems_of_answer(dispute, became, today)
        case NotYet(until=until, why=why):
            yield from _problems_of_day(dispute, until, today)
            yield from _missing("why", why, "Say in a sentence why; everybody reads it.")
        case Dropped(why=why):  # pragma: no branch  (the last of them all)
            yield from _missing("why", why, "Say in a sentence why; everybody reads it.")


def _problems_of_day(dispute: Dispute, until: date, today: date) -> Iterator[Problem]:
    """Nothing is asked before the promised day, so nothing is put off to a day before it."""
    promised = promised_on(dispute)
    if promised and promised >= today and until <= promised:
        yield Problem("until", f"Choose a day after the promised one, {say_day(promised)}.")
    elif until <= today:
        yield Problem("until", "Choose a day after today; you are asked again then.")
    if until.year > LATEST_YEAR:
        yield Problem("until", "Choose a day that is nearer.")


def _problems_of_answer(dispute: Dispute, answer: Answered, today: date) -> Iterator[Problem]:
    ruled = ruled_on(dispute)
    if answer.on > max(today, ruled or today):
        yield Problem("on", "Choose today or a day before; this one is still to come.")
    if ruled and answer.on < ruled:
        yield Problem("on", f"The ruling is of {say_day(ruled)}; choose that day or a later one.")
    yield from _missing("who", answer.who, "Say which customer answered.")
    yield from _missing("words", answer.words, "Put in a sentence what the customer said.")
    yield from _missing("learned", answer.learned, "Say in a sentence what you learned.")


def _missing(field: str, text: str, sentence: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(field, sentence)


def set_look_again(
    dispute: Dispute,
    on: date | None,
    half_life_days: int | None,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> Changed:
    """Both leads are told again on a day, or in the rhythm of a half-life; the last word counts.

    Without a day the rhythm begins one step from today.

    Raises:
        NotAllowed: `by` is neither of its leads or deputies, nor a founder.
        Refusal: there is no ruling in force.
        Unfit: there is neither a day nor a half-life, or one does not fit.

    """
    check(Action.LOOK_AGAIN, by, Situation(dispute=dispute))
    refuse_unless_followed(dispute)
    if problems := tuple(_problems_of_look(on, half_life_days, today)):
        raise Unfit(*problems)
    first = on or day_of_pace(today, pace_of(half_life_days or 0), 1)
    known = dispute.look_again
    if known and (known.on, known.half_life_days) == (first, half_life_days):
        return dispute, ()
    look = LookAgain(on=first, half_life_days=half_life_days, by=by.id, at=now)
    return replace(dispute, look_again=look), (CardChanged(dispute.id),)


def _problems_of_look(
    on: date | None, half_life_days: int | None, today: date
) -> Iterator[Problem]:
    if on is None and half_life_days is None:
        yield Problem("on", "Choose a day, or name a half-life below.")
    if on and on <= today:
        yield Problem("on", "Choose a day after today.")
    if on and on.year > LATEST_YEAR:
        too_far = f"Choose a day after today and before the year {LATEST_YEAR + 1}."
        yield Problem("on", too_far)
    if half_life_days is not None and not 1 <= half_life_days <= LONGEST_HALF_LIFE:
        yield Problem("half_life_days", f"From 1 to {LONGEST_HALF_LIFE} days.")


def stop_looking_again(dispute: Dispute, *, by: Person) -> Changed:
    """Nobody is told again; twice is once.

    Raises:
        NotAllowed: `by` is neither of its leads or deputies, nor a founder.

    """
    check(Action.LOOK_AGAIN, by, Situation(dispute=dispute))
    if dispute.look_again is None:
        return dispute, ()
    return replace(dispute, look_again=None), (CardChanged(dispute.id),)
