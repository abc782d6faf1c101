"""A founder's word on an option that needs more GPU than its area has for one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot.domain.bounds import SignOff, is_over_budget
from bot.domain.builder_words import may_read
from bot.domain.case import Filed, Option, Side
from bot.domain.dispute import Changed, Dispute, Open
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.ids import OptionId, UserId
from bot.domain.notices import CardChanged, Notice, SignedOff, SignOffAsked
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.running import refuse_unless_running
from bot.domain.words import say_number


def sign_off(
    dispute: Dispute,
    side: Side,
    option: OptionId,
    reason: str,
    *,
    by: Person,
    founders: Collection[UserId] | None,
    now: datetime,
    read: Decimal | None = None,
) -> Changed:
    """A founder signs for as many GPU-weeks a month as the option states now; twice is once.

    `founders` are all of the workspace, None where Slack does not say; `read` are the GPU-weeks
    that `by` was shown.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` is no founder.
        Refusal: the option needs no signature, or more than `by` has read, or `by` is not asked
            for it (`who_signs`).
        Unfit: there is no reason.

    """
    refuse_unless_running(dispute, now)
    check(Action.SIGN_OFF, by, Situation(dispute=dispute))
    _refuse_unless_to_sign(dispute, side, by, founders)
    asked = option_to_sign(dispute, side, option)
    if not dispute.bounds.needs_sign_off(side, asked):
        return dispute, ()
    weeks = asked.figures.gpu_weeks_per_month or Decimal(0)
    if read is not None and weeks > read:
        raise Refusal(
            f"The option on {dispute.id} needs {say_number(weeks)} GPU-weeks a month by now, "
            f"against {say_number(read)} as you read it. Look at it again, then sign."
        )
    if not reason.strip():
        raise Unfit(Problem("reason", "Say in a sentence why; it stands beside the option."))
    signed = SignOff(
        side=side,
        option=option,
        gpu_weeks=weeks,
        by=by.id,
        at=now,
        reason=reason.strip(),
        is_own=by.id in dispute.speakers,
    )
    told: tuple[Notice, ...] = (SignedOff(dispute.id, side, option),)
    card = (CardChanged(dispute.id),) if dispute.is_unsealed(now) else ()
    return replace(dispute, signoffs=(*dispute.signoffs, signed)), (*card, *told)


def who_signs(dispute: Dispute, side: Side, founders: Iterable[UserId]) -> tuple[UserId, ...]:
    """The founders who speak for no side; where each does, those who may read the case by now."""
    known = tuple(founders)
    free = tuple(one for one in known if one not in dispute.speakers)
    return free or tuple(one for one in known if may_read(dispute, side, one))


def _refuse_unless_to_sign(
    dispute: Dispute, side: Side, by: Person, founders: Collection[UserId] | None
) -> None:
    if founders is None and by.id in dispute.speakers:
        raise Refusal(
            f"You speak for a side of {dispute.id}, and Slack did not say in time whether there is "
            "another founder. Try again in a moment."
        )
    founders = founders or ()
    if by.id in who_signs(dispute, side, {*founders, by.id}):
        return
    if set(founders) - set(dispute.speakers):
        raise Refusal(f"You speak for a side of {dispute.id}; another founder can sign this off.")
    raise Refusal(
        f"You speak for {side.other} on {dispute.id}, so you can sign this off once both cases "
        "are in."
    )


def option_to_sign(dispute: Dispute, side: Side, option: OptionId) -> Option:
    """The one option that a founder who is asked may read, sealed or not.

    Raises:
        Refusal: it is gone, or was never over its area's budget.

    """
    standing = dispute.party(side).standing
    found = standing.option(option) if isinstance(standing, Filed) else None
    terms = dispute.opening.terms
    if found is None or terms is None or not is_over_budget(terms, found):
        raise Refusal(f"No option of {dispute.id} needs this signature any more.")
    return found


def signatures_asked(dispute: Dispute, side: Side, before: Filed | None) -> Iterator[SignOffAsked]:
    """The options of a case, just filed or revised, for which a founder is now to be asked."""
    standing = dispute.party(side).standing
    if not isinstance(standing, Filed) or not isinstance(dispute.state, Open):
        return
    for option in standing.case.options:
        known = before.option(option.id) if before else None
        weeks = known.figures.gpu_weeks_per_month if known else None
        is_new = weeks != option.figures.gpu_weeks_per_month
        if is_new and dispute.bounds.needs_sign_off(side, option):
            yield SignOffAsked(dispute.id, side, option.id)


def options_to_sign(dispute: Dispute, side: Side) -> tuple[Option, ...]:
    """The options of a side that wait for a founder's signature."""
    standing = dispute.party(side).standing
    options = standing.case.options if isinstance(standing, Filed) else ()
    return tuple(one for one in options if dispute.bounds.needs_sign_off(side, one))


def lacks_signatures(dispute: Dispute) -> bool:
    """Whether an option of it waits for a founder's signature."""
    return any(_still_to_sign(dispute))


def signatures_awaited(
    dispute: Dispute, founders: Iterable[UserId]
) -> tuple[tuple[SignOffAsked, UserId], ...]:
    """Each signature that is missing, with each of these founders who can give it now."""
    known = tuple(founders)
    return tuple(
        (SignOffAsked(dispute.id, side, option.id), founder)
        for side, option in _still_to_sign(dispute)
        for founder in who_signs(dispute, side, known)
    )


def _still_to_sign(dispute: Dispute) -> Iterator[tuple[Side, Option]]:
    for side in Side if isinstance(dispute.state, Open) else ():
        yield from ((side, option) for option in options_to_sign(dispute, side))
