"""Files of disputes to test with: each builder makes something whole, as values for YAML."""

from typing import Any

OPENED = "2026-03-02T09:00:00Z"


def an_option(title: str = "Filter", **fields: Any) -> dict[str, Any]:
    return {
        "title": title,
        "days_to_feedback": 14,
        "audience": "pilot",
        "customer": "Acme",
        "feedback": "weekly call",
        **fields,
    }


def a_case(*options: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "filed_at": "2026-03-03T09:00:00Z",
        "constraint": "accuracy",
        "constraint_detail": "It misses patterns.",
        "hypothesis": {"metric": "fraud", "from": 6, "to": "4", "for_whom": "merchants"},
        "evidence": [{"kind": "A/B test", "statement": "It leads."}],
        "options": list(options) or [an_option()],
        **fields,
    }


def a_dispute(**fields: Any) -> dict[str, Any]:
    return {"question": "Which?", "opened_at": OPENED, **fields}


def both_cases(**of_filter: Any) -> dict[str, Any]:
    """Product's filter of 14 days against research's model of 70, both in by Tuesday at nine."""
    return {
        "product": a_case(an_option("Filter", **of_filter)),
        "research": a_case(an_option("Model", days_to_feedback=70)),
    }


def an_area(**fields: Any) -> dict[str, Any]:
    return {"name": "fraud detection", "stage": "after", **fields}


def a_gate(**fields: Any) -> dict[str, Any]:
    """A gate against the filter, raised on the Thursday."""
    return {
        "at": "2026-03-05T09:00:00Z",
        "option": "Filter",
        "figure": "cost per query",
        "limit": "real-time answers",
        "at_most": 0.03,
        "unit": "USD a query",
        "lifted_by": "quantisation",
        **fields,
    }


def a_signoff(**fields: Any) -> dict[str, Any]:
    """A founder's signature for the filter, on the Thursday."""
    return {
        "at": "2026-03-05T09:00:00Z",
        "option": "Filter",
        "by": "Olu",
        "reason": "The credits end in August.",
        **fields,
    }


GATED = "a gate stands against it: real-time answers, at most 0.03 USD a query"
OVER_BUDGET = "it needs 6 GPU-weeks a month, over the budget of 5, and no founder has signed for it"


def reasons_against(report: dict[str, Any], title: str) -> list[str]:
    """Every reason why the rule passes over the option of that title."""
    passed = (one for one in report["not_choosable"] if one["option"] == title)
    return [reason for one in passed for reason in one["reasons"]]
