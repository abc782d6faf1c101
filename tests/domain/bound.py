"""Disputes with something that binds them: an area, limits, gates and signatures."""

from datetime import datetime
from typing import Any

from bot.domain.area import Area, Checklist, Stage, Terms
from bot.domain.areas import AreaAsked
from bot.domain.case import Option, OwnFigure, Side
from bot.domain.default_rule import Verdict
from bot.domain.dispute import Dispute
from bot.domain.filing import state_case
from bot.domain.gate import Gated, Limit
from bot.domain.gates import raise_gate
from bot.domain.ids import AreaId, TeamId
from bot.domain.minimum_model import MinimumModel, OwnLimit
from bot.domain.person import Person
from bot.domain.signing_off import sign_off
from tests.builders import (
    BOTH_IN,
    FILTER,
    HOUR,
    JONAS,
    LEADS,
    MAYA,
    OLU,
    TRANSFORMER,
    a_case,
    an_open_dispute,
    an_option,
    file,
    usd,
)

TEAM = TeamId("T1")
LATER = BOTH_IN + HOUR
MEMORY = OwnLimit(name="GPU memory", number=usd(48), unit="GB")
LINEAGE = OwnLimit(name="lineage recorded")
STRICT = MinimumModel(
    lowest_accuracy_percent=usd(92),
    highest_latency_ms=usd(200),
    highest_cost_per_query_usd=usd("0.03"),
    own=(MEMORY, LINEAGE),
)
KEPT: dict[str, Any] = {
    "accuracy_percent": usd(92),
    "latency_ms": usd(200),
    "cost_per_query_usd": usd("0.03"),
    "own": (OwnFigure("GPU memory", number=usd(48)), OwnFigure("lineage recorded", is_kept=True)),
}
"""Figures that keep within each of the strict limits, just so."""

AREA = Area(
    id=AreaId.of(TEAM, "fraud detection"),
    name="fraud detection",
    product_lead=MAYA.id,
    research_lead=JONAS.id,
    terms=Terms(stage=Stage.BEFORE, minimum=STRICT),
)
CHECKLIST = Checklist(
    seen_by="Acme and Borealis", may_cost="0.03 USD", research_keeps="New fraud patterns."
)
LIMIT = Limit(
    gated=Gated.LATENCY,
    name="real-time answers",
    number=usd(200),
    unit="ms",
    lifted_by="quantisation",
)
BAR = Limit(
    gated=Gated.BAR,
    name="no automated refusal",
    lifted_by="a person's look",
    source="GDPR, art. 22",
)
SLOW = an_option("Slow filter", 14, latency_ms=usd(900))
HUNGRY = an_option("Hungry filter", 14, gpu_weeks_per_month=usd(8))


def asked(**changes: Any) -> AreaAsked:
    """An area's form as somebody sends it off."""
    form: dict[str, Any] = {
        "name": "fraud detection",
        "product_lead": MAYA,
        "research_lead": JONAS,
        "minimum": STRICT,
    }
    return AreaAsked(**{**form, **changes})


def unsealed(
    *product: Option, terms: Terms | None = None, research: Option = TRANSFORMER
) -> Dispute:
    """Both cases are in, under an area's terms."""
    dispute = file(an_open_dispute(terms=terms), Side.PRODUCT, *(product or (FILTER,)))
    return file(dispute, Side.RESEARCH, research, now=BOTH_IN)


def gated(
    dispute: Dispute,
    option: Option,
    limit: Limit = LIMIT,
    *,
    side: Side = Side.PRODUCT,
    by: Person = JONAS,
    now: datetime = LATER,
) -> Dispute:
    """With a gate of research's."""
    changed, _ = raise_gate(dispute, side, option.id, limit, by=by, now=now)
    return changed


def revised(
    dispute: Dispute, *options: Option, side: Side = Side.PRODUCT, now: datetime = LATER
) -> Dispute:
    """With a case that its side has revised."""
    changed, _ = state_case(dispute, side, a_case(*options), by=LEADS[side], now=now)
    return changed


def signed(dispute: Dispute, option: Option, *, now: datetime = LATER) -> Dispute:
    """With a founder's signature for product's option."""
    changed, _ = sign_off(
        dispute, Side.PRODUCT, option.id, "Worth it.", by=OLU, founders=[OLU.id], now=now
    )
    return changed


def ranked(verdict: Verdict) -> list[str]:
    """The titles in the rule's order."""
    return [one.option.title for one in verdict.ranking]


def reasons(verdict: Verdict, option: Option) -> tuple[str, ...]:
    """Why the rule cannot choose an option."""
    return next(one.reasons for one in verdict.not_choosable if one.option.id == option.id)
