"""What the person who would build an option answers."""

from collections.abc import Callable
from datetime import datetime

from bot.domain import builders
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft, with_burden_said, with_days_said
from bot.domain.events import Deed
from bot.domain.ids import DisputeId, OptionId
from bot.domain.person import Person
from bot.services.changing import Rule, Ruled, change, changed, unless_over
from bot.services.ports import Begin


async def confirm_days(
    dispute: DisputeId,
    side: Side,
    option: OptionId,
    *,
    days: int,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The builder stands by the days as they read them."""

    def rule(before: Dispute) -> Ruled:
        after = builders.confirm_days(before, side, option, days=days, by=by, now=now)
        return Deed.CONFIRMED_DAYS, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def raise_days(
    dispute: DisputeId,
    side: Side,
    option: OptionId,
    days: int,
    why: str,
    *,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The builder says that it takes longer, and why."""

    def rule(before: Dispute) -> Ruled:
        after = builders.raise_days(before, side, option, days, why, by=by, now=now)
        return Deed.RAISED_DAYS, side, after

    def typed(draft: Draft) -> Draft:
        return with_days_said(draft, option, days)

    return await _revised(dispute, side, rule, typed, by=by, now=now, begin=begin)


async def state_burden(
    dispute: DisputeId,
    side: Side,
    option: OptionId,
    burden: int,
    *,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The builder says what it would be to look after, from 1 to 5."""

    def rule(before: Dispute) -> Ruled:
        after = builders.state_burden(before, side, option, burden, by=by, now=now)
        return Deed.STATED_BURDEN, side, after

    def typed(draft: Draft) -> Draft:
        return with_burden_said(draft, option, burden)

    return await _revised(dispute, side, rule, typed, by=by, now=now, begin=begin)


async def _revised(
    dispute: DisputeId,
    side: Side,
    rule: Rule,
    typed: Callable[[Draft], Draft],
    *,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The dispute with that said of a case, and its side's draft with it, if there is one."""
    async with begin() as tx:
        before, after = await change(tx, dispute, rule, by=by, now=now)
        if draft := await tx.drafts.get(dispute, side):
            await tx.drafts.put(dispute, side, typed(draft))
    return unless_over(before, after, now)
