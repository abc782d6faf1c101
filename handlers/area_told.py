"""What the leads of an area are told of it, and the channel of rulings of a handoff."""

from collections.abc import Iterator, Sequence

from bot.domain.area import Area, Stage
from bot.domain.ids import UserId
from bot.domain.minimum_model import MinimumModel
from bot.domain.notices import AreaChanged, AreaNews
from bot.domain.words import Mention, Words
from bot.services.areas import read_changes
from bot.services.ports import AreaChange, AreaDeed, Begin
from handlers.area_changes import differences
from handlers.area_clicks import accept_handoff, accept_limits, accepts_handoff, change, hand_off
from handlers.area_words import (
    area_lines,
    checklist_lines,
    limits_changed,
    limits_kept,
    name_of,
)
from handlers.blocks import Message, actions, message, paragraph
from handlers.fitting import fitted
from handlers.text import Bold, Line

OF_TERMS = (AreaDeed.CREATED, AreaDeed.CHANGED, AreaDeed.ACCEPTED_LIMITS)
RUNNING_KEEP = "Disputes that are open keep what held when they were opened."


async def draw(notice: AreaChanged, to: UserId | None, *, begin: Begin) -> Message | None:
    """What is so when it is sent; None where it needs no word any more. `to` None: a channel."""
    changes = await read_changes(notice.area, begin=begin)
    if to is None:
        return handed_off(changes[-1].area) if notice.news is AreaNews.HANDED_OFF else None
    return told(changes, notice.news, to)


def told(changes: Sequence[AreaChange], news: AreaNews, to: UserId) -> Message | None:
    """The direct message to one of its leads; None to whoever leads it no more."""
    area = changes[-1].area
    if to not in area.leads:
        return None
    match news:
        case AreaNews.LIMITS_PROPOSED:
            return _limits_proposed(area, to)
        case AreaNews.TERMS_CHANGED:
            return _terms_changed(changes)
        case AreaNews.HANDOFF_PROPOSED:
            return _handoff_proposed(area, to)
        case AreaNews.HANDOFF_DUE:
            return _handoff_due(area)
        case AreaNews.HANDED_OFF:  # pragma: no branch  (the last of them all)
            return handed_off(area)


def _limits_proposed(area: Area, to: UserId) -> Message | None:
    proposed = area.limits_proposed
    if proposed is None or proposed.by == to:
        return None
    summary: Words = (Mention(proposed.by), f" proposes other limits for {name_of(area)}")
    return fitted(
        lambda most: message(
            (*summary, ". Your word is asked for."),
            paragraph(
                (*summary, "."),
                *_limits_compared(area.terms.minimum, proposed.minimum, most),
                *_what_limits_mean(proposed.minimum),
                (f"They hold once you accept them. {RUNNING_KEEP}",),
            ),
            actions(accept_limits(area, proposed), change(area)),
        )
    )


def _limits_compared(before: MinimumModel, after: MinimumModel, most: int) -> Iterator[Line]:
    """What is new, what holds no longer, and what stays."""
    for said in (
        *limits_changed(before, after, most=most),
        *limits_kept(before, after, most=most),
    ):
        yield (f"{said}.",)


def _what_limits_mean(minimum: MinimumModel) -> tuple[Line, ...]:
    if minimum.is_empty:
        return ()
    return (("An option that misses one of them cannot be chosen by the rule.",),)


def _terms_changed(changes: Sequence[AreaChange]) -> Message | None:
    """Who changed it last, what is another now, and what holds."""
    of_terms = [at for at, change in enumerate(changes) if change.deed in OF_TERMS]
    if not of_terms:
        return None
    at = of_terms[-1]
    last, before = changes[at], changes[at - 1].area if at else None
    who: Words = (Mention(last.by),) if last.by else ("Somebody",)
    summary: Words = (*who, f" {_DONE[last.deed]} {name_of(last.area)}")
    return fitted(
        lambda most: message(
            summary,
            paragraph((*summary, "."), *_each(differences(before, last.area, most=most))),
            paragraph(
                (Bold("As it is now"),),
                *area_lines(changes[-1].area, most=most),
                (RUNNING_KEEP,),
            ),
            actions(change(changes[-1].area)),
        )
    )


_DONE = {
    AreaDeed.CREATED: "has made you a lead of the new area",
    AreaDeed.CHANGED: "has changed the area",
    AreaDeed.ACCEPTED_LIMITS: "has accepted the limits of",
}


def _each(sentences: Sequence[Words]) -> tuple[Line, ...]:
    return tuple((*words, ".") for words in sentences)


def _handoff_proposed(area: Area, to: UserId) -> Message | None:
    proposed = accepts_handoff(area, to)
    if proposed is None:
        return None
    summary: Words = (Mention(proposed.by), f" proposes to hand {name_of(area)} off to product")
    return fitted(
        lambda most: message(
            (*summary, ". Your word is asked for."),
            paragraph((*summary, "."), *checklist_lines(proposed.checklist, most=most)),
            paragraph(
                ("Once you accept it, product decides the disputes that are opened here.",),
                ("To propose another checklist instead: [Hand off].",),
            ),
            actions(accept_handoff(area, proposed), hand_off(area)),
        )
    )


def _handoff_due(area: Area) -> Message | None:
    since = area.handoff_due_since
    if since is None or area.terms.stage is Stage.AFTER:
        return None
    summary = f"{name_of(area)}: a customer has answered, so its handoff to product is due"
    return message(
        (summary,),
        paragraph(
            (f"{name_of(area)}: a customer's first answer was recorded ", since, "."), (_DUE,)
        ),
        actions(hand_off(area)),
    )


_DUE = (
    "So its handoff to product is due. Once it is made, product decides the disputes that are "
    "opened here. Either lead can make it now, alone."
)


def handed_off(area: Area) -> Message | None:
    """Who handed it off, by what checklist, and who decides from now on."""
    done = area.handed_off
    if done is None:
        return None
    lead = area.product_lead
    by: Words = (Mention(lead), ", who leads product,") if lead else ("product",)
    proposed: Words = (", as ", Mention(done.proposed_by), " proposed") if done.proposed_by else ()
    return fitted(
        lambda most: message(
            (f"{name_of(area)} is handed off: from now on product decides",),
            paragraph(
                (Bold(f"{name_of(area)} is handed off."),),
                (Mention(done.by), " handed it off ", done.at, *proposed, "."),
                *checklist_lines(done.checklist, most=most),
            ),
            paragraph(
                ("From now on ", *by, " decides the disputes that are opened here."),
                (RUNNING_KEEP,),
            ),
        )
    )
