"""Ended disputes that asked something like what is being asked now, as somebody may see them."""

from datetime import datetime

from bot.domain.ids import TeamId
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute
from bot.domain.similar import similar, telling_words
from bot.services.ports import Begin, Directory
from bot.services.visibility import seen

MOST_ASKED = 20


async def find_similar(
    team: TeamId, question: str, *, to: Person, now: datetime, begin: Begin, directory: Directory
) -> tuple[SeenDispute, ...]:
    """Up to three, the most similar first."""
    words = telling_words(question)
    if not words:
        return ()
    async with begin(reading=True) as tx:
        found = await tx.disputes.asking_like(team, words, limit=MOST_ASKED)
    return similar(question, await seen(found, to=to, directory=directory, now=now))
