"""Gates in a file: what they take out, when they bind, and which are refused."""

from typing import Any

import pytest

from tests.replay.conftest import Settle
from tests.replay.files import GATED, a_case, a_gate, an_option, both_cases, reasons_against

BAR = {
    "figure": "a legal or safety bar",
    "limit": "consent of the speaker",
    "at_most": None,
    "unit": "",
    "source": "terms of the recordings",
    "lifted_by": "a signed consent",
}
BARRED = "a gate stands against it: consent of the speaker (terms of the recordings)"


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        ({}, f"{GATED}; not before: quantisation"),
        (
            {"figure": "accuracy", "at_most": None, "at_least": 95, "unit": "%"},
            "a gate stands against it: real-time answers, at least 95 %; not before: quantisation",
        ),
        (
            BAR,
            f"{BARRED}; not before: a signed consent",
        ),
    ],
)
def test_an_option_with_a_gate_against_it_is_not_choosable(
    settle: Settle, gate: dict[str, Any], reason: str
) -> None:
    report = settle(**both_cases(), gates=[a_gate(**gate)])

    assert report["option"] == "Model"
    assert reasons_against(report, "Filter") == [reason]


@pytest.mark.parametrize(
    ("at", "option"),
    [
        ("2026-03-03T09:00:00Z", "Model"),
        ("2026-03-08T09:00:00Z", "Model"),
        ("2026-03-08T09:00:01Z", "Filter"),
        ("2026-03-09T08:59:59Z", "Filter"),
    ],
)
def test_a_gate_that_is_raised_less_than_a_day_before_the_end_is_shown_only(
    settle: Settle, at: str, option: str
) -> None:
    report = settle(**both_cases(), gates=[a_gate(at=at)])

    assert report["option"] == option
    assert [gate["binds"] for gate in report["gates"]] == [option == "Model"]


def test_a_late_gate_binds_when_the_cases_have_only_just_been_unsealed(settle: Settle) -> None:
    late = {**both_cases(), "research": a_case(an_option("Model"), filed_at="2026-03-09T07:00:00Z")}

    assert settle(**late, gates=[a_gate(at="2026-03-09T08:00:00Z")])["option"] == "Model"


def test_a_gate_that_was_lifted_takes_nothing_out(settle: Settle) -> None:
    report = settle(**both_cases(), gates=[a_gate(lifted_at="2026-03-06T09:00:00Z")])

    assert report["option"] == "Filter"
    assert report["gates"] == [
        {
            "side": "product",
            "option": "Filter",
            "limit": "real-time answers, at most 0.03 USD a query",
            "lifted_by": "quantisation",
            "raised_at": "2026-03-05T09:00:00Z",
            "lifted_at": "2026-03-06T09:00:00Z",
            "binds": False,
        }
    ]


def test_the_ruling_says_what_stood_at_its_own_instant(settle: Settle) -> None:
    report = settle(
        **both_cases(),
        gates=[a_gate(lifted_at="2026-03-07T09:00:00Z")],
        agreed={"option": "Filter", "at": "2026-03-06T09:00:00Z"},
    )

    assert (report["basis"], report["against_the_rule"]) == ("agreed", True)
    assert reasons_against(report, "Filter") == [f"{GATED}; not before: quantisation"]
    assert [refused["what"] for refused in report["refused"]] == ["gate 1, lifted"]


def test_what_happens_counts_in_the_order_of_time_and_not_of_the_file(settle: Settle) -> None:
    raised_again = a_gate(at="2026-03-07T09:00:00Z")
    first = a_gate(lifted_at="2026-03-06T09:00:00Z")

    report = settle(**both_cases(), gates=[raised_again, first])

    assert report["option"] == "Model"
    assert [gate["lifted_at"] for gate in report["gates"]] == ["2026-03-06T09:00:00Z", None]


def test_of_two_options_of_one_title_the_side_says_whose_is_gated(settle: Settle) -> None:
    twins = {
        "product": a_case(an_option("Filter")),
        "research": a_case(an_option("Filter", days_to_feedback=70)),
    }
    report = settle(**twins, gates=[a_gate(side="product"), a_gate()])

    assert [ranked["side"] for ranked in report["ranking"]] == ["research"]
    assert report["refused"] == [{"what": "gate 2", "reason": '2 options are called "Filter".'}]


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        ({"at_most": None}, "Say the limit as a number; without one there is no gate."),
        ({"unit": ""}, "Say the unit, such as: USD a query."),
        ({"lifted_by": None}, "Say what would lift it, such as: quantisation."),
        ({"limit": ""}, "Name the limit in a few words, such as: real-time answers."),
        ({**BAR, "source": ""}, "Name the law, the contract or the policy that bars it."),
        ({"option": "Nope"}, 'No case that is in has an option called "Nope".'),
        (
            {"at": "2026-03-09T09:00:00Z"},
            "#1 ended on Mon 9 March 2026, 09:00 UTC; this came later and does not count.",
        ),
    ],
)
def test_a_gate_that_the_rules_refuse_does_not_count(
    settle: Settle, gate: dict[str, Any], reason: str
) -> None:
    report = settle(**both_cases(), gates=[a_gate(**gate)])

    assert (report["option"], report["gates"]) == ("Filter", [])
    assert report["refused"] == [{"what": "gate 1", "reason": reason}]


def test_a_gate_before_both_cases_are_in_is_refused_and_so_is_its_lifting(settle: Settle) -> None:
    report = settle(
        product=a_case(),
        gates=[a_gate(lifted_at="2026-03-06T09:00:00Z")],
    )

    assert report["refused"] == [
        {"what": "gate 1", "reason": "A gate can be raised on #1 once both cases are in."},
        {
            "what": "gate 1, lifted",
            "reason": "This gate was never raised, so there is nothing to lift.",
        },
    ]
