"""The disputes of a workspace in lists: by their people, by what happened, by what is awaited."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId, UserId
from storage.asking import CLOSEST, one_of
from storage.finding import (
    ALL_OF,
    FOUND,
    OPEN_ONES,
    OPEN_ONES_OF,
    OVERDUE,
    PROMISED,
    RECORDED,
    RULED,
    SET_ASIDE,
    SETTLED,
    TEAMS,
    TO_HEAR_OF,
    USING_GPUS,
)
from storage.mapping import from_row
from storage.searched import ANSWERED, DROPPED


class SqlLists:
    """Lists of disputes, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_ones(self, team: TeamId) -> tuple[Dispute, ...]:
        """The disputes without a ruling, the next to end first."""
        return await self._all(OPEN_ONES, team_id=team)

    async def open_ones_of(self, team: TeamId, people: Collection[UserId]) -> tuple[Dispute, ...]:
        """The open disputes in which one of them speaks for a side, the next to end first."""
        return await self._all(OPEN_ONES_OF, team_id=team, people=list(people))

    async def ruled(self, team: TeamId, *, limit: int, skip: int = 0) -> tuple[Dispute, ...]:
        """The disputes with a ruling, the last one first."""
        return await self._all(RULED, team_id=team, limit=limit, skip=skip)

    async def found(self, team: TeamId, *, after: datetime, until: datetime) -> tuple[Dispute, ...]:
        """The disputes whose ruling the program made in that time, the first one first."""
        return await self._all(FOUND, team_id=team, after=after, until=until)

    async def set_aside(
        self, team: TeamId, *, after: datetime, until: datetime
    ) -> tuple[Dispute, ...]:
        """The disputes whose ruling was set aside in that time, the first one first."""
        return await self._all(SET_ASIDE, team_id=team, after=after, until=until)

    async def promised(self, team: TeamId, *, from_day: date, limit: int) -> tuple[Dispute, ...]:
        """The rulings whose outcome is awaited, and asked for that day or later, soonest first."""
        return await self._all(PROMISED, team_id=team, from_day=from_day, limit=limit)

    async def overdue(self, team: TeamId, *, until_day: date, limit: int) -> tuple[Dispute, ...]:
        """The rulings with an awaited answer promised by that UTC day, the oldest promise first."""
        return await self._all(OVERDUE, team_id=team, until_day=until_day, limit=limit)

    async def recorded(
        self, team: TeamId, *, after: datetime, until: datetime
    ) -> tuple[Dispute, ...]:
        """The disputes of which an outcome was recorded in that time, the first one first."""
        return await self._all(RECORDED, team_id=team, after=after, until=until)

    async def answered(self, team: TeamId, side: Side, *, limit: int) -> tuple[Dispute, ...]:
        """The rulings for a side that a customer has answered, the last one recorded first."""
        return await self._settled(ANSWERED, team, side, limit)

    async def dropped(self, team: TeamId, side: Side, *, limit: int) -> tuple[Dispute, ...]:
        """The rulings for a side that were dropped instead, the last one recorded first."""
        return await self._settled(DROPPED, team, side, limit)

    async def _settled(
        self, became: str, team: TeamId, side: Side, limit: int
    ) -> tuple[Dispute, ...]:
        return await self._all(SETTLED, team_id=team, side=side.value, became=became, limit=limit)

    async def to_hear_of(
        self, team: TeamId, people: Collection[UserId], *, from_day: date
    ) -> tuple[Dispute, ...]:
        """The rulings in which one of them speaks for a side and may hear of it from that day on.

        The lowest number comes first.
        """
        return await self._all(TO_HEAR_OF, team_id=team, people=list(people), from_day=from_day)

    async def asking_like(
        self, team: TeamId, words: Collection[str], *, limit: int
    ) -> tuple[Dispute, ...]:
        """The ended disputes whose question has one of those words, by full text, closest first."""
        dialect = self._connection.dialect.name
        if not (asked := one_of(words, dialect)):
            return ()
        return await self._all(CLOSEST[dialect], team_id=team, asked=asked, limit=limit)

    async def all_of(self, team: TeamId, *, above: int, limit: int) -> tuple[Dispute, ...]:
        """The disputes with a higher number than that, by number."""
        return await self._all(ALL_OF, team_id=team, above=above, limit=limit)

    async def using_gpus(self, team: TeamId) -> tuple[Dispute, ...]:
        """The running rulings whose option uses GPUs, by number."""
        return await self._all(USING_GPUS, team_id=team)

    async def _all(self, chosen: Select[Any], **of: object) -> tuple[Dispute, ...]:
        found = await self._connection.execute(chosen, of)
        return tuple(map(from_row, found.mappings()))

    async def teams(self) -> tuple[TeamId, ...]:
        """The workspaces that have opened a dispute."""
        found = await self._connection.execute(TEAMS)
        return tuple(map(TeamId, found.scalars()))
