"""What Slack will not take: somebody who can do something about it is told, once."""

from bot.domain.ids import ChannelId, DisputeId
from bot.domain.notices import (
    AreaChanged,
    BuilderAsked,
    BuilderNotReached,
    FounderNotReached,
    NotAnnounced,
    NotDelivered,
    SignOffAsked,
)
from bot.domain.telling import Announcement, Delivery, Direct, deliveries
from bot.services.ports import Begin, Claimed


async def give_up(claimed: Claimed, error: str, *, begin: Begin) -> None:
    """Try no more by itself; what nobody can mend is in the log alone."""
    match claimed.delivery:
        case Delivery(dispute=dispute, place=Announcement(channel=channel)):
            await _tell_who_set(claimed, _not_announced(claimed, dispute, channel, error), begin)
        case Delivery(notice=BuilderAsked(dispute=of, side=side, whom=whom)):
            await _tell_side(claimed, BuilderNotReached(of, side, whom), begin)
        case Delivery(notice=SignOffAsked(dispute=of, side=side), place=Direct(to=whom)):
            await _tell_side(claimed, FounderNotReached(of, side, whom), begin)
        case Delivery(about=DisputeId() as dispute):
            await _park(claimed, dispute, error, begin)
        case _:
            async with begin() as tx:
                await tx.outbox.mark_sent(claimed)


def _not_announced(
    claimed: Claimed, dispute: DisputeId | None, channel: ChannelId, error: str
) -> NotAnnounced:
    notice = claimed.delivery.notice
    area = notice.area if isinstance(notice, AreaChanged) else None
    return NotAnnounced(dispute, channel, error, area)


async def _tell_who_set(claimed: Claimed, notice: NotAnnounced, begin: Begin) -> None:
    about, team = claimed.delivery.about, claimed.delivery.team
    async with begin() as tx:
        await tx.outbox.mark_sent(claimed)
        changes = await tx.settings.changes(team)
        told = [Direct(change.by) for change in changes[-1:]]
        await tx.outbox.put(Delivery(about=about, notice=notice, place=place) for place in told)


async def _tell_side(
    claimed: Claimed, notice: BuilderNotReached | FounderNotReached, begin: Begin
) -> None:
    """Nobody else may know of a sealed case who would build it, or who is to sign for it."""
    async with begin() as tx:
        await tx.outbox.mark_sent(claimed)
        dispute = await tx.disputes.get(notice.dispute)
        await tx.outbox.put(deliveries(dispute, (notice,)))


async def _park(claimed: Claimed, of: DisputeId, error: str, begin: Begin) -> None:
    """Keep it for another try, and tell the opener: once, and not of a message to them."""
    place = claimed.delivery.place
    whom = place.to if isinstance(place, Direct) else None
    async with begin() as tx:
        dispute = await tx.disputes.get(of)
        told = await tx.outbox.has_parked(of)
        await tx.outbox.park(claimed, error=error)
        if not told and whom != dispute.opening.by:
            notice = NotDelivered(of, whom, error)
            await tx.outbox.put(deliveries(dispute, (notice,)))
