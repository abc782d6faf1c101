"""Files on their way from the bot to a channel, and from there to who may read it."""

import aiohttp
import pytest
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Slack
from tests.sandbox.conftest import ADA, BEN, EVE, GENERAL, SECRET
from tests.sandbox.test_web_api import refused

EXPORT = b'{"disputes": ["Ship hybrid?"]}'


async def announce(client: AsyncWebClient, content: bytes = EXPORT) -> tuple[str, str]:
    answer = await client.files_getUploadURLExternal(filename="a.json", length=len(content))
    return str(answer["file_id"]), str(answer["upload_url"])


async def send(url: str, body: bytes | aiohttp.FormData) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=body) as response:
        return response.status


async def upload(client: AsyncWebClient) -> str:
    file_id, url = await announce(client)
    assert await send(url, EXPORT) == 200
    return file_id


async def open_dm(client: AsyncWebClient, person: str = ADA) -> str:
    return str((await client.conversations_open(users=person))["channel"]["id"])


async def test_slacks_own_client_sends_a_file_to_a_dm(slack: Slack, client: AsyncWebClient) -> None:
    channel = await open_dm(client)

    answer = await client.files_upload_v2(
        channel=channel, filename="a.json", title="Export", content=EXPORT, initial_comment="Here"
    )

    (message,) = slack.dms(ADA)
    (file,) = message.files
    assert (message.text, file.name, file.title, file.content) == (
        "Here",
        "a.json",
        "Export",
        EXPORT,
    )
    assert answer["file"]["id"] == file.id


async def test_a_file_is_read_back_with_its_message(client: AsyncWebClient) -> None:
    channel = await open_dm(client)
    await client.files_upload_v2(channel=channel, filename="a.json", content=EXPORT)

    (message,) = (await client.conversations_history(channel=channel))["messages"]

    (file,) = message["files"]
    assert (file["name"], file["mimetype"], file["size"]) == (
        "a.json",
        "application/json",
        len(EXPORT),
    )


async def test_what_is_in_a_file_counts_as_shown_to_its_readers_alone(
    slack: Slack, client: AsyncWebClient
) -> None:
    channel = await open_dm(client)
    await client.files_upload_v2(channel=channel, filename="a.json", content=EXPORT)

    assert "Ship hybrid?" in slack.everything_shown_to(ADA)
    assert "Ship hybrid?" not in slack.everything_shown_to(EVE)


async def test_who_sees_a_file_downloads_it_and_nobody_guesses_where_it_is(
    client: AsyncWebClient,
) -> None:
    channel = await open_dm(client)
    answer = await client.files_upload_v2(channel=channel, filename="é a.json", content=EXPORT)
    url = answer["file"]["url_private_download"]

    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            content, named = await response.read(), response.headers["Content-Disposition"]
        async with session.get(url.replace(url.split("/")[-2], "guessed")) as response:
            assert response.status == 404

    assert content == EXPORT
    assert named == "attachment; filename*=UTF-8''%C3%A9%20a.json"


async def test_a_file_can_be_a_reply(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.join(GENERAL, slack.workspace.app.bot_user_id)
    card = await client.chat_postMessage(channel=GENERAL, text="Card")

    await client.files_upload_v2(
        channel=GENERAL, thread_ts=card["ts"], filename="a.json", content=EXPORT
    )

    (message,) = slack.messages(GENERAL, as_person=ADA)
    assert [reply.files[0].name for reply in slack.thread(message)] == ["a.json"]


async def test_a_file_may_come_as_a_form(slack: Slack, client: AsyncWebClient) -> None:
    file_id, url = await announce(client)
    form = aiohttp.FormData()
    form.add_field("file", EXPORT, filename="a.json")

    assert await send(url, form) == 200

    channel = await open_dm(client)
    await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=channel)
    assert slack.dms(ADA)[-1].files[0].content == EXPORT


async def test_a_file_without_a_channel_is_seen_by_nobody(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.files_upload_v2(filename="a.json", content=EXPORT)

    assert "Ship hybrid?" not in slack.everything_shown_to(ADA)


@pytest.mark.parametrize(
    "arguments",
    [{"filename": "a.json", "length": 0}, {"length": 3}, {"filename": "", "length": 3}],
)
async def test_a_file_needs_a_name_and_something_in_it(
    client: AsyncWebClient, arguments: dict[str, object]
) -> None:
    with refused("invalid_arguments"):
        await client.api_call("files.getUploadURLExternal", params=arguments)


async def test_a_person_is_no_channel_for_a_file(client: AsyncWebClient) -> None:
    file_id = await upload(client)

    for nowhere in (ADA, SECRET, "C404"):
        with refused("channel_not_found"):
            await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=nowhere)


async def test_a_file_goes_only_where_the_bot_is_and_where_people_may_write(
    slack: Slack, client: AsyncWebClient
) -> None:
    file_id = await upload(client)
    with refused("not_in_channel"):
        await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=GENERAL)

    slack.workspace.join(GENERAL, slack.workspace.app.bot_user_id)
    slack.workspace.archive(GENERAL)
    with refused("is_archived"):
        await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=GENERAL)


async def test_a_file_that_has_not_come_cannot_be_shared(client: AsyncWebClient) -> None:
    file_id, _ = await announce(client)

    with refused("file_upload_incomplete"):
        await client.files_completeUploadExternal(files=[{"id": file_id}])
    with refused("file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": "F404"}])


@pytest.mark.parametrize("files", ["[]", '[{"title": "x"}]', "{}"])
async def test_sharing_needs_the_ids_of_files(client: AsyncWebClient, files: str) -> None:
    with refused("invalid_arguments"):
        await client.api_call("files.completeUploadExternal", params={"files": files})


async def test_a_file_is_shared_once(client: AsyncWebClient) -> None:
    file_id = await upload(client)
    await client.files_completeUploadExternal(files=[{"id": file_id}])

    with refused("file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": file_id}])


async def test_an_upload_must_be_what_was_announced(slack: Slack, client: AsyncWebClient) -> None:
    _, url = await announce(client)

    assert await send(url, EXPORT[1:]) == 400
    assert await send(f"{slack.courier.slack_url}/upload/guessed", EXPORT) == 400
    assert await send(url, EXPORT) == 200
    assert await send(url, EXPORT) == 400


async def test_a_slack_that_is_down_takes_no_bytes(slack: Slack, client: AsyncWebClient) -> None:
    _, url = await announce(client)
    slack.faults.go_down()

    assert await send(url, EXPORT) == 503


async def test_every_step_of_an_upload_is_recorded(slack: Slack, client: AsyncWebClient) -> None:
    channel = await open_dm(client, BEN)
    await client.files_upload_v2(channel=channel, filename="a.json", content=EXPORT)

    assert [call.method for call in slack.calls[-3:]] == [
        "files.getUploadURLExternal",
        "upload_url",
        "files.completeUploadExternal",
    ]


async def test_slacks_own_client_says_that_an_upload_failed(
    slack: Slack, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack.workspace.files, "slack_url", f"{slack.courier.slack_url}/nowhere")

    with pytest.raises(SlackRequestError, match="status: 404"):
        await client.files_upload_v2(filename="a.json", content=EXPORT)
