"""Modals and Home tabs: triggers, stacks, hashes, and typed values that survive."""

from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import real_now
from sandbox.server import Slack
from sandbox.wire import NotOnScreenError
from tests.sandbox.conftest import ADA, EVE
from tests.sandbox.forms import actions, button, demand, field, home, modal, option, section
from tests.sandbox.test_web_api import refused


def hand_trigger(slack: Slack, view_id: str | None = None) -> str:
    return slack.workspace.tickets.hand_trigger(ADA, view_id)


async def test_a_trigger_opens_once(slack: Slack, client: AsyncWebClient) -> None:
    trigger_id = hand_trigger(slack)

    await client.views_open(trigger_id=trigger_id, view=modal(section("Hello")))

    assert "Hello" in slack.everything_shown_to(ADA)
    with refused("exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger_id, view=modal())
    with refused("invalid_trigger_id"):
        await client.views_open(trigger_id="1.2.3", view=modal())


async def test_a_trigger_lives_three_seconds(slack: Slack, client: AsyncWebClient) -> None:
    trigger_id = hand_trigger(slack)
    slack.workspace.tickets.now = lambda: real_now() + timedelta(seconds=3.1)

    with refused("expired_trigger_id"):
        await client.views_open(trigger_id=trigger_id, view=modal())


async def test_a_stack_holds_three_views(slack: Slack, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=hand_trigger(slack), view=modal())
    root, below = opened["view"]["id"], opened["view"]["id"]
    for _ in range(2):
        pushed = await client.views_push(trigger_id=hand_trigger(slack, below), view=modal())
        assert pushed["view"]["previous_view_id"] == below
        assert pushed["view"]["root_view_id"] == root
        below = pushed["view"]["id"]

    with refused("push_limit_reached"):
        await client.views_push(trigger_id=hand_trigger(slack, below), view=modal())
    with refused("invalid_trigger_id"):
        await client.views_push(trigger_id=hand_trigger(slack), view=modal())


async def test_only_the_view_on_top_can_be_touched(slack: Slack, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=hand_trigger(slack), view=modal(field("title")))
    root = demand(slack.top_view(ADA))
    await client.views_push(trigger_id=hand_trigger(slack, root.id), view=modal())

    with pytest.raises(NotOnScreenError):
        slack.as_person(ADA).fill(root, {"title": "x"})
    await slack.as_person(ADA).close(demand(slack.top_view(ADA)))
    slack.as_person(ADA).fill(root, {"title": "x"})
    with pytest.raises(NotOnScreenError):
        slack.as_person(EVE).fill(root, {"title": "x"})


async def test_a_stale_hash_is_a_conflict(slack: Slack, client: AsyncWebClient) -> None:
    opened = (await client.views_open(trigger_id=hand_trigger(slack), view=modal()))["view"]

    updated = await client.views_update(view_id=opened["id"], view=modal(), hash=opened["hash"])

    assert updated["view"]["hash"] != opened["hash"]
    with refused("hash_conflict"):
        await client.views_update(view_id=opened["id"], view=modal(), hash=opened["hash"])


async def test_an_external_id_finds_a_view_and_is_unique(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.views_open(trigger_id=hand_trigger(slack), view=modal(external_id="mine"))
    below = demand(slack.top_view(ADA)).id

    await client.views_update(external_id="mine", view=modal(section("New"), external_id="mine"))

    assert demand(slack.top_view(ADA)).blocks[0]["text"]["text"] == "New"
    with refused("duplicate_external_id"):
        await client.views_push(
            trigger_id=hand_trigger(slack, below), view=modal(external_id="mine")
        )
    with refused("not_found"):
        await client.views_update(external_id="other", view=modal())


async def test_typed_values_survive_an_update_while_both_ids_stay(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.views_open(
        trigger_id=hand_trigger(slack), view=modal(field("kept"), field("block"), field("action"))
    )
    view = demand(slack.top_view(ADA))
    slack.as_person(ADA).fill(view, {"kept": "mine", "block": "mine", "action": "mine"})

    await client.views_update(
        view_id=view.id,
        view=modal(
            field("kept", initial_value="theirs"),
            field("block2", initial_value="theirs"),
            field("action", action_id="other", initial_value="theirs"),
        ),
    )

    values = demand(slack.top_view(ADA)).values
    assert values["kept"]["answer"]["value"] == "mine"
    assert values["block2"]["answer"]["value"] == "theirs"
    assert values["action"]["other"]["value"] == "theirs"
    assert values.keys() == {"kept", "block2", "action"}


async def test_every_kind_of_input_has_slacks_shape(slack: Slack, client: AsyncWebClient) -> None:
    options = [option("a"), option("b")]
    view = modal(
        field("text"),
        field("number", "number_input", is_decimal_allowed=True),
        field("select", "static_select", options=options),
        field("radio", "radio_buttons", options=options),
        field("boxes", "checkboxes", options=options),
        field("who", "users_select"),
        field("people", "multi_users_select", max_selected_items=2),
        field("day", "datepicker", initial_date="2026-11-21"),
        field("moment", "datetimepicker"),
        actions(button("press"), {"type": "timepicker", "action_id": "time"}),
    )
    await client.views_open(trigger_id=hand_trigger(slack), view=view)
    bot_id = slack.workspace.app.bot_user_id

    filled = slack.as_person(ADA).fill(
        demand(slack.top_view(ADA)),
        {
            "text": "words",
            "number": "1.5",
            "select": "a",
            "radio": "b",
            "boxes": ["a", "b"],
            "who": bot_id,
            ("people", "answer"): [ADA, EVE],
            "moment": 1_800_000_000,
        },
    )

    chosen = {block: dict(parts.get("answer", {})) for block, parts in filled.values.items()}
    assert chosen == {
        "text": {"type": "plain_text_input", "value": "words"},
        "number": {"type": "number_input", "value": "1.5"},
        "select": {"type": "static_select", "selected_option": option("a")},
        "radio": {"type": "radio_buttons", "selected_option": option("b")},
        "boxes": {"type": "checkboxes", "selected_options": options},
        "who": {"type": "users_select", "selected_user": bot_id},
        "people": {"type": "multi_users_select", "selected_users": [ADA, EVE]},
        "day": {"type": "datepicker", "selected_date": "2026-11-21"},
        "moment": {"type": "datetimepicker", "selected_date_time": 1_800_000_000},
        "buttons": {},
    }
    assert filled.values["buttons"] == {"time": {"type": "timepicker", "selected_time": None}}


@pytest.mark.parametrize(
    ("spot", "value"),
    [
        ("nowhere", "x"),
        ("select", "c"),
        ("who", "U404"),
        ("people", [ADA, EVE, ADA]),
        ("people", ADA),
        ("day", "tomorrow"),
        ("text", 3),
        (("buttons", "time"), "10:00"),
    ],
)
async def test_nobody_can_choose_what_is_not_offered(
    slack: Slack, client: AsyncWebClient, spot: str, value: str
) -> None:
    view = modal(
        field("text"),
        field("select", "static_select", options=[option("a")]),
        field("who", "users_select"),
        field("people", "multi_users_select", max_selected_items=2),
        field("day", "datepicker"),
        actions({"type": "timepicker", "action_id": "time"}),
    )
    await client.views_open(trigger_id=hand_trigger(slack), view=view)

    with pytest.raises(NotOnScreenError):
        slack.as_person(ADA).fill(demand(slack.top_view(ADA)), {spot: value})


async def test_a_home_tab_is_one_persons_own(slack: Slack, client: AsyncWebClient) -> None:
    first = (await client.views_publish(user_id=ADA, view=home(section("Yours"))))["view"]
    await client.views_publish(user_id=ADA, view=home(section("Later")), hash=first["hash"])

    assert demand(slack.home(ADA)).blocks[0]["text"]["text"] == "Later"
    assert slack.home(EVE) is None
    assert "Yours" in slack.everything_shown_to(ADA)
    with refused("hash_conflict"):
        await client.views_publish(user_id=ADA, view=home(), hash=first["hash"])
    with refused("user_not_found"):
        await client.views_publish(user_id="U404", view=home())
    with refused("invalid_arguments"):
        await client.views_publish(user_id=ADA, view=modal())
