"""A roadmap area in words: who leads it, how far it is, what binds in it, and what is open."""

from collections.abc import Iterable, Iterator

from bot.domain.area import Area, Checklist, Stage
from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.minimum_model import MinimumModel, say_limits
from bot.domain.words import Mention, Words, listed, say_number
from handlers.page import one_line
from handlers.text import Bold, Line, cut

MOST_NAME = 60
EVERYTHING = 3000


def name_of(area: Area) -> str:
    """Its name in one line."""
    return one_line(area.name, most=MOST_NAME)


def area_lines(area: Area, *, most: int = EVERYTHING) -> tuple[Line, ...]:
    """How far it is, who leads it, its limits and its GPU budget."""
    return (
        (Bold("Stage: "), *stage_words(area), "."),
        (Bold("Leads: "), *leads_words(area), "."),
        limits_line("Limits", area.terms.minimum, most=most),
        (Bold("GPU budget: "), f"{say_budget(area)}."),
    )


def stage_words(area: Area) -> Words:
    """How far it is, and who decides its disputes for that."""
    side = area.terms.stage.decider
    lead = area.lead(side)
    who: Words = (Mention(lead), " decides") if lead else (f"{side}'s lead decides",)
    return (f"{area.terms.stage}; ", *who)


def leads_words(area: Area) -> Words:
    """Who leads its two sides."""
    named = [(side, area.lead(side)) for side in Side]
    ways: list[Words] = [(Mention(lead), f" for {side}") for side, lead in named if lead]
    return listed(ways, last=", ") if ways else ("nobody yet",)


def limits_line(label: str, minimum: MinimumModel, *, most: int = EVERYTHING) -> Line:
    """The limits in one line; typed names stand as typed."""
    return (Bold(f"{label}: "), f"{limits_in_words(minimum, most=most)}.")


def limits_in_words(minimum: MinimumModel, *, most: int = EVERYTHING) -> str:
    """Every limit, or that there is none."""
    return _joined(say_limits(minimum), most) or "none"


def limits_changed(before: MinimumModel, after: MinimumModel, *, most: int) -> Iterator[str]:
    """The limits that are new, then those that hold no longer; one that moves is in both."""
    old, new = say_limits(before), say_limits(after)
    if added := [limit for limit in new if limit not in old]:
        yield f"New limits: {_joined(added, most)}"
    if gone := [limit for limit in old if limit not in new]:
        yield f"No longer: {_joined(gone, most)}"


def limits_kept(before: MinimumModel, after: MinimumModel, *, most: int) -> Iterator[str]:
    """The limits that hold before and after."""
    old = say_limits(before)
    if kept := [limit for limit in say_limits(after) if limit in old]:
        yield f"As before: {_joined(kept, most)}"


def _joined(limits: Iterable[str], most: int) -> str:
    return cut("; ".join(" ".join(limit.split()) for limit in limits), most)


def say_budget(area: Area) -> str:
    """What one option may use."""
    return f"{say_number(area.terms.gpu_budget)} GPU-weeks a month for one option"


def checklist_lines(checklist: Checklist, *, most: int = EVERYTHING) -> tuple[Line, ...]:
    """What product takes over, and what research keeps."""
    return (
        (Bold("Who saw the prototype: "), cut(checklist.seen_by, most)),
        (Bold("What a query may cost: "), cut(checklist.may_cost, most)),
        (Bold("What research keeps working on: "), cut(checklist.research_keeps, most)),
    )


def pending_lines(area: Area, *, most: int = EVERYTHING) -> tuple[Line, ...]:
    """What waits for somebody's word."""
    return (*_limits_proposed(area, most), *_handoff_proposed(area, most), *due_lines(area))


def _limits_proposed(area: Area, most: int) -> tuple[Line, ...]:
    proposed = area.limits_proposed
    if proposed is None:
        return ()
    changed = limits_changed(area.terms.minimum, proposed.minimum, most=most)
    return (
        (Mention(proposed.by), " proposes other limits."),
        *((f"{said}.",) for said in changed),
        ("They hold once ", *others(area, proposed.by), " accepts them."),
    )


def _handoff_proposed(area: Area, most: int) -> tuple[Line, ...]:
    proposed = area.handoff_proposed
    if proposed is None:
        return ()
    return (
        (Mention(proposed.by), " proposes the handoff to product, by this checklist:"),
        *checklist_lines(proposed.checklist, most=most),
        ("It is handed off once ", *others(area, proposed.by), " accepts it."),
    )


def due_lines(area: Area) -> tuple[Line, ...]:
    """That the handoff is due, and since when."""
    since = area.handoff_due_since
    if since is None or area.terms.stage is Stage.AFTER:
        return ()
    return (
        ("The handoff is due: a customer's first answer was recorded ", since, "."),
        ("Either lead can hand it off now, alone.",),
    )


def others(area: Area, but: UserId) -> Words:
    """The other lead, or a founder where there is none."""
    ways: list[Words] = [(Mention(lead),) for lead in area.leads if lead != but]
    return listed(ways) if ways else ("a founder",)


def waits_for(area: Area) -> Iterable[str]:
    """What is open, in a few words each."""
    if area.limits_proposed:
        yield "other limits are proposed"
    if area.handoff_proposed:
        yield "the handoff is proposed"
    elif due_lines(area):
        yield "the handoff is due"
