"""Who the founders of a workspace are, as far as the database knows."""

from bot.domain.ids import TeamId, UserId
from bot.services.ports import Transaction


async def founders_of(tx: Transaction, team: TeamId) -> tuple[UserId, ...]:
    """Those of the settings, or else those who get the digest: Slack is not asked here."""
    settings = await tx.settings.get(team)
    return settings.founders or await tx.digests.readers(team)
