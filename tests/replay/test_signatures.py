"""Signatures of founders in a file, for options over the budget."""

from typing import Any

import pytest

from tests.replay.conftest import Settle
from tests.replay.files import a_case, a_signoff, an_area, an_option, both_cases


def test_a_founders_signature_makes_an_option_over_the_budget_choosable(settle: Settle) -> None:
    report = settle(**both_cases(gpu_weeks_per_month=6.5), area=an_area(), signoffs=[a_signoff()])

    assert report["option"] == "Filter"
    assert report["signoffs"] == [
        {
            "side": "product",
            "option": "Filter",
            "gpu_weeks_per_month": 6.5,
            "by": "Olu",
            "at": "2026-03-05T09:00:00Z",
            "reason": "The credits end in August.",
            "own_signoff": False,
        }
    ]


def test_a_founder_may_sign_while_the_other_case_is_still_open(settle: Settle) -> None:
    report = settle(
        product=a_case(an_option(gpu_weeks_per_month=6)),
        area=an_area(),
        signoffs=[a_signoff(at="2026-03-03T10:00:00Z")],
    )

    assert (report["option"], report["refused"]) == ("Filter", [])


def test_the_only_founder_may_sign_for_a_side_that_they_lead(settle: Settle) -> None:
    report = settle(
        **both_cases(gpu_weeks_per_month=6), area=an_area(), signoffs=[a_signoff(by="product")]
    )

    (signed,) = report["signoffs"]
    assert (report["option"], signed["by"], signed["own_signoff"]) == (
        "Filter",
        "Product's lead",
        True,
    )


def test_a_founder_who_leads_a_side_does_not_sign_where_there_is_another_one(
    settle: Settle,
) -> None:
    report = settle(
        product=a_case(an_option("Filter", gpu_weeks_per_month=6)),
        research=a_case(an_option("Model", days_to_feedback=70, gpu_weeks_per_month=7)),
        area=an_area(),
        signoffs=[a_signoff(by="product"), a_signoff(option="Model")],
    )

    assert report["option"] == "Model"
    assert report["refused"] == [
        {
            "what": "signoff 1",
            "reason": "You speak for a side of #1; another founder can sign this off.",
        }
    ]


@pytest.mark.parametrize(
    ("signoff", "weeks", "reason"),
    [
        ({"reason": ""}, 6, "Say in a sentence why; it stands beside the option."),
        ({}, 5, "No option of #1 needs this signature any more."),
        ({"option": "Nope"}, 6, 'No case that is in has an option called "Nope".'),
        (
            {"at": "2026-03-09T09:00:00Z"},
            6,
            "#1 ended on Mon 9 March 2026, 09:00 UTC; this came later and does not count.",
        ),
    ],
)
def test_a_signature_that_the_rules_refuse_does_not_count(
    settle: Settle, signoff: dict[str, Any], weeks: int, reason: str
) -> None:
    report = settle(
        **both_cases(gpu_weeks_per_month=weeks), area=an_area(), signoffs=[a_signoff(**signoff)]
    )

    assert report["signoffs"] == []
    assert report["refused"] == [{"what": "signoff 1", "reason": reason}]
