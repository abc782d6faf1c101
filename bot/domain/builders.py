"""What the person who would build an option says of its days: they stand, or it takes longer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.builder_words import asked_of, may_read
from bot.domain.case import BuilderWord, Case, Filed, Option, Side
from bot.domain.dispute import Changed, Dispute
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.facts import changes_between
from bot.domain.filing import with_revised
from bot.domain.ids import OptionId
from bot.domain.notices import CardChanged, CaseFiled, CaseRevised, DaysRaised, Notice
from bot.domain.person import Person
from bot.domain.revision import revise
from bot.domain.rights import Action, Situation, may
from bot.domain.running import refuse_unless_running
from bot.domain.words import count


def confirm_days(
    dispute: Dispute, side: Side, option: OptionId, *, days: int, by: Person, now: datetime
) -> Changed:
    """The builder stands by the days as they read them; twice is once.

    Raises:
        HasEnded: the window is over.
        Refusal: `by` is not the builder, or may not read it; or the days have changed since.

    """
    filed, known = _asked(dispute, side, option, by, now)
    if known.days_to_feedback != days:
        raise Refusal(
            f'"{known.title}" now says {count(known.days_to_feedback or 0, "day")}, not {days}. '
            "Read it again, then answer."
        )
    if known.is_confirmed:
        return dispute, ()
    word = BuilderWord(by=by.id, at=now, days=days)
    said = [replace(one, builder_word=word) if one == known else one for one in filed.case.options]
    party = replace(dispute.party(side), standing=_with_words(filed, said))
    return dispute.with_party(side, party), _to_redraw(dispute, now)


def raise_days(
    dispute: Dispute,
    side: Side,
    option: OptionId,
    days: int,
    why: str,
    *,
    by: Person,
    now: datetime,
) -> Changed:
    """The builder says that it takes longer, and why; the days are those from now on.

    Raises:
        HasEnded: the window is over.
        Refusal: `by` is not the builder any more.
        Unfit: it is not longer, or there is no reason.

    """
    filed, known = _asked(dispute, side, option, by, now)
    stated = known.days_to_feedback or 0
    word = BuilderWord(
        by=by.id, at=now, days=days, raised_from=_by_its_side(known), why=why.strip()
    )
    if known.is_confirmed and _is_said(known.builder_word, word):
        return dispute, ()
    if problems := tuple(_problems(stated, days, why)):
        raise Unfit(*problems)
    changed, notices = _with_option(
        dispute,
        filed,
        option,
        lambda one: replace(one, days_to_feedback=days, builder_word=word),
        now,
    )
    return changed, (*notices, DaysRaised(dispute.id, side, option, word))


def _by_its_side(option: Option) -> int:
    """The days that its side has stated, whatever its builder has made of them."""
    word = option.builder_word
    if word and word.raised_from is not None and option.is_confirmed:
        return word.raised_from
    return option.days_to_feedback or 0


def _is_said(before: BuilderWord | None, word: BuilderWord) -> bool:
    return before is not None and (before.days, before.why) == (word.days, word.why)


def _problems(stated: int, days: int, why: str) -> list[Problem]:
    said = count(stated, "day")
    shorter = Problem("days", f"The case says {said}; here it can only be more.")
    silent = Problem("why", "Say in a sentence what takes longer.")
    return [*([shorter] if days <= stated else []), *([silent] if not why.strip() else [])]


def state_burden(
    dispute: Dispute, side: Side, option: OptionId, burden: int, *, by: Person, now: datetime
) -> Changed:
    """The builder says what it would be to look after, from 1 to 5.

    Raises:
        HasEnded: the window is over.
        Refusal: `by` is not the builder any more.
        Unfit: both cases are in, and it was not known then, or was higher.

    """
    filed, _ = _asked(dispute, side, option, by, now)

    def with_burden(one: Option) -> Option:
        return replace(one, figures=replace(one.figures, ops_burden=burden))

    changed, notices = _with_option(dispute, filed, option, with_burden, now)
    if changed == dispute:
        return dispute, ()
    return changed, (*notices, _told_as_revised(changed, filed, now))


def _told_as_revised(dispute: Dispute, before: Filed, now: datetime) -> Notice:
    """Who may read the case is told of the change as if its side had made it."""
    side = before.side
    if not dispute.is_unsealed(now):
        return CaseFiled(dispute.id, side)
    (after,) = (filed for filed in dispute.filed if filed.side is side)
    return CaseRevised(dispute.id, side, changes_between(before.case, after.case))


def _asked(
    dispute: Dispute, side: Side, option: OptionId, by: Person, now: datetime
) -> tuple[Filed, Option]:
    """The case and the option about which `by` is asked."""
    refuse_unless_running(dispute, now)
    if not may_read(dispute, side, by.id):
        raise Refusal(
            f"You speak for {side.other} on {dispute.id} now. You are asked again once both "
            "cases are in, if you are still named."
        )
    filed = next((filed for filed in dispute.filed if filed.side is side), None)
    known = next((one for one in asked_of(dispute, side, by.id) if one.id == option), None)
    situation = Situation(dispute=dispute, side=side, option=known)
    if filed is None or known is None or not may(Action.CONFIRM_DAYS, by, situation):
        raise Refusal(
            f"You are not named as the builder of this option on {dispute.id} any more, "
            "so your answer is not needed."
        )
    return filed, known


def _with_option(
    dispute: Dispute,
    filed: Filed,
    option: OptionId,
    change: Callable[[Option], Option],
    now: datetime,
) -> Changed:
    """The dispute with that option changed, its revision counted and void words gone."""
    options = [change(one) if one.id == option else one for one in filed.case.options]
    case = replace(filed.case, options=tuple(options))
    after = _with_words(_revised(dispute, filed, case, now), options)
    if after == filed:
        return dispute, ()
    changed, voided = with_revised(dispute, filed, after, now)
    return changed, (*_to_redraw(dispute, now), *voided)


def _revised(dispute: Dispute, filed: Filed, case: Case, now: datetime) -> Filed:
    return revise(filed, case, unsealed=dispute.is_unsealed(now), bounds=dispute.bounds)


def _to_redraw(dispute: Dispute, now: datetime) -> tuple[Notice, ...]:
    """The card, where it shows the cases."""
    return (CardChanged(dispute.id),) if dispute.is_unsealed(now) else ()


def _with_words(filed: Filed, said: list[Option]) -> Filed:
    """The case with the words of its builders, which are no content of theirs to revise."""
    words = {option.id: option.builder_word for option in said}
    options = (replace(one, builder_word=words[one.id]) for one in filed.case.options)
    return replace(filed, case=replace(filed.case, options=tuple(options)))
