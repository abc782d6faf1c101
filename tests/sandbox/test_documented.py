"""docs/sandbox.md names all that the bot uses, and each story."""

import re
from pathlib import Path

import pytest

from sandbox.methods import METHODS
from sandbox.parts import touchable
from sandbox.records import Message
from sandbox.stage import open_stage
from sandbox.stories.earlier import EARLIER_BEGINS_AT
from sandbox.stories.people import PEOPLE, ROADMAP
from sandbox.stories.telling import STORIES, play_door
from tests.processes import free_port
from tests.test_manifest import SCOPES_OF

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)`[^|]* \| (as Slack|simpler|missing) \|", DOCUMENT, re.MULTILINE)
NAMED = {name for name, _ in ROWS}


UPLOAD = ["files.getUploadURLExternal", "files.completeUploadExternal"]
"""What Slack's client calls for `files_upload_v2`."""


def methods_called() -> list[str]:
    names = [name.replace("_", ".") for name in SCOPES_OF if name != "files_upload_v2"]
    return [*names, *UPLOAD]


@pytest.mark.parametrize("method", methods_called())
def test_every_method_that_the_bot_calls_has_its_row(method: str) -> None:
    assert method in NAMED


def test_every_method_that_the_small_slack_knows_is_named() -> None:
    assert [method for method in METHODS if f"`{method}`" not in DOCUMENT] == []


def test_no_method_is_named_that_the_small_slack_does_not_know() -> None:
    methods = {name for name in NAMED if "." in name} - {"apps.connections.open"}

    assert methods - METHODS.keys() == set()


def test_every_story_is_named() -> None:
    assert [name for name in STORIES if f"`{name}`" not in DOCUMENT] == []


async def test_every_block_and_element_of_the_story_has_its_row(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/roadmap.sqlite3"
    port = free_port()
    async with open_stage(port=port, database_url=url, begins_at=EARLIER_BEGINS_AT) as stage:
        await play_door(stage)
        places = [ROADMAP, *(stage.slack.workspace.open_dm(one).id for one in PEOPLE)]
        said = [one for place in places for one in stage.slack.workspace.messages(place)]

    assert said
    assert {kind for message in said for kind in kinds_in(message)} - NAMED == set()


def kinds_in(message: Message) -> set[str]:
    elements = {element["type"] for _, element in touchable(message.blocks)}
    return {block["type"] for block in message.blocks} | elements
