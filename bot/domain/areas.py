"""Making and changing an area: by a founder at once, or by its two leads together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from bot.domain.area import DEFAULT_GPU_BUDGET, Area, LimitsProposed, Stage, Terms
from bot.domain.errors import NotAllowed, Problem, Refusal, Unfit
from bot.domain.ids import AreaId, TeamId, UserId
from bot.domain.leads import why_cannot_serve
from bot.domain.minimum_model import MOST_OWN_LIMITS, MinimumModel, OwnLimit
from bot.domain.notices import AreaNews
from bot.domain.person import Person
from bot.domain.words import Mention, Words, listed

LONGEST_NAME = 60
MOST_GPU_WEEKS = Decimal(10_000)
LONG_ENOUGH = 16
"""Of a fingerprint, in characters."""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is to be told something of an area."""

    whom: UserId
    news: AreaNews


AreaAfter = tuple[Area, tuple[Told, ...]]
"""An area after a change, and who is to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAsked:
    """An area as somebody asks for it in the form."""

    name: str
    product_lead: Person
    research_lead: Person
    minimum: MinimumModel
    gpu_budget: Decimal = DEFAULT_GPU_BUDGET


def create_area(
    team: TeamId, asked: AreaAsked, stage: Stage, *, by: Person, now: datetime
) -> AreaAfter:
    """A new area, made by a founder, or by one of the two who will lead it.

    The limits that one of its leads asks for wait for the other one.

    Raises:
        NotAllowed: `by` is neither; or no founder, and asks for another GPU budget.
        Unfit: a name or a figure does not fit, or a lead cannot serve.

    """
    leads = asked.product_lead.id, asked.research_lead.id
    if not (by.is_full_member and (by.founder or by.id in leads)):
        raise NotAllowed("You cannot make this area. A founder can, or one who will lead it.")
    if asked.gpu_budget != DEFAULT_GPU_BUDGET:
        _refuse_unless_founder(by, "set a GPU budget")
    if problems := tuple(_problems(asked)):
        raise Unfit(*problems)
    area = Area(
        id=AreaId.of(team, asked.name),
        name=" ".join(asked.name.split()),
        product_lead=leads[0],
        research_lead=leads[1],
        terms=Terms(stage=stage, gpu_budget=asked.gpu_budget),
    )
    limited, proposed = _limit(area, asked.minimum, by, now)
    return limited, (*(Told(lead, AreaNews.TERMS_CHANGED) for lead in area.leads), *proposed)


def is_as_made(known: Area, made: Area) -> bool:
    """Whether an area that is there is the one that is made, asked for twice."""
    same = replace(known, limits_proposed=made.limits_proposed) == made
    return same and edition(known) == edition(made)


def _limit(area: Area, minimum: MinimumModel, by: Person, now: datetime) -> AreaAfter:
    """By a founder at once; one lead alone binds nobody."""
    if by.founder:
        return replace(area, terms=replace(area.terms, minimum=minimum)), ()
    return _propose_limits(area, minimum, by, now)


def change_area(area: Area, asked: AreaAsked, *, by: Person, now: datetime) -> AreaAfter:
    """The area with its leads, limits and budget as asked; the name and the stage stay.

    A founder's word holds at once. Of a lead the limits are proposed to the other lead, who
    accepts them; leads and budget are for founders. An area without leads takes them from whoever
    it names.

    Raises:
        NotAllowed: `by` may not change this.
        Unfit: a figure does not fit, or a lead cannot serve.

    """
    _refuse_unless_of(area, by, asked)
    if problems := tuple(_problems(asked)):
        raise Unfit(*problems)
    leads = asked.product_lead.id, asked.research_lead.id
    if asked.gpu_budget != area.terms.gpu_budget:
        _refuse_unless_founder(by, "change the GPU budget of an area")
    if by.founder:
        return _changed_at_once(area, asked, by)
    if not area.has_both_leads:
        return _led_from_now_on(area, asked, by, now)
    if leads != (area.product_lead, area.research_lead):
        _refuse_unless_founder(by, "change the leads of an area")
    return _propose_limits(area, asked.minimum, by, now)


def edition(area: Area) -> str:
    """By what one tells that somebody has changed it, or would, since it was read."""
    known = area.limits_proposed
    proposed = (known.by, known.minimum) if known else None
    read = (area.leads, area.terms.minimum, area.terms.gpu_budget, proposed)
    return sha256(repr(read).encode()).hexdigest()[:LONG_ENOUGH]


def _changed_at_once(area: Area, asked: AreaAsked, by: Person) -> AreaAfter:
    """What is proposed falls with what it was to change, and with the leads it was between."""
    terms = replace(area.terms, minimum=asked.minimum, gpu_budget=asked.gpu_budget)
    changed = replace(
        area,
        product_lead=asked.product_lead.id,
        research_lead=asked.research_lead.id,
        terms=terms,
    )
    is_as_led = changed.leads == area.leads
    changed = replace(
        changed,
        limits_proposed=area.limits_proposed if is_as_led and terms == area.terms else None,
        handoff_proposed=area.handoff_proposed if is_as_led else None,
    )
    told = (lead for lead in changed.leads if lead != by.id)
    return _unless_same(area, changed, tuple(Told(one, AreaNews.TERMS_CHANGED) for one in told))


def _led_from_now_on(area: Area, asked: AreaAsked, by: Person, now: datetime) -> AreaAfter:
    """The area with its first two leads; its limits are asked for by one of them."""
    as_it_was = replace(asked, minimum=area.terms.minimum)
    led, told = _changed_at_once(area, as_it_was, by)
    limited, proposed = _propose_limits(led, asked.minimum, by, now)
    return limited, (*told, *proposed)


def _propose_limits(area: Area, minimum: MinimumModel, by: Person, now: datetime) -> AreaAfter:
    known = area.limits_proposed
    if minimum == area.terms.minimum:
        return (replace(area, limits_proposed=None) if known and known.by == by.id else area), ()
    if known and (known.minimum, known.by) == (minimum, by.id):
        return area, ()
    if known and known.minimum == minimum:
        return accept_limits(area, minimum, by=by)
    proposed = LimitsProposed(minimum=minimum, by=by.id, at=now)
    others = (lead for lead in area.leads if lead != by.id)
    told = tuple(Told(one, AreaNews.LIMITS_PROPOSED) for one in others)
    return replace(area, limits_proposed=proposed), told


def accept_limits(area: Area, minimum: MinimumModel, *, by: Person) -> AreaAfter:
    """The limits that one lead proposed hold from now on, as the other one read them.

    Twice is once.

    Raises:
        NotAllowed: `by` is neither the other lead nor a founder.
        Refusal: other limits, or none, are proposed by now.

    """
    proposed = area.limits_proposed
    if proposed is None and area.terms.minimum == minimum and (by.founder or by.id in area.leads):
        return area, ()
    if proposed is None or proposed.minimum != minimum:
        raise Refusal(f"These limits for {area.name} are not proposed any more. Look at it again.")
    if not by.founder and (by.id == proposed.by or by.id not in area.leads):
        raise NotAllowed(f"The other lead of {area.name}, or a founder, can accept these limits.")
    terms = replace(area.terms, minimum=minimum)
    told = (lead for lead in area.leads if lead != by.id)
    changed = replace(area, terms=terms, limits_proposed=None)
    return changed, tuple(Told(one, AreaNews.TERMS_CHANGED) for one in told)


def refuse_unless_lead(area: Area, by: Person, what: str) -> None:
    """Refuse, naming who may, unless somebody leads the area.

    Raises:
        NotAllowed: they do not.

    """
    if by.id in area.leads:
        return
    ways: list[Words] = [(Mention(lead),) for lead in area.leads]
    can = (*listed(ways), " can.") if ways else ("Name its leads first.",)
    raise NotAllowed(f"You cannot {what} {area.name}. ", *can, may=area.leads)


def _refuse_unless_of(area: Area, by: Person, asked: AreaAsked) -> None:
    named = {asked.product_lead.id, asked.research_lead.id}
    if by.founder or by.id in area.leads:
        return
    if not area.has_both_leads and by.is_full_member and by.id in named:
        return
    raise NotAllowed(
        f"You cannot change {area.name}. One of its leads can, or a founder.", may=area.leads
    )


def _refuse_unless_founder(by: Person, what: str) -> None:
    if not by.founder:
        raise NotAllowed(f"You cannot {what}. A founder can.")


def _unless_same(area: Area, changed: Area, told: tuple[Told, ...]) -> AreaAfter:
    return (area, ()) if changed == area else (changed, told)


def _problems(asked: AreaAsked) -> Iterator[Problem]:
    if not asked.name.strip():
        yield Problem("name", "Give the area a name, such as: fraud detection.")
    if len(asked.name) > LONGEST_NAME:
        yield Problem("name", f"An area has at most {LONGEST_NAME} characters.")
    for side, lead in (("product", asked.product_lead), ("research", asked.research_lead)):
        if reason := why_cannot_serve(lead):
            yield Problem(f"{side}_lead", reason)
    if asked.product_lead.id == asked.research_lead.id:
        yield Problem("research_lead", "The two sides need two different leads.")
    if not 0 <= asked.gpu_budget <= MOST_GPU_WEEKS:
        yield Problem("gpu_budget", f"A budget is from 0 to {MOST_GPU_WEEKS:,} GPU-weeks a month.")
    yield from _problems_of_own(asked.minimum.own)


def _problems_of_own(own: tuple[OwnLimit, ...]) -> Iterator[Problem]:
    if len(own) > MOST_OWN_LIMITS:
        yield Problem("own", f"An area has at most {MOST_OWN_LIMITS} limits of its own.")
    names = [" ".join(limit.name.casefold().split()) for limit in own]
    if "" in names:
        yield Problem("own", "Give each limit a name.")
    if len(set(names)) < len(names):
        yield Problem("own", "The same limit stands there twice.")
