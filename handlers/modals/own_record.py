"""How a side's own days have held so far, told to it alone while it states its case."""

import asyncio
from dataclasses import dataclass

from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Person
from bot.services.estimates import record_in
from bot.services.ports import Directory, Place
from handlers.context import Request
from handlers.modals.case_form import CaseForm
from handlers.track_record import own_record

PATIENCE_SECONDS = 0.5
"""The form is worth more than this line in it."""


@dataclass(frozen=True, slots=True)
class _InHaste:
    """The directory, for a question that may stay open."""

    directory: Directory

    async def place(self, channel: ChannelId) -> Place:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.directory.place(channel)

    async def person(self, user: UserId) -> Person:
        return await self.directory.person(user)

    async def owners(self) -> tuple[UserId, ...] | None:
        return await self.directory.owners()


async def find_record(form: CaseForm, asked: Request) -> str:
    """What the side's last answers took; "" where there is none, or Slack does not say in time."""
    try:
        record = await record_in(
            asked.team,
            form.dispute.opening.channel,
            now=asked.now,
            begin=asked.begin,
            directory=_InHaste(asked.directory),
        )
    except TimeoutError:
        return ""
    return own_record(record, form.side) if record else ""
