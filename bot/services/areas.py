"""What people do to a roadmap area: load it, ask the rules, keep it with who changed it, tell."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.domain import areas, handoff
from bot.domain.area import Area, Checklist, Stage
from bot.domain.areas import AreaAfter, AreaAsked, Told
from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchArea, Problem, StaleArea, Unfit
from bot.domain.ids import AreaId, TeamId
from bot.domain.minimum_model import MinimumModel
from bot.domain.notices import AreaChanged, AreaNews
from bot.domain.person import Person
from bot.domain.telling import Announcement, Delivery, Direct
from bot.services.ports import AreaChange, AreaDeed, Begin, Transaction

Rule = Callable[[Area], AreaAfter]


async def create_area(
    team: TeamId, asked: AreaAsked, stage: Stage, *, by: Person, now: datetime, begin: Begin
) -> Area:
    """A new area on record, and its leads told; sent twice, it is made once.

    One that was only ever typed into a dispute is made so.

    Raises:
        Unfit: there is one of that name, or something does not fit.

    """
    async with begin() as tx:
        area, told = areas.create_area(team, asked, stage, by=by, now=now)
        known = await tx.areas.get(area.id)
        if known and areas.is_as_made(known, area):
            return known
        if known and known.has_both_leads:
            raise Unfit(Problem("name", f"{known.name} is an area already. Change it instead."))
        await _keep(tx, area, AreaDeed.CREATED, by=by, now=now)
        await _tell(tx, area, told)
    return area


async def change_area(
    area: AreaId, asked: AreaAsked, *, as_read: str, by: Person, now: datetime, begin: Begin
) -> Area:
    """The area as asked for; a lead's limits wait for the other lead.

    Raises:
        StaleArea: it would undo what `by` has not read: `as_read` is the edition that they have.

    """

    def rule(known: Area) -> AreaAfter:
        after, told = areas.change_area(known, asked, by=by, now=now)
        if after != known and areas.edition(known) != as_read:
            raise StaleArea
        return after, told

    return await _change(area, AreaDeed.CHANGED, rule, by=by, now=now, begin=begin)


async def accept_limits(
    area: AreaId, minimum: MinimumModel, *, by: Person, now: datetime, begin: Begin
) -> Area:
    """The limits that the other lead has proposed, as `by` read them."""

    def rule(known: Area) -> AreaAfter:
        return areas.accept_limits(known, minimum, by=by)

    return await _change(area, AreaDeed.ACCEPTED_LIMITS, rule, by=by, now=now, begin=begin)


async def propose_handoff(
    area: AreaId, checklist: Checklist, *, by: Person, now: datetime, begin: Begin
) -> Area:
    """A checklist for the handoff; where one word is enough, the handoff."""

    def rule(known: Area) -> AreaAfter:
        return handoff.propose_handoff(known, checklist, by=by, now=now)

    return await _change(area, AreaDeed.PROPOSED_HANDOFF, rule, by=by, now=now, begin=begin)


async def accept_handoff(
    area: AreaId, proposed_at: datetime, *, by: Person, now: datetime, begin: Begin
) -> Area:
    """The handoff, by the checklist that the other lead proposed at that instant."""

    def rule(known: Area) -> AreaAfter:
        return handoff.accept_handoff(known, proposed_at, by=by, now=now)

    return await _change(area, AreaDeed.HANDED_OFF, rule, by=by, now=now, begin=begin)


async def note_first_answer(
    tx: Transaction, dispute: Dispute, *, by: Person, now: datetime
) -> None:
    """A customer has answered on a dispute: its area's handoff is due, if it has not been made."""
    if not dispute.opening.area:
        return
    known = await tx.areas.get(AreaId.of(dispute.id.team, dispute.opening.area))
    if known is None:
        return
    after, told = handoff.note_first_answer(known, now=now)
    if after != known:
        await _keep(tx, after, AreaDeed.HANDOFF_DUE, by=by, now=now)
        await _tell(tx, after, told)


async def find(area: AreaId, *, begin: Begin) -> Area:
    """The area as it is.

    Raises:
        NoSuchArea: there is none of that name.

    """
    async with begin(reading=True) as tx:
        return await _get(tx, area)


async def list_areas(team: TeamId, *, begin: Begin) -> tuple[Area, ...]:
    """All areas of the workspace, by name."""
    async with begin(reading=True) as tx:
        return await tx.areas.all_of(team)


async def read_changes(area: AreaId, *, begin: Begin) -> tuple[AreaChange, ...]:
    """Every change of an area, the first one first; the last one is the area as it is.

    Raises:
        NoSuchArea: there is none of that name.

    """
    async with begin(reading=True) as tx:
        await _get(tx, area)
        return await tx.areas.changes(area)


async def _change(
    area: AreaId, deed: AreaDeed, rule: Rule, *, by: Person, now: datetime, begin: Begin
) -> Area:
    async with begin() as tx:
        before = await _get(tx, area)
        after, told = rule(before)
        if after != before:
            await _keep(tx, after, _deed(deed, before, after), by=by, now=now)
            await _tell(tx, after, told)
    return after


def _deed(deed: AreaDeed, before: Area, after: Area) -> AreaDeed:
    """One word may be more than it asked to be: a proposal where it was enough, or was awaited."""
    if before.terms.stage is not after.terms.stage:
        return AreaDeed.HANDED_OFF
    if before.leads != after.leads:
        return deed
    if after.limits_proposed and after.limits_proposed != before.limits_proposed:
        return AreaDeed.PROPOSED_LIMITS
    return deed


async def _get(tx: Transaction, area: AreaId) -> Area:
    known = await tx.areas.get(area)
    if known is None:
        raise NoSuchArea(area.key)
    return known


async def _keep(tx: Transaction, area: Area, deed: AreaDeed, *, by: Person, now: datetime) -> None:
    await tx.areas.put(AreaChange(area=area, deed=deed, by=by.id, at=now))


async def _tell(tx: Transaction, area: Area, told: Iterable[Told]) -> None:
    team = area.id.team
    heard = [(AreaChanged(area.id, one.news), Direct(one.whom)) for one in told]
    await tx.outbox.put(Delivery(about=team, notice=news, place=place) for news, place in heard)
    if any(news.news is AreaNews.HANDED_OFF for news, _ in heard):
        await _announce(tx, area)


async def _announce(tx: Transaction, area: Area) -> None:
    """In the channel of rulings, where one is set."""
    channel = (await tx.settings.get(area.id.team)).announcements
    if channel:
        notice = AreaChanged(area.id, AreaNews.HANDED_OFF)
        place = Announcement(channel)
        await tx.outbox.put([Delivery(about=area.id.team, notice=notice, place=place)])
