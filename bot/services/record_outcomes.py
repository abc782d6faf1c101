"""What became of a ruling's promise, in the words and columns of an export."""

from bot.domain.outcome import Answered, Dropped, NotYet
from bot.domain.promise import Afterwards, answer_of, chosen_by, last_word, put_off, ruled_on
from bot.domain.sealing import SeenDispute

Columns = dict[str, str | int | None]

OF_THE_OUTCOME = (
    "outcome",
    "answered_on",
    "customer",
    "customers_words",
    "learned",
    "assumption_that_fell",
    "metric_moved",
    "metric_moved_to",
    "real_days",
    "times_not_yet",
    "not_yet_until",
    "not_yet_because",
    "dropped_because",
    "look_again_on",
    "half_life_days",
)

_SAID = {Answered: "answered", NotYet: "not yet", Dropped: "dropped"}


def say_outcome(dispute: Afterwards) -> str | None:
    """The last word on the promise: answered, not yet or dropped."""
    word = last_word(dispute)
    return _SAID[type(word.became)] if word else None


def outcome_columns(seen: SeenDispute) -> Columns:
    """What is known of a dispute after its ruling."""
    look = seen.look_again
    return {
        "outcome": say_outcome(seen),
        **_answer(seen),
        **_put_off(seen),
        "dropped_because": _why_dropped(seen),
        "look_again_on": look.on.isoformat() if look else None,
        "half_life_days": look.half_life_days if look else None,
    }


def _answer(seen: SeenDispute) -> Columns:
    answer, ruled = answer_of(seen), ruled_on(seen)
    if not answer:
        return {}
    return {
        "answered_on": answer.on.isoformat(),
        "customer": answer.who,
        "customers_words": answer.words,
        "learned": answer.learned,
        "assumption_that_fell": answer.fell,
        "metric_moved": answer.moved.value,
        "metric_moved_to": answer.moved_to,
        "real_days": (answer.on - ruled).days if ruled else None,
    }


def _put_off(seen: SeenDispute) -> Columns:
    """How often it was "not yet", and the last of them."""
    if not chosen_by(seen):
        return {}
    said = put_off(seen)
    if not said:
        return {"times_not_yet": 0}
    return {
        "times_not_yet": len(said),
        "not_yet_until": said[-1].until.isoformat(),
        "not_yet_because": said[-1].why,
    }


def _why_dropped(seen: SeenDispute) -> str | None:
    word = last_word(seen)
    return word.became.why if word and isinstance(word.became, Dropped) else None
