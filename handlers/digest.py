"""The weekly digest on its way to a founder, and on demand."""

from datetime import datetime

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import WeekEnded
from bot.services import digest as services
from bot.services.ports import Begin
from bot.services.workspace import WorkspaceDirectory
from handlers.blocks import Message
from handlers.context import Request
from handlers.digest_message import Told
from handlers.directory import known_person
from handlers.posting import Drawing


async def draw(
    team: TeamId,
    user: UserId,
    notice: WeekEnded,
    *,
    now: datetime,
    begin: Begin,
    directory: WorkspaceDirectory,
) -> Drawing | None:
    """The digest that is due to a founder; None for who is none any more.

    Raises:
        Waiting: Slack does not say who they are.

    """
    reader = await known_person(directory, user)
    if not (reader.is_full_member and reader.founder):
        return None
    digest = await services.compose(
        team,
        to=reader,
        since=notice.since,
        until=notice.until,
        now=now,
        directory=directory,
        begin=begin,
    )
    told = Told(digest=digest, now=now)
    return Drawing(told.drawn(), lambda: told.drawn(with_chart=False))


async def preview(asked: Request) -> Message:
    """The digest as it would be now; without a chart, as an answer to a command has one try.

    Raises:
        NotAllowed: who asks is neither a founder nor an admin.

    """
    reader = await asked.person()
    digest = await services.preview(
        asked.team, to=reader, now=asked.now, directory=asked.directory, begin=asked.begin
    )
    told = Told(digest=digest, now=asked.now, to_founder=reader.founder, is_preview=True)
    return told.drawn(with_chart=False)
