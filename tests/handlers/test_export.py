"""The records as a file: `/roadmap export`."""

import json
from dataclasses import replace

import pytest

from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.notices import ExportAsked, ExportFormat
from bot.services.ports import Begin
from bot.services.workspace import WorkspaceDirectory
from handlers.export import draw
from handlers.ids import COMMAND
from handlers.pacing import Waiting
from handlers.posting import Attachment
from sandbox.records import File
from sandbox.server import Slack
from tests import world
from tests.builders import MONDAY, OLU, ZOE, an_option
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, told
from tests.services.directories import BOSS, PRIVATE, SmallDirectory


async def give(slack: Slack, who: str, text: str) -> None:
    outcome = await slack.as_person(who).command(COMMAND, text, channel=world.ROADMAP)
    assert outcome.ok, outcome


async def file_for(slack: Slack, who: str) -> File:
    """The file that the person was sent, once it has come."""

    def sent() -> tuple[File, ...]:
        return tuple(file for message in slack.dms(who) for file in message.files)

    return (await slack.wait_for(sent))[-1]


@pytest.mark.usefixtures("bot")
async def test_a_founder_is_sent_a_file_with_every_dispute(slack: Slack, begin: Begin) -> None:
    await deeds.an_unsealed_dispute(begin)
    await deeds.a_dispute(begin, channel=world.SECRET, form="V1")
    await give(slack, world.OLU, "export")

    file = await file_for(slack, world.OLU)
    assert file.name.startswith("roadmap-disputes-2026-03-02-")
    assert file.name.endswith(".json")
    document = json.loads(file.content)
    assert [one["number"] for one in document["disputes"]] == [1, 2]
    assert document["left_out"] == {"private": 0}


@pytest.mark.usefixtures("bot")
async def test_the_answer_says_how_it_comes_and_what_is_not_in_it(slack: Slack) -> None:
    await give(slack, world.OLU, "export csv")

    message = slack.ephemerals(world.OLU)[-1]
    assert message.text == "The records are on their way to you as a CSV file, by direct message."
    assert "It has every dispute." in everything_in(message)
    assert "What is sealed is not in it, nor what was typed and not filed." in everything_in(
        message
    )


@pytest.mark.usefixtures("bot")
async def test_csv_gives_a_table(slack: Slack, begin: Begin) -> None:
    await deeds.an_unsealed_dispute(begin)
    await give(slack, world.OLU, "export CSV")

    file = await file_for(slack, world.OLU)
    assert file.name.startswith("roadmap-disputes-2026-03-02-")
    assert file.name.endswith(".csv")
    assert file.content.decode().startswith("number,question,channel,")


@pytest.mark.usefixtures("bot")
async def test_what_comes_with_the_file_says_how_much_it_holds(slack: Slack, begin: Begin) -> None:
    await deeds.a_dispute(begin)
    await give(slack, world.OLU, "export")
    await file_for(slack, world.OLU)

    said = slack.dms(world.OLU)[-1].text
    assert said.startswith("The records that you asked for: 1 dispute, times in UTC")
    assert "`roadmap-bot import` takes the file into an empty database." in said


@pytest.mark.usefixtures("bot")
async def test_an_unknown_format_is_named_with_those_that_there_are(slack: Slack) -> None:
    await give(slack, world.OLU, "export <!channel> pdf")

    assert told(slack, world.OLU) == (
        'There is no format "&lt;!channel&gt; pdf". '
        "/roadmap export gives JSON, /roadmap export csv a table for spreadsheets."
    )


@pytest.mark.usefixtures("bot")
async def test_who_may_not_have_them_reads_who_may_and_gets_no_file(slack: Slack) -> None:
    await give(slack, world.ZOE, "export")

    assert told(slack, world.ZOE) == (
        "You cannot export the records. A founder or an admin or owner of the workspace can."
    )
    assert slack.dms(world.ZOE) == []


@pytest.mark.usefixtures("bot")
async def test_an_admin_is_told_that_it_has_what_they_may_see(slack: Slack, begin: Begin) -> None:
    zoe = replace(slack.workspace.get_person(world.ZOE), is_admin=True)
    slack.workspace.add_person(zoe)
    await deeds.a_dispute(begin, channel=world.SECRET)
    await give(slack, world.ZOE, "export")

    file = await file_for(slack, world.ZOE)
    assert "It has every dispute that you may see." in everything_in(
        slack.ephemerals(world.ZOE)[-1]
    )
    assert json.loads(file.content)["disputes"] == []
    assert "1 dispute of channels that you cannot see left out." in slack.dms(world.ZOE)[-1].text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("form", ["json", "csv"])
async def test_a_sealed_text_is_in_no_file(slack: Slack, begin: Begin, form: str) -> None:
    await deeds.file(begin, await deeds.a_dispute(begin), Side.PRODUCT, an_option("7f3a"))
    await give(slack, world.OLU, f"export {form}")
    file = await file_for(slack, world.OLU)

    assert b"rules-based filter?" in file.content
    assert "7f3a" not in slack.everything_shown_to(world.OLU)


# When it is handed over


async def drawn(
    begin: Begin, known: SmallDirectory, user: UserId, form: ExportFormat = ExportFormat.JSON
) -> Attachment | None:
    notice = ExportAsked(format=form, asked_at=MONDAY)
    directory = WorkspaceDirectory(known, begin, deeds.TEAM)
    return await draw(deeds.TEAM, user, notice, now=MONDAY, begin=begin, directory=directory)


async def test_times_are_local_to_who_asked(begin: Begin) -> None:
    known = SmallDirectory()
    known.change(OLU.id, zone="Asia/Tokyo")
    await deeds.a_dispute(begin)
    file = await drawn(begin, known, OLU.id)

    assert file is not None
    assert b'"local": "2026-03-02T19:00:00+09:00"' in file.content
    assert "times in UTC and in Asia/Tokyo." in file.comment


async def test_who_may_not_have_them_any_more_gets_none(begin: Begin) -> None:
    assert await drawn(begin, SmallDirectory(), ZOE.id) is None


async def test_an_admins_table_has_nothing_of_private_channels(begin: Begin) -> None:
    await deeds.a_dispute(begin, channel=PRIVATE)
    file = await drawn(begin, SmallDirectory(), BOSS.id, ExportFormat.CSV)

    assert file is not None
    assert len(file.content.splitlines()) == 1


async def test_while_slack_does_not_say_who_somebody_is_it_waits(begin: Begin) -> None:
    with pytest.raises(Waiting):
        await drawn(begin, SmallDirectory(is_silent=True), OLU.id)
