"""Cases of every shape, for properties; few values each, so that ties happen."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.area import Stage, Terms
from bot.domain.bounds import Bounds, SignOff
from bot.domain.case import (
    Approach,
    Audience,
    BuilderWord,
    Case,
    Figures,
    Filed,
    MeasuredOn,
    Option,
    OwnFigure,
    Side,
)
from bot.domain.gate import Gate, Gated, Limit
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import Bound, MinimumModel, OwnLimit
from tests.builders import (
    CONSTRAINT,
    EVIDENCE,
    HYPOTHESIS,
    LEADS,
    MONDAY,
    OLU,
    a_filed_case,
    an_option,
)

texts = st.sampled_from(["", "Acme", "acme", "Borealis", "<!channel> & co"])
amounts = st.none() | st.sampled_from([Decimal(0), Decimal(5000), Decimal("0.015"), Decimal(-1)])

figures = st.builds(
    Figures,
    cost_of_delay_per_week=amounts,
    cost_of_delay_sum=texts,
    cost_per_query_usd=amounts,
    accuracy_percent=amounts,
    measured_on=st.none() | st.sampled_from(MeasuredOn),
    latency_ms=amounts,
    gpu_weeks_per_month=amounts,
    ops_burden=st.none() | st.integers(0, 6),
)


builder_words = st.builds(
    BuilderWord,
    by=st.sampled_from([UserId("U1"), UserId("U2")]),
    at=st.just(MONDAY),
    days=st.sampled_from([1, 14, 90]),
    raised_from=st.none() | st.just(7),
    why=texts,
)

any_ids = st.uuids().map(str)


def options(ids: st.SearchStrategy[str] = any_ids) -> st.SearchStrategy[Option]:
    return st.builds(
        Option,
        id=ids.map(OptionId),
        title=st.sampled_from(["Filter", "filter", "Transformer", ""]),
        days_to_feedback=st.none() | st.sampled_from([0, 1, 14, 90, 91]),
        audience=st.none() | st.sampled_from(Audience),
        customer=texts,
        feedback=texts,
        builder=st.none() | st.sampled_from([UserId("U1"), UserId("U2")]),
        figures=figures,
        approach=st.none() | st.sampled_from(Approach),
        stop_if=texts,
        builder_word=st.none() | builder_words,
    )


def cases(ids: st.SearchStrategy[str] = any_ids) -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        constraint=st.none() | st.just(CONSTRAINT),
        hypothesis=st.none() | st.just(HYPOTHESIS),
        evidence=st.sampled_from([(), (EVIDENCE,)]),
        options=st.lists(
            options(ids), min_size=1, max_size=3, unique_by=lambda option: option.id
        ).map(tuple),
    )


def filed_cases(side: Side) -> st.SearchStrategy[Filed]:
    return st.builds(
        Filed,
        side=st.just(side),
        case=cases(),
        filed_at=st.sampled_from([MONDAY, MONDAY + timedelta(hours=1)]),
        by=st.just(LEADS[side].id),
    )


both_cases = st.tuples(filed_cases(Side.PRODUCT), filed_cases(Side.RESEARCH))


# What binds the rule: figures that limits ask for, and the limits, gates and signatures

small = st.sampled_from([Decimal(1), Decimal(5), Decimal(9)])
own_names = st.sampled_from(["GPU memory", "lineage recorded"])

own_figures = st.builds(
    OwnFigure, own_names, number=st.none() | small, is_kept=st.none() | st.booleans()
)
limited_figures = st.builds(
    Figures,
    cost_per_query_usd=st.none() | small,
    accuracy_percent=st.none() | small,
    latency_ms=st.none() | small,
    gpu_weeks_per_month=st.none() | small,
    own=st.lists(own_figures, max_size=2, unique_by=lambda one: one.name).map(tuple),
)
own_limits = st.builds(
    OwnLimit, name=own_names, bound=st.sampled_from(Bound), number=st.none() | small
)
minimum_models = st.builds(
    MinimumModel,
    lowest_accuracy_percent=st.none() | small,
    highest_latency_ms=st.none() | small,
    highest_cost_per_query_usd=st.none() | small,
    own=st.lists(own_limits, max_size=2, unique_by=lambda one: one.name).map(tuple),
)
terms = st.builds(
    Terms, stage=st.sampled_from(Stage), minimum=minimum_models, gpu_budget=st.just(Decimal(5))
)
limits = st.builds(
    Limit,
    gated=st.sampled_from(Gated),
    name=st.just("real-time answers"),
    bound=st.sampled_from(Bound),
    number=st.none() | small,
)


@st.composite
def choosable_cases(draw: st.DrawFn, side: Side) -> Filed:
    """A case whose options the rule can choose, unless something binds it."""
    options = [
        an_option(
            f"{side} {number}",
            draw(st.integers(1, 90)),
            audience=draw(st.sampled_from([Audience.PAYING, Audience.PILOT])),
            figures=draw(limited_figures),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    return a_filed_case(*options, side=side)


@st.composite
def bounds_of(draw: st.DrawFn, both: tuple[Filed, Filed]) -> Bounds:
    """Any terms, and gates and signatures about the options of two cases."""
    about = st.sampled_from([(one.side, option.id) for one in both for option in one.case.options])
    gated = draw(st.lists(st.tuples(about, limits), max_size=3))
    signed = draw(st.lists(st.tuples(about, small), max_size=3))
    gates = [
        Gate(side=side, option=option, limit=limit, by=LEADS[Side.RESEARCH].id, at=MONDAY)
        for (side, option), limit in gated
    ]
    signoffs = [
        SignOff(side=side, option=option, gpu_weeks=weeks, by=OLU.id, at=MONDAY, reason="Worth it.")
        for (side, option), weeks in signed
    ]
    return Bounds(terms=draw(st.none() | terms), gates=tuple(gates), signoffs=tuple(signoffs))


@st.composite
def bound_cases(draw: st.DrawFn) -> tuple[tuple[Filed, Filed], Bounds]:
    """Two cases, and what binds the rule besides them."""
    both = draw(
        both_cases | st.tuples(choosable_cases(Side.PRODUCT), choosable_cases(Side.RESEARCH))
    )
    return both, draw(bounds_of(both))
