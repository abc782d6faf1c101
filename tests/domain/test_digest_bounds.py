"""What a digest tells of what binds: missing signatures, handoffs long due, gates, the ledger."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.area import Area, Stage, Terms
from bot.domain.case import Option, Side
from bot.domain.digest import digest_of
from bot.domain.digest_bounds import BoundsTold, Happened, bounds_told
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.gates import lift_gate
from bot.domain.ids import DisputeId, UserId
from bot.domain.period import WEEK, Period
from bot.domain.person import Person
from tests.builders import (
    BOTH_IN,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    file,
    usd,
)
from tests.domain.bound import (
    AREA,
    HUNGRY,
    LATER,
    LIMIT,
    SLOW,
    TEAM,
    gated,
    revised,
    signed,
    unsealed,
)

NOW = BOTH_IN + 2 * DAY
BOSS = replace(ZOE, admin=True)


def told(
    *disputes: Dispute,
    to: Person = OLU,
    founders: Collection[UserId] = (OLU.id,),
    areas: Collection[Area] = (),
    now: datetime = NOW,
) -> BoundsTold:
    period = Period(since=now - WEEK, until=now, zone="UTC")
    return bounds_told(disputes, period, to=to, founders=founders, areas=areas, ledger=(), now=now)


def sealed(*options: Option) -> Dispute:
    """Product alone has filed."""
    return file(an_open_dispute(terms=Terms()), Side.PRODUCT, *options)


# Signatures


def test_an_option_over_the_budget_waits_for_the_founder_sealed_or_not() -> None:
    for dispute in (sealed(HUNGRY), unsealed(HUNGRY, terms=Terms())):
        (missing,) = told(dispute).signatures

        assert (missing.side, missing.option, missing.budget) == (Side.PRODUCT, HUNGRY, usd(5))
        assert missing.is_theirs


def test_of_a_sealed_one_nobody_is_told_but_who_is_asked() -> None:
    assert told(sealed(HUNGRY), to=BOSS).signatures == ()
    leads = replace(JONAS, founder=True)
    assert told(sealed(HUNGRY), to=leads, founders=[leads.id, OLU.id]).signatures == ()
    assert told(sealed(HUNGRY), to=leads, founders=[leads.id]).signatures == ()


def test_once_both_cases_are_in_others_are_told_as_of_somebody_elses_duty() -> None:
    (missing,) = told(unsealed(HUNGRY, terms=Terms()), to=BOSS).signatures

    assert not missing.is_theirs


def test_a_founder_of_whom_the_database_does_not_know_yet_is_asked_too() -> None:
    assert told(sealed(HUNGRY), founders=()).signatures[0].is_theirs


def test_what_is_signed_within_the_budget_or_over_waits_for_nobody() -> None:
    done = unsealed(HUNGRY, terms=Terms())

    assert told(signed(done, HUNGRY)).signatures == ()
    assert told(sealed(FILTER)).signatures == ()
    assert told(done, now=END).signatures == ()
    assert told(rule_at_end(done, now=END)[0]).signatures == ()


def test_the_one_that_ends_next_stands_first_and_each_dispute_once() -> None:
    late = sealed(HUNGRY)
    early = replace(late, opening=replace(late.opening, id=DisputeId(TEAM, 3)))
    found = told(late, early, late).signatures

    assert [one.dispute.opening.id.number for one in found] == [3, 12]


# Handoffs


def due(since: datetime, name: str = "export") -> Area:
    return replace(AREA, name=name, handoff_due_since=since)


def test_a_handoff_is_told_once_it_is_due_for_more_than_a_week_the_longest_first() -> None:
    young, old = due(NOW - WEEK), due(NOW - 9 * DAY, "old")
    older = due(NOW - 30 * DAY, "older")

    assert told(areas=[young, old, older, AREA]).handoffs == (older, old)


def test_one_that_is_made_is_due_no_more() -> None:
    made = replace(due(NOW - 9 * DAY), terms=Terms(stage=Stage.AFTER))

    assert told(areas=[made]).handoffs == ()


# Gates


def test_gates_are_counted_by_the_side_whose_option_it_was_and_by_what_became_of_them() -> None:
    raised = gated(unsealed(SLOW), SLOW)
    on_theirs = gated(raised, TRANSFORMER, side=Side.RESEARCH)
    lifted, _ = lift_gate(on_theirs, 1, by=JONAS, now=NOW)
    fallen = revised(lifted, replace(SLOW, figures=replace(SLOW.figures, latency_ms=usd(150))))

    assert told(fallen).gates == {
        (Side.PRODUCT, Happened.RAISED): 1,
        (Side.PRODUCT, Happened.FELL): 1,
        (Side.RESEARCH, Happened.RAISED): 1,
        (Side.RESEARCH, Happened.LIFTED): 1,
    }


@pytest.mark.parametrize(("now", "counted"), [(LATER, 1), (LATER - HOUR, 0), (LATER + WEEK, 0)])
def test_what_happened_outside_of_the_period_is_not_counted(now: datetime, counted: int) -> None:
    gates = told(gated(unsealed(SLOW), SLOW, LIMIT), now=now).gates

    assert gates.get((Side.PRODUCT, Happened.RAISED), 0) == counted


# A quiet week


def test_a_week_with_a_signature_a_handoff_or_a_gate_is_not_quiet() -> None:
    period = Period(since=MONDAY - WEEK, until=MONDAY - DAY, zone="UTC")
    news = (
        told(sealed(HUNGRY)),
        told(areas=[due(NOW - 9 * DAY)]),
        told(gated(unsealed(SLOW), SLOW)),
    )

    assert digest_of((), period, now=NOW).is_quiet
    for bounds in news:
        assert not digest_of((), period, bounds=bounds, now=NOW).is_quiet
    assert digest_of((), period, bounds=news[0], now=NOW).how_many_need == 1
