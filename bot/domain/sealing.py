"""What a person may see of a dispute: everything that shows one starts here."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.bounds import Bounds
from bot.domain.case import Filed, Side
from bot.domain.default_rule import Verdict, apply_rule
from bot.domain.dispute import Dispute, Open, Opening, Party, Retired, Sealed, SetAside, Standing
from bot.domain.gate import Gate
from bot.domain.ids import UserId
from bot.domain.look_again import LookAgain
from bot.domain.outcome import Outcome
from bot.domain.person import Person
from bot.domain.rights import Action, Privacy, Situation, check
from bot.domain.ruling import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenParty:
    """A side as somebody may see it."""

    lead: UserId
    deputy: UserId | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDispute:
    """A dispute as somebody may see it; a case that they may not read is `Sealed`."""

    opening: Opening
    product: SeenParty
    research: SeenParty
    state: Open | Ruling
    set_aside: SetAside | None
    outcomes: tuple[Outcome, ...]
    look_again: LookAgain | None
    gates: tuple[Gate, ...]
    bounds: Bounds
    """What binds the rule, as far as it tells of no sealed case."""
    retired: Retired | None
    is_unsealed: bool

    def party(self, side: Side) -> SeenParty:
        """A side as it may be seen."""
        return self.product if side is Side.PRODUCT else self.research

    def verdict(self) -> Verdict:
        """What the rule says of the cases that may be read; while sealed, of one's own only."""
        standings = (self.product.standing, self.research.standing)
        readable = (standing for standing in standings if isinstance(standing, Filed))
        return apply_rule(readable, self.bounds)


def sealed_sides(dispute: Dispute, *, now: datetime) -> tuple[Side, ...]:
    """The sides whose case is in, for nobody but themselves to read."""
    seen = seen_in_channel(dispute, now=now)
    return tuple(side for side in Side if isinstance(seen.party(side).standing, Sealed))


def seen_in_channel(dispute: Dispute, *, now: datetime) -> SeenDispute:
    """The dispute as the card and the thread may show it to everybody in its channel."""
    return _seen(dispute, frozenset(), now)


def seen_by(
    dispute: Dispute, person: Person, *, privacy: Privacy = Privacy.UNKNOWN, now: datetime
) -> SeenDispute:
    """The dispute as that person may see it, given who can see its channel.

    Raises:
        NoSuchDispute: the person may not see the dispute at all.

    """
    check(Action.SEE, person, Situation(dispute=dispute, privacy=privacy))
    own = frozenset(side for side in Side if person.id in dispute.party(side).speakers)
    return _seen(dispute, own, now)


def _seen(dispute: Dispute, readable: frozenset[Side], now: datetime) -> SeenDispute:
    unsealed = dispute.is_unsealed(now)
    product, research = (
        _seen_party(dispute.party(side), readable=unsealed or side in readable) for side in Side
    )
    return SeenDispute(
        opening=dispute.opening,
        product=product,
        research=research,
        state=dispute.state,
        set_aside=dispute.set_aside,
        outcomes=dispute.outcomes,
        look_again=dispute.look_again,
        gates=dispute.gates,
        bounds=_bounds_seen(dispute, frozenset(Side) if unsealed else readable),
        retired=dispute.retired,
        is_unsealed=unsealed,
    )


def _bounds_seen(dispute: Dispute, readable: frozenset[Side]) -> Bounds:
    """A founder's signature tells of the option that it is for."""
    bounds = dispute.bounds
    return replace(bounds, signoffs=tuple(one for one in bounds.signoffs if one.side in readable))


def _seen_party(party: Party, *, readable: bool) -> SeenParty:
    standing = party.standing
    return SeenParty(
        lead=party.lead,
        deputy=party.deputy,
        standing=standing
        if readable or not isinstance(standing, Filed)
        else Sealed(standing.filed_at),
    )
