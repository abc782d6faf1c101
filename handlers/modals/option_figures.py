"""The questions about an option's figures: those that the area's limits ask for stand first."""

from collections.abc import Container, Iterator

from bot.domain.area import Terms
from bot.domain.bounds import is_over_budget, limits_bind
from bot.domain.case import Figures, MeasuredOn, Option
from bot.domain.ids import OptionId
from bot.domain.minimum_model import OwnLimit, why_not_met
from bot.domain.words import say_number
from handlers.blocks import context, paragraph
from handlers.modals.case_draft import LIMITED, option_field
from handlers.modals.case_form import CaseForm
from handlers.modals.case_limits import Kept, asked_for, own_fields
from handlers.modals.draft_fields import choice_field, text_field
from handlers.page import one_line
from handlers.text import Json

GPU_WEEKS = "gpu_weeks_per_month"
MOST_OWN_LABEL = 100
TOGETHER = {"accuracy_percent", "measured_on"}
QUESTIONS = {
    "cost_of_delay_per_week": ("Cost of delay, in USD a week", "1400"),
    "cost_of_delay_sum": ("How it adds up", "17 cases x 83 USD"),
    "cost_per_query_usd": ("Cost per query, in USD", "0.015"),
    "accuracy_percent": ("Accuracy, in %", "92.5"),
    "measured_on": ("What was the accuracy measured on?", ""),
    "latency_ms": ("Latency, in milliseconds", "300"),
    GPU_WEEKS: ("GPU-weeks a month", "2"),
    "ops_burden": ("Ops burden, from 1 to 5", "2"),
}
"""What is asked of each figure, with an example, in the order of the form."""
HINTS = {
    "cost_of_delay_per_week": "What a week without it costs. Between options of as many days, the "
    "higher goes first; left empty, it counts as 0.",
    "ops_burden": "1 is nothing to look after, 5 is somebody on call for it. "
    "Left empty, it counts as 5.",
}
NOT_RANKED = (
    "It did not keep the area's limits when both cases came in, so the rule does not rank it. It "
    "can still be agreed or decided."
)

FEWER_NOW = (
    "It was over the area's budget when both cases came in. With fewer GPU-weeks now, the rule "
    "does not rank it; with a founder's signature for what was filed, it stays in the ranking."
)


def asked_figures(form: CaseForm, option_id: OptionId) -> Iterator[Json]:
    """What the area's limits ask for, what is known of it already, and what misses them."""
    for name in _first(form, option_id):
        yield _question(form, option_id, name)
    lines = tuple((line,) for line in _against(form, option_id))
    if lines:
        yield paragraph(*lines)


def added_figures(form: CaseForm, option_id: OptionId) -> Iterator[Json]:
    """The others, and that a founder is asked where the GPU-weeks are over the area's budget."""
    first = _first(form, option_id)
    for name in (*QUESTIONS, *own_fields(form.own_limits)):
        if name not in first:
            yield _question(form, option_id, name)
        if name == GPU_WEEKS:
            yield from _over_budget(form, form.option(option_id))


def lacks_figures(form: CaseForm, option_id: OptionId, fields: Container[str]) -> bool:
    """Whether the limits ask for some that were neither answered nor among these fields."""
    asked = (option_field(option_id, name) for name in _asked(form, option_id))
    return any(name not in form.draft.values and name not in fields for name in asked)


def _asked(form: CaseForm, option_id: OptionId) -> frozenset[str]:
    return frozenset(asked_for(form.minimum) if form.is_limited(option_id) else ())


def _first(form: CaseForm, option_id: OptionId) -> tuple[str, ...]:
    """The figures that stand in the form though nobody has added figures to it."""
    limited = (*LIMITED, *own_fields(form.own_limits))
    names = _asked(form, option_id)
    if option_id not in form.draft.with_figures:
        typed = (name for name in limited if option_field(option_id, name) in form.draft.values)
        names = names.union(typed)
    if names & TOGETHER:
        names |= TOGETHER
    return tuple(name for name in limited if name in names)


def _question(form: CaseForm, option_id: OptionId, name: str) -> Json:
    field, hint = option_field(option_id, name), _hint(form, option_id, name)
    if own := own_fields(form.own_limits).get(name):
        return _own_question(form, field, own, hint)
    label, example = QUESTIONS[name]
    if name == "measured_on":
        return choice_field(form.draft, field, label, MeasuredOn, optional=True)
    return text_field(
        form.draft,
        field,
        label,
        hint=hint,
        placeholder=example,
        optional=True,
        dispatch=name == GPU_WEEKS and form.terms is not None,
    )


def _own_question(form: CaseForm, field: str, limit: OwnLimit, hint: str) -> Json:
    named = one_line(f"{limit.name[:1].upper()}{limit.name[1:]}", most=MOST_OWN_LABEL)
    if limit.number is None:
        return choice_field(form.draft, field, f"{named}?", Kept, hint=hint, optional=True)
    unit = one_line(limit.unit, most=MOST_OWN_LABEL)
    label = f"{named}, in {unit}" if unit else named
    return text_field(form.draft, field, label, hint=hint, optional=True)


def _hint(form: CaseForm, option_id: OptionId, name: str) -> str:
    if name == GPU_WEEKS and form.terms:
        return _budget(form, form.terms)
    asked = asked_for(form.minimum).get(name)
    if asked is None:
        return HINTS.get(name, "")
    if form.is_limited(option_id):
        return f"The area asks for {asked}. Left open, the rule cannot choose this option."
    return f"For paying customers the area asks for {asked}."


def _budget(form: CaseForm, terms: Terms) -> str:
    over = (
        f"Over {say_number(terms.gpu_budget)} a month it needs a founder's sign-off before the end"
    )
    if form.dispute.is_unsealed:
        return f"{over}, or the rule cannot choose it."
    return f"{over}. The founder reads this option for that, though your case is sealed."


def _over_budget(form: CaseForm, said: Option) -> Iterator[Json]:
    weeks = said.figures.gpu_weeks_per_month
    if weeks is None or form.terms is None or not is_over_budget(form.terms, said):
        yield from _over_budget_before(form, said)
        return
    over = (
        f"{say_number(weeks)} GPU-weeks a month are over the area's budget of "
        f"{say_number(form.terms.gpu_budget)} for one option. "
    )
    yield context((f"{over}{_who_signs(form, said)}",))


def _over_budget_before(form: CaseForm, said: Option) -> Iterator[Json]:
    known = form.late.option(said.id) if form.late else None
    if known and form.dispute.bounds.needs_sign_off(form.side, known):
        yield context((FEWER_NOW,))


def _who_signs(form: CaseForm, said: Option) -> str:
    if not form.dispute.bounds.needs_sign_off(form.side, said):
        return "A founder has signed for as many."
    asked = "A founder is asked to sign it off once you file"
    if form.dispute.is_unsealed:
        return f"{asked}; without it, the rule cannot choose this option."
    return f"{asked}, and reads this option though your case is sealed."


def _against(form: CaseForm, option_id: OptionId) -> Iterator[str]:
    """What was typed and misses a limit, and that an option which did so at first is not ranked."""
    if form.is_limited(option_id):
        left_open = tuple(why_not_met(form.minimum, Figures()))
        missed = why_not_met(form.minimum, form.option(option_id).figures)
        yield from (f"The rule cannot choose it: {one}." for one in missed if one not in left_open)
    known = form.late.option(option_id) if form.late else None
    if known and _missed_limits(form, known):
        yield NOT_RANKED


def _missed_limits(form: CaseForm, known: Option) -> bool:
    binds = form.terms is not None and limits_bind(form.terms, known)
    return binds and any(why_not_met(form.minimum, known.figures))
