"""The example of areas, gates and signatures."""

from pathlib import Path
from typing import Any

import pytest

from bot.replay.reading import read_disputes
from bot.replay.settle import settle
from tests.replay.conftest import Replay

EXAMPLE = Path(__file__).parents[2] / "examples" / "bounds.yaml"


def test_all_of_it_is_as_expected(replay: Replay) -> None:
    result = replay(EXAMPLE.read_text("utf-8"))

    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("4 disputes; 4 of 4 as expected.\n")
    assert "Refused" not in result.stdout


def test_it_reads_in_plain_words(replay: Replay) -> None:
    assert (
        replay(EXAMPLE.read_text("utf-8")).stdout.split("\n\n")[3]
        == """\
4. Voices of real people for the demo?
   Decided, against the rule, on Mon 8 June 2026, 08:30 UTC: Voices of two actors (product)
   Why: "The four will hear it on a bad line; actors carry further."
   The rule would have said:
     1. Slower speech (research): 9 days
     2. Voices of two actors (product): 18 days, against 9
   Not choosable: Cloned voices (product): a gate stands against it: \
consent of the speaker (terms of the recordings, section 4); \
not before: a signed consent of each speaker.
   Not choosable: New decoder (research): it needs 8 GPU-weeks a month, over the budget of 3, \
and no founder has signed for it.
   The area is before the first customer prototype, so research decides.
   Its limits hold for paying customers only: accuracy at least 95 %.
   Its budget for one option: 3 GPU-weeks a month.
   Gate against Cloned voices (product), raised on Tue 2 June 2026, 10:00 UTC: \
consent of the speaker (terms of the recordings, section 4). It stands.
   Gate against Slower speech (research), raised on Tue 2 June 2026, 10:30 UTC: \
natural speech, at least 140 words a minute. Lifted on Thu 4 June 2026, 15:00 UTC.
   Gate against Voices of two actors (product), raised on Mon 8 June 2026, 08:00 UTC: \
an answer without a pause, at most 600 ms. That was too late to count; it is shown only.
   A customer's answer is due by Fri 26 June 2026.
   As expected."""
    )


@pytest.mark.parametrize(
    ("place", "without", "first"),
    [
        (0, {"terms": None}, "Hosted model"),
        (1, {"gates": ()}, "Answer while they type"),
        (2, {"signoffs": ()}, "Small vision model"),
        (3, {"gates": ()}, "Cloned voices"),
    ],
)
def test_each_dispute_in_it_would_be_ranked_otherwise_without_what_it_shows(
    place: int, without: dict[str, Any], first: str
) -> None:
    entry = read_disputes(EXAMPLE)[place]
    as_it_is = settle(entry, number=1).ruling.verdict.choice
    unbound = settle(entry.model_copy(update=without), number=1).ruling.verdict.choice

    assert as_it_is
    assert unbound
    assert (as_it_is.option.title != first, unbound.option.title) == (True, first)
