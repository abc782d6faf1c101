"""Cases of every shape, for properties; few values each, so that ties happen."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.case import (
    Approach,
    Audience,
    BuilderWord,
    Case,
    Figures,
    Filed,
    MeasuredOn,
    Option,
    Side,
)
from bot.domain.ids import OptionId, UserId
from tests.builders import CONSTRAINT, EVIDENCE, HYPOTHESIS, LEADS, MONDAY

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
