import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.leads import name_deputy
from bot.domain.notices import Notice, Ruled, WorkspaceNotice
from bot.domain.ruling import Basis
from bot.domain.setting_aside import set_aside
from bot.domain.settling import decide
from bot.domain.telling import Announcement, Card, Delivery, Direct, Home, Place, Thread
from bot.domain.withdrawal import withdraw
from bot.domain.yielding import yield_side
from storage.mapping import event_to_row, from_row, to_row
from storage.mapping_of_deliveries import delivery_from_row, delivery_to_row
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    ruled,
)
from tests.storage.values import values_of

big = settings(max_examples=50)

ENDED = replace(an_unsealed_dispute(), state=ruled(an_unsealed_dispute()))
DECIDED, _ = decide(an_unsealed_dispute(), TRANSFORMER.id, "Risk.", by=MAYA, now=BOTH_IN + DAY)
WITHDRAWN, _ = withdraw(an_open_dispute(), by=LEE, now=MONDAY)
YIELDED, _ = yield_side(
    file(an_open_dispute(), Side.PRODUCT), Side.RESEARCH, "Fine.", by=JONAS, now=BOTH_IN
)
HALF = file(an_open_dispute(), Side.RESEARCH)


@big
@given(values_of(Dispute))
def test_every_dispute_is_read_from_its_row_as_it_was(dispute: Dispute) -> None:
    assert from_row(to_row(dispute)) == dispute


@pytest.mark.parametrize(
    "dispute", [an_open_dispute(), HALF, an_unsealed_dispute(), ENDED, DECIDED, WITHDRAWN, YIELDED]
)
def test_disputes_made_by_the_rules_are_read_from_their_rows(dispute: Dispute) -> None:
    assert from_row(to_row(dispute)) == dispute


def test_an_open_dispute_has_no_ruling_in_its_columns() -> None:
    row = to_row(an_open_dispute())

    assert row["opened_at"] == MONDAY
    assert row["closes_at"] == END
    assert {row[name] for name in ("ruled_at", "found_at", "basis", "chosen_side")} == {None}


def test_a_ruling_can_be_searched_by_its_columns() -> None:
    row = to_row(DECIDED)

    assert row["ruled_at"] == row["found_at"] == BOTH_IN + DAY
    assert (row["basis"], row["chosen_side"]) == (Basis.DECIDED.value, Side.RESEARCH.value)
    assert row["against_rule"] is True


def test_a_withdrawal_chooses_no_side() -> None:
    row = to_row(WITHDRAWN)

    assert (row["basis"], row["chosen_side"]) == (Basis.WITHDRAWN.value, None)


def test_the_speakers_of_a_dispute_can_be_searched_by_their_columns() -> None:
    named, _ = name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=MONDAY)
    columns = ("product_lead", "product_deputy", "research_lead", "research_deputy")

    assert [to_row(named)[name] for name in columns] == [MAYA.id, None, JONAS.id, ADA.id]


LATE = file(HALF, Side.PRODUCT, now=END - DAY)
IN_TIME = file(HALF, Side.PRODUCT, now=END - DAY - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("dispute", "instant"),
    [
        (an_open_dispute(), None),
        (HALF, None),
        (an_unsealed_dispute(), BOTH_IN + DAY),
        (IN_TIME, END - timedelta(microseconds=1)),
        (LATE, None),
        (ENDED, None),
        (DECIDED, None),
    ],
)
def test_a_dispute_is_decidable_from_a_day_after_both_cases_until_its_end(
    dispute: Dispute, instant: datetime | None
) -> None:
    assert to_row(dispute)["decidable_at"] == instant


def test_a_ruling_that_is_set_aside_can_be_searched_by_its_instant() -> None:
    aside, _ = set_aside(DECIDED, "The customer has left.", by=OLU, now=END)

    assert from_row(to_row(aside)) == aside
    assert to_row(aside)["set_aside_at"] == END
    assert to_row(DECIDED)["set_aside_at"] is None


def test_the_event_of_setting_aside_keeps_the_word_and_that_there_was_none() -> None:
    aside, _ = set_aside(DECIDED, "The customer has left.", by=OLU, now=END)
    row = event_to_row(Event(deed=Deed.SET_ASIDE, at=END), to_row(DECIDED), to_row(aside))

    assert json.loads(str(row["before"])) == {"set_aside": None}
    assert json.loads(str(row["after"])) == {
        "set_aside": {
            "by": OLU.id,
            "at": "2026-03-09T10:00:00Z",
            "reason": "The customer has left.",
        }
    }


@pytest.mark.parametrize("kind", get_args(Notice | WorkspaceNotice))
def test_every_kind_of_notice_can_be_delivered(kind: type[Notice | WorkspaceNotice]) -> None:
    @big
    @given(values_of(Delivery), values_of(kind))
    def holds_for(delivery: Delivery, notice: Notice | WorkspaceNotice) -> None:
        sent = replace(delivery, notice=notice)
        row = delivery_to_row(sent)

        assert delivery_from_row(row) == sent
        assert row["kind"] == kind.__name__

    holds_for()


@pytest.mark.parametrize("about", [an_open_dispute().id, TeamId("T1")])
@pytest.mark.parametrize("kind", get_args(Place))
def test_every_kind_of_place_can_be_delivered_to(
    kind: type[Place], about: DisputeId | TeamId
) -> None:
    @big
    @given(values_of(kind))
    def holds_for(place: Place) -> None:
        delivery = Delivery(about=about, notice=Ruled(an_open_dispute().id), place=place)

        assert delivery_from_row(delivery_to_row(delivery)) == delivery

    holds_for()


def queue(place: Place) -> object:
    dispute = an_open_dispute().id
    return delivery_to_row(Delivery(about=dispute, notice=Ruled(dispute), place=place))["queue"]


def test_the_card_and_its_thread_are_one_queue_and_every_other_place_is_another() -> None:
    assert queue(Card()) == queue(Thread())
    places: list[Place] = [
        *(Card(), Direct(MAYA.id), Direct(JONAS.id), Home(MAYA.id), Home(JONAS.id)),
        *(Announcement(ChannelId("C1")), Announcement(ChannelId(MAYA.id))),
    ]
    assert len({queue(place) for place in places}) == len(places)
