"""Before a dispute is opened, its form shows what came of ended ones with a similar question."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute, SetAside
from bot.domain.ending import rule_at_end
from bot.domain.outcome import Answered, Became, Dropped, NotYet, Outcome
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.services.ports import Begin
from handlers.ids import ANSWER, COMMAND, Click
from handlers.modals.open_dispute import build, known_by
from handlers.modals.opening_fields import QUESTION, Answer, parse
from handlers.similar import (
    ASKED_BEFORE,
    BEFORE_YOU_OPEN,
    PATIENCE_SECONDS,
    below_question,
)
from sandbox.answers import Outcome as Reply
from sandbox.records import Surface
from sandbox.server import Slack
from tests.builders import END, MAYA, OLU, an_open_dispute, an_unsealed_dispute
from tests.handlers.deeds import TEAM, a_dispute, file, send, shown_form
from tests.handlers.deeds import an_unsealed_dispute as both_in
from tests.handlers.forms import NASTY, read_aloud, sent_back
from tests.handlers.looks import blocks_of, read
from tests.world import ADA, ROADMAP, SECRET, ZOE, MovableClock, on_screen
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID

SAID = "It saves me an hour a day."
CAME = Answered(on=date(2026, 3, 31), who="Acme", words=SAID, learned="They want reasons.")
"""On the 22nd day after a ruling of 9 March that had promised 14."""
LATER = NotYet(until=date(2026, 4, 2), why="The pilot began late.")


def ended(dispute: Dispute, *said: Became, aside: SetAside | None = None) -> SeenDispute:
    after, _ = rule_at_end(dispute, now=END)
    outcomes = tuple(Outcome(became=became, by=MAYA.id, at=END) for became in said)
    return seen_in_channel(replace(after, outcomes=outcomes, set_aside=aside), now=END)


def what_came(seen: SeenDispute) -> str:
    """The line under the question."""
    return read({"blocks": below_question([seen])}).splitlines()[-1].removesuffix(" | [Show]")


BY_THE_RULE = "Settled by the rule: Rules-based filter (Mon 9 March 2026)."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            (LATER, CAME),
            f'{BY_THE_RULE} On day 22 (promised: day 14) Acme answered: "{SAID.rstrip(".")}".',
        ),
        ((), f"{BY_THE_RULE} No customer has answered yet (promised by Mon 23 March 2026)."),
        (
            (LATER,),
            f"{BY_THE_RULE} No customer has answered yet (promised by Mon 23 March 2026).",
        ),
        ((Dropped("Acme left."),), f"{BY_THE_RULE} Dropped: Acme left."),
    ],
)
def test_what_became_of_a_promise_is_said_in_a_line(said: tuple[Became, ...], shown: str) -> None:
    assert what_came(ended(an_unsealed_dispute(), *said)) == shown


def test_a_ruling_that_is_set_aside_is_said_to_be() -> None:
    word = SetAside(by=OLU.id, at=END, reason="The market moved.")

    seen = ended(an_unsealed_dispute(), CAME, aside=word)

    assert what_came(seen) == f"{BY_THE_RULE} The ruling is set aside."


def test_where_nothing_was_chosen_only_that_is_said() -> None:
    assert what_came(ended(an_open_dispute())) == "Lapsed (Mon 9 March 2026)."


@pytest.mark.parametrize("text", NASTY)
def test_any_text_in_a_similar_dispute_fits_and_pings_nobody(text: str) -> None:
    answer = replace(CAME, who=text, words=text)
    seen = ended(an_unsealed_dispute(), answer)
    seen = replace(seen, opening=replace(seen.opening, question=text))

    form = build(Answer(question=text), seen.opening.channel, similar=[seen] * 3)

    assert parse(sent_back(form)).question == text
    texts = [block["text"]["type"] for block in blocks_of(form) if "accessory" in block]
    assert texts == ["plain_text"] * 3


def test_a_form_that_found_nothing_says_nothing_of_it() -> None:
    seen = ended(an_unsealed_dispute())

    assert ASKED_BEFORE in read_aloud(build(Answer(), seen.opening.channel, similar=[seen]))
    assert ASKED_BEFORE not in read_aloud(build(Answer(), seen.opening.channel))


# At work

AGAIN = "Should the transformer upgrade replace the filter?"
OTHER = "Word export or better summaries?"
GOOD = {
    "question": AGAIN,
    "problem": "Merchants ask why a payment was blocked.",
    "product_lead": MAYA_ID,
    "research_lead": JONAS_ID,
}


async def one_is_settled(
    bot: App, begin: Begin, clock: MovableClock, *, channel: str = ROADMAP
) -> None:
    dispute = await a_dispute(begin, channel=channel)
    await file(begin, dispute, Side.PRODUCT)
    clock.move(days=7)
    await bot.rule()


async def ask(slack: Slack, question: str = "", *, who: str = LEE_ID) -> None:
    await slack.as_person(who).command(COMMAND, f"dispute {question}", channel=ROADMAP)


async def press_enter(slack: Slack, question: str, *, who: str = LEE_ID) -> Reply:
    form: Surface = on_screen(slack, who)
    return await slack.as_person(who).click(
        form, action_id=ANSWER, block_id=QUESTION, value=question
    )


def shown_to(slack: Slack, who: str = LEE_ID) -> str:
    return read(on_screen(slack, who).content)


async def opened(begin: Begin) -> list[int]:
    async with begin(reading=True) as tx:
        return [dispute.id.number for dispute in await tx.disputes.open_ones(TEAM)]


async def test_the_form_opens_with_what_came_of_a_similar_question(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack, AGAIN)

    shown = shown_to(slack)
    assert "#1 Transformer upgrade or rules-based filter?\nSettled by the rule:" in shown
    assert "No customer has answered yet" in shown


async def test_what_the_form_has_shown_does_not_hold_up_the_opening(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack, AGAIN)

    assert (await send(slack, LEE_ID, **GOOD)).ok
    assert slack.top_view(LEE_ID) is None
    assert await opened(begin) == [2]


async def test_enter_in_the_question_shows_them_and_keeps_what_was_typed(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack)
    slack.as_person(LEE_ID).fill(on_screen(slack, LEE_ID), {"problem": GOOD["problem"]})

    assert (await press_enter(slack, AGAIN)).ok
    assert ASKED_BEFORE in shown_to(slack)
    kept = parse(shown_form(slack, LEE_ID))
    assert (kept.question, kept.problem) == (AGAIN, GOOD["problem"])

    assert (await press_enter(slack, OTHER)).ok
    assert ASKED_BEFORE not in shown_to(slack)


async def test_enter_changes_nothing_where_nobody_asked_before(slack: Slack, bot: App) -> None:
    del bot
    await ask(slack)
    before = on_screen(slack, LEE_ID).content

    assert (await press_enter(slack, AGAIN)).ok
    assert on_screen(slack, LEE_ID).content == before


async def test_a_question_typed_without_enter_is_held_up_once(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack)

    assert (await send(slack, LEE_ID, **GOOD)).ok
    assert shown_to(slack).startswith(BEFORE_YOU_OPEN)
    assert await opened(begin) == []
    kept = parse(shown_form(slack, LEE_ID))
    assert kept == Answer(**GOOD)

    assert (await slack.as_person(LEE_ID).submit(on_screen(slack, LEE_ID))).ok
    assert slack.top_view(LEE_ID) is None
    assert await opened(begin) == [2]


async def test_a_form_that_arrives_twice_after_showing_them_opens_one_dispute(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack)
    await send(slack, LEE_ID, **GOOD)
    await slack.as_person(LEE_ID).submit(on_screen(slack, LEE_ID))
    again = slack.deliveries[-1]

    await slack.courier.send(again.kind, again.payload)

    assert await opened(begin) == [2]


async def test_what_does_not_fit_is_said_before_what_was_asked_before(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack)

    assert list((await send(slack, LEE_ID, **{**GOOD, "problem": " "})).errors) == ["problem"]
    assert known_by(shown_form(slack, LEE_ID)).shown == ()


async def test_show_opens_the_old_dispute_over_the_form(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack, AGAIN)
    form = on_screen(slack, LEE_ID)

    assert (await slack.as_person(LEE_ID).click(form, action_id=Click.SHOW.value)).ok
    assert "#1 Transformer upgrade or rules-based filter?" in shown_to(slack)

    await slack.as_person(LEE_ID).close(on_screen(slack, LEE_ID))
    assert on_screen(slack, LEE_ID).id == form.id


async def test_a_dispute_that_is_still_open_is_not_among_them(slack: Slack, begin: Begin) -> None:
    await both_in(begin)
    await ask(slack, AGAIN)

    assert ASKED_BEFORE not in shown_to(slack)


async def test_who_may_not_see_a_similar_dispute_does_not_learn_of_it(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock, channel=SECRET)
    await ask(slack, AGAIN, who=ZOE)
    assert "#1" not in shown_to(slack, ZOE)

    assert (await send(slack, ZOE, **GOOD)).ok
    assert slack.top_view(ZOE) is None

    await ask(slack, AGAIN, who=MAYA_ID)
    assert "#1" in shown_to(slack, MAYA_ID)


async def test_where_slack_does_not_say_who_may_see_one_the_form_opens_without_it(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack, who=ADA)
    slack.faults.fail_next("conversations.info", "internal_error")

    assert (await press_enter(slack, AGAIN, who=ADA)).ok
    assert ASKED_BEFORE not in shown_to(slack, ADA)


async def test_where_slack_is_slow_to_say_it_nobody_waits_for_it(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack, who=ZOE)
    slack.faults.be_slow(2 * PATIENCE_SECONDS)

    assert (await press_enter(slack, AGAIN, who=ZOE)).ok
    assert ASKED_BEFORE not in shown_to(slack, ZOE)


async def test_where_slack_does_not_redraw_the_form_it_stays_and_can_be_sent(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    await ask(slack)
    slack.faults.fail_next("views.update", "internal_error")

    assert (await press_enter(slack, AGAIN)).ok
    assert ASKED_BEFORE not in shown_to(slack)
    assert (await send(slack, LEE_ID, **GOOD)).ok
    assert shown_to(slack).startswith(BEFORE_YOU_OPEN)


async def test_a_note_stays_when_they_are_shown(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await one_is_settled(bot, begin, clock)
    message = slack.as_person(JONAS_ID).say("Why was it blocked?", channel=ROADMAP)
    await slack.as_person(LEE_ID).message_shortcut("open_dispute_about_message", message)

    await press_enter(slack, AGAIN)

    assert "The message stands below" in shown_to(slack)
    assert ASKED_BEFORE in shown_to(slack)
    known = json.loads(on_screen(slack, LEE_ID).content["private_metadata"])
    assert known["shown"] == [1]
