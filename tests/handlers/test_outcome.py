"""What became of a promise: on the card, in the thread, to the side not chosen, in the log."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.afterwards import set_look_again
from bot.domain.case import Audience, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.notices import OutcomeRecorded, Ruled
from bot.domain.outcome import Answered, Dropped, Moved, NotYet
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.setting_aside import set_aside
from bot.domain.settling import decide
from bot.domain.telling import Delivery, Direct, Place, Thread, deliveries
from handlers.blocks import Message
from handlers.card import build as build_card
from handlers.ids import Click
from handlers.lists import ruling_log
from handlers.rendering import render
from tests.builders import (
    ADA,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    MAYA,
    OLU,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)
from tests.handlers.looks import NOW, after, clicks, filed, read, recorded

DUE = END + 14 * DAY
"""The 23rd of March, on which an answer is promised."""
ACME = replace(FILTER, customer="Acme, Borealis")
RULED = after(rule_at_end(an_unsealed_dispute((ACME,)), now=END))
HOLIDAY = NotYet(until=date(2026, 3, 27), why="Acme is on holiday.")
LAWYER = NotYet(until=date(2026, 4, 20), why="Their lawyer reads it.")
ANSWER = Answered(
    on=date(2026, 3, 25),
    who="Acme",
    words="We stopped asking why by the second day.",
    learned="They want reasons more than fewer blocks.",
    fell="That they read the weekly report.",
    moved=Moved.YES,
    moved_to="5 %",
)
LEFT = Dropped("The last pilot has left.")
ONCE = recorded(RULED, HOLIDAY, now=DUE)
TWICE = recorded(ONCE, LAWYER, now=DUE + 4 * DAY)
ANSWERED = recorded(TWICE, ANSWER, now=DUE + 9 * DAY)
DROPPED = recorded(RULED, LEFT, now=DUE)


def decided_for(option: Option) -> Dispute:
    """Decided for that option of product's, and ruled as on the last day."""
    decided = decide(an_unsealed_dispute((option,)), option.id, "So", by=MAYA, now=END - HOUR)
    return after(decided)


def card(dispute: Dispute, now: datetime = DUE) -> str:
    return read(build_card(seen_in_channel(dispute, now=now), now=now))


def told(dispute: Dispute, position: int, place: Place, now: datetime = DUE) -> Message | None:
    notice = OutcomeRecorded(dispute.id, position)
    return render(Delivery(about=dispute.id, notice=notice, place=place), dispute, now=now)


def reply(dispute: Dispute, position: int = 0, now: datetime = DUE) -> Message:
    message = told(dispute, position, Thread(), now)
    assert message is not None
    return message


def to(reader: Person, dispute: Dispute, position: int = 0) -> Message:
    message = told(dispute, position, Direct(reader.id))
    assert message is not None
    return message


# In the thread


def test_an_answer_stands_under_the_ruling_beside_the_option_that_was_not_chosen() -> None:
    message = reply(ANSWERED, 2)

    assert message.text == (
        "#12 has its answer: Rules-based filter. Transformer upgrade or rules-based filter?"
    )
    assert read(message).splitlines() == [
        "#12 has its answer: Rules-based filter",
        "Answered: Acme, Wed 25 March 2026",
        "> We stopped asking why by the second day.",
        "Promised after 14 days, it came after 16.",
        "Expected: missed fraud from 6 to 4. It moved to 5 %.",
        "Learned: They want reasons more than fewer blocks.",
        "The assumption that fell: That they read the weekly report.",
        "Not chosen then:",
        "- Transformer upgrade, 70 days (research: missed fraud from 6 to 4, for all merchants)",
        "[Both cases] [Full ranking]",
    ]


@pytest.mark.parametrize(
    ("moved", "to_what", "said"),
    [
        (Moved.YES, "", "It moved; to what was not said."),
        (Moved.NO, "", "It did not move."),
        (Moved.NO, "6", "It did not move: 6."),
        (Moved.NOT_MEASURED, "", "Whether it moved was not measured."),
    ],
)
def test_what_was_expected_stands_beside_what_came(moved: Moved, to_what: str, said: str) -> None:
    answer = replace(ANSWER, moved=moved, moved_to=to_what)

    assert f"Expected: missed fraud from 6 to 4. {said}" in read(
        reply(recorded(RULED, answer, now=DUE + 9 * DAY))
    )


def test_without_a_hypothesis_nothing_was_expected() -> None:
    bare = filed(an_open_dispute(), Side.PRODUCT, a_case(FILTER, hypothesis=None))
    dispute = after(decide(file(bare, Side.RESEARCH), FILTER.id, "So", by=MAYA, now=NOW))

    assert "Expected" not in read(reply(recorded(dispute, ANSWER, now=DUE + 9 * DAY)))


@pytest.mark.parametrize(
    ("days", "on", "said"),
    [
        (14, END.date(), "Promised after 14 days, it came on the day of the ruling."),
        (1, END.date() + timedelta(days=1), "Promised after 1 day, it came after 1."),
        (None, END.date() + timedelta(days=3), "No days were promised; it came after 3 days."),
        (None, END.date() + timedelta(days=1), "No days were promised; it came after 1 day."),
    ],
)
def test_it_says_how_long_it_took(days: int | None, on: date, said: str) -> None:
    dispute = decided_for(an_option("Filter", days))

    assert said in read(reply(recorded(dispute, replace(ANSWER, on=on), now=DUE)))


def test_a_not_yet_says_until_when_why_and_what_was_promised() -> None:
    assert read(reply(ONCE)).splitlines() == [
        "#12 Rules-based filter: no customer has answered yet.",
        "@Maya expects an answer by Fri 27 March 2026, for this reason:",
        "> Acme is on holiday.",
        "The answer was promised by Mon 23 March 2026; that day does not move.",
        (
            "From Mon 30 March 2026 on, research can reopen it without new evidence, unless it has "
            "come."
        ),
    ]


def test_the_second_not_yet_is_counted() -> None:
    assert 'The second "not yet" on this promise.' in read(reply(TWICE, 1))


def test_a_not_yet_on_what_is_overdue_says_that_the_other_side_can_reopen() -> None:
    shown = read(reply(TWICE, 1, DUE + 7 * DAY))

    assert shown.endswith("Research can reopen #12 without new evidence.")


def test_what_is_dropped_says_why_and_what_the_other_side_can_do() -> None:
    message = reply(DROPPED)

    assert read(message).splitlines() == [
        "#12: Rules-based filter is dropped",
        "@Maya has dropped it, so no answer will come. Why:",
        "> The last pilot has left.",
        "Not chosen then:",
        "- Transformer upgrade, 70 days (research: missed fraud from 6 to 4, for all merchants)",
        "Research can reopen #12 with something new; what was learned on the way counts.",
        "[Both cases] [Full ranking] [Reopen]",
    ]


# To the side that was not chosen


def test_the_side_not_chosen_reads_the_answer_and_what_it_can_do_with_it() -> None:
    message = to(JONAS, ANSWERED, 2)

    assert read(message).splitlines()[:4] == [
        "#12 Transformer upgrade or rules-based filter?",
        "Rules-based filter was chosen. Here is what came of it.",
        "Answered: Acme, Wed 25 March 2026",
        "> We stopped asking why by the second day.",
    ]
    assert read(message).splitlines()[-3:] == [
        (
            'Your side had put forward "Transformer upgrade" (70 days). It stands beside this, '
            "with the evidence."
        ),
        (
            "What the customer said is evidence for both sides. If it speaks for another option, "
            "reopen with it."
        ),
        "[Both cases] [Full ranking] [Reopen]",
    ]


def test_the_side_not_chosen_reads_that_it_is_dropped_and_why() -> None:
    message = to(JONAS, DROPPED)

    assert "Rules-based filter was chosen, and @Maya has dropped it. Why:" in read(message)
    assert "> The last pilot has left." in read(message)
    assert Click.REOPEN in clicks(message)


def test_the_winning_side_is_not_told_what_it_has_said_itself() -> None:
    assert told(ANSWERED, 2, Direct(MAYA.id)) is None


def test_a_not_yet_is_told_in_the_thread_alone() -> None:
    sent = deliveries(ONCE, [OutcomeRecorded(ONCE.id, 0)])

    assert [one.place for one in sent] == [Thread()]
    assert told(ONCE, 0, Direct(JONAS.id)) is None


# On the card


def test_the_card_shows_every_not_yet_and_when_it_is_asked_again() -> None:
    assert (
        "Put off twice:\n"
        '- @Maya put it off to Fri 27 March 2026: "Acme is on holiday."\n'
        '- @Maya put it off to Mon 20 April 2026: "Their lawyer reads it."\n'
        "Next: Product is asked again on Mon 20 April 2026.\n"
        "The answer was promised by Mon 23 March 2026; that day does not move.\n"
    ) in card(TWICE, DUE + 4 * DAY)


def test_of_very_many_the_card_shows_the_last_ones() -> None:
    dispute = RULED
    for day in range(8):
        why = NotYet(until=DUE.date() + timedelta(days=day + 1), why=f"Reason {day}.")
        dispute = recorded(dispute, why, now=DUE + day * DAY)

    shown = card(dispute)
    assert "Put off 8 times: the last 5 are shown, all stand in the thread." in shown
    assert "Reason 2." not in shown
    assert "Reason 3." in shown


def test_the_card_says_plainly_that_an_answer_is_overdue() -> None:
    assert "Overdue" not in card(RULED, DUE + 6 * DAY)
    assert (
        "Overdue: promised by Mon 23 March 2026; no customer has answered.\n"
        "Research can reopen #12 without new evidence.\n"
    ) in card(RULED, DUE + 7 * DAY)


def test_an_option_for_ourselves_waits_for_no_customer() -> None:
    inside = decided_for(an_option("Internal tool", 3, audience=Audience.INTERNAL))

    assert "no answer has come" in card(inside, DUE + 30 * DAY)


def test_the_card_shows_the_answer_in_place_of_what_was_owed() -> None:
    shown = card(ANSWERED)

    assert "Answered: Acme, Wed 25 March 2026\n> We stopped asking why" in shown
    assert "Acme is on holiday." in shown
    assert "owes" not in shown
    assert "asked again" not in shown


def test_the_card_shows_why_it_was_dropped() -> None:
    assert "because:\n> The last pilot has left.\n" in card(DROPPED)
    assert "owes" not in card(DROPPED)


def test_an_answer_stays_when_the_ruling_is_set_aside() -> None:
    shown = card(after(set_aside(ANSWERED, "Pilots left", by=OLU, now=DUE)))

    assert "We stopped asking why" in shown
    assert "no customer's answer is owed" not in shown


def test_an_option_without_days_can_be_put_off_too() -> None:
    shown = card(recorded(decided_for(an_option("Some day", None)), HOLIDAY))

    assert "no day is promised for an answer.\nNext: Product is asked again on" in shown
    assert "Promised by" not in shown


def test_the_ruling_says_when_its_side_would_stop_and_what_its_builder_says() -> None:
    long = replace(FILTER, days_to_feedback=40, stop_if="Recall is under 80 %.", builder=ADA.id)
    dispute = decided_for(long)
    thread = render(
        Delivery(about=dispute.id, notice=Ruled(dispute.id), place=Thread()), dispute, now=NOW
    )

    assert thread
    for shown in (card(dispute), read(thread)):
        assert (
            "Chosen: Rules-based filter, 40 days.\n"
            "Its days are not confirmed by its builder, @Ada.\n"
            "We stop if: Recall is under 80 %.\n"
        ) in shown


@pytest.mark.parametrize(
    ("on", "half_life", "said"),
    [
        (date(2026, 6, 1), None, "To be looked at again: on Mon 1 June 2026.\n"),
        (
            date(2026, 6, 1),
            20,
            (
                "To be looked at again: weekly from Mon 1 June 2026 on, as its figure is 10 % "
                "worse in 20 days.\n"
            ),
        ),
    ],
)
def test_the_card_says_when_it_is_looked_at_again(
    on: date, half_life: int | None, said: str
) -> None:
    looked = set_look_again(RULED, on, half_life, by=JONAS, today=END.date(), now=END)

    assert said in card(after(looked))
    assert "looked at again" not in card(RULED)


# In the log


@pytest.mark.parametrize(
    ("dispute", "said"),
    [
        (RULED, "Answer promised by Mon 23 March 2026"),
        (TWICE, "Answer promised by Mon 23 March 2026, put off to Mon 20 April 2026"),
        (ANSWERED, "Answered Wed 25 March 2026"),
        (DROPPED, "Dropped; no answer will come"),
    ],
)
def test_the_log_says_in_short_what_became_of_it(dispute: Dispute, said: str) -> None:
    assert f"| {said} |" in read(ruling_log([seen_in_channel(dispute, now=DUE)]))


def test_the_log_says_nothing_of_an_answer_where_none_is_promised() -> None:
    lapsed = after(rule_at_end(an_open_dispute(), now=END))

    assert "nswer" not in read(ruling_log([seen_in_channel(lapsed, now=END)]))
