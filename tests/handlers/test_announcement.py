"""A ruling told in the channel of the settings."""

import pytest

from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.notices import Ruled
from bot.domain.settling import decide
from handlers.blocks import Message
from tests.builders import END, MAYA, TRANSFORMER, an_open_dispute, an_unsealed_dispute
from tests.handlers.looks import NOW, after, buttons, every_state, read
from tests.handlers.test_rendering import ANNOUNCED, rendered


def announced(dispute: Dispute) -> Message:
    message = rendered(Ruled(dispute.id), ANNOUNCED, dispute, now=END)
    assert message is not None
    return message


def test_it_says_what_was_chosen_why_and_where() -> None:
    message = announced(after(rule_at_end(an_unsealed_dispute(), now=END)))

    assert read(message).splitlines() == [
        "#12 is settled by the rule: Rules-based filter.",
        "Transformer upgrade or rules-based filter?",
        (
            "No agreement and no decision in seven days. First: Rules-based filter, 14 days. "
            "Next: Transformer upgrade, 70 days."
        ),
        "Answer promised by Mon 23 March 2026.",
        "Settled in #C1.",
        "[Show]",
    ]
    assert buttons(message) == {"Show": "12"}


def test_a_decision_against_the_rule_says_so_with_its_reason() -> None:
    dispute = an_unsealed_dispute()
    decided = after(decide(dispute, TRANSFORMER.id, "Two pilots end in April.", by=MAYA, now=NOW))

    assert read(announced(decided)).splitlines()[:3] == [
        "#12 is decided, against the rule: Transformer upgrade.",
        "Transformer upgrade or rules-based filter?",
        '@Maya has decided: "Two pilots end in April".',
    ]


def test_a_lapsed_one_says_that_nothing_was_chosen() -> None:
    message = announced(after(rule_at_end(an_open_dispute(), now=END)))

    assert "No option could be chosen, so nothing enters the roadmap." in read(message)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("agreed", "Product and research have confirmed the same option."),
        ("yielded", 'Research yielded: "x".'),
        ("by the rule, one filed", "First: x, 7 days."),
        ("set aside", "Set aside by @Olu"),
    ],
)
def test_each_way_to_end_has_its_reason(state: str, why: str) -> None:
    dispute, _ = every_state("x")[state]

    assert why in read(announced(dispute))
