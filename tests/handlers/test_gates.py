"""Feasibility gates in words: on the card, in the windows, in the thread, and to each side."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.gate import TIME_TO_ANSWER, Gated, Limit
from bot.domain.gates import lift_gate
from bot.domain.ids import UserId
from bot.domain.notices import GateChanged
from bot.domain.sealing import seen_in_channel
from bot.domain.telling import Delivery, Direct, Place, Thread, deliveries
from handlers import card
from handlers.blocks import Message
from handlers.details import both_cases, fit, full_ranking
from handlers.history import history_blocks
from handlers.ids import Click
from handlers.rendering import render
from tests.builders import (
    ADA,
    BOTH_IN,
    END,
    FILTER,
    HOUR,
    JONAS,
    MAYA,
    TRANSFORMER,
    an_option,
    ruled,
    usd,
)
from tests.domain.bound import BAR, LATER, LIMIT, SLOW, gated, revised, unsealed
from tests.handlers.looks import after, clicks, read

LATE = END - HOUR
GATED = gated(unsealed(SLOW), SLOW)
TOO_LATE = gated(unsealed(SLOW), SLOW, now=LATE)
FAST = replace(SLOW, figures=replace(SLOW.figures, latency_ms=usd(150)))
LIFTED = after(lift_gate(GATED, 0, by=JONAS, now=LATER))
FALLEN = revised(GATED, FAST)
GONE = revised(GATED, FILTER)


def told(dispute: Dispute, place: Place, now: datetime = LATER) -> Message:
    notice = GateChanged(dispute.id, 0)
    message = render(Delivery(about=dispute.id, notice=notice, place=place), dispute, now=now)
    assert message
    return message


def lines(dispute: Dispute, place: Place, now: datetime = LATER) -> list[str]:
    return read(told(dispute, place, now)).splitlines()


def to(user: UserId) -> Place:
    return Direct(user)


# On the card and in the ranking


def says(dispute: Dispute, now: datetime = LATER) -> str:
    return read(card.build(seen_in_channel(dispute, now=now), now=now))


BINDS = "Research's gates take these options out of the rule:\n- "
SHOWN = "Research's gates that came too late to bind, and are shown only:\n- "
IN_WORDS = "Slow filter (product): real-time answers, at most 200 ms; not before: quantisation."


def test_the_card_names_each_gate_with_its_limit_and_what_would_lift_it() -> None:
    assert f"{BINDS}{IN_WORDS}" in says(GATED)


def test_the_card_says_of_a_gate_that_came_too_late_that_it_is_shown_only() -> None:
    assert f"{SHOWN}{IN_WORDS}" in says(TOO_LATE, LATE)
    assert BINDS not in says(TOO_LATE, LATE)


def test_a_bar_names_its_source_in_place_of_a_number() -> None:
    assert (
        f"{BINDS}Slow filter (product): no automated refusal (GDPR, art. 22); "
        "not before: a person's look."
    ) in says(gated(unsealed(SLOW), SLOW, BAR))


@pytest.mark.parametrize("dispute", [unsealed(SLOW), LIFTED, FALLEN, GONE])
def test_where_no_gate_stands_the_card_speaks_of_none(dispute: Dispute) -> None:
    assert "gate" not in says(dispute)


def test_a_gate_whose_option_was_taken_out_on_the_last_day_is_not_shown() -> None:
    assert "gate" not in says(revised(GATED, FILTER, now=LATE), LATE)


def test_beside_its_option_the_card_says_that_there_is_a_gate_and_leaves_its_words_below() -> None:
    said = says(GATED)

    assert "no: a gate stands against it" in said
    assert said.count("at most 200 ms") == 1


def test_the_full_ranking_lists_the_gates_while_it_is_open_and_after_the_ruling() -> None:
    ended = replace(GATED, state=ruled(GATED))
    for dispute, now in ((GATED, LATER), (ended, END)):
        window = fit(full_ranking, seen_in_channel(dispute, now=now), now)

        assert f"{BINDS}{IN_WORDS}" in read(window)
        assert "a gate stands against it: real-time answers, at most 200 ms" in read(window)


def test_of_many_gates_the_card_names_six_and_the_window_of_both_cases_all() -> None:
    many = GATED
    for number in range(1, 9):
        many = gated(many, TRANSFORMER, replace(LIMIT, number=usd(number)), side=Side.RESEARCH)
    window = fit(both_cases, seen_in_channel(many, now=LATER), LATER)

    assert says(many).count("real-time answers, at most") == 6
    assert "And 3 more: [Both cases]." in says(many)
    assert read(window).count("real-time answers, at most") == 9
    assert "more: [Both cases]" not in read(window)


def test_the_card_of_a_ruling_names_what_had_fewer_days_and_why_it_was_out() -> None:
    said = says(replace(GATED, state=ruled(GATED)), END)

    assert (
        "Fewer days, but the rule could not choose it:\n- Slow filter, 14 days (product): a gate "
        "stands against it: real-time answers, at most 200 ms; not before: quantisation."
    ) in said


def test_the_card_of_a_ruling_names_no_option_that_would_not_have_been_first() -> None:
    dispute = gated(unsealed(SLOW), TRANSFORMER, side=Side.RESEARCH)

    assert "Fewer days" not in says(replace(dispute, state=ruled(dispute)), END)


# Raised


def test_the_thread_says_who_raised_it_what_it_says_and_what_the_rule_would_choose_now() -> None:
    assert lines(GATED, Thread()) == [
        "@Jonas has raised a gate on Slow filter, product's option.",
        "The limit: real-time answers, at most 200 ms.",
        "The option says: 900 ms.",
        "Not before: quantisation.",
        "It takes the option out of the rule. People can still agree on it, or decide for it.",
        "The rule would choose today: Transformer upgrade, 70 days, three pilot merchants.",
        "[Both cases]",
    ]


def test_its_side_reads_what_would_be_chosen_now_and_what_it_can_do() -> None:
    assert lines(GATED, to(MAYA.id))[6:] == [
        "The rule would choose today: Transformer upgrade, 70 days, three pilot merchants.",
        "What you can do",
        (
            "Revise the latency, if a better figure is true: until Sun 8 March 2026, 10:00 UTC "
            "the gate falls with it."
        ),
        "Talk to @Jonas: research can lift it with one click.",
        "Confirm the option all the same: if both sides do, it is chosen.",
        "You may decide for it, with a reason, from Tue 3 March 2026, 12:00 UTC.",
        "[Revise] [Confirm an option] [Both cases]",
    ]


@pytest.mark.parametrize("gate", [Gated.COST_PER_QUERY, Gated.OTHER])
def test_who_cannot_revise_the_figure_is_not_told_to(gate: Gated) -> None:
    dispute = gated(unsealed(SLOW), SLOW, replace(LIMIT, gated=gate))

    assert not any("Revise the" in line for line in lines(dispute, to(MAYA.id)))


def test_on_the_last_day_a_revision_is_not_offered_as_a_way_out() -> None:
    dispute = gated(unsealed(SLOW), SLOW)
    last = END - TIME_TO_ANSWER

    assert any("Revise the" in line for line in lines(dispute, to(MAYA.id), last))
    assert not any("Revise the" in line for line in lines(dispute, to(MAYA.id), last + HOUR))


def test_where_the_option_states_no_figure_the_gate_says_so() -> None:
    dispute = gated(unsealed(FILTER), FILTER)

    assert "The option says: nothing of it." in lines(dispute, Thread())


def test_of_a_gate_that_came_too_late_nothing_is_asked() -> None:
    shown = "It came too late to bind, so it is shown only; the rule ranks the option."

    assert shown in lines(TOO_LATE, Thread(), LATE)
    assert lines(TOO_LATE, to(MAYA.id), LATE)[-2:] == [
        "You need do nothing. People may weigh it when they agree or decide.",
        "[Confirm an option] [Both cases]",
    ]


def test_research_reads_of_a_gate_on_its_own_option_that_it_can_lift_it() -> None:
    dispute = gated(unsealed(FILTER), TRANSFORMER, side=Side.RESEARCH)

    assert "You have raised a gate on Transformer upgrade, research's option." in lines(
        dispute, to(JONAS.id)
    )
    assert "Your own side has raised it, and can lift it." in lines(dispute, to(JONAS.id))


def test_a_side_that_does_not_decide_reads_who_may() -> None:
    dispute = gated(unsealed(FILTER), TRANSFORMER, side=Side.RESEARCH)

    assert ("@Maya may decide for it, with a reason, from Tue 3 March 2026, 12:00 UTC.") in lines(
        dispute, to(JONAS.id)
    )


# Lifted, or fallen


def test_that_it_is_lifted_is_said_with_what_the_rule_would_choose_now() -> None:
    assert lines(LIFTED, Thread())[:3] == [
        "@Jonas has lifted the gate on Slow filter, product's option.",
        "The limit: real-time answers, at most 200 ms.",
        (
            "The rule would choose today: Slow filter, 14 days, three pilot merchants. "
            "Next: Transformer upgrade, 70 days."
        ),
    ]
    assert lines(LIFTED, to(MAYA.id))[1:] == [
        *lines(LIFTED, Thread())[:3],
        "[Confirm an option] [Both cases]",
    ]


def test_that_it_fell_is_said_with_the_new_figure() -> None:
    assert lines(FALLEN, Thread())[0] == (
        "Research's gate on Slow filter, product's option, has fallen: product has revised the "
        "latency to 150 ms."
    )
    assert "Research can raise it again with a new number only." in lines(FALLEN, to(MAYA.id))


def test_research_reads_until_when_it_can_raise_it_again_to_bind() -> None:
    message = told(FALLEN, to(JONAS.id))

    assert read(message).splitlines()[3:] == [
        (
            "You can raise it again, with a new number. Raised until Sun 8 March 2026, 10:00 UTC "
            "it binds; later it is only shown."
        ),
        "[Raise a gate] [Both cases]",
    ]
    assert clicks(message) == [Click.RAISE_GATE, Click.BOTH_CASES]


def test_what_fell_on_the_day_before_the_last_can_bind_within_a_day_of_that() -> None:
    fell = END - TIME_TO_ANSWER
    dispute = revised(GATED, FAST, now=fell)

    assert any(
        "Raised until Mon 9 March 2026, 10:00 UTC it binds" in line
        for line in lines(dispute, to(JONAS.id), fell)
    )


def test_where_the_option_is_gone_the_gate_cannot_come_back() -> None:
    gone = "A gate of research's has fallen: product has taken its option out."

    assert gone in lines(GONE, Thread())
    assert gone in lines(GONE, to(MAYA.id))
    assert clicks(told(GONE, to(JONAS.id))) == []


# Who is told


def test_who_speaks_for_neither_is_told_nothing_and_after_the_end_nobody_is() -> None:
    notice = GateChanged(GATED.id, 0)
    ended = replace(GATED, state=ruled(GATED))
    for dispute, user, now in (
        (GATED, ADA.id, LATER),
        (GATED, MAYA.id, END),
        (ended, MAYA.id, END),
    ):
        asked = Delivery(about=dispute.id, notice=notice, place=to(user))
        assert render(asked, dispute, now=now) is None
    in_thread = Delivery(about=ended.id, notice=notice, place=Thread())
    assert render(in_thread, ended, now=END) is None


@pytest.mark.parametrize("option", [SLOW, an_option("Other", 3)])
def test_who_is_sent_it_is_told_it(option: Option) -> None:
    dispute = gated(unsealed(SLOW, an_option("Other", 3)), option)

    for one in deliveries(dispute, [GateChanged(dispute.id, 0)]):
        assert render(one, dispute, now=BOTH_IN)


def test_a_limit_in_words_stays_as_it_was_typed() -> None:
    limit = Limit(
        gated=Gated.OTHER, name="<!channel> & co", number=usd(3), unit="<b>", lifted_by="*now*"
    )

    assert ("Slow filter (product): <!channel> & co, at most 3 <b>; not before: *now*.") in says(
        gated(unsealed(SLOW), SLOW, limit)
    )


# On record


@pytest.mark.parametrize(
    ("deed", "side", "line"),
    [
        (Deed.RAISED_GATE, Side.RESEARCH, "@Jonas raised a gate (research)"),
        (Deed.LIFTED_GATE, Side.RESEARCH, "@Jonas lifted a gate (research)"),
        (
            Deed.SIGNED_OFF,
            Side.PRODUCT,
            "@Jonas signed off GPU use over the budget (product)",
        ),
    ],
)
def test_what_was_done_stands_in_the_history(deed: Deed, side: Side, line: str) -> None:
    event = Event(deed=deed, at=LATER, by=JONAS.id, side=side)

    assert line in read(Message(text="", blocks=history_blocks([event])))


def test_a_gate_that_outlived_its_option_can_be_lifted_and_is_told_without_a_title() -> None:
    outlived = revised(GATED, FILTER, now=LATE)
    lifted = after(lift_gate(outlived, 0, by=JONAS, now=LATE))

    assert lines(lifted, Thread(), LATE)[0] == (
        "@Jonas has lifted the gate on an option that is gone, product's option."
    )
