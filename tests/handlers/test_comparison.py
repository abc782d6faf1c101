"""The options of both sides, side by side: what is best in each column is seen at a glance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area import Terms
from bot.domain.case import Audience, Case, Figures, MeasuredOn, Option, OwnFigure, PathKind, Side
from bot.domain.dispute import Dispute
from bot.domain.minimum_model import Bound, MinimumModel, OwnLimit
from bot.domain.sealing import seen_in_channel
from handlers import card
from handlers.blocks import Message, message
from handlers.comparison import option_blocks, side_by_side
from handlers.details import both_cases, fit
from handlers.fitting import fitted
from handlers.page import Page
from tests.builders import ADA, BOTH_IN, DAY, an_open_dispute, an_option, an_unsealed_dispute, file
from tests.domain.bound import KEPT, MEMORY, STRICT
from tests.handlers.drafts import LONGEST_LIMITS
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    a_full_case,
    check_message,
    check_pings_nobody,
    check_window,
    filed,
    opened,
    read,
)

NOW = BOTH_IN + DAY
MOST_COLUMNS = 20


def compared(dispute: Dispute, *, plain: bool = False, now: datetime = NOW) -> Message:
    page = Page(seen=seen_in_channel(dispute, now=now), now=now, most=3000)
    return message(("x",), *option_blocks(page, plain=plain))


def columns(dispute: Dispute) -> Mapping[str, list[str]]:
    """The cells below each head."""
    head, *rows = (row.split(" | ") for row in read(compared(dispute)).splitlines())
    return {label: list(cells) for label, *cells in zip(head, *rows, strict=True)}


def between(*figures: Mapping[str, Any], **area: Any) -> Dispute:
    """Product's options, of 10 days, 11 days and so on, against research's of 70."""
    options = [an_option(f"Option {n}", 10 + n, **said) for n, said in enumerate(figures)]
    dispute = file(an_open_dispute(**area), Side.PRODUCT, *options)
    return file(dispute, Side.RESEARCH, an_option("Transformer", 70), now=BOTH_IN)


def in_area(*figures: Mapping[str, Any], minimum: MinimumModel = STRICT) -> Dispute:
    return between(*figures, terms=Terms(minimum=minimum))


# What is best


@pytest.mark.parametrize(
    ("figure", "head", "cells"),
    [
        ("accuracy_percent", "Accuracy", ["88 %", "92 % (highest)"]),
        ("latency_ms", "Latency", ["88 ms (lowest)", "92 ms"]),
        ("cost_per_query_usd", "Cost per query", ["88 USD (lowest)", "92 USD"]),
        ("gpu_weeks_per_month", "GPU-weeks a month", ["88 (fewest)", "92"]),
    ],
)
def test_the_best_in_each_column_is_marked(figure: str, head: str, cells: list[str]) -> None:
    dispute = between({figure: Decimal(88)}, {figure: Decimal(92)})

    assert columns(dispute)[head] == [*cells, "-"]


def test_the_fewest_days_are_marked() -> None:
    assert columns(between({}, {}))["Days"] == ["10 (fewest)", "11", "70"]


def test_all_that_tie_are_marked() -> None:
    three = ({"latency_ms": Decimal(n)} for n in (80, 80, 90))

    assert columns(between(*three))["Latency"] == ["80 ms (lowest)", "80 ms (lowest)", "90 ms", "-"]


def test_a_figure_that_stands_alone_is_not_marked() -> None:
    assert columns(between({"latency_ms": Decimal(80)}, {}))["Latency"] == ["80 ms", "-", "-"]


def test_the_mark_stands_behind_the_figure_and_before_what_is_said_of_it() -> None:
    guess = {"accuracy_percent": Decimal(91), "measured_on": MeasuredOn.GUESS}
    dispute = between({**guess, "builder": ADA.id}, {"accuracy_percent": Decimal(90)})

    assert columns(dispute)["Accuracy"][0] == "91 % (highest), a guess"
    assert columns(dispute)["Days"][0] == "10 (fewest), not confirmed by its builder"


def test_money_and_burden_are_not_called_better_or_worse() -> None:
    said = [{"cost_of_delay_per_week": Decimal(n), "ops_burden": n} for n in (2, 3)]
    shown = columns(between(*said))

    assert shown["Cost of delay"] == ["2 USD a week", "3 USD a week", "-"]
    assert shown["Ops burden"] == ["2 of 5", "3 of 5", "-"]


@given(
    st.lists(
        st.none() | st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_is_known_the_best_and_no_other_is_marked(known: list[Decimal | None]) -> None:
    stated = [figure for figure in known if figure is not None]
    best = max(stated) if len(stated) > 1 else None
    dispute = between(*({"accuracy_percent": figure} for figure in known))

    marked = [cell.endswith("(highest)") for cell in columns(dispute).get("Accuracy", [])][:-1]
    assert marked == ([figure == best and best is not None for figure in known] if stated else [])


# What stands where


def test_days_and_the_four_figures_stand_side_by_side() -> None:
    full = {**KEPT, "gpu_weeks_per_month": Decimal(2), "ops_burden": 2}

    assert list(columns(in_area(full))) == [
        "Option",
        "Side",
        "Days",
        "Accuracy",
        "Latency",
        "Cost per query",
        "GPU-weeks a month",
        "Who sees it",
        "Choosable by the rule",
        "Ops burden",
        "GPU memory",
        "Lineage recorded",
    ]


def test_the_areas_own_limits_are_columns_with_their_unit_and_their_best() -> None:
    memory = [OwnFigure("GPU memory", number=Decimal(n)) for n in (48, 40)]
    kept = OwnFigure("lineage recorded", is_kept=False)
    shown = columns(in_area({"own": (memory[0], kept)}, {"own": (memory[1],)}))

    assert sorted(shown["GPU memory"]) == ["-", "40 GB (lowest)", "48 GB"]
    assert sorted(shown["Lineage recorded"]) == ["-", "-", "no"]


def test_of_what_is_to_be_at_least_so_much_the_highest_is_best() -> None:
    recall = OwnLimit(name="recall", bound=Bound.AT_LEAST, number=Decimal(80), unit="%")
    said = [{"own": (OwnFigure("recall", number=Decimal(n)),)} for n in (81, 95)]
    shown = columns(in_area(*said, minimum=MinimumModel(own=(recall,))))

    assert shown["Recall"] == ["81 %", "95 % (highest)", "-"]


def test_a_limit_of_the_areas_own_that_is_called_as_another_figure_has_its_own_column() -> None:
    days = OwnLimit(name="Days", number=Decimal(3))
    said = [{"own": (OwnFigure("Days", number=Decimal(n)),)} for n in (1, 2)]
    shown = columns(in_area(*said, minimum=MinimumModel(own=(days,))))

    assert shown["Days"] == ["10 (fewest)", "11", "70"]
    assert shown["Days (the area's own)"] == ["1 (lowest)", "2", "-"]


def test_what_misses_a_limit_is_not_choosable_and_says_so() -> None:
    minimum = MinimumModel(own=(MEMORY,), lowest_accuracy_percent=Decimal(92))
    said = {"accuracy_percent": Decimal(88), "own": (OwnFigure("GPU memory", Decimal(40)),)}

    assert (
        "no: its accuracy is 88 %; the area asks for at least 92 %"
        in (columns(in_area(said, minimum=minimum))["Choosable by the rule"])
    )


@pytest.mark.parametrize("plain", [False, True])
def test_the_path_stands_beside_the_title(*, plain: bool) -> None:
    dispute = an_unsealed_dispute((an_option("Filter", path=PathKind.CHEAPEST),))

    assert "Filter, cheapest path" in read(compared(dispute, plain=plain))


def test_without_a_table_each_option_says_the_same_in_a_sentence() -> None:
    memory = {"own": (OwnFigure("GPU memory", number=Decimal(40)),), "path": PathKind.MIDDLE}
    dispute = in_area({"gpu_weeks_per_month": Decimal(2), **memory}, minimum=_only(MEMORY))
    _, first, *_ = read(compared(dispute, plain=True)).splitlines()

    assert first == (
        "- Option 0, middle path (product). days: 10 (fewest); GPU-weeks a month: 2; "
        "who sees it: pilot: three pilot merchants; choosable by the rule: yes; GPU memory: 40 GB"
    )


def _only(*own: OwnLimit) -> MinimumModel:
    return MinimumModel(own=own)


def test_both_cases_say_the_path_and_the_areas_own_figures() -> None:
    said = {"own": (OwnFigure("GPU memory", number=Decimal(40)),), "path": PathKind.BEST}
    dispute = in_area(said)
    page = Page(seen=seen_in_channel(dispute, now=NOW), now=NOW, most=3000)

    for plain in (False, True):
        shown = read(message(("x",), *side_by_side(page, plain=plain)))
        assert "path: best" in shown
        assert "GPU memory: 40 GB" in shown


# At its longest


def a_bound_case(text: str, side: Side, **changes: Any) -> Case:
    """Three options with every figure, a path, and an answer to each limit of the area's own."""
    case = a_full_case(text, side, **changes)
    options = zip(case.options, PathKind, strict=True)
    return replace(case, options=tuple(_bound(option, path) for option, path in options))


def _bound(option: Option, path: PathKind) -> Option:
    own = tuple(OwnFigure(limit.name, Decimal(10**9)) for limit in LONGEST_LIMITS.own)
    most = Decimal("999999999.9999999")
    figures: Figures = replace(
        option.figures, own=own, cost_per_query_usd=most, latency_ms=most, gpu_weeks_per_month=most
    )
    return replace(option, path=path, figures=figures, audience=Audience.PAYING)


def with_one_case(text: str) -> Dispute:
    dispute = opened(text, terms=Terms(minimum=LONGEST_LIMITS))
    return filed(dispute, Side.PRODUCT, a_bound_case(text, Side.PRODUCT))


def at_its_fullest(text: str) -> Dispute:
    dispute = with_one_case(text)
    return filed(dispute, Side.RESEARCH, a_bound_case(text, Side.RESEARCH), BOTH_IN)


@pytest.mark.parametrize("text", ["word " * 100, "W" * 300, *NASTY])
@pytest.mark.parametrize("plain", [False, True])
def test_three_options_a_side_with_every_field_at_its_longest_fit_slack(
    text: str, *, plain: bool
) -> None:
    dispute = at_its_fullest(text.strip())
    seen = seen_in_channel(dispute, now=NOW)
    shown = card.build(seen, now=NOW, plain=plain)
    cases = fitted(
        lambda most: message(
            ("x",), *side_by_side(Page(seen=seen, now=NOW, most=most), plain=plain)
        )
    )
    window = fit(both_cases, seen, NOW)

    for one in (shown, cases):
        check_message(one)
        check_pings_nobody(one)
    check_window(window)
    tables = [block["rows"] for block in shown.blocks if block["type"] == "table"]
    assert [len(rows) for rows in tables] == ([] if plain else [1 + 2 * 3])
    assert all(len(row) <= MOST_COLUMNS for rows in tables for row in rows)
