import json
import subprocess
import sys
from pathlib import Path

from tests.replay.conftest import Replay

FIELD = Path(__file__).parents[2] / "examples" / "field.yaml"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", "replay", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_field_disputes_are_all_as_expected() -> None:
    result = run(str(FIELD))

    assert result.returncode == 0
    assert result.stdout.count("As expected.") == 6
    assert result.stdout.endswith("6 disputes; 6 of 6 as expected.\n")


def test_they_read_in_plain_words() -> None:
    told = run(str(FIELD)).stdout

    assert (
        told.split("\n\n")[3]
        == """\
4. Improve summary coherence by 10 % or export to Word?
   By the default rule on Mon 8 June 2026, 09:00 UTC: Export to Word (product)
   Why: no agreement and no decision within seven days, so days decided.
   The rule's order:
     1. Export to Word (product): 10 days
     2. Better coherence (research): 42 days, against 10
   Not choosable: Test of the new decoder on our own texts (research): \
it reaches nobody outside the company.
   A customer's answer is due by Thu 18 June 2026.
   As expected."""
    )


def test_with_the_two_sides_exchanged_the_same_options_win(replay: Replay) -> None:
    """The decision stays with product, whose lead is the decider whichever option it takes."""
    exchanged = (
        FIELD.read_text("utf-8")
        .replace("    product:", "    other:")
        .replace("    research:", "    product:")
        .replace("    other:", "    research:")
    )
    result = replay(exchanged)

    assert result.exit_code == 0, result.output
    assert "6 of 6 as expected" in result.output
    assert "Rules-based filter (research)" in result.output


def test_json_has_the_promised_keys() -> None:
    reports = json.loads(run(str(FIELD), "--json").stdout)

    assert list(reports[0]) == [
        "question",
        "basis",
        "option",
        "ruled_at",
        "answer_due_on",
        "against_the_rule",
        "ranking",
        "not_choosable",
        "gates",
        "signoffs",
        "refused",
    ]
    assert reports[0]["ranking"] == [
        {"rank": 1, "side": "product", "option": "Rules-based filter", "days_to_feedback": 14},
        {"rank": 2, "side": "research", "option": "Transformer upgrade", "days_to_feedback": 70},
    ]
    assert reports[0]["ruled_at"] == "2026-03-09T09:00:00Z"
    assert reports[0]["answer_due_on"] == "2026-03-23"
    assert reports[1]["against_the_rule"] is True
    assert reports[3]["not_choosable"] == [
        {
            "side": "research",
            "option": "Test of the new decoder on our own texts",
            "reasons": ["it reaches nobody outside the company"],
        }
    ]


def test_a_lapsed_dispute_has_no_option_and_an_empty_ranking() -> None:
    lapsed = json.loads(run(str(FIELD), "--json").stdout)[5]

    assert (lapsed["basis"], lapsed["option"], lapsed["ranking"]) == ("lapsed", None, [])
    assert lapsed["answer_due_on"] is None
