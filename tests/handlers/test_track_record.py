"""How the days promised compare with the real ones, in words and as bars."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Side
from bot.domain.estimates import Estimate, TrackRecord, track_record
from bot.domain.ids import DisputeId, TeamId
from bot.domain.sealing import seen_in_channel
from bot.services.afterwards import record_outcome
from bot.services.ports import Begin
from handlers import card
from handlers.blocks import Message, paragraph
from handlers.track_record import own_record, record_blocks, record_chart, record_line
from sandbox.limits import check_message_blocks
from sandbox.server import Slack
from tests.builders import (
    ANSWER,
    BOTH_IN,
    DROPPED,
    END,
    FILTER,
    a_ruled_dispute,
    an_unsealed_dispute,
    with_outcome,
)
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, person
from tests.handlers.looks import check_home, check_message, read
from tests.journeys.deeds import People
from tests.world import MAYA, SECRET, MovableClock

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH


def kept(side: Side, promised: int, real: int, number: int = 1, **changes: Any) -> Estimate:
    dispute = DisputeId(TeamId("T1"), number)
    facts = {"is_confirmed": False, **changes}
    return Estimate(dispute=dispute, side=side, promised=promised, real=real, **facts)


def answered(*estimates: Estimate) -> TrackRecord:
    """The first one is the oldest."""
    return TrackRecord(answered=tuple(reversed(estimates)))


def said(record: TrackRecord) -> list[str]:
    return read(Message("", [paragraph(*record_line(record))])).splitlines()


LATE = [kept(PRODUCT, 10, real) for real in (10, 12, 18, 22, 40)]


# What a side is told of itself


def test_a_side_is_told_how_its_last_answers_compare_with_its_days() -> None:
    assert own_record(answered(*LATE), PRODUCT) == (
        "Product's last five answers took 1.8 times the days promised (median). Only your side "
        "reads this here."
    )


@pytest.mark.parametrize(
    ("real", "took"),
    [
        (8, "took 0.8 times the days promised"),
        (10, "took just the days promised"),
        (0, "took 0.0 times the days promised"),
    ],
)
def test_less_than_promised_and_just_as_promised_read_well(real: int, took: str) -> None:
    record = answered(*[kept(RESEARCH, 10, real)] * 3)

    assert (
        own_record(record, RESEARCH)
        == f"Research's last three answers {took} (median). Only your side reads this here."
    )


def test_nearly_as_promised_is_not_called_just_as_promised() -> None:
    record = answered(*[kept(RESEARCH, 100, 101)] * 3)

    assert "took about the days promised" in own_record(record, RESEARCH)


@pytest.mark.parametrize(("number", "answers"), [(1, "one answer"), (2, "two answers")])
def test_under_three_answers_are_too_few_to_say(number: int, answers: str) -> None:
    assert own_record(answered(*LATE[:number]), PRODUCT) == (
        f"Product has had {answers} so far: too few to say how its days hold."
    )


def test_a_side_without_an_answer_is_told_nothing() -> None:
    assert own_record(answered(*LATE), RESEARCH) == ""


def test_more_than_ten_answers_are_counted_in_digits() -> None:
    assert own_record(answered(*LATE * 3), PRODUCT).startswith("Product's last 15 answers ")


# What everybody is told


def test_the_record_is_by_side_with_the_number_it_rests_on() -> None:
    record = answered(*LATE, *[kept(RESEARCH, 10, 10)] * 2)

    assert said(record) == [
        (
            "Days promised against real: product's answers took 1.8 times the days promised "
            "(median of 5; no builder had confirmed the days); research's answers are too few to "
            "say (2)."
        )
    ]


def test_what_a_builder_confirmed_is_held_apart_from_what_none_did() -> None:
    sure = [kept(PRODUCT, 10, 11, is_confirmed=True)] * 4
    record = answered(*sure, *[kept(PRODUCT, 10, 30)] * 2)

    assert (
        "(median of 6; the 4 whose days a builder had confirmed: 1.1 times; the 2 others: too few "
        "to say)"
    ) in said(record)[0]
    assert "(median of 4; a builder had confirmed the days of all)" in said(answered(*sure))[0]


def test_too_few_of_both_are_only_counted() -> None:
    sure = [kept(PRODUCT, 10, 11, is_confirmed=True)] * 2
    record = answered(*sure, kept(PRODUCT, 10, 30))

    assert "(median of 3; for 2 of them a builder had confirmed the days)" in said(record)[0]


def test_what_was_dropped_and_what_is_overdue_is_counted_beside_it() -> None:
    record = TrackRecord(dropped=(PRODUCT, RESEARCH, PRODUCT), overdue=(RESEARCH,))

    assert said(record) == [
        (
            "Dropped before a customer answered: product 2, research 1. "
            "Overdue by seven days or more: research 1."
        )
    ]


def test_where_nothing_has_come_of_anything_nothing_is_said() -> None:
    assert record_blocks(TrackRecord()) == []


# The bars


def test_from_three_answers_on_the_last_eight_are_drawn_the_oldest_first() -> None:
    record = answered(*(kept(PRODUCT, 10, 10 + number, number) for number in range(1, 11)))
    drawn = record_chart(record)

    assert drawn is not None
    assert drawn["chart"]["axis_config"]["categories"] == [f"#{one}" for one in range(3, 11)]
    bars = {one["name"]: [at["value"] for at in one["data"]] for one in drawn["chart"]["series"]}
    assert bars == {"Promised": [10] * 8, "Real": [13, 14, 15, 16, 17, 18, 19, 20]}
    assert record_chart(answered(*LATE[:2])) is None


def test_what_is_drawn_is_said_in_words_too_and_alone_where_nothing_can_be_drawn() -> None:
    record = answered(*(kept(PRODUCT, 20, 22, number) for number in (9, 10, 12)))
    words = "The last 3 answers, days promised and real: #9 20 → 22, #10 20 → 22, #12 20 → 22"

    for with_chart in (True, False):
        blocks = record_blocks(record, with_chart=with_chart)
        assert words in str(blocks)
        assert ("data_visualization" in {block["type"] for block in blocks}) is with_chart


@given(
    st.lists(
        st.builds(
            kept,
            st.sampled_from(Side),
            st.integers(1, 3650),
            st.integers(0, 9999),
            st.integers(1, 99999),
            is_confirmed=st.booleans(),
        )
    ),
    st.lists(st.sampled_from(Side)),
)
def test_slack_takes_every_record_in_messages_and_in_the_home(
    estimates: list[Estimate], dropped: list[Side]
) -> None:
    record = TrackRecord(answered=tuple(estimates), dropped=tuple(dropped))
    blocks = record_blocks(record)

    check_message_blocks(blocks or record_blocks(TrackRecord(dropped=(PRODUCT,))))
    check_home({"type": "home", "blocks": blocks})


# On the card


def test_the_card_says_it_once_both_cases_are_in_and_not_before() -> None:
    record = track_record([with_outcome(a_ruled_dispute(), ANSWER)], now=END)
    seen = seen_in_channel(an_unsealed_dispute(), now=BOTH_IN)
    message = card.build(seen, now=BOTH_IN, record=record)

    check_message(message)
    assert "Days promised against real: product's answers are too few to say (1)" in read(message)
    assert "Days promised" not in read(card.build(seen, now=BOTH_IN))
    ruled = seen_in_channel(a_ruled_dispute(), now=END)
    assert "Days promised" not in read(card.build(ruled, now=END, record=record))


async def one_dropped(bot: App, begin: Begin, clock: MovableClock, channel: str) -> None:
    """Product's filter was chosen in that channel, and has been dropped since."""
    dispute = await deeds.a_dispute(begin, channel=channel, form=f"V-{channel}")
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER)
    clock.move(days=8)
    await bot.tick()
    await record_outcome(
        dispute,
        DROPPED,
        by=person(MAYA),
        directory=bot.directory,
        now=clock.now,
        begin=begin,
    )


@pytest.mark.parametrize(("channel", "is_told"), [("C1ROADMAP", True), (SECRET, False)])
async def test_a_card_tells_of_its_channel_and_of_public_ones_alone(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, channel: str, *, is_told: bool
) -> None:
    people = People(slack)
    await one_dropped(bot, begin, clock, channel)
    number = await deeds.a_dispute(begin, form="V-open", now=clock.now)
    for side in Side:
        await deeds.file(begin, number, side, now=clock.now)

    def shown() -> str:
        return "".join(map(everything_in, people.cards()))

    await slack.wait_for(lambda: "The rule would choose today" in shown())
    assert ("Dropped before a customer answered: product 1." in shown()) is is_told
