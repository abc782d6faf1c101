"""Slack slow, down or refusing while somebody clicks: a sentence, and nothing half done."""

import logging

import pytest

from bot.app import App
from bot.logs import JsonLines
from bot.services.ports import Begin
from handlers.ids import Click, Shortcut
from sandbox.server import Slack
from tests.handlers.deeds import a_dispute, on_record, press, told
from tests.journeys.deeds import CASE, People, text_of
from tests.world import LEE, MAYA, ROADMAP, SECRET, UNINVITED, on_screen

SILENT = "Slack did not answer in time. Try again in a moment."


@pytest.fixture
def people(slack: Slack, bot: App) -> People:
    assert bot
    return People(slack)


async def test_a_command_while_slack_is_down_says_that_slack_is_silent(
    slack: Slack, people: People
) -> None:
    slack.faults.go_down()

    assert (await people.slack.as_person(LEE).command("/roadmap", "dispute", channel=ROADMAP)).ok

    assert "Slack did not say in time" in told(slack, LEE)
    assert slack.top_view(LEE) is None


async def test_a_form_that_slack_is_slow_to_open_is_answered_in_time(
    slack: Slack, people: People
) -> None:
    assert (await people.open()).ok
    await slack.wait_for(people.cards)
    slack.faults.be_slow(5)

    asked = await people.click(MAYA, Click.STATE_CASE)

    assert asked.ok, asked.problem
    assert slack.top_view(MAYA) is None


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired", "internal_error"])
async def test_a_form_that_slack_does_not_open_can_be_asked_for_again(
    slack: Slack, people: People, error: str
) -> None:
    await people.has_opened()
    slack.faults.fail_next("views.open", error)

    assert (await people.click(MAYA, Click.STATE_CASE)).ok
    assert told(slack, MAYA) == SILENT

    assert (await people.click(MAYA, Click.STATE_CASE)).ok
    assert (await people.send(MAYA, CASE)).ok


async def test_a_failure_of_ours_gives_a_reference_that_is_in_the_log(
    slack: Slack, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "roadmap")
    await people.has_opened()
    slack.faults.fail_next("views.open", "a_bug_of_ours")

    assert (await people.click(MAYA, Click.STATE_CASE)).ok

    reference = told(slack, MAYA).rstrip(".").rpartition(" ")[2]
    logged = [JsonLines().format(record) for record in caplog.records if record.msg == "failed"]
    assert "Something went wrong on our side." in told(slack, MAYA)
    assert len(logged) == 1
    assert reference in logged[0]


async def test_filing_needs_no_answer_from_slack(
    slack: Slack, people: People, begin: Begin
) -> None:
    await people.has_opened()
    assert (await people.click(MAYA, Click.STATE_CASE)).ok
    slack.faults.go_down()

    assert (await people.send(MAYA, CASE)).ok

    assert len((await on_record(begin, 1)).filed) == 1


async def test_leads_whom_slack_does_not_describe_are_asked_for_again(
    slack: Slack, people: People
) -> None:
    actor = slack.as_person(LEE)
    assert (await actor.command("/roadmap", "dispute Which?", channel=ROADMAP)).ok
    for _ in range(2):
        slack.faults.fail_next("users.info", "internal_error")

    refused = await people.send(
        LEE, {"problem": "Merchants ask.", "product_lead": MAYA, "research_lead": "U3JONAS"}
    )

    assert set(refused.errors) == {"product_lead", "research_lead"}
    assert "Slack did not say who this person is" in refused.errors["product_lead"]
    assert (await actor.submit(on_screen(slack, LEE))).ok


@pytest.mark.parametrize(
    ("channel", "said"), [(UNINVITED, "/invite @roadmap"), (SECRET, "Open a dispute")]
)
async def test_only_where_the_bot_can_post_a_form_opens(
    slack: Slack, people: People, channel: str, said: str
) -> None:
    assert (await people.slack.as_person(LEE).command("/roadmap", "dispute", channel=channel)).ok

    assert said in slack.everything_shown_to(LEE)


async def test_a_shortcut_while_slack_refuses_is_no_error_of_the_persons(
    slack: Slack, people: People
) -> None:
    said = people.slack.as_person(LEE).say("Merchants ask why.", channel=ROADMAP)
    slack.faults.fail_next("views.open", "internal_error")

    assert (await slack.as_person(LEE).message_shortcut(Shortcut.OPEN_DISPUTE.value, said)).ok
    assert (await slack.as_person(LEE).message_shortcut(Shortcut.OPEN_DISPUTE.value, said)).ok
    assert "Merchants ask why." in text_of(on_screen(slack, LEE))


async def test_a_refusal_that_cannot_be_told_is_only_logged(
    slack: Slack, bot: App, begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "roadmap")
    await a_dispute(begin)
    await press(slack, bot, LEE, Click.STATE_CASE)
    assert "You cannot state the case" in told(slack, LEE)
    message = slack.messages(ROADMAP, as_person=LEE)[-1]
    slack.faults.go_down()

    assert (await slack.as_person(LEE).click(message, action_id=Click.STATE_CASE.value)).ok

    assert "refusal not told" in caplog.messages
