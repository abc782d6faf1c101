"""The records as a file: asked for by a command, handed over by a direct message."""

from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import TeamId, UserId
from bot.domain.notices import ExportAsked, ExportFormat
from bot.domain.rights import Action, check_in_workspace, may_in_workspace
from bot.domain.words import count
from bot.services import records
from bot.services.ports import Begin
from bot.services.workspace import WorkspaceDirectory
from handlers.blocks import Message, message, paragraph
from handlers.context import Request
from handlers.directory import known_person
from handlers.ids import COMMAND
from handlers.page import one_line
from handlers.posting import Attachment

MOST_WORD = 40


async def ask(asked: Request, rest: str) -> Message:
    """The file is on its way, to who asked for it alone.

    Raises:
        NotAllowed: who asks is neither a founder nor an admin.
        Refusal: there is no such format.

    """
    reader = await asked.person()
    check_in_workspace(Action.EXPORT, reader)
    form = _format(rest)
    await records.ask_for_export(
        asked.team, form, command=asked.deed, by=reader, now=asked.now, begin=asked.begin
    )
    whose = "every dispute" if reader.founder else "every dispute that you may see"
    said = f"The records are on their way to you as a {form.upper()} file, by direct message."
    return message(
        (said,),
        paragraph(
            (said,),
            (f"It has {whose}. {NOT_IN_IT}",),
        ),
    )


NOT_IN_IT = "What is sealed is not in it, nor what was typed and not filed."


def _format(rest: str) -> ExportFormat:
    """The format that is named; JSON where none is.

    Raises:
        Refusal: there is no such format.

    """
    word = rest.casefold() or ExportFormat.JSON
    if word not in set(ExportFormat):
        raise Refusal(
            f'There is no format "{one_line(rest, most=MOST_WORD)}". '
            f"{COMMAND} export gives JSON, {COMMAND} export csv a table for spreadsheets."
        )
    return ExportFormat(word)


async def draw(
    team: TeamId,
    user: UserId,
    notice: ExportAsked,
    *,
    now: datetime,
    begin: Begin,
    directory: WorkspaceDirectory,
) -> Attachment | None:
    """The records as they are now; None for who may not have them any more.

    Raises:
        Waiting: Slack does not say who they are.

    """
    reader = await known_person(directory, user)
    if not may_in_workspace(Action.EXPORT, reader):
        return None
    done = await records.export(
        team, notice.format, to=reader, zone=reader.zone, now=now, directory=directory, begin=begin
    )
    return Attachment(
        filename=done.filename,
        content=done.content,
        title=f"Roadmap disputes ({notice.format.upper()})",
        comment=_comment(done, notice.format, zone=reader.zone),
    )


def _comment(done: records.Exported, form: ExportFormat, *, zone: str) -> str:
    said = f"The records that you asked for: {count(done.disputes, 'dispute')}"
    times = "in UTC" if zone == "UTC" else f"in UTC and in {zone}"
    left_out = (
        f" {count(done.left_out, 'dispute')} of channels that you cannot see left out."
        if done.left_out
        else ""
    )
    how = (
        "A row is an option."
        if form is ExportFormat.CSV
        else "`roadmap-bot import` takes the file into an empty database."
    )
    return f"{said}, times {times}.{left_out} {NOT_IN_IT} {how}"
