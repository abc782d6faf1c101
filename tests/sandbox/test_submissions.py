"""Filling, submitting and closing forms."""

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from sandbox.wire import BotMistakeError, Json, NotOnScreenError
from tests.sandbox.conftest import ADA, GENERAL
from tests.sandbox.deeds import AnyAck, answer_form_with, keep_payloads, show
from tests.sandbox.forms import actions, button, demand, field, modal, section


async def test_slacks_client_refuses_by_itself_what_it_can(
    slack: Slack, client: AsyncWebClient
) -> None:
    number = {"is_decimal_allowed": False, "min_value": "1", "max_value": "9"}
    view = await show(
        slack,
        client,
        modal(
            field("required"),
            {**field("optional"), "optional": True},
            field("short", min_length=3, max_length=5),
            field("days", "number_input", **number),
            field("mail", "email_text_input"),
        ),
    )
    slack.as_person(ADA).fill(view, {"short": "xx", "days": "1.5", "mail": "nowhere"})

    outcome = await slack.as_person(ADA).submit(view)

    assert outcome.local_errors.keys() == {"required", "short", "days", "mail"}
    assert slack.deliveries == []


async def test_an_empty_answer_closes_one_view_only(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    answer_form_with(connected)
    root = await show(slack, client, modal())
    trigger_id = slack.workspace.tickets.hand_trigger(ADA, root.id)
    await client.views_push(trigger_id=trigger_id, view=modal())

    assert (await slack.as_person(ADA).submit(demand(slack.top_view(ADA)))).ok

    assert demand(slack.top_view(ADA)).id == root.id


async def test_an_answer_can_push_update_and_clear(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    answers: list[Json] = [
        {"response_action": "push", "view": modal(section("Pushed"))},
        {"response_action": "update", "view": modal(section("Updated"))},
        {"response_action": "clear"},
    ]

    @connected.view("form")
    async def on_submit(ack: AnyAck) -> None:
        await ack(**answers.pop(0))

    view = await show(slack, client, modal())
    for text in ("Pushed", "Updated"):
        await slack.as_person(ADA).submit(view)
        view = demand(slack.top_view(ADA))
        assert view.blocks[0]["text"]["text"] == text
    await slack.as_person(ADA).submit(view)

    assert slack.top_view(ADA) is None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"buttons": "x"}},
        {"response_action": "errors", "errors": {"title": ""}},
        {"response_action": "update", "view": modal({"type": "hologram"})},
        {"response_action": "vanish"},
    ],
    ids=["unknown block", "no input block", "empty error", "invalid view", "unknown action"],
)
async def test_an_answer_slack_cannot_use_is_a_mistake(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp, answer: Json
) -> None:
    answer_form_with(over_http, **answer)
    view = await show(slack, client, modal(field("title"), actions(button("b"))))
    slack.as_person(ADA).fill(view, {"title": "x"})

    with pytest.raises(BotMistakeError):
        await slack.as_person(ADA).submit(view)


async def test_closing_is_told_only_on_request(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    payloads = keep_payloads(connected)

    @connected.view_closed("form")
    async def on_close(ack: AsyncAck) -> None:
        await ack()

    await slack.as_person(ADA).close(await show(slack, client, modal()))
    assert payloads == []

    root = await show(slack, client, modal(notify_on_close=True))
    trigger_id = slack.workspace.tickets.hand_trigger(ADA, root.id)
    await client.views_push(trigger_id=trigger_id, view=modal())
    await slack.as_person(ADA).close(demand(slack.top_view(ADA)), whole_stack=True)

    (payload,) = payloads
    assert (payload["is_cleared"], payload["view"]["id"]) == (True, root.id)
    assert slack.top_view(ADA) is None


async def test_a_view_that_clears_on_close_takes_the_stack_along(
    slack: Slack, client: AsyncWebClient
) -> None:
    root = await show(slack, client, modal())
    trigger_id = slack.workspace.tickets.hand_trigger(ADA, root.id)
    await client.views_push(trigger_id=trigger_id, view=modal(clear_on_close=True))

    assert (await slack.as_person(ADA).close(demand(slack.top_view(ADA)))).ok

    assert slack.top_view(ADA) is None


async def test_a_form_closed_in_the_meantime_stays_closed(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp
) -> None:
    view = await show(slack, client, modal())

    @over_http.view("form")
    async def on_submit(ack: AsyncAck) -> None:
        slack.workspace.views.clear(ADA)
        await ack()

    assert (await slack.as_person(ADA).submit(view)).ok
    assert slack.top_view(ADA) is None


async def test_what_a_form_does_not_have_cannot_be_used(
    slack: Slack, client: AsyncWebClient
) -> None:
    bare = modal(actions(button("a"), button("b")))
    del bare["submit"]
    view = await show(slack, client, bare)
    ada = slack.as_person(ADA)

    with pytest.raises(NotOnScreenError, match="no submit"):
        await ada.submit(view)
    with pytest.raises(NotOnScreenError, match="2 elements"):
        ada.fill(view, {"buttons": "x"})
    with pytest.raises(NotOnScreenError, match="no value"):
        await ada.click(view, action_id="a", value="x")
    await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="x")
    with pytest.raises(NotOnScreenError, match="no menu"):
        await ada.message_shortcut("dispute_this", slack.ephemerals(ADA)[0])
