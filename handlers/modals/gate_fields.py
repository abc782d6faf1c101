"""The questions about a gate: which option, which limit, and what would lift it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from bot.domain.gate import Gated
from bot.domain.minimum_model import Bound
from handlers.blocks import field, option, radio, select, text_input
from handlers.context import typed
from handlers.modals.choices import Choice, title_line
from handlers.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen and typed."""

    option: str = ""
    gated: str = ""
    limit: str = ""
    bound: str = Bound.AT_MOST.value
    number: str = ""
    unit: str = ""
    lifted_by: str = ""
    source: str = ""


def parse(view: Json) -> Answer:
    """What was chosen and typed."""
    return Answer(**{one.name: typed(view, one.name) for one in fields(Answer)})


def gate_fields(offered: Iterable[Choice], answer: Answer) -> list[Json]:
    """All of the questions, in the order in which people think of them."""
    return [*_what(offered, answer), *_number(answer), *_way_out(answer)]


def _what(offered: Iterable[Choice], answer: Answer) -> list[Json]:
    options = [option(title_line(one), f"{one.side} {one.option.id}") for one in offered]
    kinds = [option(f"{one[0].upper()}{one[1:]}", one.value) for one in Gated]
    return [
        field("option", "Which option?", radio(options, initial=answer.option)),
        field(
            "gated",
            "What does it break?",
            select(kinds, initial=answer.gated, placeholder="Choose one"),
            hint='"We should not build it" is no gate: a limit has a number, a bar has a source.',
        ),
        field(
            "limit",
            "The limit, in a few words",
            text_input(initial=answer.limit, placeholder="real-time answers"),
        ),
    ]


def _number(answer: Answer) -> list[Json]:
    bounds = [option(f"{one[0].upper()}{one[1:]}", one.value) for one in Bound]
    return [
        field("bound", "What is allowed?", radio(bounds, initial=answer.bound)),
        field(
            "number",
            "What number?",
            text_input(initial=answer.number, placeholder="0.03"),
            hint="A number, unless it is a legal or safety bar.",
            optional=True,
        ),
        field(
            "unit",
            "In what unit?",
            text_input(initial=answer.unit, placeholder="GB of memory"),
            hint="For another limit only. Accuracy is in %, latency in ms, cost in USD a query.",
            optional=True,
        ),
    ]


def _way_out(answer: Answer) -> list[Json]:
    return [
        field(
            "lifted_by",
            "What would lift it?",
            text_input(initial=answer.lifted_by, placeholder="quantisation"),
            hint="Write it for those who would build the option.",
        ),
        field(
            "source",
            "Source of a legal or safety bar",
            text_input(initial=answer.source, placeholder="GDPR, article 22"),
            hint="The law, the contract or the policy.",
            optional=True,
        ),
    ]
