"""Disputes to measure with, opened by the bot's own use cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.person import Membership, Person
from bot.services.disputes import Ask, open_dispute
from bot.services.ports import Begin


def somebody(name: str) -> Person:
    """A full member of the workspace."""
    return Person(id=UserId(name), membership=Membership.FULL_MEMBER)


async def open_between(
    leads: Sequence[str], *, team: str, channel: str, at: datetime, form: str, begin: Begin
) -> DisputeId:
    """A dispute between two people, opened by the first of them."""
    product, research = map(somebody, leads)
    ask = Ask(
        team=TeamId(team),
        channel=ChannelId(channel),
        question="Transformer upgrade or rules-based filter?",
        problem="Merchants ask why a payment was blocked.",
        product_lead=product,
        research_lead=research,
        by=product,
        form=form,
    )
    return (await open_dispute(ask, now=at, begin=begin)).id


async def forget_messages(engine: AsyncEngine) -> None:
    """Leave nothing to tell about the openings; what is sent is not in the outbox any more."""
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM outbox"))
