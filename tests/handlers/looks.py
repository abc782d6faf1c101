"""Reading what is shown, holding it to Slack's limits, and disputes in every state to show."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.afterwards import record_outcome, set_look_again
from bot.domain.area import Terms
from bot.domain.builders import raise_days
from bot.domain.case import (
    Approach,
    Audience,
    Case,
    Constraint,
    ConstraintKind,
    Evidence,
    EvidenceKind,
    Figures,
    Hypothesis,
    MeasuredOn,
    Option,
    Side,
)
from bot.domain.dispute import Changed, Dispute, Opening, Reopening
from bot.domain.ending import rule_at_end
from bot.domain.filing import state_case
from bot.domain.gate import Gated, Limit
from bot.domain.gates import MOST_GATES, lift_gate, raise_gate
from bot.domain.ids import DisputeId, OptionId, TeamId
from bot.domain.leads import name_deputy
from bot.domain.opening import open_dispute
from bot.domain.outcome import Answered, Became, Dropped, Moved, NotYet
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option, decide
from bot.domain.signing_off import sign_off
from bot.domain.withdrawal import confirm_withdrawal, propose_withdrawal, withdraw
from bot.domain.yielding import yield_side
from handlers.blocks import Message
from handlers.fitting import MOST_SHOWN, shown_length
from handlers.text import Json
from sandbox.limits import (
    MOST_UPDATED_TEXT,
    check_message_blocks,
    check_said,
    check_text,
    check_view,
)
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    HOUR,
    JONAS,
    LEADS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    an_opening,
    usd,
)

NOW = BOTH_IN + 2 * DAY
"""When what is shown is looked at: the decider may decide by then."""

Shown = Message | Json

# Reading


def read(shown: Shown) -> str:
    """What a person reads in a message or a window, a line each; buttons in brackets."""
    return "\n".join(line for block in blocks_of(shown) for line in _lines(block))


def blocks_of(shown: Shown) -> list[Json]:
    return shown.blocks if isinstance(shown, Message) else list(shown["blocks"])


def _lines(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
        case "rich_text":
            yield from (_rich(part) for part in block["elements"])
        case "context":
            yield from (one["text"] for one in block["elements"])
        case "section":
            words = [block["text"]["text"], *(one["text"] for one in block.get("fields", []))]
            words += [f"[{one['text']['text']}]" for one in [block.get("accessory")] if one]
            yield " | ".join(words)
        case "actions":
            yield " ".join(f"[{_label(one)}]" for one in block["elements"])
        case "table":
            yield from (" | ".join(_cell(cell) for cell in row) for row in block["rows"])


def _label(element: Json) -> str:
    """What a button says, or a list before anything is chosen of it."""
    return str((element.get("text") or element["placeholder"])["text"])


def _cell(cell: Json) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return " / ".join(_rich(part).replace("\n", " / ") for part in cell["elements"])


def _rich(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"- {_rich(item)}" for item in part["elements"])
    said = "".join(map(_leaf, part["elements"]))
    return f"> {said}" if part["type"] == "rich_text_quote" else said


def _leaf(leaf: Json) -> str:
    if leaf["type"] == "user":
        return f"@{leaf['user_id']}"
    if leaf["type"] == "channel":
        return f"#{leaf['channel_id']}"
    return str(leaf.get("text") or leaf.get("fallback") or leaf.get("url"))


def buttons(shown: Shown) -> dict[str, str]:
    """The buttons by what they say, with what they carry."""
    return {_label(one): one.get("value", "") for one in _elements(shown)}


def clicks(shown: Shown) -> list[str]:
    """The buttons by their `action_id`, in order."""
    return [one["action_id"] for one in _elements(shown)]


def _elements(shown: Shown) -> Iterator[Json]:
    for block in blocks_of(shown):
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]


def as_json(shown: Shown) -> str:
    """Everything in it, as it is sent."""
    whole = [shown.text, shown.blocks] if isinstance(shown, Message) else shown
    return json.dumps(whole, ensure_ascii=False)


# Slack's limits


def check_message(message: Message) -> None:
    """Refuse what Slack would, posted or updated; the sum of texts is not in its tables."""
    check_said(message.text, message.blocks)
    check_text(message.text, MOST_UPDATED_TEXT)
    check_message_blocks(message.blocks)
    assert shown_length(message.blocks) <= MOST_SHOWN


def check_window(view: Json) -> None:
    check_view(view, "modal")


def check_home(view: Json) -> None:
    check_view(view, "home")


# Pings

PEOPLE = {LEE.id, MAYA.id, JONAS.id, ADA.id, OLU.id}
"""Whom a dispute of these tests may name."""

_OURS = re.compile(r"<!date\^\d+\^[^<>|]*\|[^<>]*>|<@([A-Za-z]+)>")
_PINGING = {"broadcast", "usergroup"}


def check_pings_nobody(shown: Shown) -> None:
    """Nobody is named but the dispute's own people, and no channel but its own."""
    text = [shown.text] if isinstance(shown, Message) else []
    for told in (*text, *_mrkdwn(blocks_of(shown))):
        named = {found[1] for found in _OURS.finditer(told)} - {None}
        assert named <= PEOPLE
        assert "<" not in _OURS.sub("", told)
    for leaf in _objects(blocks_of(shown)):
        assert leaf.get("type") not in _PINGING
        assert leaf.get("user_id", LEE.id) in PEOPLE
        assert leaf.get("channel_id", an_opening().channel) == an_opening().channel


def _mrkdwn(part: object) -> Iterator[str]:
    return (str(one["text"]) for one in _objects(part) if one.get("type") == "mrkdwn")


def _objects(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for item in part.values():
            yield from _objects(item)
    elif isinstance(part, list):
        for item in part:
            yield from _objects(item)


# Disputes

_IDS = {Side.PRODUCT: "p", Side.RESEARCH: "r"}
_AUDIENCES = (Audience.PAYING, Audience.PILOT, Audience.PROSPECT)


def everywhere(text: str) -> str:
    """Text as a field of a form gives it back: never empty, nothing around it."""
    return text.strip() or "x"


def a_full_option(text: str, side: Side, number: int, **changes: Any) -> Option:
    option = Option(
        id=OptionId(f"{_IDS[side]}{number}"),
        title=text,
        days_to_feedback=7 * number + (side is Side.RESEARCH),
        audience=_AUDIENCES[number % 3],
        customer=text,
        feedback=text,
        builder=ADA.id,
        figures=Figures(
            cost_of_delay_per_week=usd(1400),
            cost_of_delay_sum=text,
            cost_per_query_usd=usd("0.015"),
            accuracy_percent=usd("97.5"),
            measured_on=MeasuredOn.CUSTOMER_DATA,
            latency_ms=usd(120),
            gpu_weeks_per_month=usd(6),
            ops_burden=3,
        ),
        approach=Approach.FINE_TUNED,
        stop_if=text,
    )
    return replace(option, **changes)


def a_full_case(text: str, side: Side, *, options: int = 3, **changes: Any) -> Case:
    """A case with every field filled in with the text."""
    numbers = range(1, options + 1)
    link = f"https://example.com/{text}"
    return Case(
        constraint=Constraint(kind=ConstraintKind.LABELLING, detail=text),
        hypothesis=Hypothesis(metric=text, start=text, target=text, for_whom=text, unit=text),
        evidence=tuple(
            Evidence(kind=kind, statement=f"{number} {text}", link=link)
            for number, kind in enumerate(list(EvidenceKind)[:5])
        ),
        options=tuple(a_full_option(text, side, number, **changes) for number in numbers),
    )


def a_full_opening(text: str, **changes: Any) -> Opening:
    known = Evidence(kind=EvidenceKind.INCIDENT, statement=text, link=text)
    return an_opening(
        **{
            "question": text,
            "problem": text,
            "area": text[:60],
            "meanwhile": text,
            "reopens": Reopening(DisputeId(TeamId("T1"), 7), known, MONDAY.date()),
            **changes,
        }
    )


def after(changed: Changed) -> Dispute:
    return changed[0]


def opened(text: str, **changes: Any) -> Dispute:
    opening = a_full_opening(text, **changes)
    return after(open_dispute(opening, product_lead=MAYA, research_lead=JONAS, by=LEE))


def filed(dispute: Dispute, side: Side, case: Case, now: datetime = MONDAY + HOUR) -> Dispute:
    return after(state_case(dispute, side, case, by=LEADS[side], now=now))


State = tuple[Dispute, datetime]


def every_state(
    text: str, *, product: Case | None = None, research: Case | None = None
) -> dict[str, State]:
    """A dispute in each state, with the text in every field, and when it is looked at."""
    text = everywhere(text)
    product = product or a_full_case(text, Side.PRODUCT)
    research = research or a_full_case(text, Side.RESEARCH)
    start = opened(text)
    half = filed(start, Side.PRODUCT, product)
    both = filed(half, Side.RESEARCH, research, BOTH_IN)
    return {
        **{name: (dispute, NOW) for name, dispute in _open(text, start, half, both).items()},
        **_over(start, half, both),
        **{name: (dispute, NOW) for name, dispute in _ended(text, start, half, both).items()},
        **_afterwards(text, both),
        **_bound(text, product, research),
    }


def _open(text: str, start: Dispute, half: Dispute, both: Dispute) -> dict[str, Dispute]:
    word = _confirmed(both, Side.PRODUCT, OptionId("p1"), text)
    return {
        "open": start,
        "with deputy": after(name_deputy(start, Side.RESEARCH, ADA, by=JONAS, now=MONDAY)),
        "one filed": half,
        "one yielded": _yielded(start, text),
        "one yielded, one filed": _yielded(half, text),
        "withdrawal proposed, sealed": _proposed(half),
        "unsealed": both,
        "days raised": _raised(both, text),
        "one confirmed": word,
        "two confirmed": _confirmed(word, Side.RESEARCH, OptionId("r1"), text),
        "withdrawal proposed": _proposed(word),
    }


def _over(start: Dispute, half: Dispute, both: Dispute) -> dict[str, State]:
    late = END + 3 * DAY
    return {
        "over, nothing filed": (start, END),
        "over, one filed": (half, END),
        "over, both filed": (both, END),
        "by the rule": (after(rule_at_end(both, now=late)), late),
        "by the rule, one filed": (after(rule_at_end(half, now=END)), END),
        "lapsed, nothing filed": (after(rule_at_end(start, now=END)), END),
        "lapsed": (after(rule_at_end(_internal(half), now=END)), END),
    }


def _ended(text: str, start: Dispute, half: Dispute, both: Dispute) -> dict[str, Dispute]:
    word = _confirmed(both, Side.PRODUCT, OptionId("p1"), text)
    picked = confirm_option(
        _yielded(half, text), Side.PRODUCT, OptionId("p1"), revision=1, by=MAYA, now=NOW
    )
    return {
        "agreed": _agreed(word, text),
        "yielded": after(picked),
        "decided": after(decide(both, OptionId("p1"), text, by=MAYA, now=NOW)),
        "decided, against the rule": after(decide(both, OptionId("r2"), text, by=MAYA, now=NOW)),
        "set aside": _set_aside(word, text),
        "withdrawn by the opener": after(withdraw(start, by=LEE, now=NOW)),
        "withdrawn, sealed": _withdrawn(half),
        "withdrawn": _withdrawn(both),
    }


def _afterwards(text: str, both: Dispute) -> dict[str, State]:
    agreed = _agreed(_confirmed(both, Side.PRODUCT, OptionId("p1"), text), text)
    later = NOW + timedelta(days=30)
    put_off = recorded(agreed, NotYet(until=date(2026, 4, 1), why=text))
    twice = recorded(put_off, NotYet(until=date(2026, 4, 20), why=text), now=NOW + DAY)
    answered = recorded(twice, an_answer(text), now=later)
    look = set_look_again(agreed, None, 20, by=MAYA, today=NOW.date(), now=NOW)
    return {
        "awaited, looked at again": (after(look), NOW),
        "put off": (put_off, NOW),
        "put off, overdue": (twice, later),
        "overdue": (agreed, later),
        "answered": (answered, later),
        "answered, set aside": (after(set_aside(answered, text, by=OLU, now=later)), later),
        "dropped": (recorded(put_off, Dropped(text)), NOW),
    }


def _bound(text: str, product: Case, research: Case) -> dict[str, State]:
    """With gates, of which one is lifted and one has fallen; with options over a budget."""
    start = opened(text, terms=Terms())
    half = filed(start, Side.PRODUCT, product)
    signed = _signed_off(half, text)
    both = filed(signed, Side.RESEARCH, research, BOTH_IN)
    late = END - HOUR
    return {
        "gated": (_gated(both, text, BOTH_IN + HOUR), NOW),
        "gated too late": (_gated(both, text, late), late),
        "over the budget, one filed": (half, NOW),
        "over the budget": (filed(half, Side.RESEARCH, research, BOTH_IN), NOW),
        "signed off, one filed": (signed, NOW),
        "signed off": (both, NOW),
        "gated, by the rule": (after(rule_at_end(_gated(both, text, late - DAY), now=END)), END),
    }


def a_limit(text: str, **changes: Any) -> Limit:
    """A limit with the text in every field."""
    limit = Limit(
        gated=Gated.OTHER, name=text, number=usd(7), unit=text, lifted_by=text, source=text
    )
    return replace(limit, **changes)


def _gated(both: Dispute, text: str, now: datetime) -> Dispute:
    """As many gates as a dispute takes, against all options; of the first three one stands."""
    options = [(one.side, option.id) for one in both.filed for option in one.case.options]
    slow = a_limit(text, gated=Gated.LATENCY, number=usd(50), unit="ms")
    dispute = both
    for number in range(MOST_GATES):
        side, option = options[number % len(options)]
        limit = slow if number == FALLEN else a_limit(text, number=usd(number))
        dispute = after(raise_gate(dispute, side, option, limit, by=JONAS, now=now))
    dispute = after(lift_gate(dispute, LIFTED, by=JONAS, now=now))
    side, option = options[FALLEN % len(options)]
    case = next(one.case for one in dispute.filed if one.side is side)
    return filed(dispute, side, _faster(case, option), now)


LIFTED, FALLEN = 1, 2
"""The places of two gates."""


def _faster(case: Case, option: OptionId) -> Case:
    """The case with a better latency of that option."""
    options = (
        replace(one, figures=replace(one.figures, latency_ms=usd(40))) if one.id == option else one
        for one in case.options
    )
    return replace(case, options=tuple(options))


def _signed_off(half: Dispute, reason: str) -> Dispute:
    (case,) = half.filed
    for option in case.case.options:
        half = after(
            sign_off(half, case.side, option.id, reason, by=OLU, founders=[OLU.id], now=NOW)
        )
    return half


def an_answer(text: str, **changes: Any) -> Answered:
    """An answer with the text in every field."""
    answer = Answered(
        on=date(2026, 3, 30),
        who=text,
        words=text,
        learned=text,
        fell=text,
        moved=Moved.YES,
        moved_to=text,
    )
    return replace(answer, **changes)


def recorded(dispute: Dispute, became: Became, *, now: datetime = NOW) -> Dispute:
    """The dispute with that outcome, recorded by Maya, who leads product."""
    return after(record_outcome(dispute, became, by=MAYA, today=now.date(), now=now))


def _agreed(word: Dispute, then: str) -> Dispute:
    return _confirmed(word, Side.RESEARCH, OptionId("p1"), then)


def _raised(both: Dispute, why: str) -> Dispute:
    return after(raise_days(both, Side.PRODUCT, OptionId("p1"), 30, why, by=ADA, now=NOW))


def _confirmed(dispute: Dispute, side: Side, option: OptionId, then: str) -> Dispute:
    by = LEADS[side]
    changed = confirm_option(dispute, side, option, revision=1, by=by, then=then, now=NOW)
    return after(changed)


def _yielded(dispute: Dispute, reason: str) -> Dispute:
    return after(yield_side(dispute, Side.RESEARCH, reason, by=JONAS, now=MONDAY + 2 * HOUR))


def _proposed(dispute: Dispute) -> Dispute:
    return after(propose_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=NOW - HOUR))


def _withdrawn(dispute: Dispute) -> Dispute:
    return after(confirm_withdrawal(_proposed(dispute), Side.PRODUCT, by=MAYA, now=NOW))


def _set_aside(word: Dispute, reason: str) -> Dispute:
    return after(set_aside(_agreed(word, reason), reason, by=OLU, now=NOW))


def _internal(half: Dispute) -> Dispute:
    """The dispute with options that reach nobody outside the company."""
    case = half.filed[0].case
    options = tuple(replace(option, audience=Audience.INTERNAL) for option in case.options)
    return filed(half, Side.PRODUCT, replace(case, options=options), MONDAY + 2 * HOUR)


STATES = tuple(every_state("x"))
"""The names of the states."""
