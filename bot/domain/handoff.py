"""The handoff: from the first customer prototype on, product decides."""

from dataclasses import replace
from datetime import datetime

from bot.domain.area import Area, Checklist, HandedOff, HandoffProposed, Stage
from bot.domain.areas import AreaAfter, Told, refuse_unless_lead
from bot.domain.errors import NotAllowed, Problem, Refusal, Unfit
from bot.domain.notices import AreaNews
from bot.domain.person import Person


def propose_handoff(area: Area, checklist: Checklist, *, by: Person, now: datetime) -> AreaAfter:
    """One lead's checklist, for the other to accept; once it is due, one lead's word is enough.

    A founder's word is enough at any time. The other lead's own checklist is accepted by asking
    for the same. Twice is once.

    Raises:
        NotAllowed: `by` neither leads the area nor is a founder.
        Refusal: it is handed off already.
        Unfit: something on the checklist is open.

    """
    if area.handed_off and (area.handed_off.by, area.handed_off.checklist) == (by.id, checklist):
        return area, ()
    _refuse_unless_before(area)
    if not by.founder:
        refuse_unless_lead(area, by, "hand off")
    if problems := tuple(_problems(checklist)):
        raise Unfit(*problems)
    if by.founder or area.handoff_due_since:
        return _handed_off(area, HandedOff(checklist=checklist, by=by.id, at=now))
    known = area.handoff_proposed
    if known and known.checklist == checklist:
        mine = known.by == by.id
        return (area, ()) if mine else accept_handoff(area, known.at, by=by, now=now)
    proposed = HandoffProposed(checklist=checklist, by=by.id, at=now)
    others = (lead for lead in area.leads if lead != by.id)
    told = tuple(Told(one, AreaNews.HANDOFF_PROPOSED) for one in others)
    return replace(area, handoff_proposed=proposed), told


def accept_handoff(area: Area, proposed_at: datetime, *, by: Person, now: datetime) -> AreaAfter:
    """The other lead takes the checklist as they read it; twice is once.

    Raises:
        NotAllowed: `by` does not lead the area, or proposed it.
        Refusal: it is handed off already, or another checklist is proposed by now.

    """
    if area.handed_off and area.handed_off.proposed_by and area.handed_off.by == by.id:
        return area, ()
    _refuse_unless_before(area)
    proposed = area.handoff_proposed
    if proposed is None or proposed.at != proposed_at:
        raise Refusal(f"This checklist for {area.name} has changed. Look at it again.")
    refuse_unless_lead(area, by, "hand off")
    if by.id == proposed.by:
        raise NotAllowed(f"The other lead of {area.name} accepts what you have proposed.")
    done = HandedOff(checklist=proposed.checklist, by=by.id, at=now, proposed_by=proposed.by)
    return _handed_off(area, done)


def note_first_answer(area: Area, *, now: datetime) -> AreaAfter:
    """A customer has answered: the handoff is due, and both leads learn that; twice is once."""
    if area.terms.stage is Stage.AFTER or area.handoff_due_since:
        return area, ()
    told = tuple(Told(lead, AreaNews.HANDOFF_DUE) for lead in area.leads)
    return replace(area, handoff_due_since=now), told


def _handed_off(area: Area, done: HandedOff) -> AreaAfter:
    after = replace(
        area,
        terms=replace(area.terms, stage=Stage.AFTER),
        handed_off=done,
        handoff_proposed=None,
        handoff_due_since=None,
    )
    return after, tuple(Told(lead, AreaNews.HANDED_OFF) for lead in area.leads)


def _refuse_unless_before(area: Area) -> None:
    if area.terms.stage is Stage.AFTER:
        raise Refusal(f"{area.name} is past its first customer prototype; product decides there.")


def _problems(checklist: Checklist) -> tuple[Problem, ...]:
    asked = (
        ("seen_by", checklist.seen_by, "Say who saw the prototype."),
        ("may_cost", checklist.may_cost, "Say what it may cost a query, such as: 0.03 USD."),
        ("research_keeps", checklist.research_keeps, "Say what research keeps working on."),
    )
    return tuple(Problem(field, said) for field, answer, said in asked if not answer.strip())
