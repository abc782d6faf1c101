"""What the clock tells one person of one dispute: that they may decide, that nobody acts."""

from datetime import datetime

import pytest

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.ids import UserId
from bot.domain.notices import MayDecide, NobodyActs, Notice, RulingSetAside
from bot.domain.outcome import Became
from bot.domain.setting_aside import set_aside
from bot.domain.settling import decide
from bot.domain.telling import Direct, Thread
from handlers.blocks import Message
from handlers.ids import Click
from tests.builders import (
    ANSWER,
    DAY,
    DROPPED,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    NOT_YET,
    OLU,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    with_outcome,
)
from tests.handlers.looks import NOW, after, buttons, clicks, read
from tests.handlers.test_rendering import rendered, to

ID = an_open_dispute().id
DUE = END + 14 * DAY
"""Monday 23 March, on which an answer is promised."""


def told(user: UserId, notice: Notice, dispute: Dispute) -> Message:
    message = to(user, notice, dispute)
    assert message is not None
    return message


def test_the_decider_reads_that_they_may_what_the_rule_says_and_that_they_need_not() -> None:
    message = told(MAYA.id, MayDecide(ID), an_unsealed_dispute())

    assert message.text == (
        "You may decide #12 from now on. Transformer upgrade or rules-based filter?"
    )
    assert read(message).splitlines()[:4] == [
        "You may decide #12 from now on: Transformer upgrade or rules-based filter?",
        "A day has passed since both cases came in. Your choice, with a reason, ends it.",
        (
            "The rule would choose today: Rules-based filter, 14 days, three pilot merchants. "
            "Next: Transformer upgrade, 70 days."
        ),
        (
            "You need not: both sides can still confirm the same option. "
            "Otherwise the rule ends it, Mon 9 March 2026, 10:00 UTC."
        ),
    ]
    assert clicks(message) == [Click.DECIDE, Click.BOTH_CASES]


def test_the_opener_may_replace_a_lead_who_has_left_before_filing() -> None:
    message = told(LEE.id, NobodyActs(ID, Side.RESEARCH), an_open_dispute())

    assert read(message).splitlines()[1:5] == [
        f"@{JONAS.id} led research and has left the workspace, and nobody stands in.",
        "Its case is not in. Without it, none of research's options can be chosen.",
        "You opened it, so you may name another lead.",
        "The end does not move: Mon 9 March 2026, 10:00 UTC.",
    ]
    assert buttons(message) == {"Replace a lead": "12 research"}


def test_once_the_side_has_filed_a_founder_is_the_one_to_ask() -> None:
    dispute = file(an_open_dispute(), Side.RESEARCH)
    message = told(LEE.id, NobodyActs(ID, Side.RESEARCH), dispute)

    assert "A founder can name another lead" in read(message)
    assert Click.REPLACE_LEAD not in clicks(message)


def test_the_opener_reads_that_nobody_is_left_who_can_say_what_became_of_it() -> None:
    message = to(LEE.id, NobodyActs(ID, Side.PRODUCT), a_ruled_dispute(), now=DUE)

    assert message is not None
    assert message.text == ("Nobody is left on #12 who can say what became of Rules-based filter")
    assert read(message).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "@Maya led product and has left the workspace, and nobody stands in.",
        (
            "So nobody is left who can say what became of Rules-based filter; "
            "a founder can record it."
        ),
        "[Show]",
    ]


@pytest.mark.parametrize(
    ("side", "who", "dispute", "now"),
    [
        (Side.PRODUCT, LEE.id, a_ruled_dispute(), DUE - DAY),
        (Side.RESEARCH, LEE.id, a_ruled_dispute(), DUE),
        (Side.PRODUCT, JONAS.id, a_ruled_dispute(), DUE),
        (Side.PRODUCT, LEE.id, with_outcome(a_ruled_dispute(), ANSWER), DUE),
        (Side.PRODUCT, LEE.id, with_outcome(a_ruled_dispute(), NOT_YET), DUE),
        (Side.PRODUCT, LEE.id, after(rule_at_end(an_open_dispute(), now=END)), DUE),
    ],
    ids=["too early", "not chosen", "not the opener", "answered", "put off", "lapsed"],
)
def test_where_no_outcome_is_missing_that_nobody_is_left_is_not_told(
    side: Side, who: UserId, dispute: Dispute, now: datetime
) -> None:
    assert to(who, NobodyActs(ID, side), dispute, now=now) is None


@pytest.mark.parametrize("became", [ANSWER, DROPPED])
def test_of_a_ruling_set_aside_whose_outcome_is_on_record_nothing_is_said_of_what_is_owed(
    became: Became,
) -> None:
    settled = with_outcome(a_ruled_dispute(), became)
    dispute = after(set_aside(settled, "They left.", by=OLU, now=DUE))

    assert "owed" not in read(told(JONAS.id, RulingSetAside(ID), dispute))


def test_of_one_that_was_put_off_no_answer_is_owed_any_more() -> None:
    put_off = with_outcome(a_ruled_dispute(), NOT_YET)
    dispute = after(set_aside(put_off, "They left.", by=OLU, now=DUE))

    assert "No customer's answer is owed on it any more." in read(
        told(JONAS.id, RulingSetAside(ID), dispute)
    )


def test_both_sides_and_the_thread_read_who_set_the_ruling_aside_and_what_follows() -> None:
    decided = after(decide(an_unsealed_dispute(), FILTER.id, "So", by=MAYA, now=NOW))
    dispute = after(set_aside(decided, "They left.", by=OLU, now=NOW))

    for place in (Thread(), Direct(MAYA.id), Direct(JONAS.id)):
        message = rendered(RulingSetAside(ID), place, dispute)
        assert message is not None
        assert read(message).splitlines()[1:7] == [
            "Decided: Rules-based filter.",
            "@Olu has set this ruling aside, for this reason:",
            "> They left.",
            "The ruling and both cases stay on record, and so does this.",
            "No customer's answer is owed on it any more.",
            "Nothing else is chosen by this. To choose anew, open a new dispute.",
        ]
        assert clicks(message) == [Click.BOTH_CASES, Click.FULL_RANKING]
