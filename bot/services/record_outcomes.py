"""What became of a ruling's promise, in the words and columns of an export."""

from bot.domain.outcome import Answered, Dropped, NotYet
from bot.domain.promise import Afterwards, answer_of, last_word, ruled_on
from bot.domain.sealing import SeenDispute

OF_THE_OUTCOME = (
    "outcome",
    "answered_on",
    "customer",
    "customers_words",
    "learned",
    "real_days",
    "look_again_on",
    "half_life_days",
)

_SAID = {Answered: "answered", NotYet: "not yet", Dropped: "dropped"}


def say_outcome(dispute: Afterwards) -> str | None:
    """The last word on the promise: answered, not yet or dropped."""
    word = last_word(dispute)
    return _SAID[type(word.became)] if word else None


def outcome_columns(seen: SeenDispute) -> dict[str, str | int | None]:
    """What is known of a dispute after its ruling."""
    look = seen.look_again
    return {
        "outcome": say_outcome(seen),
        **_answer(seen),
        "look_again_on": look.on.isoformat() if look else None,
        "half_life_days": look.half_life_days if look else None,
    }


def _answer(seen: SeenDispute) -> dict[str, str | int | None]:
    answer, ruled = answer_of(seen), ruled_on(seen)
    if not answer:
        return {}
    return {
        "answered_on": answer.on.isoformat(),
        "customer": answer.who,
        "customers_words": answer.words,
        "learned": answer.learned,
        "real_days": (answer.on - ruled).days if ruled else None,
    }
