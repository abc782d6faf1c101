"""Opening a dispute, and taking an ended one up again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.area import Area
from bot.domain.case import Evidence, Filed, Side
from bot.domain.dispute import Changed, Dispute, Open, Opening, Party, Reopening
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.leads import why_cannot_serve
from bot.domain.notices import CardChanged, CaseAsked
from bot.domain.person import Person, today_of
from bot.domain.promise import OVERDUE, chosen_by, days_late, is_overdue, ruled_on
from bot.domain.rights import Action, Situation, check, may
from bot.domain.sealing import seen_in_channel
from bot.domain.words import say_day

LONGEST_AREA = 60


@dataclass(frozen=True, slots=True)
class News:
    """A piece of evidence that is new, and of when it is."""

    evidence: Evidence
    dated: date


def open_dispute(
    opening: Opening,
    *,
    product_lead: Person,
    research_lead: Person,
    by: Person,
    area: Area | None = None,
) -> Changed:
    """A new dispute with its window running, and both leads asked for their case.

    An area's own leads speak for its disputes; whoever opens one cannot name others.

    Raises:
        NotAllowed: `by` is not a full member.
        Unfit: a text is missing or too long, or a lead cannot serve or is not the area's.

    """
    opening = _in_area(opening, area)
    dispute = Dispute(
        opening=replace(opening, by=by.id),
        product=Party(lead=product_lead.id),
        research=Party(lead=research_lead.id),
    )
    check(Action.OPEN, by, Situation(dispute=dispute))
    leads = {Side.PRODUCT: product_lead, Side.RESEARCH: research_lead}
    problems = (*_problems(opening, product_lead, research_lead), *_not_its_leads(area, leads))
    if problems:
        raise Unfit(*problems)
    asked = (CaseAsked(dispute.id, side, dispute.party(side).lead) for side in Side)
    return dispute, (CardChanged(dispute.id), *asked)


def _in_area(opening: Opening, area: Area | None) -> Opening:
    if area is None:
        return opening
    return replace(opening, area=area.name, terms=area.terms, is_led_by_area=area.has_both_leads)


def _not_its_leads(area: Area | None, leads: Mapping[Side, Person]) -> Iterator[Problem]:
    for side, lead in leads.items():
        named = area.lead(side) if area else None
        if area and named and lead.id != named:
            yield Problem(f"{side}_lead", f"{area.name} has its own lead for {side}.")


def _problems(opening: Opening, product_lead: Person, research_lead: Person) -> Iterator[Problem]:
    if not opening.question.strip():
        yield Problem("question", "Say what the two sides disagree about, as a question.")
    if not opening.problem.strip():
        yield Problem("problem", "Say in a line what the customer's problem is.")
    if len(opening.area) > LONGEST_AREA:
        yield Problem("area", f"An area has at most {LONGEST_AREA} characters.")
    for side, lead in ((Side.PRODUCT, product_lead), (Side.RESEARCH, research_lead)):
        if reason := why_cannot_serve(lead):
            yield Problem(f"{side}_lead", reason)
    if product_lead.id == research_lead.id:
        yield Problem("research_lead", "The two sides need two different leads.")


def reopen_dispute(
    ended: Dispute,
    opening: Opening,
    *,
    news: News | None,
    product_lead: Person,
    research_lead: Person,
    by: Person,
    now: datetime,
    area: Area | None = None,
) -> Changed:
    """A new dispute linked to the ended one: for evidence that is new, or an overdue answer.

    Without `news` it is reopened because the answer that the ruling promised is overdue, which
    the side that was not chosen may do.

    Raises:
        Refusal: the old dispute is still open.
        NotAllowed: without news, `by` is not of the side that was not chosen.
        Unfit: the evidence is not new, or `open_dispute` finds something.

    """
    if isinstance(ended.state, Open):
        raise Refusal(f"{ended.id} is still open; state your case there.")
    if news is None:
        _refuse_unless_overdue(ended, by, now)
    elif problems := tuple(_problems_of_news(ended, news, today=today_of(by, now), now=now)):
        raise Unfit(*problems)
    why = Reopening(ended.id, news.evidence, news.dated) if news else Reopening(ended.id, None)
    linked = replace(opening, reopens=why)
    return open_dispute(
        linked, product_lead=product_lead, research_lead=research_lead, by=by, area=area
    )


def may_reopen_without_news(ended: Dispute, by: Person, now: datetime) -> bool:
    """Whether the answer is overdue, and `by` speaks for the side that was not chosen."""
    chosen = chosen_by(ended)
    if chosen is None or not _is_overdue_for(ended, by, now):
        return False
    return may(Action.REOPEN_OVERDUE, by, Situation(dispute=ended, side=chosen.side.other))


def _is_overdue_for(ended: Dispute, by: Person, now: datetime) -> bool:
    """Whether it is overdue by the day in UTC, or by their own, on which they are told so."""
    return is_overdue(ended, now) or days_late(ended, today_of(by, now)) >= OVERDUE.days


def _refuse_unless_overdue(ended: Dispute, by: Person, now: datetime) -> None:
    chosen = chosen_by(ended)
    if chosen is None or not _is_overdue_for(ended, by, now):
        raise Unfit(Problem("evidence", "Say in a sentence what is new."))
    check(Action.REOPEN_OVERDUE, by, Situation(dispute=ended, side=chosen.side.other))


def _problems_of_news(
    ended: Dispute, news: News, *, today: date, now: datetime
) -> Iterator[Problem]:
    ruled = ruled_on(ended)
    if ruled and news.dated < ruled:
        yield Problem(
            "dated",
            f"{ended.id} ended on {say_day(ruled)}; choose that day or a later one.",
        )
    if news.dated > max(today, ruled or today):
        yield Problem("dated", "Choose today or a day before; this one is still to come.")
    if any(news.evidence.says_the_same_as(known) for known in _known_evidence(ended, now)):
        yield Problem(
            "evidence", f"{ended.id} already had this evidence; name a piece that is new."
        )


def _known_evidence(ended: Dispute, now: datetime) -> Iterator[Evidence]:
    """The evidence that everybody may read; what a withdrawal left sealed is not compared."""
    seen = seen_in_channel(ended, now=now)
    for side in Side:
        standing = seen.party(side).standing
        if isinstance(standing, Filed):
            yield from standing.case.evidence
