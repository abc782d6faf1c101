import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from tests.replay.conftest import Replay
from tests.replay.test_bounds_example import EXAMPLE
from tests.replay.test_field_disputes import FIELD

EXAMPLES = [file.read_text("utf-8") for file in (FIELD, EXAMPLE)]
HEAD = "disputes:\n  - question: Which?\n    opened_at: 2026-03-02T09:00:00Z\n"
CASE = f"{HEAD}    product:\n      filed_at: 2026-03-03T09:00:00Z\n"
OPTION = f"{CASE}      options:\n        - "
WORDS = "paying, pilot, prospect or internal"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "expected `disputes:` and a list of them"),
        ("[]", "expected `disputes:` and a list of them"),
        ("disputes: 3", "line 1: disputes: expected a list, found 3"),
        ("disputs: []", "line 1: disputs: expected a field of the format; did you mean disputes?"),
        ("disputes: [7]", "line 1: dispute 1: expected fields, such as `title: …`, found 7"),
        (
            "disputes:\n  - {question: a}",
            "line 2: dispute 1, opened_at: expected a time with its zone",
        ),
        (HEAD.replace("Which?", "''"), "line 2: dispute 1, question: expected a text"),
        (HEAD.replace("Which?", "[a]"), "line 2: dispute 1, question: expected a text"),
        (HEAD.replace("00Z", "00"), "line 3: dispute 1, opened_at: expected a time with its zone"),
        (HEAD.replace("T09:00:00Z", ""), "found 2026-03-02"),
        (HEAD.replace("2026-03-02T09:00:00Z", "9999-12-31T23:00:00Z"), "dispute 1, opened_at"),
        (f"{HEAD}    area: {'x' * 61}", "line 4: dispute 1, area: expected at most 60 characters"),
        (f"{CASE}      constraint: latancy", "did you mean latency?"),
        (
            f"{OPTION}days_to_feedback: 14.5",
            "line 7: dispute 1, product, option 1, days_to_feedback: expected a whole number",
        ),
        (f"{OPTION}days_to_feedback: '14'", "expected a whole number, found 14"),
        (f"{OPTION}ops_burden: true", "expected a whole number, found true"),
        (f"{OPTION}audience: publik", f"expected one of {WORDS}, found publik"),
        (f"{OPTION}audience: [a]", f"expected one of {WORDS}"),
        (f"{OPTION}latency_ms: fast", "latency_ms: expected a number, found fast"),
        (f"{OPTION}latency_ms: 1e99", "expected a number below a million"),
        (
            f"{CASE}      options: [{{}}, {{}}, {{}}, {{}}]",
            "options: expected at most 3 items, found 4",
        ),
        (
            f"{CASE}      evidence: [{{}}, {{}}, {{}}, {{}}, {{}}, {{}}]",
            "evidence: expected at most 5 items, found 6",
        ),
        (f"{CASE}      evidence: many", "evidence: expected a list, found many"),
        (f"{CASE}      hypothesis: {{from: [1]}}", "from: expected a text"),
        (f"{CASE}      hypothesis: {{from: true}}", "from: expected a text"),
        (
            f"{HEAD}    agreed: {{at: 2026-03-04T09:00:00Z}}",
            "agreed, option: expected an option's title",
        ),
        (
            f"{HEAD}    decided: {{side: sales}}",
            "decided, side: expected one of product or research",
        ),
        (f"{HEAD}    expected: {{answer_due_on: soon}}", "answer_due_on: expected a day, such as"),
        (f"{HEAD}    expected: {{against_the_rule: 1}}", "expected true or false, found 1"),
        (f"{HEAD}    question: again", "line 4: expected question once; it stands here twice"),
        ("disputes: &all [*all]", "line 1: dispute 1: expected fields"),
        ("disputes: !!set {}", "line 1: expected a value; tags are not read"),
        ("1: 2", "line 1: expected a field's name"),
        ("? [a]\n: b", "line 1: expected a field's name"),
        ("a: [", "line 1: expected"),
        ("a: b: c", "line 1: expected YAML; mapping values are not allowed here"),
        ("a: 1\n---\nb: 2", "line 2: expected YAML; but found another document"),
        ("a: \x01", "line 1: expected printable characters"),
        ("[" * 5000, "this is nested too deep"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_what_was_expected(
    replay: Replay, text: str, fault: str
) -> None:
    result = replay(text)

    assert result.exit_code == 2
    assert fault in result.stderr
    assert result.stdout == ""


def test_all_faults_are_named_at_once_in_the_order_of_the_file(replay: Replay) -> None:
    result = replay(f"{CASE}      constraint: x\n      options: 3\n    agreed: {{}}")

    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == [
        "line 6",
        "line 7",
        "line 8",
        "line 8",
    ]


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(app, ["replay", str(tmp_path / name)])

    assert result.exit_code == 2
    assert "cannot be read: " in result.stderr


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "disputes.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(app, ["replay", str(file)])

    assert result.exit_code == 2
    assert "expected a text file in UTF-8" in result.stderr


def test_words_that_look_like_other_types_stay_words(replay: Replay) -> None:
    result = replay(HEAD.replace("Which?", "on"))

    assert result.exit_code == 0
    assert result.stdout.startswith("1. on\n")


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
    st.just([{}]),
    st.just("2026-03-05T09:00:00Z"),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_put_in_place_of_a_value_never_gives_a_traceback(
    replay: Replay, data: st.DataObject
) -> None:
    example = data.draw(st.sampled_from(EXAMPLES))
    values: Any = copy.deepcopy(yaml.safe_load(example))
    place = values
    while True:
        key = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
        )
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            place[key] = data.draw(junk)
            break
        place = place[key]
    result = replay(values)

    assert result.exit_code in {0, 1, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert (result.exit_code == 2) == bool(result.stderr)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_text_gives_a_traceback(replay: Replay, text: str) -> None:
    result = replay(text)

    assert result.exit_code in {0, 2}
    assert result.exception is None or isinstance(result.exception, SystemExit)
