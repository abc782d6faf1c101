from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.notices import Notice, Ruled
from bot.domain.ruling import Basis
from bot.domain.settling import decide
from bot.domain.telling import Card, Delivery, Direct, Place, Thread
from bot.domain.withdrawal import withdraw
from bot.domain.yielding import yield_side
from storage.mapping import delivery_from_row, delivery_to_row, from_row, to_row
from tests.builders import (
    BOTH_IN,
    DAY,
    END,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    ruled,
)
from tests.storage.values import values_of

big = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)

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


@pytest.mark.parametrize("kind", get_args(Notice))
def test_every_kind_of_notice_can_be_delivered(kind: type[Notice]) -> None:
    @big
    @given(values_of(Delivery), values_of(kind))
    def holds_for(delivery: Delivery, notice: Notice) -> None:
        sent = replace(delivery, notice=notice)
        row = delivery_to_row(sent)

        assert delivery_from_row(row) == sent
        assert row["kind"] == kind.__name__

    holds_for()


@pytest.mark.parametrize("kind", get_args(Place))
def test_every_kind_of_place_can_be_delivered_to(kind: type[Place]) -> None:
    @big
    @given(values_of(kind))
    def holds_for(place: Place) -> None:
        dispute = an_open_dispute().id
        delivery = Delivery(dispute=dispute, notice=Ruled(dispute), place=place)

        assert delivery_from_row(delivery_to_row(delivery)) == delivery

    holds_for()


def queue(place: Place) -> object:
    dispute = an_open_dispute().id
    return delivery_to_row(Delivery(dispute=dispute, notice=Ruled(dispute), place=place))["queue"]


def test_the_card_and_its_thread_are_one_queue_and_each_person_another() -> None:
    assert queue(Card()) == queue(Thread())
    assert len({queue(Card()), queue(Direct(MAYA.id)), queue(Direct(JONAS.id))}) == 3
