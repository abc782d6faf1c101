"""What people say of a ruling after it: its outcome, when to look again, that it is set aside."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.domain import afterwards, setting_aside
from bot.domain.dispute import Dispute
from bot.domain.events import Deed
from bot.domain.ids import AreaId, DisputeId
from bot.domain.outcome import Became
from bot.domain.person import Person, today_of
from bot.domain.promise import chosen_by, is_answered_by_a_customer
from bot.services.areas import note_first_answer
from bot.services.changing import Rule, Ruled, change, lead_has_left
from bot.services.ports import Begin, Directory, Transaction

Also = Callable[[Transaction, Dispute, Dispute], Awaitable[None]]
"""What else follows from a dispute before and after, in the same transaction."""


async def record_outcome(
    dispute: DisputeId,
    became: Became,
    *,
    by: Person,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """What became of the ruling's promise, for the winning side that `by` speaks for."""
    async with begin(reading=True) as tx:
        known = await tx.disputes.get(dispute)
    chosen = chosen_by(known)
    left = chosen is not None and await lead_has_left(
        dispute, chosen.side, by, directory=directory, begin=begin
    )

    def rule(before: Dispute) -> Ruled:
        after = afterwards.record_outcome(
            before, became, by=by, today=today_of(by, now), now=now, lead_has_left=left
        )
        return Deed.RECORDED_OUTCOME, chosen.side if chosen else None, after

    async def also(tx: Transaction, before: Dispute, after: Dispute) -> None:
        if after != before and is_answered_by_a_customer(after):
            await note_first_answer(tx, after, by=by, now=now)

    area = AreaId.of(dispute.team, known.opening.area) if known.opening.area else None
    return await _said(dispute, rule, also, area=area, by=by, now=now, begin=begin)


async def set_look_again(
    dispute: DisputeId,
    on: date | None,
    half_life_days: int | None,
    *,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """Both leads are told of the ruling again, on a day or in the rhythm of a half-life."""

    def rule(before: Dispute) -> Ruled:
        after = afterwards.set_look_again(
            before, on, half_life_days, by=by, today=today_of(by, now), now=now
        )
        return Deed.SET_LOOK_AGAIN, None, after

    return await _said(dispute, rule, by=by, now=now, begin=begin)


async def stop_looking_again(
    dispute: DisputeId, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """Nobody is told of the ruling again."""

    def rule(before: Dispute) -> Ruled:
        return Deed.STOPPED_LOOKING_AGAIN, None, afterwards.stop_looking_again(before, by=by)

    return await _said(dispute, rule, by=by, now=now, begin=begin)


async def set_aside(
    dispute: DisputeId, reason: str, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """A founder says, with a reason, that the ruling is not followed."""

    def rule(before: Dispute) -> Ruled:
        return Deed.SET_ASIDE, None, setting_aside.set_aside(before, reason, by=by, now=now)

    return await _said(dispute, rule, by=by, now=now, begin=begin)


async def _nothing_else(_tx: Transaction, _before: Dispute, _after: Dispute) -> None:
    """What most words lead to besides."""


async def _said(
    dispute: DisputeId,
    rule: Rule,
    also: Also = _nothing_else,
    *,
    area: AreaId | None = None,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The dispute after it; where the ruling was due, it is made first, on the spot.

    An area that may change too is locked before all else, as by whoever opens a dispute in it.
    """
    async with begin() as tx:
        await _lock(tx, area)
        before, after = await change(tx, dispute, rule, by=by, now=now)
        if not before.is_due(now):
            await also(tx, before, after)
            return after
    async with begin() as tx:
        await _lock(tx, area)
        before, after = await change(tx, dispute, rule, by=by, now=now)
        await also(tx, before, after)
    return after


async def _lock(tx: Transaction, area: AreaId | None) -> None:
    if area:
        await tx.areas.get(area)
