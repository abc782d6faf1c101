"""Three paths to the same customer, which research's form offers: cheapest, middle, best."""

from collections.abc import Iterator

from bot.domain.case import PathKind, Side
from bot.domain.ids import OptionId
from handlers.blocks import button, paragraph
from handlers.ids import Click
from handlers.modals.case_draft import holding, option_field
from handlers.modals.case_form import CaseForm
from handlers.modals.draft_fields import choice_field
from handlers.text import Bold, Json


def same_problem(form: CaseForm) -> list[Json]:
    """What the three paths answer, above them; nothing in product's form."""
    if form.side is not Side.RESEARCH:
        return []
    problem = form.dispute.opening.problem
    return [paragraph((Bold("Three paths that answer: "), problem))]


def path_question(form: CaseForm, option_id: OptionId) -> Iterator[Json]:
    """Which of the three an option is."""
    name = option_field(option_id, "path")
    if form.side is Side.RESEARCH or name in form.draft.values:
        yield choice_field(
            form.draft,
            name,
            "Which path is it?",
            PathKind,
            hint="Of three paths to the same customer. Shown beside the option; the rule does not "
            "look at it.",
            optional=True,
        )


def button_to_add(form: CaseForm) -> Json:
    """The button for one more option, which names the path that is missing."""
    path = next_path(form)
    return button(f"Add the {path} path" if path else "Add an option", Click.ADD_OPTION, "option")


def beginning(form: CaseForm, option_id: OptionId) -> CaseForm:
    """The form with the missing path chosen for an option that is about to be typed."""
    path = next_path(form)
    chosen = {option_field(option_id, "path"): path} if path else {}
    return form.holding(holding(form.draft, chosen))


def next_path(form: CaseForm) -> PathKind | None:
    """The path that research's options leave open; the cheapest is said, or typed, first."""
    if form.side is not Side.RESEARCH:
        return None
    paths = [form.option(option_id).path for option_id in form.draft.options]
    left = [path for path in PathKind if path not in paths]
    unsaid = paths.count(None)
    return left[unsaid] if unsaid < len(left) else None
