"""Every form but that of a case, filled in so that it can be sent by anybody."""

from dataclasses import asdict, replace

from bot.domain.area import Area, LimitsProposed
from bot.domain.case import EvidenceKind, Figures, Side
from bot.domain.ids import AreaId, ChannelId, DisputeId, UserId
from bot.domain.outcome import Moved
from bot.domain.person import Membership, Person
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.settings import WorkspaceSettings
from bot.domain.settling import decide as decide_for
from bot.domain.words import Words
from handlers.ids import Form
from handlers.modals import (
    answered,
    area_form,
    confirm,
    decide,
    dropped,
    handoff,
    lift_gate,
    longer,
    look_again,
    name_deputy,
    not_me,
    not_yet,
    open_dispute,
    raise_gate,
    reopen,
    replace_lead,
    retire,
    set_aside,
    settings,
    sign_off,
    withdraw,
    yield_side,
)
from handlers.modals.choices import choices
from handlers.modals.gate_fields import Answer as Gated
from handlers.modals.naming import Named
from handlers.modals.news_fields import News
from handlers.modals.opening_fields import Answer
from handlers.modals.withdraw import Way
from handlers.page import Page
from handlers.text import Json
from tests import builders
from tests.builders import BOTH_IN, DAY, FILTER, an_unsealed_dispute, ruling_of, usd
from tests.domain.bound import AREA, CHECKLIST, gated
from tests.handlers.area_deeds import LOOSE, TIGHT
from tests.handlers.deeds import TEAM
from tests.handlers.looks import after
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, ZOE

NOW = BOTH_IN + DAY
SAID: Words = ("The settings.",)
OPENING = Answer(
    question="Word export or better summaries?",
    problem="Lawyers retype what we show.",
    product_lead=MAYA,
    research_lead=JONAS,
)
NEWS = News(
    evidence_kind=EvidenceKind.USAGE_DATA.value, evidence="Two of nine left.", dated="2026-03-10"
)
GATE = Gated(
    option=f"product {FILTER.id}",
    gated="another limit",
    limit="fits on one card",
    number="48",
    unit="GB",
    lifted_by="quantisation",
)
ANSWER = answered.Answer(
    on="2026-03-10",
    who="Acme",
    words="We stopped asking why.",
    learned="They want reasons.",
    moved=Moved.NO.value,
)


def filled_form(form: Form, who: str, number: int) -> Json:  # noqa: C901, PLR0911  (one row a form)
    """The form about the dispute of that number, as that person could hold it."""
    seen = _seen(number)
    side = Side.PRODUCT if who == MAYA else Side.RESEARCH
    match form:
        case Form.OPEN_DISPUTE:
            return open_dispute.build(OPENING, ChannelId(ROADMAP), areas=[AREA])
        case Form.SETTINGS:
            return settings.build(settings.answer_of(WorkspaceSettings(reminder_hour=8)), SAID)
        case Form.REOPEN:
            return reopen.build(seen, OPENING, NEWS)
        case Form.SET_ASIDE | Form.RETIRE | Form.LOOK_AGAIN:
            return _about_ruling(form, seen)
        case Form.LONGER:
            return _longer(seen)
        case Form.AREA | Form.HANDOFF:
            return _about_an_area(form, who, number)
        case Form.ANSWERED | Form.NOT_YET | Form.DROPPED:
            return _outcome(form, seen)
        case Form.NAME_DEPUTY:
            return name_deputy.build(seen, side, Named(ZOE))
        case Form.NOT_ME:
            return not_me.build(seen, side, UserId(who), Named(ZOE))
        case Form.REPLACE_LEAD:
            return replace_lead.build(seen, (Side.PRODUCT,), replace_lead.Answer(lead=ZOE))
        case Form.WITHDRAW:
            way = Way.AT_ONCE if who == LEE else Way.PROPOSE
            return withdraw.build(seen, way, now=NOW)
        case _:
            return _settling(form, seen, side)


def _settling(form: Form, seen: SeenDispute, side: Side) -> Json:
    if form in {Form.RAISE_GATE, Form.LIFT_GATE, Form.SIGN_OFF}:
        return _about_bounds(form, seen)
    if form is Form.YIELD:
        return yield_side.build(seen.opening, side, yield_side.Answer("Theirs wait longer."))
    first = choices(seen)[0].value
    if form is Form.DECIDE:
        return decide.build(seen, decide.Answer(option=first, reason="Two pilots end."))
    assert form is Form.CONFIRM
    view = confirm.build(seen, side)
    (field,) = (block for block in view["blocks"] if block.get("block_id") == "option")
    field["element"]["initial_option"] = field["element"]["options"][0]
    return view


def _seen(number: int) -> SeenDispute:
    """A dispute with both cases in, whatever the one on record has."""
    seen = seen_in_channel(an_unsealed_dispute(), now=NOW)
    return replace(seen, opening=replace(seen.opening, id=DisputeId(TEAM, number)))


def _longer(seen: SeenDispute) -> Json:
    about = longer.About(
        number=seen.opening.id.number, side=Side.PRODUCT, option=FILTER.id, stated=14
    )
    view = longer.build(Page(seen=seen, now=NOW, most=3000), about, FILTER)
    said = {"days": "21", "why": "Acme reviews only monthly."}
    for field in (one for one in view["blocks"] if one.get("block_id") in said):
        field["element"]["initial_value"] = said[field["block_id"]]
    return view


def _about_an_area(form: Form, who: str, number: int) -> Json:
    """Of the area of that number, as its lead or a founder could hold it."""
    name = f"area {number}"
    led = replace(
        AREA,
        id=AreaId.of(TEAM, name),
        name=name,
        product_lead=UserId(MAYA),
        research_lead=UserId(JONAS),
    )
    by = Person(id=UserId(who), membership=Membership.FULL_MEMBER, founder=who == OLU)
    if form is Form.AREA:
        return area_form.build_change(_as_on_record(led), by)
    return handoff.build(led, by, handoff.Answer(**asdict(CHECKLIST)))


def _as_on_record(area: Area) -> Area:
    """With the limits that hold there, and those that are proposed."""
    proposed = LimitsProposed(minimum=TIGHT, by=UserId(MAYA), at=builders.MONDAY)
    return replace(area, terms=replace(area.terms, minimum=LOOSE), limits_proposed=proposed)


def _about_bounds(form: Form, seen: SeenDispute) -> Json:
    page = Page(seen=seen, now=NOW, most=3000)
    if form is Form.RAISE_GATE:
        return raise_gate.build(page, GATE)
    if form is Form.LIFT_GATE:
        gates = gated(an_unsealed_dispute(), FILTER).gates
        return lift_gate.build(replace(page, seen=replace(seen, gates=gates)))
    about = sign_off.About(side=Side.PRODUCT, option=FILTER.id)
    hungry = replace(FILTER, figures=Figures(gpu_weeks_per_month=usd(8)))
    view = sign_off.build(page, about, hungry, is_own=False)
    (field,) = (one for one in view["blocks"] if one.get("block_id") == "reason")
    field["element"]["initial_value"] = "Two of three pilots renew on this."
    return view


def _about_ruling(form: Form, seen: SeenDispute) -> Json:
    if form is Form.RETIRE:
        return retire.build(*_decided(seen))
    if form is Form.LOOK_AGAIN:
        return look_again.build(*_decided(seen), NOW.date(), {"on": "2026-06-01"})
    return set_aside.build(*_decided(seen), set_aside.Answer("The pilots left."))


def _outcome(form: Form, seen: SeenDispute) -> Json:
    page, _ = _decided(seen)
    if form is Form.ANSWERED:
        return answered.build(page, ANSWER)
    if form is Form.NOT_YET:
        return not_yet.build(page, not_yet.Answer(until="2026-04-01", why="Acme is away."))
    return dropped.build(page, dropped.Answer("The pilots left."))


def _decided(seen: SeenDispute) -> tuple[Page, Ruling]:
    decided = after(decide_for(an_unsealed_dispute(), FILTER.id, "So", by=builders.MAYA, now=NOW))
    page = Page(seen=replace(seen, state=decided.state), now=NOW, most=3000)
    return page, ruling_of(decided)
