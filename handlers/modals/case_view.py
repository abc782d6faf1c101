"""The first page of "State our case": how it looks, and what it holds when it comes back."""

from collections.abc import Iterable
from itertools import islice

from bot.domain.case import (
    MOST_EVIDENCE,
    MOST_OPTIONS,
    ConstraintKind,
    EvidenceKind,
)
from bot.domain.dispute import Yielded
from bot.domain.draft import Draft
from handlers.blocks import (
    actions,
    button,
    context,
    divider,
    modal,
    section,
)
from handlers.context import metadata
from handlers.ids import Click, Form
from handlers.modals.case_draft import NOTHING_TYPED, evidence_field, holding, showing
from handlers.modals.case_form import CaseForm
from handlers.modals.draft_fields import choice_field, text_field
from handlers.modals.filled import answers_in, changes_in, fields_in
from handlers.modals.introduction import introduce
from handlers.modals.option_fields import option_fields
from handlers.modals.option_in_short import REMOVE, in_short, menu, options_in_short
from handlers.modals.option_paths import button_to_add, same_problem
from handlers.text import Json

FILE, FILE_AGAIN = "File", "File again"
RECORD = "record"
"""The block that says how the side's days have held so far."""
SEALED = "Sealed: only your side can read it until both sides have filed or there is a ruling."
ONLY_WORSE = (
    "Both cases are in: days, ops burden and cost per query can only go up, the cost of delay only "
    "down, and what was not known stays so. Every change is shown in the thread."
)


def build(form: CaseForm, *, note: str = "") -> Json:
    """The page with all that the draft holds; `note` says what there is to know first."""
    view = modal(
        "State our case",
        *_head(form, note),
        *_constraint(form.draft),
        *_hypothesis(form.draft),
        divider(),
        *_evidence(form.draft),
        *_first_option(form),
        *_other_options(form),
        form=Form.STATE_CASE,
        submit=FILE_AGAIN if form.filed else FILE,
        metadata=metadata(form.id, form.side),
    )
    return view | {"notify_on_close": True}


def read(view: Json, draft: Draft) -> Draft:
    """The draft with all that the page shows and holds; the rest of it stays."""
    typed = answers_in(view)
    return showing(holding(draft, typed), typed, options_in_short(view))


def read_changes(view: Json, draft: Draft) -> Draft:
    """The draft with what was typed since the page was drawn, and nothing older."""
    typed = changes_in(view)
    return showing(holding(draft, typed), typed)


def shows_all_of(view: Json, draft: Draft) -> bool:
    """Whether every piece of evidence and every option of the draft is on the page."""
    shown = showing(NOTHING_TYPED, fields_in(view), options_in_short(view))
    return set(draft.evidence) <= set(shown.evidence) and set(draft.options) <= set(shown.options)


def _head(form: CaseForm, note: str) -> list[Json]:
    told = [section((note,))] if note else []
    record = [{**context((form.record,)), "block_id": RECORD}] if form.record else []
    return [*told, introduce(form.dispute.opening), context((_terms(form),)), *record]


def record_in(view: Json) -> str:
    """What the page says of how the side's days have held."""
    shown = (block["elements"][0] for block in view["blocks"] if block.get("block_id") == RECORD)
    return next((str(one["text"]) for one in shown), "")


def _terms(form: CaseForm) -> str:
    speaking = f"You speak for {form.side}. {ONLY_WORSE if form.late else SEALED}"
    if isinstance(form.dispute.party(form.side).standing, Yielded):
        return f"{speaking} Your side has yielded: filing takes that back."
    if isinstance(form.dispute.party(form.side.other).standing, Yielded):
        other = form.side.other.capitalize()
        return f"{speaking} {other} has yielded: filing a single option settles it at once."
    return speaking


def _constraint(draft: Draft) -> list[Json]:
    return [
        choice_field(
            draft,
            "constraint_kind",
            "What holds this back most?",
            ConstraintKind,
            hint="One. If there are two, the one you would pay to remove first.",
        ),
        text_field(
            draft,
            "constraint_detail",
            "In one sentence",
            placeholder="Merchants cannot see why a payment was blocked.",
        ),
    ]


def _hypothesis(draft: Draft) -> list[Json]:
    return [
        text_field(
            draft,
            "metric",
            "What should change for the customer?",
            hint="Something they do, pay, wait for or complain about. For a model score, say what "
            "it does for them.",
            placeholder="disputed blocks a week",
        ),
        text_field(
            draft, "start", "From", hint='"Not measured" is an honest answer.', placeholder="40"
        ),
        text_field(
            draft,
            "target",
            "To",
            hint="Your expectation. It is shown beside what came true.",
            placeholder="20",
        ),
        text_field(draft, "for_whom", "For whom?", placeholder="pilot merchants"),
    ]


def _evidence(draft: Draft) -> Iterable[Json]:
    for number, piece in enumerate(draft.evidence, start=1):
        if number > 1:
            remove = button("Remove", Click.REMOVE_EVIDENCE, piece)
            yield section((f"*Evidence {number}*",), remove)
        yield from _piece(draft, piece, first=number == 1)
    if len(draft.evidence) < MOST_EVIDENCE:
        yield actions(button("Add evidence", Click.ADD_EVIDENCE, "evidence"))


def _piece(draft: Draft, piece: str, *, first: bool) -> list[Json]:
    return [
        text_field(
            draft,
            evidence_field(piece, "statement"),
            "What makes you think so?" if first else "What else makes you think so?",
            hint="One thing you could show somebody. A link helps.",
            placeholder="7 of 9 merchants asked why before they asked for fewer blocks.",
            multiline=True,
        ),
        choice_field(
            draft, evidence_field(piece, "kind"), "What kind of evidence is it?", EvidenceKind
        ),
        text_field(
            draft, evidence_field(piece, "link"), "Link", placeholder="https://", optional=True
        ),
    ]


def _first_option(form: CaseForm) -> Iterable[Json]:
    for option_id in islice(form.draft.options, 1):
        yield divider()
        yield from same_problem(form)
        if len(form.draft.options) > 1:
            yield section(("*Option 1*",), menu(option_id, REMOVE))
        yield from option_fields(form, option_id)
        if option_id not in form.draft.with_figures:
            yield actions(button("Add figures", Click.ADD_FIGURES, option_id))


def _other_options(form: CaseForm) -> Iterable[Json]:
    yield divider()
    yield from (in_short(form, option_id) for option_id in form.draft.options[1:])
    if len(form.draft.options) < MOST_OPTIONS:
        yield actions(button_to_add(form))
