"""The questions about one option, the same on the first page and in a window of their own."""

from collections.abc import Container, Iterable
from datetime import UTC, timedelta
from functools import partial

from bot.domain.area import Stage
from bot.domain.case import LONG_DAYS, Approach, Audience
from bot.domain.choosable import MOST_DAYS
from bot.domain.draft import Draft
from bot.domain.ids import OptionId
from bot.domain.words import count, say_day
from handlers.blocks import context, field, option, person, radio, select
from handlers.modals.case_answers import (
    LONGEST_DAYS,
    LONGEST_STOP_IF,
    asks_when_to_stop,
)
from handlers.modals.case_draft import option_field
from handlers.modals.case_form import CaseForm
from handlers.modals.draft_fields import text_field
from handlers.modals.option_figures import added_figures, asked_figures, lacks_figures
from handlers.modals.option_paths import path_question
from handlers.text import Json

AUDIENCES = {
    Audience.PAYING: "Paying customers",
    Audience.PILOT: "Pilot customers",
    Audience.PROSPECT: "Prospects",
    Audience.INTERNAL: "Only us",
}
APPROACHES = {
    Approach.NO_AI: "Skip: no AI",
    Approach.OFF_THE_SHELF: "Buy: off the shelf",
    Approach.FINE_TUNED: "Build: a fine-tuned model",
    Approach.NEW_MODEL: "Build: a new model",
}


def option_fields(form: CaseForm, option_id: OptionId) -> list[Json]:
    """The questions about an option, with all its figures where somebody asked for them."""
    draft, at = form.draft, partial(option_field, option_id)
    figures = added_figures(form, option_id) if option_id in draft.with_figures else ()
    return [
        *_thing(form, option_id),
        *_customers(form, option_id),
        *asked_figures(form, option_id),
        _builder(draft, at("builder")),
        *path_question(form, option_id),
        _approach(draft, at("approach")),
        *figures,
    ]


def _thing(form: CaseForm, option_id: OptionId) -> list[Json]:
    draft, at = form.draft, partial(option_field, option_id)
    return [
        text_field(
            draft,
            at("title"),
            "What would you build?",
            hint="The smallest version that a customer could judge. A test on their own past data "
            "counts, if they see the result and answer.",
            placeholder="Rules-based filter",
        ),
        text_field(
            draft,
            at("days_to_feedback"),
            "Days until a customer answers",
            hint="Calendar days from the ruling, all included: data, training, integration, "
            "review. Once both cases are in, this can only go up. "
            f"From 1 to {LONGEST_DAYS}; the rule chooses among options of at most {MOST_DAYS}. "
            "Enter shows the date.",
            placeholder="14",
            dispatch=True,
        ),
        *_promise(form, option_id),
        *_stop_if(form, option_id),
    ]


def _promise(form: CaseForm, option_id: OptionId) -> Iterable[Json]:
    """The day that the days come to, once they can be understood."""
    days = form.option(option_id).days_to_feedback
    if days is None:
        return
    due_on = (form.ends_at.astimezone(UTC) + timedelta(days=days)).date()
    echo = (
        f"{count(days, 'day')} from the ruling: if it were ruled at the end of the window, "
        f"an answer by {say_day(due_on)}."
    )
    limit = f" Over {MOST_DAYS} days, people can agree on it or decide for it; the rule cannot."
    yield context((echo + (limit if days > MOST_DAYS else ""),))


def _stop_if(form: CaseForm, option_id: OptionId) -> Iterable[Json]:
    """What would make the side stop, where the days are many or it has said so already."""
    name, said = option_field(option_id, "stop_if"), form.option(option_id)
    if not (asks_when_to_stop(said) or said.stop_if):
        return
    yield text_field(
        form.draft,
        name,
        f"We stop if … (needed over {LONG_DAYS} days)",
        hint="What would show on the way that it does not work, in at most "
        f"{LONGEST_STOP_IF} characters. It stands on the ruling, and you are asked about it at "
        "half time.",
        placeholder="Recall on Acme's data is below 80 % by week 5.",
        optional=True,
        multiline=True,
    )


ONE_MORE_QUESTION = (
    f"Over {LONG_DAYS} days there is one more question: what would make you stop? It stands below "
    "the days."
)
FIGURES_ASKED = (
    "For paying customers the area asks for figures. They stand below the question how the answer "
    "reaches us; left open, the rule cannot choose this option."
)


def asked_besides(form: CaseForm, option_id: OptionId, fields: Container[str]) -> str:
    """What an option's answers call for and these fields do not ask; "" when they ask it all."""
    if _lacks_when_to_stop(form, option_id, fields):
        return ONE_MORE_QUESTION
    return FIGURES_ASKED if lacks_figures(form, option_id, fields) else ""


def _lacks_when_to_stop(form: CaseForm, option_id: OptionId, fields: Container[str]) -> bool:
    said = form.option(option_id)
    unanswered = asks_when_to_stop(said) and not said.stop_if
    return unanswered and option_field(option_id, "stop_if") not in fields


def _customers(form: CaseForm, option_id: OptionId) -> list[Json]:
    draft, at = form.draft, partial(option_field, option_id)
    offered = [option(label, audience.value) for audience, label in AUDIENCES.items()]
    return [
        field(
            at("audience"),
            "Who will see it?",
            radio(offered, initial=draft.values.get(at("audience"), "")),
            hint='"Only us" can be agreed or decided, but the rule will not choose it.',
            dispatch=_audience_matters(form),
        ),
        text_field(
            draft,
            at("customer"),
            "Which ones?",
            hint="Names. Their answer is owed on the day you promise. "
            'Needed unless it is "Only us".',
            placeholder="Acme, Borealis",
            optional=True,
        ),
        text_field(
            draft,
            at("feedback"),
            "How does their answer reach us?",
            hint='Needed unless it is "Only us".',
            placeholder="They mark each block right or wrong in the weekly call.",
            optional=True,
            multiline=True,
        ),
    ]


def _audience_matters(form: CaseForm) -> bool:
    """Whether the area's limits ask for figures of what paying customers see, and of no other."""
    before = form.terms is not None and form.terms.stage is Stage.BEFORE
    return before and not form.minimum.is_empty


def _builder(draft: Draft, name: str) -> Json:
    return field(
        name,
        "Who would build it?",
        person(initial=draft.values.get(name, ""), placeholder="Choose somebody"),
        hint="They are asked whether the days are right, and read this option for it.",
        optional=True,
    )


def _approach(draft: Draft, name: str) -> Json:
    offered = [option(label, approach.value) for approach, label in APPROACHES.items()]
    return field(
        name,
        "Build, buy or skip?",
        select(offered, initial=draft.values.get(name, ""), placeholder="Choose one"),
        hint="Shown beside the option; the rule does not look at it.",
        optional=True,
    )
