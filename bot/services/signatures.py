"""Asking founders for what only they can sign, as soon as they are known and may read it."""

from collections.abc import Collection, Iterable

from bot.domain.dispute import Dispute
from bot.domain.ids import TeamId, UserId
from bot.domain.notices import Notice, SignOffAsked
from bot.domain.signing_off import lacks_signatures, signatures_awaited
from bot.domain.telling import Delivery, Direct
from bot.services.founders import founders_of
from bot.services.ports import Transaction


async def ask_founders(
    tx: Transaction, before: Dispute, after: Dispute, notices: Iterable[Notice]
) -> None:
    """Each who could not sign before for what is missing now; for more GPU-weeks all of them."""
    if not lacks_signatures(after):
        return
    founders = await founders_of(tx, after.id.team)
    anew = {one for one in notices if isinstance(one, SignOffAsked)}
    known = {one for one in signatures_awaited(before, founders) if one[0] not in anew}
    await _ask(tx, after, founders, known)


async def ask_new_founders(tx: Transaction, team: TeamId, before: Collection[UserId]) -> None:
    """What waits for a signature goes to who can give it now, and could not when `before` were."""
    founders = await founders_of(tx, team)
    if set(founders) == set(before):
        return
    for dispute in await tx.disputes.open_ones(team):
        await _ask(tx, dispute, founders, set(signatures_awaited(dispute, before)))


async def _ask(
    tx: Transaction,
    dispute: Dispute,
    founders: Iterable[UserId],
    known: Collection[tuple[SignOffAsked, UserId]],
) -> None:
    await tx.outbox.put(
        Delivery(about=dispute.id, notice=asked, place=Direct(founder))
        for asked, founder in signatures_awaited(dispute, founders)
        if (asked, founder) not in known
    )
