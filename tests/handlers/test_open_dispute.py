"""Opening a dispute, and reopening one that has ended: the forms."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Evidence, EvidenceKind
from bot.domain.dispute import Opening, Reopening
from bot.domain.ids import ChannelId, UserId
from bot.domain.window import Window
from bot.services.disputes import withdraw
from bot.services.ports import Begin
from handlers.ids import ANSWER, COMMAND, Click
from handlers.modals import open_dispute, reopen
from handlers.modals.news_fields import News, parse_news
from handlers.modals.opening_fields import Answer, parse
from handlers.modals.reopen import asked_before
from handlers.text import Json
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.server import Slack
from tests.builders import EVIDENCE, JONAS, MAYA, MONDAY, an_open_dispute
from tests.domain.bound import AREA
from tests.handlers.deeds import (
    TEAM,
    a_dispute,
    an_unsealed_dispute,
    on_record,
    person,
    press,
    send,
    told,
)
from tests.handlers.forms import NASTY, read_aloud, seen, sent_back, typed_texts
from tests.world import (
    EVE,
    GONE,
    GUS,
    ROADMAP,
    ROB,
    SECRET,
    UNINVITED,
    ZOE,
    MovableClock,
    on_screen,
)
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID

CHANNEL = ChannelId("C1")

LEADLESS = replace(AREA, product_lead=None, research_lead=None)
answers = st.builds(
    Answer,
    question=typed_texts,
    problem=typed_texts,
    product_lead=st.sampled_from(["", "U1"]),
    research_lead=st.sampled_from(["", "U2"]),
    area=st.sampled_from(["", "fraud detection"]),
    meanwhile=typed_texts,
)
news = st.builds(
    News,
    evidence_kind=st.sampled_from(["", *EvidenceKind]),
    evidence=typed_texts,
    dated=st.sampled_from(["", "2026-03-09"]),
    link=typed_texts,
)


@given(answers)
def test_what_stands_in_the_form_comes_back_from_it(answer: Answer) -> None:
    form = sent_back(open_dispute.build(answer, CHANNEL, areas=[LEADLESS]))

    assert parse(form) == answer


@given(answers, news)
def test_what_stands_in_the_form_for_reopening_comes_back_from_it(
    answer: Answer, told: News
) -> None:
    form = sent_back(reopen.build(seen(an_open_dispute()), answer, told))

    assert (parse(form), parse_news(form)) == (replace(answer, area=""), told)


def test_nobody_is_named_as_a_lead_beforehand() -> None:
    assert parse(sent_back(open_dispute.build(Answer(), CHANNEL))) == Answer()


def test_the_form_knows_its_channel_and_nothing_that_was_typed() -> None:
    form = open_dispute.build(Answer(question="Ship it?", problem="It is slow."), CHANNEL)

    assert json.loads(form["private_metadata"]) == {"channel": "C1"}


def test_the_form_says_what_opening_means() -> None:
    said = read_aloud(open_dispute.build(Answer(), CHANNEL))

    assert "seven days" in said
    assert "sealed until both are in" in said


def test_reopening_takes_up_what_was_asked_and_not_what_went_on_meanwhile() -> None:
    ended = seen(an_open_dispute(), area="fraud detection", meanwhile="The old filter stays on.")

    assert asked_before(ended) == Answer(
        question=ended.opening.question,
        problem=ended.opening.problem,
        product_lead=MAYA.id,
        research_lead=JONAS.id,
        area="fraud detection",
    )


@pytest.mark.parametrize("text", NASTY)
def test_any_question_can_be_reopened(text: str) -> None:
    ended = seen(an_open_dispute(), question=text, problem=text)

    assert text in read_aloud(reopen.build(ended, asked_before(ended), News()))


GOOD = {
    "question": "Transformer upgrade or rules-based filter?",
    "problem": "Merchants ask why a payment was blocked.",
    "product_lead": MAYA_ID,
    "research_lead": JONAS_ID,
}


async def submit(slack: Slack, answers: Mapping[str, Choice], who: str = LEE_ID) -> Outcome:
    """The form, opened by the command, filled in and sent."""
    if slack.top_view(who) is None:
        await slack.as_person(who).command(COMMAND, "dispute", channel=ROADMAP)
    return await send(slack, who, **answers)


@pytest.mark.usefixtures("bot")
async def test_a_dispute_is_opened(slack: Slack, begin: Begin) -> None:
    more = {"meanwhile": "The old filter stays on."}
    assert (await submit(slack, {**GOOD, **more})).ok

    dispute = await on_record(begin, 1)
    assert dispute.opening == Opening(
        id=dispute.id,
        channel=ChannelId(ROADMAP),
        question=GOOD["question"],
        problem=GOOD["problem"],
        by=UserId(LEE_ID),
        window=Window(MONDAY),
        meanwhile="The old filter stays on.",
    )
    assert (dispute.product.lead, dispute.research.lead) == (MAYA_ID, JONAS_ID)
    assert slack.top_view(LEE_ID) is None


@pytest.mark.usefixtures("bot")
async def test_a_form_that_arrives_twice_opens_one_dispute(slack: Slack, begin: Begin) -> None:
    assert (await submit(slack, GOOD)).ok
    again = slack.deliveries[-1]

    reply = await slack.courier.send(again.kind, again.payload)

    assert reply.problem is None
    async with begin(reading=True) as tx:
        assert len(await tx.disputes.open_ones(TEAM)) == 1


@pytest.mark.usefixtures("bot")
async def test_all_that_does_not_fit_is_shown_at_once_each_at_its_field(slack: Slack) -> None:
    bad = {
        "question": "x" * 121,
        "problem": "   ",
        "product_lead": GUS,
        "research_lead": GUS,
        "meanwhile": "x" * 301,
    }
    assert (await submit(slack, bad)).errors == {
        "question": "At most 120 characters fit here; these are 121. Put the rest behind a link.",
        "problem": "Say in a line what the customer's problem is.",
        "product_lead": "A guest cannot speak for a side. Name a full member of this workspace.",
        "research_lead": "A guest cannot speak for a side. Name a full member of this workspace.",
        "meanwhile": "At most 300 characters fit here; these are 301. Put the rest behind a link.",
    }


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"question": "  \u00a0 "}, "Say what the two sides disagree about, as a question."),
        ({"research_lead": MAYA_ID}, "The two sides need two different leads."),
        ({"product_lead": GUS}, "A guest cannot speak for a side."),
        ({"product_lead": ROB}, "A bot cannot speak for a side."),
        ({"research_lead": EVE}, "Somebody from another workspace cannot speak for a side."),
        ({"research_lead": GONE}, "This person's account is deactivated."),
    ],
)
async def test_one_thing_that_does_not_fit_is_shown_at_its_field(
    slack: Slack, answer: dict[str, str], sentence: str
) -> None:
    outcome = await submit(slack, {**GOOD, **answer})

    assert list(outcome.errors) == list(answer)
    assert outcome.errors[next(iter(answer))].startswith(sentence)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", NASTY)
async def test_any_text_that_fits_is_kept_as_it_was_typed(
    slack: Slack, begin: Begin, text: str
) -> None:
    short = text[:60]
    texts = dict.fromkeys(("question", "problem", "meanwhile"), short)
    assert (await submit(slack, {**GOOD, **texts})).ok

    opening = (await on_record(begin, 1)).opening
    assert {opening.question, opening.problem, opening.meanwhile} == {short}


@pytest.mark.usefixtures("bot")
async def test_a_channel_that_takes_no_messages_any_more_is_said_in_the_form(slack: Slack) -> None:
    await slack.as_person(LEE_ID).command(COMMAND, "dispute", channel=ROADMAP)
    slack.workspace.leave(ROADMAP, slack.workspace.app.bot_user_id)

    outcome = await submit(slack, {**GOOD, "problem": " "})
    assert "Type /invite @roadmap there" in outcome.errors["question"]
    assert "problem" in outcome.errors

    slack.workspace.join(ROADMAP, slack.workspace.app.bot_user_id)
    assert (await submit(slack, GOOD)).ok


@pytest.mark.usefixtures("bot")
async def test_when_slack_does_not_say_who_a_lead_is_the_button_is_pressed_again(
    slack: Slack,
) -> None:
    await slack.as_person(LEE_ID).command(COMMAND, "dispute", channel=ROADMAP)
    slack.faults.fail_next("users.info", "internal_error")
    slack.faults.fail_next("users.info", "internal_error")

    errors = (await submit(slack, GOOD)).errors
    assert set(errors) == {"product_lead", "research_lead"}
    assert "Press the button again" in errors["product_lead"]

    assert (await submit(slack, GOOD)).ok


@pytest.mark.usefixtures("bot")
async def test_a_form_without_leads_is_refused_at_both_fields(slack: Slack) -> None:
    await submit(slack, {**GOOD, "question": " "})
    sent = slack.deliveries[-1]
    for lead in ("product_lead", "research_lead"):
        sent.payload["view"]["state"]["values"][lead][ANSWER]["selected_user"] = None

    reply = await slack.courier.send(sent.kind, sent.payload)

    assert reply.body["errors"] == {
        "question": "Say what the two sides disagree about, as a question.",
        "product_lead": "Choose who speaks for product.",
        "research_lead": "Choose who speaks for research.",
    }


NEW = {
    "evidence": "Two merchants have left.",
    "evidence_kind": "support tickets",
    "dated": "2026-03-02",
}


async def a_withdrawn_dispute(begin: Begin, *, channel: str = ROADMAP) -> None:
    dispute = await a_dispute(begin, channel=channel)
    await withdraw(dispute, by=person(LEE_ID), now=MONDAY, begin=begin)


async def test_an_ended_dispute_is_reopened_for_evidence_that_is_new(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_withdrawn_dispute(begin)
    assert (await press(slack, bot, ZOE, Click.REOPEN)).ok
    link = {"link": "https://acme.test/tickets?a=1&b=2"}
    assert (await submit(slack, {**NEW, **link}, ZOE)).ok

    old, new = await on_record(begin, 1), await on_record(begin, 2)
    assert new.opening.reopens == Reopening(
        old.id,
        Evidence(
            kind=EvidenceKind.SUPPORT_TICKETS,
            statement="Two merchants have left.",
            link="https://acme.test/tickets?a=1&b=2",
        ),
        MONDAY.date(),
    )
    assert new.opening.question == old.opening.question
    assert (new.product.lead, new.opening.by) == (MAYA_ID, ZOE)


async def test_evidence_that_was_there_is_refused_at_its_field_with_all_else(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=7)
    await bot.tick()
    await press(slack, bot, LEE_ID, Click.REOPEN)

    outcome = await submit(
        slack,
        {
            "evidence": f"  {EVIDENCE.statement.upper()} ",
            "evidence_kind": "benchmark",
            "dated": "2026-03-08",
            "link": "javascript:alert(1)",
            "question": " ",
            "research_lead": MAYA_ID,
        },
    )
    assert outcome.errors == {
        "evidence": "#1 already had this evidence; name a piece that is new.",
        "dated": ("#1 ended on Mon 9 March 2026; choose that day or a later one."),
        "link": "A link begins with https:// or http://.",
        "question": "Say what the two sides disagree about, as a question.",
        "research_lead": "The two sides need two different leads.",
    }


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"evidence": " "}, "Say in a sentence what is new"),
        ({"evidence": "x" * 501}, "At most 500 characters fit here; these are 501."),
        ({"link": f"https://a.test/{'x' * 1000}"}, "At most 1000 characters fit here"),
        ({"link": "https://"}, "A link begins with https:// or http://."),
        ({"dated": "2026-03-01"}, "#1 ended on Mon 2 March 2026; choose that"),
        ({"dated": "2026-03-03"}, "Choose today or a day before; this one is still to come."),
    ],
)
async def test_evidence_that_does_not_fit_is_shown_at_its_field(
    slack: Slack, bot: App, begin: Begin, answer: dict[str, str], sentence: str
) -> None:
    await a_withdrawn_dispute(begin)
    await press(slack, bot, LEE_ID, Click.REOPEN)

    errors = (await submit(slack, {**NEW, **answer})).errors
    assert list(errors) == list(answer)
    assert errors[next(iter(answer))].startswith(sentence)


async def an_overdue_dispute(bot: App, begin: Begin, clock: MovableClock) -> None:
    """Product's filter was chosen on 9 March, and an answer promised by the 23rd."""
    await an_unsealed_dispute(begin)
    clock.move(days=7)
    await bot.tick()
    clock.move(days=21)


async def test_the_side_not_chosen_reopens_without_evidence_while_the_answer_is_overdue(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_overdue_dispute(bot, begin, clock)
    await press(slack, bot, JONAS_ID, Click.REOPEN)
    said = read_aloud(on_screen(slack, JONAS_ID).content)

    assert (await submit(slack, {}, JONAS_ID)).ok

    assert (
        "The answer promised by Mon 23 March 2026 has not come, so you can reopen without new "
        "evidence."
    ) in said
    new = await on_record(begin, 2)
    assert new.opening.reopens
    assert new.opening.reopens.evidence is None


async def test_news_that_is_begun_is_asked_for_in_full_though_the_answer_is_overdue(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_overdue_dispute(bot, begin, clock)
    await press(slack, bot, JONAS_ID, Click.REOPEN)

    outcome = await submit(slack, {"evidence": "Two merchants have left."}, JONAS_ID)

    assert outcome.errors == {
        "dated": "Choose the day of which it is.",
        "evidence_kind": "Choose where it comes from.",
    }


@pytest.mark.parametrize("who", [MAYA_ID, ZOE])
async def test_everybody_else_needs_something_new_though_the_answer_is_overdue(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, who: str
) -> None:
    await an_overdue_dispute(bot, begin, clock)
    await press(slack, bot, who, Click.REOPEN)
    form = on_screen(slack, who)

    assert "without new evidence" not in read_aloud(form.content)
    optional = {block["block_id"]: block["optional"] for block in fields_of(form.content)}
    assert not any(optional[name] for name in ("evidence", "dated", "evidence_kind"))


def fields_of(form: Json) -> list[Json]:
    return [block for block in form["blocks"] if block["type"] == "input"]


async def test_a_dispute_that_is_still_open_is_not_reopened(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, LEE_ID, Click.REOPEN)
    await submit(slack, NEW)

    shown = read_aloud(on_screen(slack, LEE_ID).content)
    assert "#1 is still open; state your case there." in shown
    assert "Two merchants have left." in shown


async def test_a_guest_reopens_nothing(slack: Slack, bot: App, begin: Begin) -> None:
    await a_withdrawn_dispute(begin)
    slack.workspace.join(ROADMAP, GUS)
    await press(slack, bot, GUS, Click.REOPEN)

    assert "Only a full member of this workspace" in told(slack, GUS)


async def test_outside_of_its_private_channel_a_dispute_is_reopened_by_its_people_only(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_withdrawn_dispute(begin, channel=SECRET)
    await press(slack, bot, ZOE, Click.REOPEN)
    assert told(slack, ZOE) == "There is no dispute #1 that you can see."

    slack.workspace.join(SECRET, ZOE)
    await press(slack, bot, ZOE, Click.REOPEN, channel=SECRET)
    assert "Reopen #1" in read_aloud(on_screen(slack, ZOE).content)


async def test_reopening_needs_a_channel_that_takes_messages(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_withdrawn_dispute(begin, channel=UNINVITED)
    await press(slack, bot, LEE_ID, Click.REOPEN)

    assert "The bot cannot post in the dispute's channel." in told(slack, LEE_ID)
