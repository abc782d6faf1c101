"""Clicks on messages, in views and on Home."""

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.records import View
from sandbox.server import Slack
from sandbox.wire import BotMistakeError, Json, NotOnScreenError
from tests.sandbox.conftest import ADA, BEN, EVE, GENERAL
from tests.sandbox.deeds import keep_payloads, post, show
from tests.sandbox.forms import actions, button, demand, field, home, modal, option, section
from tests.sandbox.test_web_api import refused


async def test_a_click_on_a_message_carries_all_slack_sends(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    payloads = keep_payloads(connected)

    @connected.action("agree")
    async def on_agree(ack: AsyncAck) -> None:
        await ack()

    card = await post(slack, client, button("agree", "7"))
    assert (await slack.as_person(EVE).click(card, action_id="agree")).ok

    (payload,) = payloads
    (action,) = payload["actions"]
    assert (action["type"], action["value"], action["block_id"]) == ("button", "7", "buttons")
    assert payload["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": GENERAL,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": GENERAL, "name": "general"}
    assert payload["message"]["blocks"][0]["block_id"] == "buttons"
    assert payload["user"]["id"] == EVE
    assert payload.keys() >= {"trigger_id", "response_url", "team", "api_app_id", "state"}


@pytest.mark.parametrize(
    ("element", "choice"),
    [
        ({"type": "overflow", "options": [option("edit")]}, {"selected_option": "edit"}),
        ({"type": "static_select", "options": [option("a")]}, {"selected_option": "a"}),
        ({"type": "radio_buttons", "options": [option("a")]}, {"selected_option": "a"}),
        ({"type": "users_select"}, {"selected_user": BEN}),
        ({"type": "conversations_select"}, {"selected_conversation": GENERAL}),
        ({"type": "channels_select"}, {"selected_channel": GENERAL}),
        ({"type": "datepicker"}, {"selected_date": "2026-11-21"}),
    ],
)
async def test_a_choice_is_sent_at_once(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp, element: Json, choice: Json
) -> None:
    payloads = keep_payloads(over_http)
    ((key, value),) = choice.items()

    @over_http.action("pick")
    async def on_pick(ack: AsyncAck) -> None:
        await ack()

    card = await post(slack, client, {**element, "action_id": "pick"})
    await slack.as_person(ADA).click(card, action_id="pick", value=value)

    chosen = payloads[0]["actions"][0][key]
    assert (chosen["value"] if isinstance(chosen, dict) else chosen) == value


@pytest.mark.parametrize(
    ("element", "choice", "chosen"),
    [
        (
            {"type": "checkboxes", "options": [option("a"), option("b")]},
            ["b"],
            {"selected_options": [option("b")]},
        ),
        ({"type": "multi_users_select"}, [BEN, EVE], {"selected_users": [BEN, EVE]}),
    ],
)
async def test_several_choices_are_sent_together(
    slack: Slack,
    client: AsyncWebClient,
    over_http: AsyncApp,
    element: Json,
    choice: list[str],
    chosen: Json,
) -> None:
    payloads = keep_payloads(over_http)

    @over_http.action("pick")
    async def on_pick(ack: AsyncAck) -> None:
        await ack()

    block = section("Who?", block_id="who", accessory={**element, "action_id": "pick"})
    await client.views_publish(user_id=ADA, view=home(block))
    await slack.as_person(ADA).click(demand(slack.home(ADA)), action_id="pick", value=choice)

    (payload,) = payloads
    assert payload["actions"][0].items() >= chosen.items()
    assert payload["view"]["state"]["values"]["who"]["pick"] == {"type": element["type"], **chosen}


async def test_a_click_in_a_view_carries_what_was_typed(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    payloads = keep_payloads(connected)

    @connected.action("add")
    async def on_add(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = body["view"]
        await client.views_update(
            view_id=view["id"],
            hash=view["hash"],
            view=modal(field("title"), field("more"), actions(button("add"))),
        )

    view = await show(slack, client, modal(field("title"), actions(button("add"))))
    slack.as_person(ADA).fill(view, {"title": "Half a thought"})
    await slack.as_person(ADA).click(view, action_id="add")
    changed = demand(await slack.wait_for(lambda: _changed(slack, view)))

    assert payloads[0]["container"] == {"type": "view", "view_id": view.id}
    typed = payloads[0]["view"]["state"]["values"]["title"]["answer"]
    assert typed == {"type": "plain_text_input", "value": "Half a thought"}
    assert changed.values["title"]["answer"]["value"] == "Half a thought"
    assert "response_url" not in payloads[0]


def _changed(slack: Slack, view: View) -> View | None:
    top = slack.top_view(ADA)
    return top if top is not None and top.hash != view.hash else None


async def test_a_text_field_sends_when_it_dispatches(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp
) -> None:
    payloads = keep_payloads(over_http)

    @over_http.action("answer")
    async def on_answer(ack: AsyncAck) -> None:
        await ack()

    view = await show(
        slack, client, modal({**field("search"), "dispatch_action": True}, field("quiet"))
    )
    await slack.as_person(ADA).click(view, action_id="answer", block_id="search", value="gpu")

    assert payloads[0]["actions"][0]["value"] == "gpu"
    with pytest.raises(NotOnScreenError):
        await slack.as_person(ADA).click(view, action_id="answer", block_id="quiet", value="x")


async def test_what_is_not_on_the_screen_cannot_be_clicked(
    slack: Slack, client: AsyncWebClient
) -> None:
    card = await post(slack, client, button("agree"))
    await client.chat_update(channel=GENERAL, ts=card.ts, text="Gone", blocks=[])
    await client.chat_postEphemeral(
        channel=GENERAL, user=EVE, text="x", blocks=[actions(button("agree"))]
    )

    with pytest.raises(NotOnScreenError):
        await slack.as_person(ADA).click(card, action_id="agree")
    with pytest.raises(NotOnScreenError):
        await slack.as_person(ADA).click(slack.ephemerals(EVE)[0], action_id="agree")


async def test_an_answer_to_a_click_that_slack_ignores_is_a_mistake(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    @connected.action("agree")
    async def on_agree(ack: AsyncAck) -> None:
        await ack("Thanks")

    card = await post(slack, client, button("agree"))

    with pytest.raises(BotMistakeError):
        await slack.as_person(ADA).click(card, action_id="agree")


async def test_a_click_on_home_says_so_and_opens_but_cannot_push(
    slack: Slack, client: AsyncWebClient, over_http: AsyncApp
) -> None:
    payloads = keep_payloads(over_http)

    @over_http.action("go")
    async def on_go(ack: AsyncAck, body: Json) -> None:
        await ack()
        with refused("invalid_trigger_id"):
            await client.views_push(trigger_id=body["trigger_id"], view=modal())

    await client.views_publish(user_id=ADA, view=home(actions(button("go"))))
    await slack.as_person(ADA).click(demand(slack.home(ADA)), action_id="go")
    await slack.wait_for(lambda: slack.calls_of("views.push"))

    (payload,) = payloads
    assert payload["container"] == {"type": "view", "view_id": demand(slack.home(ADA)).id}
    assert (payload["type"], payload["view"]["type"]) == ("block_actions", "home")
    assert payload.keys().isdisjoint({"message", "channel", "response_url"})
    assert slack.top_view(ADA) is None


async def test_a_button_on_home_opens_a_form(
    slack: Slack, client: AsyncWebClient, connected: AsyncApp
) -> None:
    @connected.action("go")
    async def on_go(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("title")))
        await ack()

    await client.views_publish(user_id=ADA, view=home(actions(button("go"))))
    assert (await slack.as_person(ADA).click(demand(slack.home(ADA)), action_id="go")).ok

    assert demand(slack.top_view(ADA)).kind == "modal"
