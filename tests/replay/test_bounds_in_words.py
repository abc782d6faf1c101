"""What bound the rule in a settled dispute, in plain words."""

from typing import Any

from tests.replay.conftest import Replay
from tests.replay.files import a_case, a_dispute, a_gate, a_signoff, an_area, an_option, both_cases

ALL_LIMITS = {
    "lowest_accuracy_percent": 90,
    "highest_latency_ms": 300,
    "highest_cost_per_query_usd": 0.03,
    "limits": [
        {"name": "GPU memory", "at_most": 48, "unit": "GB"},
        {"name": "lineage recorded", "required": True},
    ],
}


def told(replay: Replay, **fields: Any) -> list[str]:
    """The lines about one dispute with these fields."""
    return [
        line.strip() for line in replay({"disputes": [a_dispute(**fields)]}).stdout.splitlines()
    ]


def test_the_area_is_told_with_its_decider_limits_and_budget(replay: Replay) -> None:
    lines = told(replay, area=an_area(gpu_budget=7.5, **ALL_LIMITS))

    assert "The area is after the first customer prototype, so product decides." in lines
    assert (
        "Its limits hold for every option: accuracy at least 90 %; latency at most 300 ms; "
        "cost per query at most 0.03 USD; GPU memory at most 48 GB; lineage recorded, yes."
    ) in lines
    assert "Its budget for one option: 7.5 GPU-weeks a month." in lines


def test_before_the_first_prototype_it_is_told_for_whom_the_limits_hold(replay: Replay) -> None:
    lines = told(replay, area=an_area(stage="before", lowest_accuracy_percent=90))

    assert "The area is before the first customer prototype, so research decides." in lines
    assert "Its limits hold for paying customers only: accuracy at least 90 %." in lines


def test_of_an_area_without_limits_no_limits_are_told(replay: Replay) -> None:
    assert not any("limits hold" in line for line in told(replay, area=an_area()))


def test_of_an_area_that_is_only_a_name_nothing_is_told(replay: Replay) -> None:
    assert told(replay, **both_cases(), area="fraud") == told(replay, **both_cases())


def test_one_reason_stands_on_the_line_and_several_on_a_line_each(replay: Replay) -> None:
    lines = told(
        replay,
        product=a_case(an_option("Filter", accuracy_percent=86, latency_ms=900)),
        research=a_case(an_option("Model", accuracy_percent=95, latency_ms=900)),
        area=an_area(lowest_accuracy_percent=90, highest_latency_ms=300),
    )
    begin = lines.index("Not choosable: Filter (product):")

    assert lines[begin : begin + 4] == [
        "Not choosable: Filter (product):",
        "its accuracy is 86 %; the area asks for at least 90 %",
        "its latency is 900 ms; the area asks for at most 300 ms",
        "Not choosable: Model (research): its latency is 900 ms; the area asks for at most 300 ms.",
    ]


def test_each_gate_is_told_with_what_became_of_it(replay: Replay) -> None:
    lines = told(
        replay,
        **both_cases(),
        gates=[
            a_gate(),
            a_gate(
                option="Model",
                figure="latency",
                limit="live calls",
                at_most=300,
                unit="ms",
                lifted_at="2026-03-06T15:00:00Z",
            ),
            a_gate(at="2026-03-09T08:00:00Z", at_most=0.02),
        ],
    )

    assert [line for line in lines if line.startswith("Gate against")] == [
        (
            "Gate against Filter (product), raised on Thu 5 March 2026, 09:00 UTC: "
            "real-time answers, at most 0.03 USD a query. It stands."
        ),
        (
            "Gate against Model (research), raised on Thu 5 March 2026, 09:00 UTC: "
            "live calls, at most 300 ms. Lifted on Fri 6 March 2026, 15:00 UTC."
        ),
        (
            "Gate against Filter (product), raised on Mon 9 March 2026, 08:00 UTC: "
            "real-time answers, at most 0.02 USD a query. "
            "That was too late to count; it is shown only."
        ),
    ]


def test_a_signature_is_told_with_its_reason(replay: Replay) -> None:
    fields = {**both_cases(gpu_weeks_per_month=6), "area": an_area()}

    assert (
        "Signed for Filter (product): 6 GPU-weeks a month, by Olu: "
        '"The credits end in August."' in told(replay, **fields, signoffs=[a_signoff()])
    )
    assert (
        "Signed for Filter (product): 6 GPU-weeks a month, by Product's lead (own sign-off): "
        '"The credits end in August."' in told(replay, **fields, signoffs=[a_signoff(by="product")])
    )


def test_typed_text_in_a_gate_cannot_break_a_line_or_move_the_cursor(replay: Replay) -> None:
    typed = a_gate(limit="real\ntime\x1b[2J", lifted_by="x\u202ey")
    output = replay({"disputes": [a_dispute(**both_cases(), gates=[typed])]}).stdout

    assert "real time[2J, at most 0.03 USD a query; not before: xy." in output
    assert "\x1b" not in output
