"""The forms "Answered", "Not yet" and "Dropped": from the click to the thread."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.ids import DisputeId
from bot.domain.outcome import Answered, Dropped, Moved, NotYet
from bot.domain.sealing import seen_in_channel
from bot.services.ports import Begin
from handlers.details import fit
from handlers.ids import Click
from handlers.modals import answered, dropped, not_yet
from handlers.page import Page
from handlers.text import Json
from sandbox.inputs import Choice
from sandbox.records import Message
from sandbox.server import Slack
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, on_record, press, send, told
from tests.handlers.forms import NASTY, read_aloud, sent_back, typed_texts
from tests.handlers.looks import check_pings_nobody, check_window, every_state, read
from tests.handlers.test_outcome import RULED
from tests.journeys.deeds import People
from tests.world import JONAS, MAYA, OLU, MovableClock

DAYS = st.sampled_from(["", "2026-03-25"])
PAGE = Page(
    seen=seen_in_channel(RULED, now=RULED.window.closes_at), now=RULED.window.closes_at, most=3000
)
GOOD: dict[str, Choice] = {
    "words": "We stopped asking why by the second day.",
    "learned": "They want reasons more than fewer blocks.",
    "moved": "it moved",
    "moved_to": "5 %",
}
EMPTY: dict[str, Choice] = dict.fromkeys(("who", "words", "learned"), " ")
MONDAY_9 = date(2026, 3, 9)


# How they look, what comes back


def test_the_answer_is_asked_for_with_what_was_expected_and_who_reads_it() -> None:
    view = answered.build(PAGE, answered.prefilled(PAGE))

    assert read(view).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "Rules-based filter, promised by Mon 23 March 2026",
        (
            "This settles the promise of #12 and cannot be changed afterwards. Everybody who sees "
            "the dispute reads it, under the ruling; research is told."
        ),
        "Expected: missed fraud from 6 to 4.",
    ]
    assert "Did it move?" in read_aloud(view)


def test_the_customers_of_the_option_are_filled_in_and_the_day_is_theirs_to_say() -> None:
    view = answered.build(PAGE, answered.prefilled(PAGE))

    assert answered.parse(sent_back(view)) == answered.Answer(who="Acme, Borealis")


def test_a_not_yet_says_that_the_promised_day_stays() -> None:
    assert read(not_yet.build(PAGE, not_yet.Answer())).splitlines()[2] == (
        "You are asked again on the new day, and not before. The promised day stays. Everybody "
        'who sees the dispute reads this, as every "not yet" is shown.'
    )


def test_a_not_yet_asks_for_a_day_after_the_promised_one_and_later_for_one_after_today() -> None:
    later = Page(seen=PAGE.seen, now=PAGE.now + timedelta(days=30), most=3000)

    assert "After the promised day, Mon 23 March 2026." in read_aloud(
        not_yet.build(PAGE, not_yet.Answer())
    )
    assert "After today." in read_aloud(not_yet.build(later, not_yet.Answer()))


def test_dropping_says_what_the_other_side_can_do() -> None:
    assert read(dropped.build(PAGE, dropped.Answer())).splitlines()[2] == (
        "It is built no further, and you are asked no more. This cannot be changed afterwards. "
        "Everybody who sees the dispute reads it; research is told, and can reopen #12 with "
        "something new."
    )


@given(
    st.builds(
        answered.Answer,
        on=DAYS,
        who=typed_texts.map(lambda text: text[: answered.LONGEST_WHO].strip()),
        words=typed_texts,
        learned=typed_texts,
        fell=typed_texts,
        moved=st.sampled_from(["", *Moved]),
        moved_to=typed_texts,
    )
)
def test_what_stands_in_the_form_for_an_answer_comes_back(answer: answered.Answer) -> None:
    assert answered.parse(sent_back(answered.build(PAGE, answer))) == answer


@given(st.builds(not_yet.Answer, until=DAYS, why=typed_texts))
def test_what_stands_in_the_form_for_a_not_yet_comes_back(answer: not_yet.Answer) -> None:
    assert not_yet.parse(sent_back(not_yet.build(PAGE, answer))) == answer


@given(st.builds(dropped.Answer, typed_texts))
def test_what_stands_in_the_form_for_dropping_comes_back(answer: dropped.Answer) -> None:
    assert dropped.parse(sent_back(dropped.build(PAGE, answer))) == answer


BUILDS: tuple[Callable[[Page], Json], ...] = (
    lambda page: answered.build(page, answered.prefilled(page)),
    lambda page: not_yet.build(page, not_yet.Answer()),
    lambda page: dropped.build(page, dropped.Answer()),
)


@given(text=st.sampled_from(NASTY) | st.text(max_size=600), build=st.sampled_from(BUILDS))
def test_whatever_was_typed_slack_takes_the_forms_and_nobody_is_pinged(
    text: str, build: Callable[[Page], Json]
) -> None:
    dispute, now = every_state(text)["overdue"]
    view = fit(build, seen_in_channel(dispute, now=now), now)

    check_window(view)
    check_pings_nobody(view)


# From the click to the thread


async def a_ruled_dispute(slack: Slack, bot: App, begin: Begin, clock: MovableClock) -> DisputeId:
    """Ruled on 9 March for product's filter, which promises an answer by the 23rd."""
    dispute = await deeds.an_unsealed_dispute(begin)
    clock.move(days=8)
    await bot.tick()
    await slack.wait_for(lambda: People(slack).cards())
    return dispute


def replies(slack: Slack, having: str) -> list[Message]:
    thread = slack.thread(People(slack).cards()[0])
    return [one for one in thread if having in everything_in(one)]


async def test_an_answer_is_recorded_and_told_under_the_ruling_and_to_the_other_side(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await a_ruled_dispute(slack, bot, begin, clock)

    await press(slack, bot, MAYA, Click.ANSWERED)
    assert (await send(slack, MAYA, on="2026-03-10", **GOOD)).ok

    (kept,) = (await on_record(begin, 1)).outcomes
    assert kept.by == MAYA
    assert kept.became == Answered(
        on=date(2026, 3, 10),
        who="three pilot merchants",
        words="We stopped asking why by the second day.",
        learned="They want reasons more than fewer blocks.",
        moved=Moved.YES,
        moved_to="5 %",
    )
    assert slack.top_view(MAYA) is None
    await slack.wait_for(lambda: replies(slack, "Not chosen then:"))
    await slack.wait_for(lambda: people.dm(JONAS, having="We stopped asking why"))
    await slack.wait_for(lambda: "We stopped asking why" in everything_in(people.cards()[0]))


async def test_a_not_yet_is_told_in_the_thread(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_ruled_dispute(slack, bot, begin, clock)

    await press(slack, bot, MAYA, Click.NOT_YET)
    assert (await send(slack, MAYA, until="2026-04-01", why="Acme is away.")).ok

    (kept,) = (await on_record(begin, 1)).outcomes
    assert kept.became == NotYet(until=date(2026, 4, 1), why="Acme is away.")
    await slack.wait_for(lambda: replies(slack, "Acme is away."))


async def test_dropping_is_told_in_the_thread_and_to_the_other_side(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_ruled_dispute(slack, bot, begin, clock)

    await press(slack, bot, MAYA, Click.DROPPED)
    assert (await send(slack, MAYA, why="The pilots left.")).ok

    (kept,) = (await on_record(begin, 1)).outcomes
    assert kept.became == Dropped("The pilots left.")
    await slack.wait_for(lambda: replies(slack, "The pilots left."))
    await slack.wait_for(lambda: People(slack).dm(JONAS, having="The pilots left."))


# What does not fit


@pytest.mark.parametrize(
    ("click", "answers", "errors"),
    [
        (
            Click.ANSWERED,
            {**GOOD, **EMPTY, "on": "2026-03-11"},
            {
                "on": "Choose today or a day before; this one is still to come.",
                "who": "Say which customer answered.",
                "words": "Put in a sentence what the customer said.",
                "learned": "Say in a sentence what you learned.",
            },
        ),
        (
            Click.ANSWERED,
            {**GOOD, "on": "2026-03-08"},
            {"on": "The ruling is of Mon 9 March 2026; choose that day or a later one."},
        ),
        (
            Click.ANSWERED,
            {**GOOD, "on": "2026-03-10", "words": "x" * 301},
            {
                "words": (
                    "At most 300 characters fit here; these are 301. Put the rest behind a link."
                )
            },
        ),
        (
            Click.NOT_YET,
            {"until": "2026-03-10", "why": " "},
            {
                "until": "Choose a day after the promised one, Mon 23 March 2026.",
                "why": "Say in a sentence why; everybody reads it.",
            },
        ),
        (Click.DROPPED, {"why": " "}, {"why": "Say in a sentence why; everybody reads it."}),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field(
    slack: Slack,
    bot: App,
    begin: Begin,
    clock: MovableClock,
    click: Click,
    answers: dict[str, Choice],
    errors: dict[str, str],
) -> None:
    await a_ruled_dispute(slack, bot, begin, clock)
    await press(slack, bot, MAYA, click)

    assert (await send(slack, MAYA, **answers)).errors == errors
    assert (await on_record(begin, 1)).outcomes == ()


async def test_what_is_settled_is_not_asked_for_again(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_ruled_dispute(slack, bot, begin, clock)
    await press(slack, bot, MAYA, Click.DROPPED)
    assert (await send(slack, MAYA, why="The pilots left.")).ok

    await press(slack, bot, MAYA, Click.ANSWERED)

    assert told(slack, MAYA) == "The outcome of #1 is recorded already; it stands on its card."


async def test_on_a_ruling_that_is_set_aside_nothing_is_owed(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_ruled_dispute(slack, bot, begin, clock)
    await press(slack, bot, OLU, Click.SET_ASIDE)
    assert (await send(slack, OLU, reason="The pilots left.")).ok

    await press(slack, bot, MAYA, Click.ANSWERED)

    assert told(slack, MAYA) == "The ruling on #1 is set aside, so nothing is owed on it."
