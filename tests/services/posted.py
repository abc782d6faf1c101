"""What is on its way to people, taken out of the outbox as Slack would take it."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import UserId
from bot.domain.notices import Notice, WorkspaceNotice
from bot.domain.telling import Delivery, Direct
from bot.services.ports import Begin

REAL_NOW = datetime(2030, 1, 1, tzinfo=UTC)
"""Leases go by the real clock, whatever the rules' clock."""


async def posted(begin: Begin) -> list[Delivery]:
    """Everything that waits, in its order; nothing of it waits any more."""
    taken: list[Delivery] = []
    while found := await _take_some(begin):
        taken += found
    return taken


async def _take_some(begin: Begin) -> list[Delivery]:
    async with begin() as tx:
        until = REAL_NOW + timedelta(minutes=1)
        claimed = await tx.outbox.claim(now=REAL_NOW, until=until, limit=1000)
        for one in claimed:
            await tx.outbox.mark_sent(one)
    return [one.delivery for one in claimed]


async def direct_messages(
    begin: Begin, kind: type[Notice | WorkspaceNotice]
) -> list[tuple[UserId, Notice | WorkspaceNotice]]:
    """The direct messages of that kind among them, with who gets each."""
    return [
        (one.place.to, one.notice)
        for one in await posted(begin)
        if isinstance(one.place, Direct) and isinstance(one.notice, kind)
    ]
