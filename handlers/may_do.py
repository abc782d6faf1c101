"""What somebody may do now on a dispute, as far as the table of rights gives it to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Filed, Side
from bot.domain.dispute import PROPOSAL_LASTS, Dispute, NotFiled, Open, WithdrawalProposal, Yielded
from bot.domain.gates import takes_more_gates
from bot.domain.ids import OptionId, UserId
from bot.domain.period import utc_day
from bot.domain.person import Person
from bot.domain.promise import chosen_by, is_awaited
from bot.domain.rights import Action, Situation, may
from bot.domain.signing_off import options_to_sign, who_signs
from bot.domain.words import Words
from handlers.aside import can_be_set_aside_by, is_followed
from handlers.buttons import LABELS
from handlers.ids import Click
from handlers.retired import can_be_retired_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person may do, in a line; without a click it is only told."""

    line: Words
    click: Click | None = None
    label: str = ""
    side: Side | None = None
    """Named to the form where the person does not speak for the side."""
    option: OptionId | None = None
    """Named to the form where it is about one option of the side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody who asks what they may do on a dispute now."""

    dispute: Dispute
    person: Person
    now: datetime
    left: frozenset[Side] = frozenset()
    """The sides whose lead has left the workspace."""
    founders: tuple[UserId, ...] = ()
    """All of the workspace's, where one of them asks."""

    @property
    def running(self) -> Open | None:
        """What has been said towards a ruling, while the window is open."""
        state = self.dispute.state
        over = self.dispute.window.is_over(self.now)
        return state if isinstance(state, Open) and not over else None

    def may(self, action: Action, side: Side | None = None) -> bool:
        """Whether the table of rights gives it to them."""
        at = Situation(dispute=self.dispute, side=side, lead_has_left=side in self.left)
        return may(action, self.person, at)


def deeds(asker: Asker) -> tuple[Deed, ...]:
    """Everything that they may do now, in the order in which people need it."""
    state = asker.running
    if state is None:
        return (
            *_record_outcome(asker),
            *_look_again(asker),
            *_retire(asker),
            *_set_aside(asker),
        )
    of_sides = (deed for side in Side for deed in _of_side(asker, side))
    bounds = (*_gates(asker), *_sign_off(asker))
    return (*of_sides, *_decide(asker), *bounds, *_about_leads(asker), *_withdraw(asker, state))


def _record_outcome(asker: Asker) -> Iterator[Deed]:
    """While the customer's answer is awaited."""
    chosen = chosen_by(asker.dispute)
    if not (chosen and is_awaited(asker.dispute)):
        return
    if asker.may(Action.RECORD_OUTCOME, chosen.side):
        yield Deed(line=("A customer has answered: what they said.",), click=Click.ANSWERED)
        yield Deed(line=("No answer yet: a new day, and why.",), click=Click.NOT_YET)
        yield Deed(line=("It is built no further, and why.",), click=Click.DROPPED)


def _look_again(asker: Asker) -> Iterator[Deed]:
    """While a ruling is followed."""
    if not is_followed(asker.dispute) or not asker.may(Action.LOOK_AGAIN):
        return
    look = asker.dispute.look_again
    said = "Have both leads told of the ruling again, on a day or as a model wears out."
    yield Deed(line=(said,), click=Click.LOOK_AGAIN)
    if look and look.next_day(utc_day(asker.now)):
        yield Deed(line=("Tell nobody of it again.",), click=Click.STOP_LOOKING_AGAIN)


def _retire(asker: Asker) -> Iterator[Deed]:
    """While what was chosen uses GPUs."""
    if can_be_retired_by(asker.person, asker.dispute):
        said = "It runs no more: its GPU-weeks are free again in the GPU ledger."
        yield Deed(line=(said,), click=Click.RETIRE)


def _set_aside(asker: Asker) -> Iterator[Deed]:
    if can_be_set_aside_by(asker.person, asker.dispute):
        said = "As a founder you may set the ruling aside, with a reason. Both stay on record."
        yield Deed(line=(said,), click=Click.SET_ASIDE)


def _of_side(asker: Asker, side: Side) -> Iterator[Deed]:
    standing = asker.dispute.party(side).standing
    other = asker.dispute.party(side.other).standing
    if asker.may(Action.STATE_CASE, side):
        yield _state_case(side, revising=isinstance(standing, Filed))
    if asker.may(Action.CONFIRM, side) and _can_confirm(asker.dispute, side):
        yield Deed(line=_say_confirm(side, other), click=Click.CONFIRM)
    free = isinstance(standing, NotFiled) and not isinstance(other, Yielded)
    if asker.may(Action.YIELD, side) and free:
        said = f"Say, with a reason, that you set nothing against {side.other}'s case."
        yield Deed(line=(said,), click=Click.YIELD)


def _state_case(side: Side, *, revising: bool) -> Deed:
    if revising:
        said = f"Change {side}'s case. Once both are in, figures can only get worse."
        return Deed(line=(said,), click=Click.STATE_CASE, label="Revise our case")
    return Deed(line=(f"State {side}'s case. About four minutes.",), click=Click.STATE_CASE)


def _can_confirm(dispute: Dispute, side: Side) -> bool:
    picks = isinstance(dispute.party(side.other).standing, Yielded)
    return dispute.both_in_at is not None or (
        picks and isinstance(dispute.party(side).standing, Filed)
    )


def _say_confirm(side: Side, other: object) -> Words:
    if isinstance(other, Yielded):
        return (f"{side.other.capitalize()} has yielded: pick an option. It is chosen at once.",)
    return ("Say which option you take. When both sides take the same, it is settled.",)


def _decide(asker: Asker) -> Iterator[Deed]:
    if not asker.may(Action.DECIDE):
        return
    start = asker.dispute.decidable_from
    if start is None:
        yield Deed(line=("You may decide, with a reason, from a day after both cases are in.",))
    elif asker.now < start:
        yield Deed(line=("You may decide, with a reason, from ", start, "."))
    else:
        yield Deed(
            line=("Decide for an option, with a reason. It ends at once.",), click=Click.DECIDE
        )


def _gates(asker: Asker) -> Iterator[Deed]:
    """Once both cases are in, for research."""
    if asker.dispute.both_in_at is None or not asker.may(Action.RAISE_GATE, Side.RESEARCH):
        return
    if takes_more_gates(asker.dispute):
        said = "An option breaks a limit: raise a gate, with the number and what would lift it."
        yield Deed(line=(said,), click=Click.RAISE_GATE)
    if any(gate.stands for gate in asker.dispute.gates):
        yield Deed(line=("Take one of research's gates back.",), click=Click.LIFT_GATE)


def _sign_off(asker: Asker) -> Iterator[Deed]:
    """For each option that waits for a signature of theirs, by its side alone: it may be sealed."""
    if not asker.may(Action.SIGN_OFF):
        return
    for side in Side:
        if asker.person.id in who_signs(asker.dispute, side, asker.founders):
            for option in options_to_sign(asker.dispute, side):
                said = f"{side.capitalize()} asks for more GPU than its area has for one option."
                yield Deed(line=(said,), click=Click.SIGN_OFF, side=side, option=option.id)


def _about_leads(asker: Asker) -> Iterator[Deed]:
    for side in Side:
        own = asker.person.id in asker.dispute.party(side).speakers
        named = None if own else side
        if asker.may(Action.NAME_DEPUTY, side):
            said = f"Name somebody who may do all that {side}'s lead may."
            yield Deed(line=(said,), click=Click.NAME_DEPUTY, side=named)
        if asker.may(Action.HAND_OVER, side):
            said = f"Pass the lead of {side} on to somebody else. The end does not move."
            yield Deed(line=(said,), click=Click.NOT_ME, label=_not_me(named), side=named)
        if asker.may(Action.REPLACE_LEAD, side) and is_replaceable(asker.dispute, side):
            said = f"You opened it, and {side} has not filed: you may name another lead for it."
            label = f"Replace {side}'s lead"
            yield Deed(line=(said,), click=Click.REPLACE_LEAD, label=label, side=side)


def _not_me(side: Side | None) -> str:
    return f"Another lead for {side}" if side else LABELS[Click.NOT_ME]


def is_replaceable(dispute: Dispute, side: Side) -> bool:
    """Whether the opener may still name another lead: not once it has filed, nor an area's own."""
    has_filed = isinstance(dispute.party(side).standing, Filed)
    return not (has_filed or dispute.opening.is_led_by_area)


def _withdraw(asker: Asker, state: Open) -> Iterator[Deed]:
    if not asker.dispute.filed and asker.may(Action.WITHDRAW):
        said = "No case is in, so you may take it back. It ends, and nothing is chosen."
        yield Deed(line=(said,), click=Click.WITHDRAW)
        return
    for side in Side:
        if asker.may(Action.PROPOSE_WITHDRAWAL, side):
            yield _withdraw_together(asker, state.proposal, side)


def _withdraw_together(asker: Asker, proposal: WithdrawalProposal | None, side: Side) -> Deed:
    if proposal is None or not proposal.stands(asker.now):
        said = f"Ask {side.other} to withdraw it together. Nothing is chosen then."
        return Deed(line=(said,), click=Click.WITHDRAW, label="Propose to withdraw")
    until = proposal.proposed_at + PROPOSAL_LASTS
    if proposal.side is side:
        said = f"Your side proposes to withdraw it. {side.other.capitalize()} can agree until "
        return Deed(line=(said, until, "."))
    said = f"{side.other.capitalize()} proposes to withdraw it. If you agree, it ends. Until "
    return Deed(line=(said, until, "."), click=Click.WITHDRAW, label="Agree to withdraw")
