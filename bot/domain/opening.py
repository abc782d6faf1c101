"""Opening a dispute, and taking an ended one up again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Evidence, Filed, Side
from bot.domain.dispute import Changed, Dispute, Open, Opening, Party, Reopening
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.leads import why_cannot_serve
from bot.domain.notices import CardChanged, CaseAsked
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.sealing import seen_in_channel

LONGEST_AREA = 60


def open_dispute(
    opening: Opening, *, product_lead: Person, research_lead: Person, by: Person
) -> Changed:
    """A new dispute with its window running, and both leads asked for their case.

    Raises:
        NotAllowed: `by` is not a full member.
        Unfit: a text is missing or too long, or a lead cannot serve.

    """
    dispute = Dispute(
        opening=replace(opening, by=by.id),
        product=Party(lead=product_lead.id),
        research=Party(lead=research_lead.id),
    )
    check(Action.OPEN, by, Situation(dispute=dispute))
    problems = tuple(_problems(opening, product_lead, research_lead))
    if problems:
        raise Unfit(*problems)
    asked = (CaseAsked(dispute.id, side, dispute.party(side).lead) for side in Side)
    return dispute, (CardChanged(dispute.id), *asked)


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
    evidence: Evidence,
    product_lead: Person,
    research_lead: Person,
    by: Person,
    now: datetime,
) -> Changed:
    """A new dispute linked to the ended one, for a piece of evidence that is new.

    Raises:
        Refusal: the old dispute is still open.
        Unfit: the evidence was there already, or `open_dispute` finds something.

    """
    if isinstance(ended.state, Open):
        raise Refusal(f"{ended.id} is still open; state your case there.")
    if any(evidence.says_the_same_as(known) for known in _known_evidence(ended, now)):
        raise Unfit(
            Problem("evidence", f"{ended.id} already had this evidence; name a piece that is new.")
        )
    linked = replace(opening, reopens=Reopening(ended.id, evidence))
    return open_dispute(linked, product_lead=product_lead, research_lead=research_lead, by=by)


def _known_evidence(ended: Dispute, now: datetime) -> Iterator[Evidence]:
    """The evidence that everybody may read; what a withdrawal left sealed is not compared."""
    seen = seen_in_channel(ended, now=now)
    for side in Side:
        standing = seen.party(side).standing
        if isinstance(standing, Filed):
            yield from standing.case.evidence
