"""What people do to a dispute: each loads it, lets the rules decide, saves, and has it told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import filing, leads, opening, settling, withdrawal, yielding
from bot.domain.area import Area
from bot.domain.case import Case, Filed, Side
from bot.domain.dispute import Changed, Dispute, Opening
from bot.domain.events import Deed, Event
from bot.domain.ids import AreaId, ChannelId, DisputeId, OptionId, TeamId
from bot.domain.opening import News
from bot.domain.person import Person
from bot.domain.rights import Action, side_of
from bot.domain.window import Window
from bot.services.changing import Ruled, change, changed, lead_has_left, unless_over
from bot.services.ports import Begin, Directory, Transaction
from bot.services.saving import tell, tell_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody asks for when they open a dispute."""

    team: TeamId
    channel: ChannelId
    question: str
    problem: str
    product_lead: Person
    research_lead: Person
    by: Person
    form: str
    """The form that asks; sent twice, it opens one dispute."""
    area: str = ""
    meanwhile: str = ""


async def open_dispute(ask: Ask, *, now: datetime, begin: Begin) -> Dispute:
    """A new dispute on record, its card and both leads' messages on their way."""
    async with begin() as tx:
        if known := await tx.disputes.opened_by_form(ask.team, ask.form):
            return known
        opened = opening.open_dispute(
            await _opening(tx, ask, now),
            product_lead=ask.product_lead,
            research_lead=ask.research_lead,
            by=ask.by,
            area=await _area(tx, ask),
        )
        return await _add(tx, ask, opened, now)


async def reopen_dispute(
    ask: Ask, ended: DisputeId, news: News | None, *, now: datetime, begin: Begin
) -> Dispute:
    """A new dispute linked to an ended one: for evidence that is new, or an overdue answer."""
    async with begin() as tx:
        if known := await tx.disputes.opened_by_form(ask.team, ask.form):
            return known
        area = await _area(tx, ask)
        opened = opening.reopen_dispute(
            await tx.disputes.get(ended),
            await _opening(tx, ask, now),
            news=news,
            product_lead=ask.product_lead,
            research_lead=ask.research_lead,
            by=ask.by,
            area=area,
            now=now,
        )
        return await _add(tx, ask, opened, now)


async def _area(tx: Transaction, ask: Ask) -> Area | None:
    """The area of that name, where it is one."""
    return await tx.areas.get(AreaId.of(ask.team, ask.area)) if ask.area else None


async def _opening(tx: Transaction, ask: Ask, now: datetime) -> Opening:
    return Opening(
        id=DisputeId(ask.team, await tx.disputes.next_number(ask.team)),
        channel=ask.channel,
        question=ask.question,
        problem=ask.problem,
        by=ask.by.id,
        window=Window(now),
        area=ask.area,
        meanwhile=ask.meanwhile,
    )


async def _add(tx: Transaction, ask: Ask, opened: Changed, now: datetime) -> Dispute:
    dispute, notices = opened
    await tx.disputes.add(dispute, Event(deed=Deed.OPENED, at=now, by=ask.by.id), form=ask.form)
    await tell_clock(tx, None, dispute, now=now)
    await tell(tx, dispute, notices)
    return dispute


async def state_case(
    dispute: DisputeId, case: Case, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The case of the side that `by` speaks for, filed or revised; its draft is done with."""

    def rule(before: Dispute) -> Ruled:
        side = side_of(before, by, Action.STATE_CASE)
        revising = isinstance(before.party(side).standing, Filed)
        deed = Deed.REVISED if revising else Deed.FILED
        return deed, side, filing.state_case(before, side, case, by=by, now=now)

    async with begin() as tx:
        before, after = await change(tx, dispute, rule, by=by, now=now)
        if not before.is_due(now):
            await tx.drafts.remove(dispute, side_of(before, by, Action.STATE_CASE))
    return unless_over(before, after, now)


async def yield_side(
    dispute: DisputeId, reason: str, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The side that `by` speaks for sets nothing against the other."""

    def rule(before: Dispute) -> Ruled:
        side = side_of(before, by, Action.YIELD)
        return Deed.YIELDED, side, yielding.yield_side(before, side, reason, by=by, now=now)

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def confirm_option(
    dispute: DisputeId,
    option: OptionId,
    *,
    revision: int,
    then: str,
    by: Person,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The side that `by` speaks for takes an option as they read it; `then` is the "and next"."""

    def rule(before: Dispute) -> Ruled:
        side = side_of(before, by, Action.CONFIRM)
        after = settling.confirm_option(
            before, side, option, revision=revision, then=then, by=by, now=now
        )
        return Deed.CONFIRMED, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def decide(
    dispute: DisputeId, option: OptionId, reason: str, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The decider's choice, with its reason."""

    def rule(before: Dispute) -> Ruled:
        after = settling.decide(before, option, reason, by=by, now=now)
        return Deed.DECIDED, before.decider_side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def withdraw(dispute: DisputeId, *, by: Person, now: datetime, begin: Begin) -> Dispute:
    """The opener takes the dispute back."""

    def rule(before: Dispute) -> Ruled:
        return Deed.WITHDREW, None, withdrawal.withdraw(before, by=by, now=now)

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def propose_withdrawal(
    dispute: DisputeId, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The side that `by` speaks for would withdraw."""

    def rule(before: Dispute) -> Ruled:
        side = side_of(before, by, Action.PROPOSE_WITHDRAWAL)
        after = withdrawal.propose_withdrawal(before, side, by=by, now=now)
        return Deed.PROPOSED_WITHDRAWAL, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def confirm_withdrawal(
    dispute: DisputeId, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The side that `by` speaks for agrees to the other's proposal to withdraw."""

    def rule(before: Dispute) -> Ruled:
        side = side_of(before, by, Action.PROPOSE_WITHDRAWAL)
        return Deed.WITHDREW, side, withdrawal.confirm_withdrawal(before, side, by=by, now=now)

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def name_deputy(
    dispute: DisputeId,
    side: Side,
    deputy: Person,
    *,
    by: Person,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """Somebody gets the rights of that side's lead too."""
    left = await lead_has_left(dispute, side, by, directory=directory, begin=begin)

    def rule(before: Dispute) -> Ruled:
        after = leads.name_deputy(before, side, deputy, by=by, now=now, lead_has_left=left)
        return Deed.NAMED_DEPUTY, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def pass_on_lead(
    dispute: DisputeId,
    side: Side,
    lead: Person,
    *,
    by: Person,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> Dispute:
    """The lead says "not me" and names who instead."""
    left = await lead_has_left(dispute, side, by, directory=directory, begin=begin)

    def rule(before: Dispute) -> Ruled:
        after = leads.pass_on_lead(before, side, lead, by=by, now=now, lead_has_left=left)
        return Deed.PASSED_ON_LEAD, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)


async def replace_lead(
    dispute: DisputeId, side: Side, lead: Person, *, by: Person, now: datetime, begin: Begin
) -> Dispute:
    """The opener names another lead for that side."""

    def rule(before: Dispute) -> Ruled:
        after = leads.replace_lead(before, side, lead, by=by, now=now)
        return Deed.REPLACED_LEAD, side, after

    return await changed(dispute, rule, by=by, now=now, begin=begin)
