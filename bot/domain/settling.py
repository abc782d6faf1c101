"""Settling a dispute before its end: both sides confirm one option, or the decider decides."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Side
from bot.domain.dispute import Changed, Confirmation, Dispute, Open, Yielded
from bot.domain.ending import end
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.ids import OptionId
from bot.domain.notices import CardChanged, OptionConfirmed
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.ruling import Basis, Chosen
from bot.domain.running import has_ended_it, refuse_unless_running


def confirm_option(
    dispute: Dispute,
    side: Side,
    option: OptionId,
    *,
    revision: int,
    by: Person,
    now: datetime,
    then: str = "",
) -> Changed:
    """The side takes an option as it read it; a side may change its word, and the last one counts.

    Both sides' words on one option settle the dispute; after the other side has yielded, picking
    an option does. `then` is the "and next", if any. The word that settled it, again, is that word.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for the side.
        Refusal: a case is missing, or the option is gone or has changed.

    """
    if has_ended_it(dispute, by, Basis.AGREED, Basis.YIELDED, option=option):
        return dispute, ()
    state = refuse_unless_running(dispute, now)
    check(Action.CONFIRM, by, Situation(dispute=dispute, side=side))
    other = dispute.party(side.other).standing
    if isinstance(other, Yielded):
        chosen = _chosen(dispute, option, revision=revision)
        return end(
            dispute, Basis.YIELDED, chosen=chosen, by=by.id, reason=other.reason, then=then, now=now
        )
    if not dispute.both_in_at:
        raise Refusal(f"An option of {dispute.id} can be confirmed once both cases are in.")
    chosen = _chosen(dispute, option, revision=revision)
    word = Confirmation(
        side=side, option=option, revision=revision, by=by.id, confirmed_at=now, next=then.strip()
    )
    return _with_word(dispute, state, chosen, word)


def _with_word(dispute: Dispute, state: Open, chosen: Chosen, word: Confirmation) -> Changed:
    before = {said.side: said for said in state.confirmations}
    theirs, mine = before.get(word.side.other), before.get(word.side)
    if theirs and theirs.is_of(chosen.option):
        return end(
            dispute,
            Basis.AGREED,
            chosen=chosen,
            by=word.by,
            then=word.next or theirs.next,
            now=word.confirmed_at,
        )
    if mine and mine.is_of(chosen.option) and mine.next == word.next:
        return dispute, ()
    words = tuple({**before, word.side: word}.values())
    told = OptionConfirmed(dispute.id, word.side, chosen.option.title)
    return replace(dispute, state=Open(words)), (CardChanged(dispute.id), told)


def decide(
    dispute: Dispute, option: OptionId, reason: str, *, by: Person, now: datetime
) -> Changed:
    """The decider picks an option, with a reason, from 24 hours after both cases are in.

    Deciding twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` is not the decider.
        Refusal: it is too early, or the option is gone.
        Unfit: there is no reason.

    """
    if has_ended_it(dispute, by, Basis.DECIDED, option=option):
        return dispute, ()
    refuse_unless_running(dispute, now)
    check(Action.DECIDE, by, Situation(dispute=dispute))
    if dispute.decidable_from is None:
        raise Refusal(f"{dispute.id} can be decided from a day after both cases are in.")
    if now < dispute.decidable_from:
        raise Refusal(
            f"{dispute.id} can be decided from ",
            dispute.decidable_from,
            ", a day after both cases are in.",
        )
    if not reason.strip():
        raise Unfit(Problem("reason", "Say in a sentence why; it stands beside the ruling."))
    chosen = _chosen(dispute, option)
    return end(dispute, Basis.DECIDED, chosen=chosen, by=by.id, reason=reason.strip(), now=now)


def _chosen(dispute: Dispute, option_id: OptionId, *, revision: int | None = None) -> Chosen:
    """The filed option, at that revision where one is named; it need not be choosable."""
    for filed in dispute.filed:
        option = filed.option(option_id)
        if option and revision in {None, option.revision}:
            return Chosen(filed.side, option)
        if option:
            raise Refusal(
                f'"{option.title}" was changed since you read it. Read it again, then confirm.'
            )
    raise Refusal(f"No case on {dispute.id} has this option now.")
