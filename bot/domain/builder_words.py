"""Who is asked whether an option's days are right, and what of their word a revision keeps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.case import BuilderWord, Case, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.errors import Problem, Unfit
from bot.domain.ids import UserId
from bot.domain.notices import BuilderAsked
from bot.domain.revision import option_field
from bot.domain.words import count


def with_words(before: Case | None, case: Case, *, by: UserId, now: datetime) -> Case:
    """The case as `by` files it, with what the builders of the one before have said.

    Who names themselves as the builder has said it by filing. A word outlasts other days and
    another builder or none, which it does not confirm; only another builder can go below it.

    Raises:
        Unfit: an option has fewer days than the person who would build it says it takes.

    """
    pairs = [(_known(before, option), option) for option in case.options]
    if problems := [problem for pair in pairs for problem in _shaved(*pair, by)]:
        raise Unfit(*problems)
    return replace(case, options=tuple(_with_word(*pair, by, now) for pair in pairs))


def _known(before: Case | None, option: Option) -> Option | None:
    """The option as it stood; one that was added anew is known by its title."""
    known = before.options if before else ()
    same = next((one for one in known if one.id == option.id), None)
    return same or max(
        (one for one in known if _reads_alike(one, option)), key=_days_said, default=None
    )


def _reads_alike(one: Option, other: Option) -> bool:
    return " ".join(one.title.casefold().split()) == " ".join(other.title.casefold().split()) != ""


def _days_said(option: Option) -> int:
    return option.builder_word.days if option.builder_word else 0


def _shaved(before: Option | None, after: Option, by: UserId) -> Iterator[Problem]:
    word, days = _word_of(before), after.days_to_feedback
    if word is None or days is None or word.by == by or days >= word.days:
        return
    field, said = option_field(after, "days_to_feedback"), count(word.days, "day")
    if after.builder == word.by:
        yield Problem(field, f"The person who would build it says {said}, so it cannot be fewer.")
    if after.builder is None:
        yield Problem(
            field,
            f"The person who was to build it says {said}. It can be fewer only if you name "
            "somebody else who would build it.",
        )


def _word_of(before: Option | None) -> BuilderWord | None:
    return before.builder_word if before else None


def _with_word(before: Option | None, after: Option, by: UserId, now: datetime) -> Option:
    known = replace(after, builder_word=_word_of(before))
    if before is not None and after.has_the_content_of(before):
        return known
    if after.builder == by and after.days_to_feedback and not known.is_confirmed:
        return replace(after, builder_word=BuilderWord(by=by, at=now, days=after.days_to_feedback))
    return known


def builders_asked(dispute: Dispute, side: Side, before: Case | None) -> tuple[BuilderAsked, ...]:
    """Each person who is asked now for a side's options, once; `before` is what was asked already.

    Nobody of the other side is asked while the case is sealed from them.
    """
    known = {_question(option) for option in before.options} if before else set()
    people = [
        option.builder
        for option in _options(dispute, side)
        if option.builder and option.asks_builder and _question(option) not in known
    ]
    asked = (user for user in dict.fromkeys(people) if may_read(dispute, side, user))
    return tuple(BuilderAsked(dispute.id, side, user) for user in asked)


def builders_asked_at_unsealing(dispute: Dispute, side: Side) -> tuple[BuilderAsked, ...]:
    """Those of the other side who would build an option of this one, and can read it only now."""
    others = dispute.party(side.other).speakers
    return tuple(asked for asked in builders_asked(dispute, side, None) if asked.whom in others)


def may_read(dispute: Dispute, side: Side, user: UserId) -> bool:
    """Whether `user` may be told of an option of that side, and so be asked about it."""
    return bool(dispute.both_in_at) or user not in dispute.party(side.other).speakers


def _question(option: Option) -> tuple[object, ...]:
    return option.id, option.builder, option.days_to_feedback


def _options(dispute: Dispute, side: Side) -> tuple[Option, ...]:
    return next((filed.case.options for filed in dispute.filed if filed.side is side), ())


def asked_of(dispute: Dispute, side: Side, user: UserId) -> tuple[Option, ...]:
    """The options of a side that `user` would build, while they may be asked about them."""
    if not may_read(dispute, side, user):
        return ()
    return tuple(option for option in _options(dispute, side) if option.builder == user)
