import json
from typing import Any

import pytest

from tests.replay.conftest import Replay
from tests.replay.files import a_case, a_dispute, an_option


def test_a_decision_a_moment_too_early_is_refused_and_does_not_count(settle: Any) -> None:
    report = settle(
        product=a_case(),
        research=a_case(an_option("Model", days_to_feedback=70)),
        decided={"side": "product", "option": "Model", "at": "2026-03-04T08:59:59Z", "reason": "x"},
    )

    assert report["basis"] == "default rule"
    assert report["refused"] == [
        {
            "what": "decided",
            "reason": "#1 can be decided from Wed 4 March 2026, 09:00 UTC, "
            "a day after both cases are in.",
        }
    ]


def test_a_decision_exactly_a_day_after_both_cases_counts(settle: Any) -> None:
    report = settle(
        product=a_case(),
        research=a_case(an_option("Model", days_to_feedback=70)),
        decided={"side": "product", "option": "model", "at": "2026-03-04T09:00:00Z", "reason": "x"},
    )

    assert (report["basis"], report["option"], report["refused"]) == ("decided", "Model", [])
    assert report["against_the_rule"] is True


def test_a_decision_by_research_is_refused(settle: Any) -> None:
    report = settle(
        product=a_case(),
        research=a_case(an_option("Model")),
        decided={
            "side": "research",
            "option": "Model",
            "at": "2026-03-06T09:00:00Z",
            "reason": "x",
        },
    )

    assert [refused["what"] for refused in report["refused"]] == ["decided"]
    assert "Product's lead (decider) can." in report["refused"][0]["reason"]


@pytest.mark.parametrize("filed_at", ["2026-03-09T09:00:00Z", "2026-03-12T09:00:00+02:00"])
def test_a_case_at_or_after_the_end_is_refused(settle: Any, filed_at: str) -> None:
    report = settle(
        product=a_case(), research=a_case(an_option("Quick", days_to_feedback=1), filed_at=filed_at)
    )

    assert report["option"] == "Filter"
    assert [refused["what"] for refused in report["refused"]] == ["research case"]


def test_a_case_before_the_opening_is_refused(settle: Any) -> None:
    report = settle(product=a_case(filed_at="2026-03-01T09:00:00Z"))

    assert report["basis"] == "lapsed"
    assert "opens on Mon 2 March 2026" in report["refused"][0]["reason"]


def test_what_comes_after_an_agreement_is_refused(settle: Any) -> None:
    report = settle(
        product=a_case(),
        research=a_case(an_option("Model", days_to_feedback=70)),
        agreed={"option": "Filter", "at": "2026-03-04T09:00:00Z", "next": "the model"},
        decided={"side": "product", "option": "Model", "at": "2026-03-06T09:00:00Z", "reason": "x"},
    )

    assert (report["basis"], report["option"]) == ("agreed", "Filter")
    assert [refused["what"] for refused in report["refused"]] == ["decided"]


def test_a_yield_against_one_option_settles_at_once(settle: Any) -> None:
    report = settle(
        product=a_case(),
        yielded={"side": "research", "at": "2026-03-05T09:00:00Z", "reason": "Fine."},
    )

    assert (report["basis"], report["ruled_at"]) == ("yielded", "2026-03-05T09:00:00Z")


def test_a_yield_without_a_reason_is_refused(settle: Any) -> None:
    report = settle(product=a_case(), yielded={"side": "research", "at": "2026-03-05T09:00:00Z"})

    assert (report["basis"], report["refused"][0]["what"]) == ("default rule", "yielded")


@pytest.mark.parametrize("yielding", ["product", "research"])
def test_after_a_yield_an_agreement_is_the_other_sides_pick(settle: Any, yielding: str) -> None:
    filing = "research" if yielding == "product" else "product"
    report = settle(
        **{filing: a_case(an_option("A"), an_option("B", days_to_feedback=30))},
        yielded={"side": yielding, "at": "2026-03-05T09:00:00Z", "reason": "Fine."},
        agreed={"option": "B", "at": "2026-03-06T09:00:00Z"},
    )

    assert (report["basis"], report["option"], report["refused"]) == ("yielded", "B", [])


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Nope", 'No case that is in has an option called "Nope".'),
        ("Filter", '2 options are called "Filter".'),
    ],
)
def test_an_option_that_cannot_be_told_is_refused(settle: Any, title: str, reason: str) -> None:
    report = settle(
        product=a_case(), research=a_case(), agreed={"option": title, "at": "2026-03-06T09:00:00Z"}
    )

    assert report["refused"] == [{"what": "agreed", "reason": reason}]


@pytest.mark.parametrize(
    ("gap", "reason"),
    [
        ({"days_to_feedback": None}, "it does not say how many days until a customer answers"),
        ({"days_to_feedback": 0}, "its days to customer feedback are 0, not from 1 to 90"),
        (
            {"days_to_feedback": 10**30},
            f"its days to customer feedback are {10**30}, not from 1 to 90",
        ),
        ({"customer": " "}, "it does not name the customers who will see it"),
        ({"audience": None}, "it does not say who will see it"),
        ({"ops_burden": 9}, "its ops burden is 9, not from 1 to 5"),
        ({"title": None}, "it has no title"),
    ],
)
def test_a_missing_value_or_one_out_of_range_makes_an_option_not_choosable(
    settle: Any, gap: dict[str, Any], reason: str
) -> None:
    report = settle(product=a_case(an_option(**gap)))

    assert (report["basis"], report["option"]) == ("lapsed", None)
    assert [passed["reasons"] for passed in report["not_choosable"]] == [[reason]]


@pytest.mark.parametrize("gap", ["constraint", "constraint_detail", "hypothesis", "evidence"])
def test_a_gap_in_a_case_makes_its_options_not_choosable(settle: Any, gap: str) -> None:
    assert settle(product=a_case(**{gap: None}))["basis"] == "lapsed"


def test_a_piece_of_evidence_without_its_kind_does_not_count(settle: Any) -> None:
    assert settle(product=a_case(evidence=[{"statement": "It leads."}]))["basis"] == "lapsed"


def test_a_case_without_options_is_refused(settle: Any) -> None:
    report = settle(product=a_case(options=[]))

    assert report["refused"] == [
        {"what": "product case", "reason": "A case needs at least one option."}
    ]


def test_times_in_any_zone_are_told_in_utc(settle: Any) -> None:
    report = settle(opened_at="2026-03-02T23:30:00-05:00")

    assert report["ruled_at"] == "2026-03-10T04:30:00Z"


def test_an_option_that_promises_beyond_all_time_can_still_be_agreed(settle: Any) -> None:
    report = settle(
        product=a_case(an_option(days_to_feedback=10**30)),
        research=a_case(an_option("Other")),
        agreed={"option": "Filter", "at": "2026-03-04T09:00:00Z"},
    )

    assert (report["option"], report["answer_due_on"]) == ("Filter", None)


def test_a_ruling_that_is_not_as_expected_is_named_and_exits_with_one(replay: Replay) -> None:
    expected = {
        "basis": "agreed",
        "option": None,
        "ruled_at": "2026-03-09T10:00:00Z",
        "not_choosable": ["X"],
        "against_the_rule": False,
    }
    values = {"disputes": [a_dispute(product=a_case(), expected=expected)]}
    told, as_json = replay(values), replay(values, "--json")

    assert (told.exit_code, as_json.exit_code) == (1, 1)
    assert [line.strip() for line in told.stdout.splitlines() if "Not as expected" in line] == [
        "Not as expected: basis: expected agreed, ruled default rule.",
        "Not as expected: not_choosable: expected X, ruled none.",
        "Not as expected: option: expected none, ruled Filter.",
        "Not as expected: ruled_at: expected 2026-03-09T10:00:00Z, ruled 2026-03-09T09:00:00Z.",
    ]
    assert as_json.stderr.splitlines()[0] == "Which?: basis: expected agreed, ruled default rule"
    assert json.loads(as_json.stdout)[0]["option"] == "Filter"


def test_only_the_keys_that_are_named_are_compared(replay: Replay) -> None:
    values = {"disputes": [a_dispute(product=a_case(), expected={"basis": "default rule"})]}

    assert replay(values).exit_code == 0


def test_without_expectations_nothing_is_compared(replay: Replay) -> None:
    result = replay({"disputes": [a_dispute()]})

    assert result.exit_code == 0
    assert result.stdout.endswith("1 dispute, none with an expected ruling.\n")


def test_no_disputes_are_an_empty_list(replay: Replay) -> None:
    assert json.loads(replay({"disputes": []}, "--json").stdout) == []


def test_typed_text_cannot_break_a_line_or_move_the_cursor(replay: Replay) -> None:
    values = {"disputes": [a_dispute(product=a_case(an_option("A\n\x1b[2Jtitle\u202e")))]}
    told = replay(values).stdout

    assert "1. A [2Jtitle (product): 14 days" in told
    assert "\x1b" not in told


def test_each_way_to_end_has_its_reason_in_words(replay: Replay) -> None:
    both = {"product": a_case(), "research": a_case(an_option("Model"))}
    at = "2026-03-05T09:00:00Z"
    values = {
        "disputes": [
            a_dispute(**both, agreed={"option": "Model", "at": at, "next": "the filter"}),
            a_dispute(product=a_case(), yielded={"side": "research", "at": at, "reason": "Fine."}),
            a_dispute(
                **both, decided={"side": "product", "option": "Model", "at": at, "reason": "R"}
            ),
            a_dispute(research=a_case()),
            a_dispute(),
        ]
    }
    why = [line.strip() for line in replay(values).stdout.splitlines() if "Why:" in line]

    assert why == [
        'Why: both leads confirmed it. And next: "the filter".',
        'Why: "Fine."',
        'Why: "R"',
        "Why: no agreement and no decision within seven days, so days decided.",
        "Why: the seven days ended, and no option could be chosen.",
    ]


def test_a_side_that_filed_nothing_is_named(replay: Replay) -> None:
    told = replay({"disputes": [a_dispute(research=a_case()), a_dispute()]}).stdout

    assert "Product filed no case." in told
    assert "Neither side filed a case." in told
