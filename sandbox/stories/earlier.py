"""What had ended before the story at the door begins, and what the customers said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.outcome import Moved
from bot.replay.reading import read_disputes
from bot.replay.schema import DisputeEntry
from sandbox.stories.forms import Typed

EARLIER = Path(__file__).with_name("earlier.yaml")
EARLIER_BEGINS_AT = datetime(2026, 2, 2, 9, tzinfo=UTC)
"""A Monday, the one on which the first of them was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the winning side's lead records of a customer's answer, and when."""

    recorded_at: datetime
    on: date
    who: str
    words: str
    learned: str
    fell: str = ""
    moved: Moved
    moved_to: str

    def typed(self) -> Typed:
        """What is typed and chosen in the form."""
        return {
            "on": self.on.isoformat(),
            "who": self.who,
            "words": self.words,
            "learned": self.learned,
            "fell": self.fell,
            "moved": self.moved.value,
            "moved_to": self.moved_to,
        }


ANSWERS: Mapping[str, Answer] = {
    "Show where an answer comes from, or train a better reader?": Answer(
        recorded_at=datetime(2026, 2, 19, 16, tzinfo=UTC),
        on=date(2026, 2, 19),
        who="Nordkap",
        words="I still check every answer, but now that takes a minute and not ten.",
        learned="They want to check faster, and do not expect to stop checking.",
        fell="That handlers stop checking once answers are right more often.",
        moved=Moved.YES,
        moved_to="5",
    ),
    "Buy speech recognition or train our own?": Answer(
        recorded_at=datetime(2026, 2, 16, 15, tzinfo=UTC),
        on=date(2026, 2, 16),
        who="Alba's call centre",
        words="It gets our product names wrong, and we would still rather correct than type.",
        learned="A list of their own words matters more than a better model.",
        moved=Moved.YES,
        moved_to="2",
    ),
    "Alerts at once or a weekly report?": Answer(
        recorded_at=datetime(2026, 2, 23, 15, tzinfo=UTC),
        on=date(2026, 2, 23),
        who="Bergen",
        words="On Monday I moved two batches, which I would not have done without it.",
        learned="They act on it when it names the batch; nobody looks at the curve.",
        moved=Moved.NOT_MEASURED,
        moved_to="",
    ),
}
"""By the question of the dispute."""


def earlier_disputes() -> Sequence[tuple[DisputeEntry, Answer]]:
    """Give each of them with its answer."""
    return [(entry, ANSWERS[entry.question]) for entry in read_disputes(EARLIER)]
