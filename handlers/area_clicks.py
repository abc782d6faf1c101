"""The buttons of an area: who may click them, and what they carry of what was read."""

from datetime import datetime
from hashlib import sha256

from bot.domain.area import Area, HandoffProposed, LimitsProposed, Stage
from bot.domain.errors import NoSuchArea
from bot.domain.ids import AreaId, TeamId, UserId
from bot.domain.minimum_model import MinimumModel
from bot.domain.person import Person
from handlers.blocks import actions, button
from handlers.ids import Click
from handlers.text import Json

FINGERPRINT = 16


def may_change(area: Area, person: Person) -> bool:
    """Whether they can open its form: a lead, a founder, or anybody where nobody leads it."""
    leads_it = person.founder or person.id in area.leads
    return leads_it or (person.is_full_member and not area.has_both_leads)


def may_hand_off(area: Area, person: Person) -> bool:
    """Whether they can hand it off, or propose to."""
    is_theirs = person.founder or person.id in area.leads
    return is_theirs and area.terms.stage is Stage.BEFORE


def accepts_limits(area: Area, person: Person) -> LimitsProposed | None:
    """The limits that wait for their word."""
    proposed = area.limits_proposed
    if proposed is None or proposed.by == person.id:
        return None
    return proposed if person.founder or person.id in area.leads else None


def accepts_handoff(area: Area, user: UserId) -> HandoffProposed | None:
    """The checklist that waits for their word."""
    proposed = area.handoff_proposed
    return proposed if proposed and user in area.leads and user != proposed.by else None


def row(area: Area, person: Person) -> list[Json]:
    """What they may do with it, as a row of buttons; none where they may do nothing."""
    made = [
        *([accept_limits(area, proposed)] if (proposed := accepts_limits(area, person)) else []),
        *([accept_handoff(area, known)] if (known := accepts_handoff(area, person.id)) else []),
        *([change(area)] if may_change(area, person) else []),
        *([hand_off(area)] if may_hand_off(area, person) else []),
    ]
    return [actions(*made)] if made else []


def change(area: Area) -> Json:
    """[Change]."""
    return button("Change", Click.CHANGE_AREA, area.id.key)


def hand_off(area: Area) -> Json:
    """[Hand off]."""
    return button("Hand off", Click.HANDOFF, area.id.key)


def accept_limits(area: Area, proposed: LimitsProposed) -> Json:
    """[Accept the limits], those that stand above it and no others."""
    value = f"{fingerprint(proposed.minimum)} {area.id.key}"
    return button("Accept the limits", Click.ACCEPT_LIMITS, value)


def accept_handoff(area: Area, proposed: HandoffProposed) -> Json:
    """[Accept the handoff], by the checklist that stands above it and no other."""
    value = f"{proposed.at.isoformat()} {area.id.key}"
    return button("Accept the handoff", Click.ACCEPT_HANDOFF, value)


def fingerprint(minimum: MinimumModel) -> str:
    """By what two sets of limits are told apart."""
    return sha256(repr(minimum).encode()).hexdigest()[:FINGERPRINT]


def clicked_area(team: TeamId, value: str) -> AreaId:
    """The area whose button was clicked."""
    return AreaId(team, value)


def clicked_proposal(team: TeamId, value: str) -> tuple[str, AreaId]:
    """What was read of a proposal, and the area."""
    read, _, key = value.partition(" ")
    return read, AreaId(team, key)


def instant_read(read: str, area: AreaId) -> datetime:
    """When the checklist was proposed that was read.

    Raises:
        NoSuchArea: the click carries no instant.

    """
    try:
        return datetime.fromisoformat(read)
    except ValueError:
        raise NoSuchArea(area.key) from None
