"""What the clock tells one person of one dispute: that they may decide, that nobody acts."""

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.notices import MayDecide, NobodyActs, Notice, RulingSetAside
from bot.domain.setting_aside import set_aside
from bot.domain.settling import decide
from bot.domain.telling import Direct, Thread
from handlers.blocks import Message
from handlers.ids import Click
from tests.builders import FILTER, JONAS, LEE, MAYA, OLU, an_open_dispute, an_unsealed_dispute, file
from tests.handlers.looks import NOW, after, buttons, clicks, read
from tests.handlers.test_rendering import rendered, to

ID = an_open_dispute().id


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
