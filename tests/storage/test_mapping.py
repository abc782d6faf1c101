import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings

from bot.domain.afterwards import set_look_again
from bot.domain.area import Terms
from bot.domain.case import Figures, Side
from bot.domain.dispute import Dispute, Retired
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
    ANSWER,
    BOTH_IN,
    DAY,
    DROPPED,
    DUE,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    TRANSFORMER,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    ruled,
    usd,
    with_outcome,
)
from tests.domain.bound import HUNGRY as HUNGRY_OPTION
from tests.domain.bound import LATER, SLOW, STRICT, gated, signed, unsealed
from tests.storage.values import values_of

TERMS = Terms(minimum=STRICT)

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


PROMISED = a_ruled_dispute()
LOOKING, _ = set_look_again(PROMISED, DUE, 20, by=MAYA, today=END.date(), now=END)
PUT_OFF = with_outcome(PROMISED, NOT_YET)
ANSWERED = with_outcome(PUT_OFF, ANSWER, now=END + 15 * DAY)
GIVEN_UP = with_outcome(PROMISED, DROPPED)


@pytest.mark.parametrize("dispute", [PROMISED, LOOKING, PUT_OFF, ANSWERED, GIVEN_UP])
def test_what_comes_after_a_ruling_is_read_from_its_row(dispute: Dispute) -> None:
    assert from_row(to_row(dispute)) == dispute


@pytest.mark.parametrize(
    ("dispute", "promised", "asked"),
    [
        (an_unsealed_dispute(), None, None),
        (PROMISED, DUE, DUE),
        (PUT_OFF, DUE, NOT_YET.until),
        (ANSWERED, None, None),
        (GIVEN_UP, None, None),
        (set_aside(PROMISED, "They left.", by=OLU, now=END)[0], None, None),
    ],
)
def test_a_promise_can_be_searched_by_its_day_and_by_the_day_on_which_it_is_asked_for(
    dispute: Dispute, promised: date | None, asked: date | None
) -> None:
    row = to_row(dispute)

    assert (row["answer_due_on"], row["asked_on"]) == (promised, asked)


@pytest.mark.parametrize(
    ("dispute", "instant", "became"),
    [
        (PROMISED, None, None),
        (PUT_OFF, None, None),
        (ANSWERED, END + 15 * DAY, "answered"),
        (GIVEN_UP, END + 14 * DAY, "dropped"),
        (set_aside(ANSWERED, "They left.", by=OLU, now=END + 16 * DAY)[0], None, None),
    ],
)
def test_an_outcome_is_settled_once_it_is_answered_or_dropped(
    dispute: Dispute, instant: datetime | None, became: str | None
) -> None:
    row = to_row(dispute)

    assert (row["settled_at"], row["settled_as"]) == (instant, became)


@pytest.mark.parametrize(
    ("dispute", "day"),
    [
        (an_unsealed_dispute(), None),
        (PUT_OFF, date.max),
        (ANSWERED, None),
        (replace(ANSWERED, look_again=LOOKING.look_again), date.max),
    ],
)
def test_a_dispute_tells_somebody_until_it_is_settled_and_nobody_looks_again(
    dispute: Dispute, day: date | None
) -> None:
    assert to_row(dispute)["tells_until"] == day


HUNGRY = a_ruled_dispute(replace(FILTER, figures=Figures(gpu_weeks_per_month=usd(8))))
RETIRED = replace(HUNGRY, retired=Retired(by=MAYA.id, at=END))


@pytest.mark.parametrize(
    ("dispute", "is_committed"),
    [
        (HUNGRY, True),
        (PROMISED, False),
        (RETIRED, False),
        (with_outcome(HUNGRY, ANSWER), True),
        (with_outcome(HUNGRY, DROPPED), False),
        (set_aside(HUNGRY, "They left.", by=OLU, now=END)[0], False),
    ],
)
def test_a_ruling_that_uses_gpus_can_be_searched_until_they_are_released(
    dispute: Dispute, *, is_committed: bool
) -> None:
    assert to_row(dispute)["gpu_committed"] is is_committed


def test_the_event_of_a_gate_tells_of_the_gates_alone() -> None:
    was = unsealed(SLOW)
    row = event_to_row(
        Event(deed=Deed.RAISED_GATE, at=LATER), to_row(was), to_row(gated(was, SLOW))
    )
    before, after = json.loads(str(row["before"])), json.loads(str(row["after"]))

    assert before == {"gates": None}
    assert [gate["figure"] for gate in after["gates"]] == ["900"]


@pytest.mark.parametrize(
    "dispute",
    [
        RETIRED,
        gated(unsealed(SLOW), SLOW),
        signed(unsealed(HUNGRY_OPTION, terms=TERMS), HUNGRY_OPTION),
    ],
)
def test_what_binds_is_read_from_its_row(dispute: Dispute) -> None:
    assert from_row(to_row(dispute)) == dispute


def test_the_event_of_an_outcome_keeps_every_word_that_there_was() -> None:
    told = Event(deed=Deed.RECORDED_OUTCOME, at=END + 15 * DAY)
    row = event_to_row(told, to_row(PUT_OFF), to_row(ANSWERED))
    before, after = json.loads(str(row["before"])), json.loads(str(row["after"]))

    assert before.keys() == after.keys() == {"outcomes"}
    assert [word["became"]["kind"] for word in before["outcomes"]] == ["NotYet"]
    assert [word["became"]["kind"] for word in after["outcomes"]] == ["NotYet", "Answered"]


def test_a_question_can_be_searched_whatever_was_typed() -> None:
    assert to_row(an_open_dispute(question="Why so?"))["question"] == "why so"
    assert to_row(an_open_dispute(question="a\x00b_Straße"))["question"] == "a b strasse"


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
