"""What research does about gates, and a founder about GPU use over the budget."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain import gates, ledger, signing_off
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.events import Deed
from bot.domain.gate import Limit
from bot.domain.ids import DisputeId, OptionId, TeamId
from bot.domain.ledger import AreaLedger, ledger_of
from bot.domain.person import Person
from bot.services import visibility
from bot.services.changing import Ruled, changed
from bot.services.ports import Begin, Directory
from bot.services.workspace import WorkspaceDirectory


async def raise_gate(
    dispute: DisputeId,
    side: Side,
    option: OptionId,
    limit: Limit,
    *,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """A gate against an option of that side."""

    def rule(before: Dispute) -> Ruled:
        after = gates.raise_gate(before, side, option, limit, by=by, now=now)
        return Deed.RAISED_GATE, Side.RESEARCH, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def lift_gate(
    dispute: DisputeId, position: int, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The gate at that place stands no more."""

    def rule(before: Dispute) -> Ruled:
        after = gates.lift_gate(before, position, by=by, now=now)
        return Deed.LIFTED_GATE, Side.RESEARCH, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a founder puts their name to, and why."""

    side: Side
    option: OptionId
    reason: str
    read: Decimal | None = None
    """The GPU-weeks a month that they were shown; None where nothing was."""


async def sign_off(
    dispute: DisputeId,
    signature: Signature,
    *,
    by: Person,
    directory: WorkspaceDirectory,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """A founder's signature for an option that is over its area's GPU budget."""
    founders = await directory.founders()

    def rule(before: Dispute) -> Ruled:
        after = signing_off.sign_off(
            before,
            signature.side,
            signature.option,
            signature.reason,
            by=by,
            founders=founders,
            now=now,
            read=signature.read,
        )
        return Deed.SIGNED_OFF, signature.side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def retire(dispute: DisputeId, *, by: Person, now: datetime, begin: Begin) -> Dispute:
    """What was chosen runs no more."""

    def rule(before: Dispute) -> Ruled:
        return Deed.RETIRED, None, ledger.retire(before, by=by, now=now)

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def read_ledger(
    team: TeamId, *, to: Person, directory: Directory, begin: Begin
) -> tuple[AreaLedger, ...]:
    """What the running rulings that `to` may see have committed, by area."""
    async with begin(reading=True) as tx:
        running = await tx.disputes.using_gpus(team)
    return ledger_of(await visibility.visible(running, to=to, directory=directory))
