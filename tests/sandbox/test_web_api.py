"""The bot's side: tokens, channels, messages, people."""

from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.records import Person
from sandbox.server import Slack
from sandbox.wire import Json
from tests.sandbox.conftest import ADA, BEN, EVE, GENERAL, SECRET
from tests.sandbox.forms import section


def refused(error: str) -> pytest.RaisesExc[SlackApiError]:
    return pytest.RaisesExc(SlackApiError, check=lambda e: e.response["error"] == error)


async def test_a_wrong_token_is_refused(client: AsyncWebClient) -> None:
    with refused("invalid_auth"):
        await client.auth_test(token="xoxb-other")


async def test_a_missing_token_is_told_apart_from_a_wrong_one(slack: Slack) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.courier.slack_url}/api/auth.test") as response,
    ):
        answer = await response.json()

    assert answer == {"ok": False, "error": "not_authed"}


async def test_an_app_token_opens_connections_and_nothing_else(
    slack: Slack, client: AsyncWebClient
) -> None:
    app_token = slack.workspace.app.app_token

    answer = await client.apps_connections_open(app_token=app_token)

    assert answer["url"].startswith("ws://127.0.0.1:")
    with refused("not_allowed_token_type"):
        await client.auth_test(token=app_token)


async def test_an_unknown_method_or_argument_fails_loudly(client: AsyncWebClient) -> None:
    with refused("unknown_method"):
        await client.api_call("chat.telepathy")
    with refused("invalid_arguments"):
        await client.chat_postMessage(channel=GENERAL, text="x", thread_tss="1")


async def test_blocks_are_checked_in_forms_and_in_json_alike(client: AsyncWebClient) -> None:
    for blocks in ('[{"type": "hologram"}]', [{"type": "hologram"}]):
        with refused("invalid_blocks") as refusal:
            await client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
        (message,) = refusal.value.response["response_metadata"]["messages"]
        assert message == "[ERROR] unsupported type: hologram [json-pointer:/blocks/0/type]"


async def test_a_public_channel_takes_posts_without_membership(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=GENERAL, text="Hello")

    (message,) = slack.messages(GENERAL, as_person=ADA)
    assert (message.ts, message.text) == (posted["ts"], "Hello")


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    for call in (client.conversations_info, client.conversations_members):
        with refused("channel_not_found"):
            await call(channel=SECRET)
    with refused("channel_not_found"):
        await client.chat_postMessage(channel=SECRET, text="x")

    slack.workspace.join(SECRET, slack.workspace.app.bot_user_id)
    assert (await client.chat_postMessage(channel=SECRET, text="x"))["ok"]


async def test_posting_is_refused_by_name(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.add_channel("C9OLD", "old")
    slack.workspace.archive("C9OLD")

    with refused("is_archived"):
        await client.chat_postMessage(channel="C9OLD", text="x")
    with refused("channel_not_found"):
        await client.chat_postMessage(channel="#general", text="x")
    with refused("no_text"):
        await client.api_call("chat.postMessage", json={"channel": GENERAL, "text": ""})
    with refused("msg_too_long"):
        await client.chat_postMessage(channel=GENERAL, text="x" * 40_001)
    with refused("thread_not_found"):
        await client.chat_postMessage(channel=GENERAL, text="x", thread_ts="1.000001")


async def test_a_message_to_a_person_goes_to_the_dm(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=BEN, text="Just you")

    assert posted["channel"].startswith("D")
    assert [message.text for message in slack.dms(BEN)] == ["Just you"]
    assert "Just you" not in slack.everything_shown_to(ADA)


async def test_timestamps_rise_even_while_the_clock_stands_still(
    slack: Slack, client: AsyncWebClient
) -> None:
    now = slack.workspace.real_clock()
    slack.workspace.clock = lambda: now

    posts = [await client.chat_postMessage(channel=GENERAL, text="x") for _ in range(3)]

    stamps = [post["ts"] for post in posts]
    assert stamps == sorted(set(stamps))


async def test_an_update_keeps_what_it_leaves_out(slack: Slack, client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    posted = await client.chat_postMessage(
        channel=GENERAL, text="Before", blocks=[section("Before")], metadata=metadata
    )

    await client.chat_update(channel=GENERAL, ts=posted["ts"], text="After")

    (message,) = slack.messages(GENERAL, as_person=ADA)
    assert (message.text, message.metadata) == ("After", metadata)
    assert message.blocks[0]["text"]["text"] == "Before"
    assert message.edited_ts is not None


async def test_what_was_edited_away_was_still_shown(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=GENERAL, text="Slip of the tongue")
    await client.chat_update(channel=GENERAL, ts=posted["ts"], text="Nothing")

    assert "Slip of the tongue" in slack.everything_shown_to(EVE)
    assert "Slip of the tongue" not in slack.everything_shown_to(BEN)


async def test_an_update_is_refused_by_name(slack: Slack, client: AsyncWebClient) -> None:
    hers = slack.as_person(ADA).say("Mine", channel=GENERAL)

    with refused("cant_update_message"):
        await client.chat_update(channel=GENERAL, ts=hers.ts, text="x")
    with refused("message_not_found"):
        await client.chat_update(channel=GENERAL, ts="1.000001", text="x")
    with refused("channel_not_found"):
        await client.chat_update(channel=ADA, ts="1.000001", text="x")


async def test_an_ephemeral_message_is_seen_by_one_only(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="Psst")

    assert [message.text for message in slack.ephemerals(ADA)] == ["Psst"]
    assert slack.messages(GENERAL, as_person=EVE) == []
    assert "Psst" in slack.everything_shown_to(ADA)
    assert "Psst" not in slack.everything_shown_to(EVE)
    with refused("user_not_in_channel"):
        await client.chat_postEphemeral(channel=GENERAL, user=BEN, text="Psst")


async def test_only_dms_can_be_read_back(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "1"}}
    opened = await client.conversations_open(users=ADA)
    channel = opened["channel"]["id"]
    for text in ("one", "two"):
        await client.chat_postMessage(channel=channel, text=text, metadata=metadata)

    bare = await client.conversations_history(channel=channel, limit=1)
    full = await client.conversations_history(channel=channel, include_all_metadata=True)

    assert [message["text"] for message in bare["messages"]] == ["two"]
    assert bare["has_more"]
    assert "metadata" not in bare["messages"][0]
    assert [message["metadata"] for message in full["messages"]] == [metadata, metadata]
    with refused("missing_scope"):
        await client.conversations_history(channel=GENERAL)


async def test_people_are_described_as_slack_does(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.add_person(Person("U8GONE", "gone", "Gone Girl", deleted=True))

    eve = (await client.users_info(user=EVE))["user"]
    gone = (await client.users_info(user="U8GONE"))["user"]

    assert (eve["tz"], eve["tz_offset"], eve["is_restricted"]) == ("Asia/Tokyo", 9 * 3600, False)
    assert (gone["deleted"], "tz" in gone) == (True, False)
    with refused("user_not_found"):
        await client.users_info(user="U404")
    with refused("user_disabled"):
        await client.conversations_open(users="U8GONE")


async def test_somebody_without_a_zone_has_none(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.add_person(Person("U8ZONE", "zone", "No Zone", tz=None, is_owner=True))

    user = (await client.users_info(user="U8ZONE"))["user"]

    assert user.keys().isdisjoint({"tz", "tz_label", "tz_offset"})
    assert (user["is_owner"], user["is_admin"]) == (True, False)


async def test_everybody_comes_page_by_page(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.add_person(Person("U8GONE", "gone", "Gone Girl", deleted=True))
    found: list[Json] = []
    cursor = ""
    while cursor or not found:
        page = await client.users_list(limit=2, cursor=cursor)
        assert len(page["members"]) <= 2
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]

    assert found == (await client.users_list())["members"]
    assert [person["id"] for person in found] == list(slack.workspace.people)
    assert found[1] == (await client.users_info(user=ADA))["user"]


async def test_a_made_up_cursor_is_refused(client: AsyncWebClient) -> None:
    with refused("invalid_cursor"):
        await client.users_list(cursor="dXNlcjpV")


async def test_members_come_page_by_page(slack: Slack, client: AsyncWebClient) -> None:
    first = await client.conversations_members(channel=GENERAL, limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=GENERAL, limit=1, cursor=cursor)

    assert [*first["members"], *second["members"]] == [ADA, EVE]
    assert second["response_metadata"]["next_cursor"] == ""
    assert [call.ok for call in slack.calls] == [True, True]


async def test_every_call_is_recorded_without_its_token(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=GENERAL, text="Hello")

    (call,) = slack.calls_of("chat.postMessage")
    assert (call.arguments["text"], call.status, call.ok) == ("Hello", 200, True)
    assert "token" not in call.arguments


async def test_without_chat_write_public_the_bot_must_be_in(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.workspace.app = replace(slack.workspace.app, posts_in_public=False)

    with refused("not_in_channel"):
        await client.chat_postMessage(channel=GENERAL, text="x")
    slack.workspace.join(GENERAL, slack.workspace.app.bot_user_id)
    assert (await client.chat_postMessage(channel=GENERAL, text="x"))["ok"]


async def test_a_reply_belongs_under_its_parent(slack: Slack, client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=GENERAL, text="Card")
    reply = await client.chat_postMessage(channel=GENERAL, text="Why", thread_ts=parent["ts"])

    (card,) = slack.messages(GENERAL, as_person=ADA)
    assert [message.text for message in slack.thread(card)] == ["Why"]
    assert reply["message"]["thread_ts"] == parent["ts"]
    with refused("cannot_reply_to_message"):
        await client.chat_postMessage(channel=GENERAL, text="x", thread_ts=reply["ts"])


async def test_an_update_may_take_everything_away_but_not_all(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=GENERAL, text="x", blocks=[section("x")])

    with refused("msg_too_long"):
        await client.chat_update(channel=GENERAL, ts=posted["ts"], text="x" * 4001)
    with refused("no_text"):
        await client.api_call("chat.update", json={"channel": GENERAL, "ts": posted["ts"]})


async def test_what_cannot_be_read_as_arguments_is_refused(client: AsyncWebClient) -> None:
    with refused("invalid_arguments"):
        await client.api_call("users.info", json={"user": 7})
    with refused("invalid_arguments"):
        await client.api_call("users.info", params={})
    with refused("invalid_arguments"):
        await client.api_call("views.publish", params={"user_id": ADA, "view": "{"})
    with refused("invalid_arguments"):
        await client.api_call("conversations.members", params={"channel": GENERAL, "limit": "x"})
    with refused("team_not_found"):
        await client.auth_test(team_id="T2OTHER")
