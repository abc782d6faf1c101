"""What is wrong with areas, gates and signatures in a file, named with line and field."""

import pytest

from tests.replay.conftest import Replay
from tests.replay.test_bad_files import HEAD

AREA = f"{HEAD}    area:\n      name: fraud\n"
LIMITS = f"{AREA}      limits:\n        - "
OWN = (
    f"{LIMITS}{{name: GPU memory, at_most: 48, unit: GB}}\n"
    "        - {name: lineage recorded, required: true}\n"
    "    product:\n"
    "      filed_at: 2026-03-03T09:00:00Z\n"
    "      options:\n"
    "        - title: Filter\n"
    "          own:\n"
    "            "
)
GATE = f"{HEAD}    gates:\n      - at: 2026-03-04T09:00:00Z\n        "
WHOLE_GATE = f"{GATE}option: Filter\n        figure: latency\n        "
SIGNOFF = f"{HEAD}    signoffs:\n      - at: 2026-03-04T09:00:00Z\n        "
FIGURES = (
    "accuracy, latency, cost per query, GPU-weeks a month, another limit or a legal or safety bar"
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            f"{HEAD}    area: [a]",
            "line 4: dispute 1, area: expected a text; put it in quotes",
        ),
        (f"{HEAD}    area: {{}}", "line 4: dispute 1, area, name: expected a text"),
        (f"{HEAD}    area: {{name: ''}}", "line 4: dispute 1, area, name: expected a text"),
        (
            f"{HEAD}    area: {{name: {'x' * 61}}}",
            "line 4: dispute 1, area, name: expected at most 60 characters",
        ),
        (
            f"{AREA}      stage: befor",
            (
                "line 6: dispute 1, area, stage: expected before or after, for the first customer "
                "prototype; did you mean before?"
            ),
        ),
        (f"{AREA}      stage: 3", "for the first customer prototype, found 3"),
        (f"{AREA}      lowest_acuracy_percent: 3", "did you mean lowest_accuracy_percent?"),
        (
            f"{AREA}      lowest_accuracy_percent: 101",
            "lowest_accuracy_percent: expected a number from 0 to 100, found 101",
        ),
        (
            f"{AREA}      highest_latency_ms: -1",
            "highest_latency_ms: expected a number from 0 on, found -1",
        ),
        (f"{AREA}      highest_cost_per_query_usd: cheap", "expected a number, found cheap"),
        (f"{AREA}      gpu_budget: -1", "gpu_budget: expected a number from 0 to 10,000, found -1"),
        (f"{AREA}      gpu_budget: null", "line 6: dispute 1, area, gpu_budget: expected a number"),
        (f"{AREA}      limits: GPU", "line 6: dispute 1, area, limits: expected a list, found GPU"),
        (
            f"{LIMITS}GPU memory at most 48 GB",
            "line 7: dispute 1, area, limit 1: expected fields",
        ),
        (
            f"{LIMITS}{{at_most: 48}}",
            "line 7: dispute 1, area, limit 1, name: expected a text",
        ),
        (
            f"{LIMITS}{{name: GPU memory}}",
            (
                "line 7: dispute 1, area, limit 1: expected at_most, at_least or `required: true`, "
                "and one of them"
            ),
        ),
        (
            f"{LIMITS}{{name: GPU memory, at_most: 48, required: true}}",
            "limit 1: expected at_most, at_least or `required: true`, and one of them",
        ),
        (
            f"{LIMITS}{{name: GPU memory, at_most: 48, at_least: 4}}",
            "limit 1: expected at_most or at_least, not both",
        ),
        (
            f"{LIMITS}{{name: lineage recorded, required: false}}",
            "required: expected true; a limit that asks for nothing is left out",
        ),
        (
            f"{LIMITS}{{name: GPU memory, at_most: yes}}",
            "line 7: dispute 1, area, limit 1, at_most: expected a number, found yes",
        ),
        (
            f"{AREA}      limits: [{', '.join(['{name: a, required: true}'] * 6)}]",
            "limits: expected at most 5 items, found 6",
        ),
        (
            f"{LIMITS}{{name: GPU, at_most: 4}}\n        - {{name: ' gpu', at_most: 5}}",
            (
                "line 8: dispute 1, area, limit 2, name: expected each limit once; "
                "it stands here twice"
            ),
        ),
        (
            f"{OWN}GPU memry: 40",
            (
                "line 14: dispute 1, product, option 1, own, GPU memry: expected a limit that the "
                "area names; did you mean GPU memory?"
            ),
        ),
        (
            f"{OWN}GPU memory: 40\n            gpu memory: 50",
            "line 15: dispute 1, product, option 1, own, gpu memory: expected each limit once",
        ),
        (f"{OWN}GPU memory: yes", "own, GPU memory: expected a number, found yes"),
        (f"{OWN}lineage recorded: 3", "own, lineage recorded: expected yes or no, found 3"),
        (f"{OWN}GPU memory: much", "GPU memory: expected a number, yes or no, found much"),
        (
            OWN.removesuffix("\n            ") + " 40",
            "own: expected limits by their names, each with a number, yes or no, found 40",
        ),
        (
            OWN.replace("name: fraud", "name: fraud\n      gpu_budget: 3").split("      limits")[0]
            + "    product:"
            + OWN.split("    product:")[1]
            + "GPU memory: 40",
            "own, GPU memory: expected an area that names this limit; it names none of its own",
        ),
        (
            f"{GATE}figure: latency",
            "line 5: dispute 1, gate 1, option: expected an option's title",
        ),
        (
            f"{GATE}option: Filter",
            f"line 5: dispute 1, gate 1, figure: expected one of {FIGURES}",
        ),
        (
            f"{GATE}figure: latancy",
            f"line 6: dispute 1, gate 1, figure: expected one of {FIGURES}; did you mean latency?",
        ),
        (
            f"{HEAD}    gates: [{{}}]",
            "line 4: dispute 1, gate 1, at: expected a time with",
        ),
        (f"{HEAD}    gates: yes", "line 4: dispute 1, gates: expected a list, found yes"),
        (f"{GATE}side: sales", "gate 1, side: expected one of product or research"),
        (f"{GATE}at_most: fast", "gate 1, at_most: expected a number, found fast"),
        (f"{GATE}bound: 3", "line 6: dispute 1, gate 1, bound: expected a field of the format"),
        (f"{GATE}lifted_bye: x", "did you mean lifted_by?"),
        (f"{GATE}lifted_at: soon", "gate 1, lifted_at: expected a time with its zone"),
        (
            f"{WHOLE_GATE}lifted_at: 2026-03-04T08:59:59Z",
            "line 8: dispute 1, gate 1, lifted_at: expected a time after the gate's `at`",
        ),
        (
            f"{WHOLE_GATE}at_most: 3\n        at_least: 4",
            "line 5: dispute 1, gate 1: expected at_most or at_least, not both",
        ),
        (
            f"{SIGNOFF}option: Filter",
            "line 5: dispute 1, signoff 1, by: expected a founder's name",
        ),
        (f"{SIGNOFF}by: [Olu]", "line 6: dispute 1, signoff 1, by: expected a text"),
        (f"{SIGNOFF}resaon: x", "signoff 1, resaon: expected a field of the format; did you mean"),
        (f"{HEAD}    signofs: []", "did you mean signoffs?"),
        (f"{HEAD}    gatez: []", "did you mean gates?"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_was_expected(
    replay: Replay, text: str, fault: str
) -> None:
    result = replay(text)

    assert result.exit_code == 2, result.output
    assert fault in result.stderr
    assert result.stdout == ""


def test_a_name_that_is_too_long_is_told_once(replay: Replay) -> None:
    result = replay(f"{HEAD}    area: {{name: {'x' * 61}}}")

    assert len(result.stderr.splitlines()) == 1


def test_a_refused_gate_is_told_with_its_line(replay: Replay) -> None:
    result = replay(f"{WHOLE_GATE}at_most: 300")

    assert result.exit_code == 0
    assert (
        "Refused, and not counted: gate 1 (line 5). "
        'No case that is in has an option called "Filter".\n'
    ) in result.stdout


def test_a_refused_signature_is_told_with_its_line(replay: Replay) -> None:
    result = replay(f"{SIGNOFF}option: Filter\n        by: Olu")

    assert "Refused, and not counted: signoff 1 (line 5). No case that is in" in result.stdout
