"""Who speaks for a side: replacing a lead, passing the lead on, naming a deputy."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Filed, Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.notices import CardChanged, CaseAsked, DeputyNamed, LeadChanged, Notice
from bot.domain.person import Membership, Person
from bot.domain.rights import Action, Situation, check
from bot.domain.running import refuse_unless_running

_WHY_NOT = {
    Membership.GUEST: "A guest cannot speak for a side.",
    Membership.BOT: "A bot cannot speak for a side.",
    Membership.ELSEWHERE: "Somebody from another workspace cannot speak for a side.",
    Membership.DEACTIVATED: "This person's account is deactivated.",
}


def why_cannot_serve(person: Person) -> str:
    """Why somebody cannot be a lead or a deputy; "" when they can."""
    if person.membership is Membership.UNKNOWN:
        return "Slack did not say who this person is. Press the button again."
    reason = _WHY_NOT.get(person.membership, "")
    return f"{reason} Name a full member of this workspace." if reason else ""


def replace_lead(
    dispute: Dispute, side: Side, lead: Person, *, by: Person, now: datetime
) -> Changed:
    """The opener names another lead, while that side has not filed.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` did not open the dispute.
        Refusal: the side has filed, or its lead is the area's own.
        Unfit: the new lead cannot serve.

    """
    refuse_unless_running(dispute, now)
    check(Action.REPLACE_LEAD, by, Situation(dispute=dispute, side=side))
    if isinstance(dispute.party(side).standing, Filed):
        raise Refusal(
            f"{side.capitalize()} has filed its case on {dispute.id}, "
            "so only its lead can pass the lead on."
        )
    if dispute.opening.is_led_by_area:
        raise Refusal(
            f"{dispute.opening.area} has its own lead for {side}, "
            f"so only they can pass the lead of {dispute.id} on; a founder can once they have left."
        )
    return _with_lead(dispute, side, lead, now)


def pass_on_lead(
    dispute: Dispute,
    side: Side,
    lead: Person,
    *,
    by: Person,
    now: datetime,
    lead_has_left: bool = False,
) -> Changed:
    """The lead says "not me" and names who instead; a founder does when the lead has left.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` may not.
        Unfit: the new lead cannot serve.

    """
    refuse_unless_running(dispute, now)
    at = Situation(dispute=dispute, side=side, lead_has_left=lead_has_left)
    check(Action.HAND_OVER, by, at)
    return _with_lead(dispute, side, lead, now)


def name_deputy(
    dispute: Dispute,
    side: Side,
    deputy: Person,
    *,
    by: Person,
    now: datetime,
    lead_has_left: bool = False,
) -> Changed:
    """Somebody gets the lead's rights too; a deputy named before loses them.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` may not.
        Unfit: the deputy cannot serve.

    """
    refuse_unless_running(dispute, now)
    at = Situation(dispute=dispute, side=side, lead_has_left=lead_has_left)
    check(Action.NAME_DEPUTY, by, at)
    party = dispute.party(side)
    if deputy.id == party.deputy:
        return dispute, ()
    _refuse_unfit("deputy", dispute, side, deputy)
    if deputy.id == party.lead:
        raise Unfit(
            Problem("deputy", "The lead cannot stand in for themselves. Name somebody else.")
        )
    named = dispute.with_party(side, replace(party, deputy=deputy.id, deputy_since=now))
    told: list[Notice] = [CardChanged(dispute.id), DeputyNamed(dispute.id, side, deputy.id)]
    return named, (*told, *_asked_for_case(named, side, deputy))


def _with_lead(dispute: Dispute, side: Side, lead: Person, now: datetime) -> Changed:
    party = dispute.party(side)
    if lead.id == party.lead:
        return dispute, ()
    _refuse_unfit("lead", dispute, side, lead)
    deputy = None if lead.id == party.deputy else party.deputy
    led = replace(party, lead=lead.id, deputy=deputy, lead_since=now)
    changed = dispute.with_party(side, led)
    told: list[Notice] = [
        CardChanged(dispute.id),
        LeadChanged(dispute.id, side, party.lead, lead.id),
    ]
    return changed, (*told, *_asked_for_case(changed, side, lead))


def _refuse_unfit(field: str, dispute: Dispute, side: Side, person: Person) -> None:
    if reason := why_cannot_serve(person):
        raise Unfit(Problem(field, reason))
    if person.id in dispute.party(side.other).speakers:
        raise Unfit(
            Problem(
                field, f"This person speaks for {side.other} on {dispute.id}. Name somebody else."
            )
        )


def _asked_for_case(dispute: Dispute, side: Side, person: Person) -> tuple[Notice, ...]:
    owes = not isinstance(dispute.party(side).standing, Filed)
    return (CaseAsked(dispute.id, side, person.id),) if owes else ()
