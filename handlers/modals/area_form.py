"""How the form of an area looks, and what comes back from it."""

import json
from dataclasses import dataclass, fields
from decimal import Decimal

from bot.domain.area import DEFAULT_GPU_BUDGET, Area, LimitsProposed, Stage
from bot.domain.areas import edition
from bot.domain.minimum_model import MOST_OWN_LIMITS, MinimumModel
from bot.domain.person import Person
from bot.domain.words import Mention
from handlers.area_words import (
    area_lines,
    leads_words,
    name_of,
    others,
    pending_lines,
    say_budget,
)
from handlers.blocks import field, modal, option, paragraph, person, radio, text_input
from handlers.context import typed
from handlers.ids import Form
from handlers.modals.own_limits import as_typed
from handlers.text import Bold, Json, Line

FIGURES = ("lowest_accuracy_percent", "highest_latency_ms", "highest_cost_per_query_usd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as typed and chosen."""

    name: str = ""
    product_lead: str = ""
    research_lead: str = ""
    stage: str = ""
    lowest_accuracy_percent: str = ""
    highest_latency_ms: str = ""
    highest_cost_per_query_usd: str = ""
    own: str = ""
    gpu_budget: str = f"{DEFAULT_GPU_BUDGET:f}"


def answer_of(area: Area, minimum: MinimumModel) -> Answer:
    """The area as it stands in the form, with those limits."""
    return Answer(
        name=area.name,
        product_lead=area.product_lead or "",
        research_lead=area.research_lead or "",
        stage=area.terms.stage,
        lowest_accuracy_percent=_figure(minimum.lowest_accuracy_percent),
        highest_latency_ms=_figure(minimum.highest_latency_ms),
        highest_cost_per_query_usd=_figure(minimum.highest_cost_per_query_usd),
        own=as_typed(minimum.own),
        gpu_budget=_figure(area.terms.gpu_budget),
    )


def _figure(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def build_new(answer: Answer, by: Person) -> Json:
    """The form to make an area; its GPU budget is a founder's to set."""
    said = "You can make any area." if by.founder else _BY_A_LEAD
    return modal(
        "New area",
        paragraph((said,), (WHAT_IT_MEANS,)),
        _name(answer),
        *_leads(answer),
        _stage(answer),
        *_limits(answer),
        *([_budget(answer)] if by.founder else []),
        form=Form.AREA,
        submit="Make",
        close="Cancel",
        metadata=json.dumps({}),
    )


_BY_A_LEAD = (
    "You can make an area that you will lead. Its limits hold once the other lead accepts them."
)
WHAT_IT_MEANS = (
    "Its two leads speak for every dispute that is opened in it. Its stage says who of them "
    "decides. Its limits and its budget say what the rule can choose."
)


def build_change(area: Area, by: Person) -> Json:
    """The form to change it, with what is proposed already filled in for its leads."""
    known = None if by.founder else area.limits_proposed
    answer = answer_of(area, known.minimum if known else area.terms.minimum)
    return _build_change(area, by, answer, *_about_change(area, by, known))


def build_again(area: Area, by: Person, answer: Answer) -> Json:
    """The form with what was typed, as somebody else has changed the area since it was opened."""
    return _build_change(
        area,
        by,
        answer,
        ("This area was changed while your form was open. As it is now:",),
        *area_lines(area),
        *pending_lines(area),
        (Bold("Below stands what you typed."), " Look at it again, then save it."),
    )


def _build_change(area: Area, by: Person, answer: Answer, *about: Line) -> Json:
    return modal(
        "Change an area",
        paragraph((Bold(name_of(area)),), *about),
        *(_leads(answer) if _sets_leads(area, by) else []),
        *_limits(answer),
        *([_budget(answer)] if by.founder else []),
        form=Form.AREA,
        submit="Save",
        close="Cancel",
        metadata=json.dumps({"area": area.id.key, "edition": edition(area)}),
    )


def _sets_leads(area: Area, by: Person) -> bool:
    return by.founder or not area.has_both_leads


def _about_change(area: Area, by: Person, known: LimitsProposed | None) -> tuple[Line, ...]:
    """What holds at once, what waits, and what only a founder can change."""
    running = "Disputes that are open keep what held when they were opened."
    if by.founder:
        return ((f"As a founder you change it at once. {running}",),)
    if not area.has_both_leads:
        whom = "Name its two leads, yourself among them. Limits hold once the other accepts them."
        return ((f"{whom} {running}",),)
    proposed: tuple[Line, ...] = (
        (("Below stand the limits that ", Mention(known.by), " has proposed."),) if known else ()
    )
    return (
        ("The limits hold once ", *others(area, by.id), f" accepts them. {running}"),
        *proposed,
        ("Leads: ", *leads_words(area), ". ", f"GPU budget: {say_budget(area)}."),
        ("A founder can change these.",),
    )


def _name(answer: Answer) -> Json:
    return field(
        "name",
        "What is it called?",
        text_input(initial=answer.name, placeholder="fraud detection"),
        hint="At most 60 characters. It cannot be renamed.",
    )


def _leads(answer: Answer) -> list[Json]:
    return [
        field(
            "product_lead",
            "Who leads it for product?",
            person(initial=answer.product_lead, placeholder="The product lead"),
        ),
        field(
            "research_lead",
            "Who leads it for research?",
            person(initial=answer.research_lead, placeholder="The research lead"),
            hint="Not the same person. Whoever opens a dispute in it cannot name others.",
        ),
    ]


def _stage(answer: Answer) -> Json:
    return field(
        "stage",
        "How far is it?",
        radio(
            (option(label, stage.value) for stage, label in STAGES.items()), initial=answer.stage
        ),
        hint="From the first prototype that a customer has seen, product decides. The handoff "
        "moves it there, and nothing moves it back.",
    )


STAGES = {
    Stage.BEFORE: "Before the first customer prototype: research decides",
    Stage.AFTER: "After the first customer prototype: product decides",
}


def _limits(answer: Answer) -> list[Json]:
    texts = (
        ("Lowest accuracy, in %", answer.lowest_accuracy_percent, "92"),
        ("Highest latency, in ms", answer.highest_latency_ms, "200"),
        ("Highest cost per query, in USD", answer.highest_cost_per_query_usd, "0.03"),
    )
    figures = [
        field(name, label, text_input(initial=typed_in, placeholder=example), optional=True)
        for name, (label, typed_in, example) in zip(FIGURES, texts, strict=True)
    ]
    return [*figures, _own(answer)]


def _own(answer: Answer) -> Json:
    return field(
        "own",
        "Limits of its own",
        text_input(
            initial=answer.own,
            placeholder="GPU memory at most 48 GB\nlineage recorded: yes",
            multiline=True,
        ),
        hint=f"One a line, at most {MOST_OWN_LIMITS}, with a number and a unit, or with yes. The "
        "rule cannot choose an option that misses a limit or leaves it open.",
        optional=True,
    )


def _budget(answer: Answer) -> Json:
    return field(
        "gpu_budget",
        "GPU-weeks a month for one option",
        text_input(initial=answer.gpu_budget, placeholder="5"),
        hint="An option over it needs a founder's sign-off before the rule can choose it.",
    )


def parse(view: Json) -> Answer:
    """What was typed and chosen; the budget as ever where the form has none."""
    read = {one.name: typed(view, one.name) for one in fields(Answer)}
    shown = {block.get("block_id") for block in view["blocks"]}
    return Answer(**{name: text for name, text in read.items() if name in shown})
