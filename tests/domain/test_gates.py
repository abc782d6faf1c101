"""Feasibility gates: who raises one, when it binds, how it is lifted, and how it falls."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.errors import HasEnded, NotAllowed, Refusal, Unfit
from bot.domain.gate import TIME_TO_ANSWER, Gate, Gated, Limit, figure_of, say_gate, say_limit
from bot.domain.gates import MOST_GATES, lift_gate, limits_against, raise_gate
from bot.domain.leads import name_deputy
from bot.domain.minimum_model import Bound
from bot.domain.notices import CardChanged, GateChanged
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.settling import decide
from bot.domain.telling import Direct, Thread, deliveries
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEADS,
    MAYA,
    OLU,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    an_option,
    file,
    ruled,
    ruling_of,
    usd,
)
from tests.domain.bound import BAR, LATER, LIMIT, SLOW, gated, ranked, reasons, revised, unsealed

LAST_MOMENT = END - TIME_TO_ANSWER
A_MOMENT = timedelta(microseconds=1)
FASTER = replace(SLOW, figures=replace(SLOW.figures, latency_ms=usd(899)))
GATED = "a gate stands against it: real-time answers, at most 200 ms; not before: quantisation"


def lifted(dispute: Dispute, position: int = 0, *, by: Person = JONAS) -> Dispute:
    changed, _ = lift_gate(dispute, position, by=by, now=LATER + HOUR)
    return changed


def stand(dispute: Dispute) -> list[bool]:
    return [gate.stands for gate in dispute.gates]


# Raising


@pytest.mark.rule(
    "The lead or the deputy of research can raise a gate against an option of either side, "
    "once both cases are in."
)
@pytest.mark.parametrize("side", Side)
def test_research_raises_a_gate_against_an_option_of_either_side(side: Side) -> None:
    dispute = unsealed(FILTER)
    option = {Side.PRODUCT: FILTER, Side.RESEARCH: TRANSFORMER}[side]
    dispute, notices = raise_gate(dispute, side, option.id, LIMIT, by=JONAS, now=LATER)

    assert dispute.gates == (Gate(side=side, option=option.id, limit=LIMIT, by=JONAS.id, at=LATER),)
    assert notices == (CardChanged(dispute.id), GateChanged(dispute.id, 0))


def test_the_deputy_of_research_raises_one_too() -> None:
    dispute, _ = name_deputy(unsealed(FILTER), Side.RESEARCH, ADA, by=JONAS, now=LATER)

    assert gated(dispute, FILTER, by=ADA).gates[0].by == ADA.id


@pytest.mark.parametrize("other", [MAYA, OLU, ZOE])
def test_nobody_but_research_raises_or_lifts_a_gate(other: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot raise or lift a gate for research on #12"):
        gated(unsealed(FILTER), FILTER, by=other)
    with pytest.raises(NotAllowed):
        lifted(gated(unsealed(FILTER), FILTER), by=other)


def test_a_gate_waits_for_both_cases() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)

    with pytest.raises(Refusal, match="can be raised on #12 once both cases are in"):
        gated(dispute, FILTER)


def test_a_gate_against_what_is_gone_is_refused() -> None:
    with pytest.raises(Refusal, match="Product's case on #12 has this option no more"):
        gated(unsealed(FILTER), SLOW)
    with pytest.raises(Refusal, match="Research's case on #12 has this option no more"):
        gated(unsealed(FILTER), FILTER, side=Side.RESEARCH)


def test_after_the_end_no_gate_is_raised_or_lifted() -> None:
    dispute = gated(unsealed(FILTER), FILTER)

    with pytest.raises(HasEnded):
        gated(dispute, FILTER, now=END)
    with pytest.raises(HasEnded):
        lift_gate(dispute, 0, by=JONAS, now=END)


@pytest.mark.rule("A gate names a limit with its number and unit, and what would lift it.")
@pytest.mark.rule("A legal or safety bar needs no number, and names its source.")
@pytest.mark.parametrize(
    ("limit", "fields"),
    [
        (replace(LIMIT, name=""), ["limit"]),
        (replace(LIMIT, name="  "), ["limit"]),
        (replace(LIMIT, number=None), ["number"]),
        (replace(LIMIT, unit=" "), ["unit"]),
        (replace(LIMIT, lifted_by=" "), ["lifted_by"]),
        (Limit(gated=Gated.OTHER, name=""), ["limit", "number", "lifted_by"]),
        (replace(BAR, source=" "), ["source"]),
        (replace(BAR, number=usd(3)), ["unit"]),
        (LIMIT, []),
        (BAR, []),
        (replace(BAR, number=usd(3), unit="refusals a day"), []),
    ],
)
def test_no_number_no_gate(limit: Limit, fields: list[str]) -> None:
    assert problems_of(unsealed(FILTER), limit) == fields


def problems_of(dispute: Dispute, limit: Limit, now: datetime = LATER) -> list[str]:
    try:
        gated(dispute, dispute.filed[0].case.options[0], limit, now=now)
    except Unfit as unfit:
        return [problem.field for problem in unfit.problems]
    return []


def test_the_same_gate_raised_twice_stands_once() -> None:
    dispute = gated(unsealed(FILTER), FILTER)

    assert raise_gate(dispute, Side.PRODUCT, FILTER.id, LIMIT, by=JONAS, now=LATER + HOUR) == (
        dispute,
        (),
    )


def test_two_gates_stand_against_one_option() -> None:
    dispute = gated(gated(unsealed(FILTER), FILTER), FILTER, BAR)

    assert limits_against(dispute, Side.PRODUCT, FILTER) == (
        "real-time answers, at most 200 ms",
        "no automated refusal (GDPR, art. 22)",
    )
    assert limits_against(dispute, Side.RESEARCH, TRANSFORMER) == ()
    assert limits_against(lifted(dispute), Side.PRODUCT, FILTER) == (
        "no automated refusal (GDPR, art. 22)",
    )


def test_a_gate_reads_as_its_limit_and_what_would_lift_it() -> None:
    assert say_gate(LIMIT) == "real-time answers, at most 200 ms; not before: quantisation"
    assert say_limit(replace(LIMIT, unit="")) == "real-time answers, at most 200"


@pytest.mark.rule(
    "A dispute takes 20 gates; one that fell because its option was revised does not count."
)
def test_the_twenty_first_gate_is_refused() -> None:
    dispute = unsealed(SLOW)
    for number in range(MOST_GATES):
        dispute = gated(dispute, SLOW, replace(LIMIT, number=usd(number)))

    with pytest.raises(Refusal, match="#12 has had 20 gates and takes no more"):
        gated(dispute, SLOW, replace(LIMIT, number=usd(99)))
    assert not any(stand(revised(dispute, FASTER)))
    assert stand(gated(revised(dispute, FASTER), FASTER, replace(LIMIT, number=usd(99))))[-1]


# What it does


@pytest.mark.rule("The rule cannot choose an option while a gate that binds stands against it.")
def test_a_gate_takes_its_option_out_of_the_rule() -> None:
    dispute = gated(unsealed(FILTER), FILTER)

    assert ranked(dispute.verdict()) == [TRANSFORMER.title]
    assert reasons(dispute.verdict(), FILTER) == (GATED,)


def test_a_ruling_keeps_the_gates_that_bound_it() -> None:
    ruling = ruled(gated(unsealed(FILTER), FILTER))

    assert ruling.chosen is not None
    assert ruling.chosen.option == TRANSFORMER
    assert [gate.limit for gate in ruling.verdict.bounds.gates] == [LIMIT]


def test_a_decision_can_take_what_a_gate_stands_against() -> None:
    dispute = gated(unsealed(FILTER), FILTER)
    dispute, _ = decide(dispute, FILTER.id, "A pilot is worth it.", by=MAYA, now=BOTH_IN + DAY)
    ruling = ruling_of(dispute)

    assert ruling.is_against_the_rule
    assert reasons(ruling.verdict, FILTER) == (GATED,)


@pytest.mark.rule(
    "A gate binds when it is raised at least 24 hours before the end, "
    "or within 24 hours of both cases being in; a later one is shown only."
)
@pytest.mark.parametrize(
    ("both_in", "raised", "binds"),
    [
        (BOTH_IN, BOTH_IN, True),
        (BOTH_IN, LAST_MOMENT, True),
        (BOTH_IN, LAST_MOMENT + A_MOMENT, False),
        (END - 30 * HOUR, LAST_MOMENT + A_MOMENT, True),
        (END - 30 * HOUR, END - 6 * HOUR, True),
        (END - 30 * HOUR, END - 6 * HOUR + A_MOMENT, False),
        (END - HOUR, END - A_MOMENT, True),
    ],
)
def test_a_gate_binds_when_the_others_can_answer_it(
    both_in: datetime, raised: datetime, *, binds: bool
) -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH, TRANSFORMER)
    dispute = file(dispute, Side.PRODUCT, FILTER, now=both_in)
    dispute = gated(dispute, FILTER, now=raised)

    assert (ranked(dispute.verdict()) == [TRANSFORMER.title]) == binds
    assert stand(dispute) == [True]


def test_nothing_binds_while_a_case_is_missing() -> None:
    assert file(an_open_dispute(), Side.PRODUCT, FILTER).binding_gates == ()


# Lifting


@pytest.mark.rule("Research lifts a gate, and from then on the rule can choose its option.")
def test_a_lifted_gate_stands_no_more_and_stays_on_record() -> None:
    dispute, notices = lift_gate(gated(unsealed(FILTER), FILTER), 0, by=JONAS, now=LATER + HOUR)

    assert ranked(dispute.verdict()) == [FILTER.title, TRANSFORMER.title]
    assert dispute.gates[0].ended is not None
    assert (dispute.gates[0].ended.by, dispute.gates[0].fell) == (JONAS.id, False)
    assert notices == (CardChanged(dispute.id), GateChanged(dispute.id, 0))


def test_lifting_twice_is_lifting_once() -> None:
    dispute = lifted(gated(unsealed(FILTER), FILTER))

    assert lift_gate(dispute, 0, by=JONAS, now=LATER + 2 * HOUR) == (dispute, ())


def test_what_research_has_lifted_it_can_raise_again_as_it_was() -> None:
    dispute = gated(lifted(gated(unsealed(FILTER), FILTER)), FILTER, now=LATER + 2 * HOUR)

    assert stand(dispute) == [False, True]
    assert dispute.gates[1].renews is None


# Falling


def latency(figure: int | None) -> Any:
    return an_option("Filter", latency_ms=None if figure is None else usd(figure))


@pytest.mark.rule(
    "A gate falls by itself when its option's figure gets better than it was when the gate was "
    "raised, or its option is taken out."
)
@pytest.mark.rule(
    "Where its option's figure was open, a gate falls with one that keeps within the limit."
)
@pytest.mark.parametrize(
    ("before", "steps", "falls"),
    [
        (900, [899], True),
        (900, [900], False),
        (900, [901], False),
        (900, [None], False),
        (None, [200], True),
        (None, [201], False),
        (900, [901, 900], False),
        (900, [None, 900], False),
        (900, [None, 100], True),
    ],
)
def test_a_gate_falls_with_a_better_figure_only(
    before: int | None, steps: list[int | None], *, falls: bool
) -> None:
    dispute = gated(unsealed(latency(before)), latency(before))
    for number, figure in enumerate(steps):
        dispute = revised(dispute, latency(figure), now=LATER + (number + 1) * HOUR)

    assert stand(dispute) == [not falls]
    assert dispute.gates[0].fell == falls


@pytest.mark.parametrize(
    ("what", "bound", "name", "better"),
    [
        (Gated.ACCURACY, Bound.AT_LEAST, "accuracy_percent", 81),
        (Gated.LATENCY, Bound.AT_MOST, "latency_ms", 79),
        (Gated.GPU_WEEKS, Bound.AT_MOST, "gpu_weeks_per_month", 79),
    ],
)
def test_each_figure_that_can_get_better_takes_its_gate_away(
    what: Gated, bound: Bound, name: str, better: int
) -> None:
    as_it_is, improved, worse = (with_figure(name, one) for one in (80, better, 160 - better))
    dispute = gated(unsealed(as_it_is), as_it_is, replace(LIMIT, gated=what, bound=bound))

    assert stand(revised(dispute, improved)) == [False]
    assert stand(revised(dispute, worse)) == [True]


def with_figure(name: str, figure: int) -> Option:
    changes: dict[str, Any] = {name: usd(figure)}
    return an_option(**changes)


def test_a_gate_about_the_cost_of_a_query_falls_with_no_revision() -> None:
    """Once both cases are in, that figure can only go up."""
    option, dearer = (an_option(cost_per_query_usd=usd(cost)) for cost in ("0.05", "0.06"))
    dispute = gated(unsealed(option), option, replace(LIMIT, gated=Gated.COST_PER_QUERY))

    assert dispute.gates[0].figure == usd("0.05")
    assert stand(revised(dispute, dearer)) == [True]


@pytest.mark.parametrize("what", [Gated.OTHER, Gated.BAR])
def test_what_is_about_no_figure_falls_with_none(what: Gated) -> None:
    dispute = gated(unsealed(SLOW), SLOW, replace(LIMIT, gated=what, source="GDPR"))

    assert stand(revised(dispute, FASTER)) == [True]
    assert figure_of(SLOW, what) is None


def test_a_revision_of_the_other_side_or_of_another_option_leaves_a_gate() -> None:
    dispute = gated(unsealed(SLOW, FILTER), SLOW)
    dispute = revised(dispute, SLOW, replace(FILTER, days_to_feedback=20))
    dispute = revised(
        dispute, replace(TRANSFORMER, days_to_feedback=71), side=Side.RESEARCH, now=LATER + HOUR
    )

    assert stand(dispute) == [True]


def test_a_gate_falls_with_its_option() -> None:
    dispute = gated(unsealed(SLOW, FILTER), SLOW)

    assert stand(revised(dispute, FILTER)) == [False]


def test_a_gate_that_falls_is_told() -> None:
    dispute = gated(gated(unsealed(SLOW), SLOW, BAR), SLOW)
    after = revised(dispute, FASTER)

    assert stand(after) == [True, False]
    assert after.gates[1].ended is not None
    assert (after.gates[1].ended.at, after.gates[1].ended.by) == (LATER, None)


@pytest.mark.rule("In the last 24 hours a revision takes no gate away.")
@pytest.mark.parametrize(
    ("now", "falls"),
    [(LAST_MOMENT, True), (LAST_MOMENT + A_MOMENT, False), (END - A_MOMENT, False)],
)
def test_in_the_last_day_no_gate_falls(now: datetime, *, falls: bool) -> None:
    dispute = revised(gated(unsealed(SLOW), SLOW), FASTER, now=now)

    assert stand(dispute) == [not falls]


# Raised again


@pytest.mark.rule("A gate that fell with a revised figure comes back with a new number only.")
def test_what_fell_comes_back_with_a_new_number_only() -> None:
    dispute = revised(gated(unsealed(SLOW), SLOW), FASTER)

    assert problems_of(dispute, LIMIT) == ["number"]
    assert problems_of(dispute, replace(LIMIT, name="quick answers")) == ["number"]
    assert problems_of(dispute, replace(LIMIT, number=usd(150))) == []
    assert problems_of(dispute, replace(LIMIT, gated=Gated.OTHER)) == []


def test_a_bar_comes_back_against_an_option_that_was_taken_out_and_put_back() -> None:
    dispute = gated(unsealed(SLOW, FILTER), SLOW, BAR)
    dispute = revised(revised(dispute, FILTER), SLOW, FILTER)

    assert stand(gated(dispute, SLOW, BAR, now=LATER + HOUR)) == [False, True]


@pytest.mark.rule("Raised again within 24 hours of its fall, it binds up to the end.")
@pytest.mark.parametrize(
    ("fell", "again", "binds"),
    [
        (LAST_MOMENT, END - A_MOMENT, True),
        (LAST_MOMENT - HOUR, END - HOUR, True),
        (LAST_MOMENT - HOUR, END - HOUR + A_MOMENT, False),
        (BOTH_IN + DAY, END - HOUR, False),
    ],
)
def test_a_gate_that_fell_late_can_still_bind_again(
    fell: datetime, again: datetime, *, binds: bool
) -> None:
    dispute = revised(gated(unsealed(SLOW), SLOW), FASTER, now=fell)
    dispute = gated(dispute, SLOW, replace(LIMIT, number=usd(150)), now=again)

    assert dispute.gates[1].renews == fell
    assert (ranked(dispute.verdict()) == [TRANSFORMER.title]) == binds


# Told and shown


def test_a_gate_is_told_in_the_thread_and_to_the_side_whose_option_it_is() -> None:
    dispute = gated(unsealed(FILTER), FILTER)
    places = [one.place for one in deliveries(dispute, (GateChanged(dispute.id, 0),))]

    assert Thread() in places
    assert Direct(MAYA.id) in places


def test_everybody_sees_a_gate() -> None:
    dispute = gated(unsealed(FILTER), FILTER)

    assert seen_in_channel(dispute, now=LATER).gates == dispute.gates
    assert ranked(seen_in_channel(dispute, now=LATER).verdict()) == [TRANSFORMER.title]


numbers = st.integers(0, 3).map(usd)


@given(st.lists(st.tuples(st.sampled_from(["raise", "lift", "revise"]), numbers), max_size=8))
def test_whatever_is_raised_lifted_and_revised_gates_stay_in_their_places(
    steps: list[tuple[str, Any]],
) -> None:
    """Messages name a gate by its place; it ends once, and how it ended stays."""
    dispute = unsealed(SLOW)
    for hour, (step, number) in enumerate(steps):
        before, now = dispute, LATER + hour * HOUR
        dispute = did(dispute, step, number, now)

        assert len(dispute.gates) - len(before.gates) in {0, 1}
        for old, new in zip(before.gates, dispute.gates, strict=False):
            assert replace(new, ended=None) == replace(old, ended=None)
            assert new.ended == old.ended or old.stands


def did(dispute: Dispute, step: str, number: Any, now: datetime) -> Dispute:
    option = dispute.filed[0].case.options[0]
    try:
        if step == "raise":
            return gated(dispute, option, replace(LIMIT, number=number), now=now)
        if step == "revise":
            figures = replace(option.figures, latency_ms=number)
            return revised(dispute, replace(option, figures=figures), now=now)
        if dispute.gates:
            position = int(number) % len(dispute.gates)
            return lift_gate(dispute, position, by=LEADS[Side.RESEARCH], now=now)[0]
    except Unfit:
        pass
    return dispute
