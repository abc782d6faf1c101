"""Commands, their answers, and the response URLs that come along."""

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import real_now
from sandbox.server import Slack
from sandbox.wire import Json, NotOnScreenError
from tests.sandbox.conftest import ADA, EVE, GENERAL, SECRET
from tests.sandbox.forms import actions, button


async def test_a_commands_answer_is_seen_by_one_person_only(
    slack: Slack, connected: AsyncApp
) -> None:
    @connected.command("/roadmap")
    async def on_command(ack: AsyncAck, command: Json) -> None:
        await ack(f"{command['channel_name']}: {command['text']}")

    assert (await slack.as_person(ADA).command("/roadmap", "help", channel=GENERAL)).ok

    assert [message.text for message in slack.ephemerals(ADA)] == ["general: help"]
    assert "general: help" not in slack.everything_shown_to(EVE)


async def test_a_commands_answer_can_be_for_all(slack: Slack, connected: AsyncApp) -> None:
    @connected.command("/roadmap")
    async def on_command(ack: AsyncAck) -> None:
        await ack(text="Hear, hear", response_type="in_channel")

    await slack.as_person(ADA).command("/roadmap", channel=GENERAL)

    assert [message.text for message in slack.messages(GENERAL, as_person=EVE)] == ["Hear, hear"]


async def test_a_command_not_answered_in_time_is_an_operation_timeout(
    slack: Slack, connected: AsyncApp
) -> None:
    slack.courier.patience = 0.2

    @connected.command("/roadmap")
    async def on_command() -> None: ...

    outcome = await slack.as_person(ADA).command("/roadmap", channel=GENERAL)

    assert outcome.problem == "operation_timeout"
    assert not outcome.ok


async def test_a_bot_that_is_not_there_cannot_be_reached(slack: Slack) -> None:
    outcome = await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    assert outcome.problem == "no_connection"

    slack.connect(bot_url="http://127.0.0.1:9/slack/events")
    outcome = await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    assert outcome.problem == "dispatch_failed"


async def test_a_request_signed_with_another_secret_is_refused(
    slack: Slack, over_http: AsyncApp
) -> None:
    @over_http.command("/roadmap")
    async def on_command(ack: AsyncAck) -> None:
        await ack()

    slack.workspace.app = replace(slack.workspace.app, signing_secret="other")

    outcome = await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    assert outcome.problem == "http_401"


async def test_nobody_types_where_they_cannot_look(slack: Slack) -> None:
    with pytest.raises(NotOnScreenError):
        await slack.as_person(EVE).command("/roadmap", channel=SECRET)


async def test_a_response_url_is_good_five_times(slack: Slack, over_http: AsyncApp) -> None:
    statuses: list[int] = []

    @over_http.command("/roadmap")
    async def on_command(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        statuses.extend([(await respond(f"{n}")).status_code for n in range(6)])

    await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    await slack.wait_for(lambda: len(slack.calls_of("response_url")) == 6)

    assert [message.text for message in slack.ephemerals(ADA)] == ["0", "1", "2", "3", "4"]
    last = slack.calls_of("response_url")[-1]
    assert (last.status, last.answer) == (404, {"ok": False, "error": "used_url"})


async def test_a_response_url_replaces_and_deletes_what_was_clicked(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp
) -> None:
    @over_http.action("agree")
    async def on_agree(ack: AsyncAck, respond: AsyncRespond, action: Json) -> None:
        await ack()
        if action["value"] == "once":
            await respond("Replaced", replace_original=True, blocks=[actions(button("agree"))])
        else:
            await respond(delete_original=True)

    await client.chat_postEphemeral(
        channel=GENERAL, user=ADA, text="x", blocks=[actions(button("agree", "once"))]
    )
    (original,) = slack.ephemerals(ADA)
    await slack.as_person(ADA).click(original, action_id="agree")
    await slack.wait_for(lambda: "Replaced" in slack.everything_shown_to(ADA))
    await slack.as_person(ADA).click(original, action_id="agree")

    await slack.wait_for(lambda: not slack.ephemerals(ADA))


async def test_a_response_url_lives_half_an_hour(slack: Slack, over_http: AsyncApp) -> None:
    @over_http.command("/roadmap")
    async def on_command(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        slack.workspace.tickets.now = lambda: real_now() + timedelta(minutes=31)
        await respond("Too late")

    await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    (call,) = await slack.wait_for(lambda: slack.calls_of("response_url"))

    assert call.answer == {"ok": False, "error": "expired_url"}


async def test_a_commands_own_line_cannot_be_deleted(slack: Slack, over_http: AsyncApp) -> None:
    @over_http.command("/roadmap")
    async def on_command(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    await slack.as_person(ADA).command("/roadmap", channel=GENERAL)
    (call,) = await slack.wait_for(lambda: slack.calls_of("response_url"))

    assert call.answer == {"ok": False, "error": "cant_delete_message"}
