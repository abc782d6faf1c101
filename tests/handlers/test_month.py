"""The customers' month: what customers said, in the channel of rulings."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import DisputeId, TeamId
from bot.domain.notices import MonthEnded
from bot.domain.sealing import seen_in_channel
from bot.services.months import Said
from handlers.blocks import Message
from handlers.month import MOST_ANSWERS, CertainPlaces, build, span
from handlers.pacing import Waiting
from tests.builders import ANSWER, DAY, END, a_ruled_dispute, an_option, with_outcome
from tests.handlers.forms import NASTY
from tests.handlers.looks import check_message, check_pings_nobody, read
from tests.services.directories import BOSS, PUBLIC, SILENT, SmallDirectory

MARCH = MonthEnded(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 4, 1, tzinfo=UTC))
NOW = END + 30 * DAY


def said(number: int = 12, title: str = "Rules-based filter", **changes: Any) -> Said:
    answer = replace(ANSWER, **changes)
    dispute = with_outcome(a_ruled_dispute(an_option(title)), answer)
    opening = replace(dispute.opening, id=DisputeId(TeamId("T1"), number))
    return Said(seen_in_channel(replace(dispute, opening=opening), now=NOW), answer)


def drawn(*answers: Said) -> Message:
    return build(answers, MARCH, now=NOW)


def test_each_sentence_stands_with_who_said_it_and_the_dispute_that_it_answers() -> None:
    message = drawn(said())

    assert message.text == "What customers said in March: 1 answer."
    assert read(message).splitlines() == [
        "What customers said in March",
        "> Now I see why it was blocked.",
        "Acme, Fri 20 March 2026",
        "#12 Rules-based filter: Transformer upgrade or rules-based filter?",
        "Settled in #C1.",
        "To read one in full: /roadmap show 12",
    ]


ORDINARY = (
    "Since the filter explains itself, our people spend half as long on each blocked payment."
)


def test_twenty_answers_of_ordinary_length_are_all_shown_in_full() -> None:
    answers = [said(number, words=ORDINARY) for number in range(1, 21)]
    message = drawn(*answers)

    check_message(message)
    assert message.text == "What customers said in March: 20 answers."
    assert read(message).count(f"> {ORDINARY}\n") == 20
    assert "more" not in read(message)


def test_of_more_than_fit_the_first_are_shown_and_the_numbers_of_the_others_named() -> None:
    message = drawn(*(said(number) for number in range(1, MOST_ANSWERS + 4)))

    check_message(message)
    shown = read(message).count("> ")
    assert 20 < shown <= MOST_ANSWERS
    others = [f"#{number}" for number in range(shown + 1, MOST_ANSWERS + 4)]
    named = f"{', '.join(others[:-1])} and {others[-1]}"
    assert f"And {len(others)} more, on the cards of {named}." in read(message)
    assert "To read one in full: /roadmap show 1" in read(message)


def test_the_one_that_does_not_fit_is_on_its_card() -> None:
    months = (drawn(*map(said, range(1, number))) for number in range(2, MOST_ANSWERS + 3))
    first = next(month for month in months if "more" in read(month))

    assert re.search(r"And 1 more, on the card of #\d+\.", read(first))


def test_of_very_many_others_a_hundred_are_named() -> None:
    message = drawn(*(said(number) for number in range(1, 301)))

    check_message(message)
    assert re.search(r"#\d+ and \d+ others\.", read(message))


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-03-01T00:00+13:00", "2026-04-01T00:00+13:00", "in March"),
        ("2026-03-01T00:00-11:00", "2026-04-01T00:00-11:00", "in March"),
        ("2026-03-01T00:00+13:00", "2026-04-01T00:00-11:00", "in March"),
        ("2026-01-01T00:00+00:00", "2026-04-01T00:00+00:00", "from January to March"),
        ("2025-12-01T00:00+00:00", "2026-02-01T00:00+00:00", "from December 2025 to January 2026"),
    ],
)
def test_the_month_is_named_wherever_on_earth_it_began(since: str, until: str, told: str) -> None:
    start, end = (datetime.fromisoformat(one).astimezone(UTC) for one in (since, until))

    assert span(MonthEnded(since=start, until=end)) == told


@given(text=st.sampled_from(NASTY) | st.text(max_size=600), number=st.integers(1, 60))
def test_whatever_a_customer_said_slack_takes_it_and_nobody_is_pinged(
    text: str, number: int
) -> None:
    typed = text.strip() or "x"
    answer = said(title=typed, words=typed, who=typed, learned=typed)
    message = drawn(*[answer] * number)

    check_message(message)
    check_pings_nobody(message)


async def test_while_slack_does_not_say_who_can_see_a_channel_it_waits() -> None:
    places = CertainPlaces(SmallDirectory())

    with pytest.raises(Waiting):
        await places.place(SILENT)
    assert (await places.place(PUBLIC)).takes_messages


async def test_people_are_known_as_ever() -> None:
    known = SmallDirectory()
    places = CertainPlaces(known)

    assert await places.person(BOSS.id) == BOSS
    assert await places.owners() == await known.owners()
