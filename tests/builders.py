"""Disputes to test with: each builder makes something whole, and takes what a test is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.afterwards import record_outcome
from bot.domain.case import (
    Audience,
    Case,
    Constraint,
    ConstraintKind,
    Evidence,
    EvidenceKind,
    Figures,
    Filed,
    Hypothesis,
    Option,
    Side,
)
from bot.domain.dispute import Dispute, Opening
from bot.domain.ending import rule_at_end
from bot.domain.filing import state_case
from bot.domain.ids import ChannelId, DisputeId, OptionId, TeamId, UserId
from bot.domain.opening import open_dispute
from bot.domain.outcome import Answered, Became, Dropped, NotYet
from bot.domain.person import Membership, Person
from bot.domain.ruling import Ruling
from bot.domain.window import Window

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""When the disputes of the tests are opened."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END = MONDAY + timedelta(days=7)


def person(name: str, membership: Membership = Membership.FULL_MEMBER, **facts: Any) -> Person:
    return Person(id=UserId(name), membership=membership, **facts)


LEE = person("Lee")
"""The opener."""
MAYA = person("Maya")
"""The product lead."""
JONAS = person("Jonas")
"""The research lead."""
ADA = person("Ada")
"""A deputy, where a test names one."""
OLU = person("Olu", founder=True)
"""A founder."""
ZOE = person("Zoe")
"""Somebody else in the workspace."""
GUS = person("Gus", Membership.GUEST)

LEADS = {Side.PRODUCT: MAYA, Side.RESEARCH: JONAS}


def an_option(title: str = "Rules-based filter", days: int | None = 14, **changes: Any) -> Option:
    figures = {name: changes.pop(name) for name in list(changes) if name in Figures.__slots__}
    option = Option(
        id=OptionId(changes.pop("id", title)),
        title=title,
        days_to_feedback=days,
        audience=Audience.PILOT,
        customer="three pilot merchants",
        feedback="they label each block in the weekly call",
        figures=Figures(**figures),
    )
    return replace(option, **changes)


def usd(amount: str | int) -> Decimal:
    return Decimal(amount)


CONSTRAINT = Constraint(kind=ConstraintKind.ACCURACY, detail="The model misses new patterns.")
HYPOTHESIS = Hypothesis(metric="missed fraud", start="6", target="4", for_whom="all merchants")
EVIDENCE = Evidence(kind=EvidenceKind.BENCHMARK, statement="Leads on the internal set.")


def a_case(*options: Option, **changes: Any) -> Case:
    case = Case(
        constraint=CONSTRAINT,
        hypothesis=HYPOTHESIS,
        evidence=(EVIDENCE,),
        options=options or (an_option(),),
    )
    return replace(case, **changes)


def a_filed_case(
    *options: Option, side: Side = Side.PRODUCT, filed_at: datetime = MONDAY, **changes: Any
) -> Filed:
    case = a_case(*options, **changes)
    return Filed(side=side, case=case, filed_at=filed_at, by=LEADS[side].id)


def an_opening(**changes: Any) -> Opening:
    opening = Opening(
        id=DisputeId(TeamId("T1"), 12),
        channel=ChannelId("C1"),
        question="Transformer upgrade or rules-based filter?",
        problem="Merchants ask why a payment was blocked.",
        by=LEE.id,
        window=Window(MONDAY),
    )
    return replace(opening, **changes)


def an_open_dispute(**changes: Any) -> Dispute:
    dispute, _ = open_dispute(an_opening(**changes), product_lead=MAYA, research_lead=JONAS, by=LEE)
    return dispute


def file(
    dispute: Dispute, side: Side, *options: Option, now: datetime = MONDAY + HOUR, **changes: Any
) -> Dispute:
    filed, _ = state_case(dispute, side, a_case(*options, **changes), by=LEADS[side], now=now)
    return filed


FILTER = an_option("Rules-based filter", 14)
TRANSFORMER = an_option("Transformer upgrade", 70, audience=Audience.PAYING)
BOTH_IN = MONDAY + 2 * HOUR


def an_unsealed_dispute(
    product: tuple[Option, ...] = (FILTER,), research: tuple[Option, ...] = (TRANSFORMER,)
) -> Dispute:
    dispute = file(an_open_dispute(), Side.PRODUCT, *product)
    return file(dispute, Side.RESEARCH, *research, now=BOTH_IN)


def ruled(dispute: Dispute, *, now: datetime = END) -> Ruling:
    ended, _ = rule_at_end(dispute, now=now)
    return ruling_of(ended)


def ruling_of(dispute: Dispute) -> Ruling:
    assert isinstance(dispute.state, Ruling)
    return dispute.state


# After the ruling

DUE = date(2026, 3, 23)
"""The day on which the filter's 14 days are over, counted from the ruling on Monday the 9th."""
ANSWER = Answered(
    on=date(2026, 3, 20),
    who="Acme",
    words="Now I see why it was blocked.",
    learned="They want the reason more than fewer blocks.",
)
NOT_YET = NotYet(until=date(2026, 3, 30), why="The pilot starts a week later.")
DROPPED = Dropped("The pilot merchants have left.")


def a_ruled_dispute(*product: Option) -> Dispute:
    """Product's option is chosen, the filter unless a test names another."""
    dispute, _ = rule_at_end(an_unsealed_dispute(product or (FILTER,)), now=END)
    return dispute


def with_outcome(
    dispute: Dispute, became: Became, *, by: Person = MAYA, now: datetime = END + 14 * DAY
) -> Dispute:
    recorded, _ = record_outcome(dispute, became, by=by, today=now.date(), now=now)
    return recorded
