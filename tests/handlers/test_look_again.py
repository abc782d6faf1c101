"""Looking again at a ruling: the form, what both leads are told on the day, and how it stops."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.afterwards import set_look_again, stop_looking_again
from bot.domain.case import Audience, MeasuredOn, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId
from bot.domain.notices import AnswerOverdue, HalfTimeReached, LookAgainDue, Notice
from bot.domain.outcome import Became
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option
from bot.domain.telling import Delivery, Direct
from bot.services.ports import Begin
from handlers.blocks import Message
from handlers.details import fit
from handlers.ids import Click
from handlers.modals.look_again import answers_of, build
from handlers.rendering import render
from handlers.text import Json
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    END,
    JONAS,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    a_ruled_dispute,
    an_option,
    an_unsealed_dispute,
    ruling_of,
    usd,
    with_outcome,
)
from tests.handlers import deeds
from tests.handlers.deeds import on_record, press, send, told
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    STATES,
    after,
    buttons,
    check_message,
    check_pings_nobody,
    check_window,
    clicks,
    every_state,
    read,
)
from tests.journeys.deeds import People
from tests.world import MovableClock, on_screen

TODAY, SOON = END.date(), date(2026, 4, 1)
SURE = an_option("Hybrid", 14, accuracy_percent=usd("97.5"), measured_on=MeasuredOn.GUESS)
LONG = an_option("Fine-tune", 60, stop_if="Recall is below 80 % by week 5.")


def looked_at(dispute: Dispute, on: date | None = SOON, half_life: int | None = None) -> Dispute:
    return after(set_look_again(dispute, on, half_life, by=MAYA, today=TODAY, now=END))


def on_the_day(dispute: Dispute, on: date = SOON, who: Person = JONAS) -> Message | None:
    return sent(LookAgainDue(dispute.id, who.id, on), dispute, who)


def at_half(dispute: Dispute, who: Person = MAYA) -> Message | None:
    return sent(HalfTimeReached(dispute.id, who.id), dispute, who)


def sent(notice: Notice, dispute: Dispute, who: Person) -> Message | None:
    delivery = Delivery(about=dispute.id, notice=notice, place=Direct(who.id))
    return render(delivery, dispute, now=END + 30 * DAY)


def seen(message: Message | None) -> str:
    assert message is not None
    check_message(message)
    check_pings_nobody(message)
    return read(message)


# On the day


def test_both_leads_read_what_was_decided_why_and_what_came_of_it() -> None:
    dispute = looked_at(with_outcome(a_ruled_dispute(SURE), ANSWER))
    message = on_the_day(dispute)
    lines = seen(message).splitlines()

    assert message
    assert message.text == (
        "It is the day to look again at #12 Transformer upgrade or rules-based filter?"
    )
    assert lines[:3] == [
        "#12 Transformer upgrade or rules-based filter?",
        "@Maya asked for another look at it on Wed 1 April 2026.",
        "#12 is settled by the rule: Hybrid.",
    ]
    assert "Evidence, benchmark: Leads on the internal set." in lines
    assert "Accuracy of Hybrid: 97.5 %, a guess" in lines
    assert "> Now I see why it was blocked." in lines
    assert "You are not told of it again, unless somebody sets another day." in lines
    assert clicks(message) == [Click.BOTH_CASES, Click.REOPEN]


def test_in_the_rhythm_of_a_half_life_the_next_look_is_named_and_can_be_stopped() -> None:
    dispute = looked_at(a_ruled_dispute(), half_life=20)
    message = on_the_day(dispute, SOON)

    assert "@Maya asked for a weekly look at it." in seen(message)
    assert "The next look is on Wed 8 April 2026, weekly until somebody stops it." in seen(message)
    assert message
    assert clicks(message) == [Click.BOTH_CASES, Click.REOPEN, Click.STOP_LOOKING_AGAIN]


@pytest.mark.parametrize(
    "changed",
    [
        after(stop_looking_again(looked_at(a_ruled_dispute()), by=MAYA)),
        after(set_aside(looked_at(a_ruled_dispute()), "They left.", by=OLU, now=END)),
        looked_at(looked_at(a_ruled_dispute()), date(2026, 5, 1)),
    ],
    ids=["stopped", "set aside", "moved to another day"],
)
def test_nothing_is_said_of_a_day_that_does_not_stand_any_more(changed: Dispute) -> None:
    assert on_the_day(changed) is None


def test_who_does_not_speak_for_a_side_any_more_is_not_told() -> None:
    assert on_the_day(looked_at(a_ruled_dispute()), who=ADA) is None


# At half the time


def test_the_winning_lead_is_asked_whether_what_would_make_them_stop_is_so() -> None:
    message = at_half(a_ruled_dispute(LONG))

    assert seen(message).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "Half of the 60 days for Fine-tune is over. Your side would stop if:",
        "> Recall is below 80 % by week 5.",
        (
            "If it is so, drop it: that was the plan, and nobody's fault. If not, there is nothing "
            "to do. If it takes longer, say until when."
        ),
        "[It is so: drop it] [It takes longer]",
    ]
    assert message
    assert message.text == "Half of the 60 days is over on #12: Fine-tune. Is it to go on?"
    assert buttons(message) == {"It is so: drop it": "12", "It takes longer": "12"}


@pytest.mark.parametrize("became", [ANSWER, DROPPED])
def test_nothing_is_asked_once_the_outcome_is_recorded(became: Became) -> None:
    assert at_half(with_outcome(a_ruled_dispute(LONG), became)) is None


def test_what_is_put_off_is_still_asked() -> None:
    later = replace(NOT_YET, until=date(2026, 6, 1))

    assert at_half(with_outcome(a_ruled_dispute(LONG), later)) is not None


def test_the_other_side_is_not_asked_nor_is_anybody_where_nothing_would_make_them_stop() -> None:
    assert at_half(a_ruled_dispute(LONG), JONAS) is None
    assert at_half(a_ruled_dispute()) is None


# Once its answer is overdue


def when_overdue(dispute: Dispute, who: Person = JONAS) -> Message | None:
    return sent(AnswerOverdue(dispute.id, who.id), dispute, who)


def test_the_side_that_was_not_chosen_reads_that_it_may_reopen_and_need_not() -> None:
    message = when_overdue(a_ruled_dispute())

    assert seen(message).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        (
            "The customers' answer that Rules-based filter promised by Mon 23 March 2026 "
            "has not come."
        ),
        "You may reopen #12 without new evidence; nobody has to.",
        "[Reopen] [Both cases]",
    ]
    assert message
    assert message.text == (
        "The answer that Rules-based filter promised on #12 by Mon 23 March 2026 has not come."
    )


def test_what_not_yet_said_last_stands_with_it() -> None:
    twice = with_outcome(
        with_outcome(a_ruled_dispute(), replace(NOT_YET, why="First.")),
        replace(NOT_YET, until=SOON),
    )
    said = seen(when_overdue(twice))

    assert '@Maya has put it off to Wed 1 April 2026: "The pilot starts a week later."' in said
    assert "First." not in said


def test_what_only_people_inside_were_to_say_is_no_customers_answer() -> None:
    inside = an_option("Dashboard", 14, audience=Audience.INTERNAL)

    assert "The answer that Dashboard promised by" in seen(when_overdue(agreed_on(inside)))


def agreed_on(option: Option) -> Dispute:
    """The rule would not choose it, and both sides took it."""
    dispute = an_unsealed_dispute((option,))
    for side, by in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        changed = confirm_option(dispute, side, option.id, revision=1, by=by, now=MONDAY + DAY)
        dispute = after(changed)
    return dispute


@pytest.mark.parametrize(
    ("dispute", "who"),
    [
        (with_outcome(a_ruled_dispute(), ANSWER), JONAS),
        (with_outcome(a_ruled_dispute(), DROPPED), JONAS),
        (after(set_aside(a_ruled_dispute(), "They left.", by=OLU, now=END)), JONAS),
        (a_ruled_dispute(), MAYA),
        (a_ruled_dispute(), ADA),
    ],
    ids=["answered", "dropped", "set aside", "of the winning side", "of no side"],
)
def test_nobody_else_is_told_nor_is_anybody_once_nothing_is_awaited(
    dispute: Dispute, who: Person
) -> None:
    assert when_overdue(dispute, who) is None


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    who=st.sampled_from([MAYA, JONAS]),
)
def test_whatever_was_typed_slack_takes_it(text: str, state: str, who: Person) -> None:
    dispute, _ = every_state(text)[state]
    look = looked_at(a_ruled_dispute(), half_life=60).look_again
    look_again = on_the_day(replace(dispute, look_again=look), who=who)
    for message in (look_again, at_half(dispute, who), when_overdue(dispute, who)):
        if message:
            seen(message)


# The form


def form(dispute: Dispute) -> Json:
    answers = answers_of(dispute.look_again, TODAY)
    known = seen_in_channel(dispute, now=END)
    return fit(lambda page: build(page, ruling_of(dispute), TODAY, answers), known, END)


def test_the_form_shows_what_is_set_already_and_that_it_is_replaced() -> None:
    view = form(looked_at(a_ruled_dispute(), half_life=60))

    check_window(view)
    assert "So far the next look is on Wed 1 April 2026, monthly. This replaces it." in read(view)
    assert "So far" not in read(form(a_ruled_dispute()))


# In Slack


async def ruled(bot: App, begin: Begin, clock: MovableClock) -> DisputeId:
    dispute = await deeds.an_unsealed_dispute(begin)
    clock.move(days=8)
    await bot.tick()
    return dispute


async def test_a_lead_sets_a_day_and_both_leads_are_told_on_it_once(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await ruled(bot, begin, clock)
    await press(slack, bot, world.JONAS, Click.LOOK_AGAIN)
    assert (await send(slack, world.JONAS, on="2026-04-01")).ok
    assert slack.top_view(world.JONAS) is None

    for now in ("2026-03-31T18:00:00+00:00", "2026-04-01T15:00:00+00:00"):
        clock.now = clock.now.fromisoformat(now)
        await bot.tick()
    await slack.wait_for(lambda: people.dm(world.MAYA, having="another look"))
    await slack.wait_for(lambda: people.dm(world.JONAS, having="another look"))
    clock.move(days=1)
    await bot.tick()

    looks = [one for one in slack.dms(world.JONAS) if "the day to look again" in one.text]
    assert len(looks) == 1


async def test_it_is_stopped_by_the_button_under_the_message(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await ruled(bot, begin, clock)
    await press(slack, bot, world.OLU, Click.LOOK_AGAIN)
    assert (await send(slack, world.OLU, half_life_days="20")).ok
    kept = (await on_record(begin, dispute.number)).look_again
    assert kept
    assert (kept.half_life_days, kept.on) == (20, date(2026, 3, 17))

    clock.move(days=7, hours=5)
    await bot.tick()
    await slack.wait_for(lambda: People(slack).dm(world.MAYA, having="a weekly look at it"))
    message = People(slack).dm(world.MAYA, having="a weekly look at it")
    assert message
    outcome = await slack.as_person(world.MAYA).click(
        message, action_id=Click.STOP_LOOKING_AGAIN.value
    )

    assert outcome.ok, outcome
    assert "Nobody is told to look again." in read(on_screen(slack, world.MAYA).content)
    assert (await on_record(begin, dispute.number)).look_again is None


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "on"),
        ({"on": "2026-03-10"}, "on"),
        ({"half_life_days": "soon"}, "half_life_days"),
        ({"half_life_days": "0"}, "half_life_days"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field(
    slack: Slack,
    bot: App,
    begin: Begin,
    clock: MovableClock,
    answers: dict[str, str],
    field: str,
) -> None:
    await ruled(bot, begin, clock)
    await press(slack, bot, world.MAYA, Click.LOOK_AGAIN)

    outcome = await send(slack, world.MAYA, **answers)

    assert set(outcome.errors) == {field}


async def test_while_a_dispute_is_open_there_is_nothing_to_look_at_again(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await deeds.an_unsealed_dispute(begin)
    await press(slack, bot, world.MAYA, Click.LOOK_AGAIN)

    assert told(slack, world.MAYA) == "#1 is still open; this comes after its ruling."
