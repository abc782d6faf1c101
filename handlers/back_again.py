"""What founders are told when the clock had stood still: since when, and what came late by it."""

from bot.domain.ids import UserId
from bot.domain.notices import ClockWasSilent
from bot.domain.words import count, say_length
from bot.services.workspace import WorkspaceDirectory
from handlers.blocks import Message, message, paragraph
from handlers.directory import known_person
from handlers.ids import COMMAND
from handlers.text import Bold


async def draw(
    user: UserId, notice: ClockWasSilent, *, directory: WorkspaceDirectory
) -> Message | None:
    """What a founder is told; None for who is none any more.

    Raises:
        Waiting: Slack does not say who they are.

    """
    reader = await known_person(directory, user)
    return told(notice) if reader.is_full_member and reader.founder else None


def told(notice: ClockWasSilent) -> Message:
    """Since when, what came late, why nothing about it changes, and what to do."""
    late = f"{count(notice.how_many, 'ruling')} came late"
    return message(
        (f"The clock stood still, and {late}",),
        paragraph(
            (Bold("The clock stood still"), " from ", notice.since, " to ", notice.until, "."),
            (f"{late}: {_named(notice)}.",),
            (_DATED if notice.how_many > 1 else _DATED_ALONE,),
        ),
        paragraph((_WHAT_TO_DO,)),
    )


def _named(notice: ClockWasSilent) -> str:
    """Which, and by how much: #12 by 5 hours, #14 by 2 hours."""
    named = [f"#{ruling.number} by {say_length(ruling.by)}" for ruling in notice.late]
    others = notice.how_many - len(named)
    return ", ".join(named) + (f", and {others} more" if others else "")


_DATED = "They are dated to their deadlines, so nothing about them changes."
_DATED_ALONE = "It is dated to its deadline, so nothing about it changes."
_WHAT_TO_DO = (
    "If nobody meant to stop it: see that roadmap-bot is started again by itself when it ends. "
    f"How it is now: {COMMAND} health"
)
