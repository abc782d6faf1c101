"""Who may do what: one table, asked by every transition (product.md, *Who may do what*)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute, Party
from bot.domain.errors import NoSuchDispute, NotAllowed
from bot.domain.ids import UserId
from bot.domain.person import Person
from bot.domain.words import Mention, Words, listed


class Action(StrEnum):
    """What a person can ask of a dispute, as a refusal names it."""

    OPEN = "open a dispute"
    SEE = "see"
    STATE_CASE = "state the case"
    YIELD = "yield"
    CONFIRM = "confirm"
    DECIDE = "decide"
    NAME_DEPUTY = "name a deputy"
    HAND_OVER = "pass the lead on"
    REPLACE_LEAD = "replace a lead"
    WITHDRAW = "withdraw"
    PROPOSE_WITHDRAWAL = "propose or confirm a withdrawal"
    CONFIRM_DAYS = "confirm or raise the days"
    RAISE_GATE = "raise or lift a gate"
    SIGN_OFF = "sign off GPU use"
    RETIRE = "retire what was chosen"
    SET_ASIDE = "set the ruling aside"
    RECORD_OUTCOME = "record the outcome"
    LOOK_AGAIN = "set or stop looking again"
    REOPEN_OVERDUE = "reopen without new evidence"
    SETTINGS = "change the settings"
    DIGEST = "ask for the digest"
    EXPORT = "export the records"
    HEALTH = "ask how the bot is"


class Role(Enum):
    """What somebody is to a dispute, or to one side of it."""

    FULL_MEMBER = "any full member of the workspace"
    READER = "whoever can see its channel"
    PARTICIPANT = "its people"
    FOUNDER = "a founder"
    ADMIN = "an admin or owner of the workspace"
    FOUNDER_FOR_A_LEAD_WHO_LEFT = "a founder, when the lead has left"
    OPENER = "who opened it"
    LEAD = "lead"
    DEPUTY = "deputy"
    ANY_LEAD = "a lead"
    ANY_DEPUTY = "a deputy"
    BUILDER = "the person named as its builder"
    DECIDER = "decider"
    DECIDERS_DEPUTY = "decider's deputy"


RIGHTS: dict[Action, tuple[Role, ...]] = {
    Action.OPEN: (Role.FULL_MEMBER,),
    Action.SEE: (Role.READER, Role.PARTICIPANT, Role.FOUNDER),
    Action.STATE_CASE: (Role.LEAD, Role.DEPUTY),
    Action.YIELD: (Role.LEAD, Role.DEPUTY),
    Action.CONFIRM: (Role.LEAD, Role.DEPUTY),
    Action.DECIDE: (Role.DECIDER, Role.DECIDERS_DEPUTY),
    Action.NAME_DEPUTY: (Role.LEAD, Role.FOUNDER_FOR_A_LEAD_WHO_LEFT),
    Action.HAND_OVER: (Role.LEAD, Role.FOUNDER_FOR_A_LEAD_WHO_LEFT),
    Action.REPLACE_LEAD: (Role.OPENER,),
    Action.WITHDRAW: (Role.OPENER,),
    Action.PROPOSE_WITHDRAWAL: (Role.LEAD, Role.DEPUTY),
    Action.CONFIRM_DAYS: (Role.BUILDER,),
    Action.RAISE_GATE: (Role.LEAD, Role.DEPUTY),
    Action.SIGN_OFF: (Role.FOUNDER,),
    Action.RETIRE: (Role.LEAD, Role.DEPUTY, Role.FOUNDER),
    Action.SET_ASIDE: (Role.FOUNDER,),
    Action.RECORD_OUTCOME: (Role.LEAD, Role.DEPUTY, Role.FOUNDER_FOR_A_LEAD_WHO_LEFT),
    Action.LOOK_AGAIN: (Role.ANY_LEAD, Role.ANY_DEPUTY, Role.FOUNDER),
    Action.REOPEN_OVERDUE: (Role.LEAD, Role.DEPUTY),
    Action.SETTINGS: (Role.FOUNDER, Role.ADMIN),
    Action.DIGEST: (Role.FOUNDER, Role.ADMIN),
    Action.EXPORT: (Role.FOUNDER, Role.ADMIN),
    Action.HEALTH: (Role.FOUNDER, Role.ADMIN),
}


class Privacy(Enum):
    """Who can see a channel; what is not known counts as private."""

    PUBLIC = "public"
    PRIVATE = "private"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The dispute, the side and the circumstances in which somebody asks."""

    dispute: Dispute
    side: Side | None = None
    option: Option | None = None
    lead_has_left: bool = False
    privacy: Privacy = Privacy.UNKNOWN

    @property
    def party(self) -> Party:
        """The side that is spoken for; of a decision, the decider's."""
        return self.dispute.party(self.side or self.dispute.decider_side)


def participants(dispute: Dispute) -> tuple[UserId, ...]:
    """The people of a dispute: the opener, the leads and their deputies."""
    return (dispute.opening.by, *dispute.speakers)


_NAMED: dict[Role, Callable[[Situation], tuple[UserId, ...]]] = {
    Role.OPENER: lambda at: (at.dispute.opening.by,),
    Role.LEAD: lambda at: (at.party.lead,),
    Role.DEPUTY: lambda at: at.party.speakers[1:],
    Role.ANY_LEAD: lambda at: (at.dispute.product.lead, at.dispute.research.lead),
    Role.ANY_DEPUTY: lambda at: (
        *at.dispute.product.speakers[1:],
        *at.dispute.research.speakers[1:],
    ),
    Role.BUILDER: lambda at: (at.option.builder,) if at.option and at.option.builder else (),
    Role.DECIDER: lambda at: (at.party.lead,),
    Role.DECIDERS_DEPUTY: lambda at: at.party.speakers[1:],
    Role.PARTICIPANT: lambda at: participants(at.dispute),
}

_KINDS: dict[Role, Callable[[Person, Situation], bool]] = {
    Role.FULL_MEMBER: lambda person, _: person.is_full_member,
    Role.READER: lambda person, at: person.is_full_member and at.privacy is Privacy.PUBLIC,
    Role.FOUNDER: lambda person, _: person.founder,
    Role.ADMIN: lambda person, _: person.admin,
    Role.FOUNDER_FOR_A_LEAD_WHO_LEFT: lambda person, at: person.founder and at.lead_has_left,
}


def may(action: Action, person: Person, at: Situation) -> bool:
    """Whether the table gives that person the right in that situation."""
    return any(_holds(role, person, at) for role in RIGHTS[action])


def _holds(role: Role, person: Person, at: Situation) -> bool:
    if role in _NAMED:
        return person.id in _NAMED[role](at)
    return _KINDS[role](person, at)


def side_of(dispute: Dispute, person: Person, action: Action) -> Side:
    """The side that the person speaks for.

    Raises:
        NotAllowed: they speak for neither; it names who does.

    """
    for side in Side:
        if person.id in dispute.party(side).speakers:
            return side
    speakers = [(side, user) for side in Side for user in dispute.party(side).speakers]
    ways: list[Words] = [(Mention(user), f" (for {side})") for side, user in speakers]
    raise NotAllowed(
        f"You cannot {action} on {dispute.id}. ",
        *_sentence((*listed(ways), " can.")),
        may=tuple(user for _, user in speakers),
    )


def check(action: Action, person: Person, at: Situation) -> None:
    """Refuse, naming who may, unless the table gives that person the right.

    Raises:
        NoSuchDispute: the person may not even see the dispute.
        NotAllowed: anything else.

    """
    if may(action, person, at):
        return
    if action is Action.SEE:
        raise NoSuchDispute(at.dispute.id.number)
    named = tuple(user for role in RIGHTS[action] if role in _NAMED for user in _NAMED[role](at))
    raise NotAllowed(f"You cannot {action}{_where(action, at)}. ", *_who(action, at), may=named)


_STANDING: dict[Role, Callable[[Person], bool]] = {
    Role.FOUNDER: lambda person: person.founder,
    Role.ADMIN: lambda person: person.admin,
}


def may_in_workspace(action: Action, person: Person) -> bool:
    """Whether the table gives that person a right that is about no dispute."""
    held = (_STANDING.get(role) for role in RIGHTS[action])
    return person.is_full_member and any(holds(person) for holds in held if holds)


def check_in_workspace(action: Action, person: Person) -> None:
    """Refuse, naming who may, unless the table gives that person the right.

    Raises:
        NotAllowed: it does not.

    """
    if may_in_workspace(action, person):
        return
    ways: list[Words] = [(role.value,) for role in RIGHTS[action]]
    raise NotAllowed(f"You cannot {action}. ", *_sentence((*listed(ways), " can.")), may=())


def _where(action: Action, at: Situation) -> str:
    if action is Action.OPEN:
        return ""
    return f" for {at.side} on {at.dispute.id}" if at.side else f" on {at.dispute.id}"


def _who(action: Action, at: Situation) -> Words:
    ways: list[Words] = []
    for role in RIGHTS[action]:
        if role in _NAMED:
            ways += [(Mention(user), f" ({role.value})") for user in _NAMED[role](at)]
        else:
            ways.append((role.value,))
    return _sentence((*listed(ways), " can."))


def _sentence(words: Words) -> Words:
    first, *rest = words
    return (f"{first[:1].upper()}{first[1:]}" if isinstance(first, str) else first, *rest)
