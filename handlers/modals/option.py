"""The form "Option": one more option of a case, in a window over "State our case"."""

import contextlib
import json
import re
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import MOST_OPTIONS
from bot.domain.draft import Draft
from bot.domain.errors import Problem, Refusal, Unfit
from bot.domain.ids import OptionId
from bot.services.ports import Directory
from handlers.blocks import actions, button, context, modal, paragraph, section
from handlers.context import Request
from handlers.ids import ANSWER, Click, Form
from handlers.modals import case_view
from handlers.modals.case_answers import option_problems
from handlers.modals.case_draft import ADDED, holding, option_field, with_figures, with_options
from handlers.modals.case_form import CaseForm, ask_builders, keep, load_form, show_and_keep
from handlers.modals.filled import answers_in, changes_in, fields_in
from handlers.modals.option_fields import asked_besides, option_fields
from handlers.slack_errors import FAILURES
from handlers.text import Json

TOLD_AT_ONCE = re.compile(r"option:.+:(days_to_feedback|audience|gpu_weeks_per_month)")
"""The fields that say at once what follows: a day, more questions, a founder's word."""
KEEP_AGAIN = "All that you typed is here; press Keep again."


def build(form: CaseForm, option: OptionId, *, root: str, note: str = "") -> Json:
    """The window with what the draft holds of the option; `root` is the view under it."""
    shown = option in form.draft.with_figures
    more = button("Add figures", Click.ADD_OPTION_FIGURES, option)
    view = modal(
        "Option",
        *([section((note,))] if note else []),
        context((_terms(form, option),)),
        *option_fields(form, option),
        *(() if shown else (actions(more),)),
        form=Form.OPTION,
        submit="Keep",
        metadata=json.dumps(
            {
                "dispute": form.id.number,
                "side": form.side,
                "option": option,
                "root": root,
                "record": form.record,
            }
        ),
    )
    return view | {"notify_on_close": True}


def _terms(form: CaseForm, option: OptionId) -> str:
    if form.late is None:
        return f"For your case on {form.id}. It is kept in your draft and filed with the rest."
    if form.late.option(option) is None:
        return (
            "Both cases are in: an option added now can be agreed or decided, "
            "but the rule does not rank it."
        )
    return case_view.ONLY_WORSE


def read(view: Json, draft: Draft) -> Draft:
    """The draft with all that the window holds; whether the option is part of the case stays."""
    option, typed = _option_in(view), answers_in(view)
    draft = holding(draft, typed)
    shows_figures = any(option_field(option, name) in typed for name in ADDED)
    return with_figures(draft, option) if shows_figures else draft


def _option_in(view: Json) -> OptionId:
    return OptionId(json.loads(view["private_metadata"])["option"])


def _root_of(view: Json) -> str:
    return str(json.loads(view["private_metadata"])["root"])


async def on_keep(ack: AsyncAck, view: Json, client: AsyncWebClient, asked: Request) -> None:
    """Check the option and put it into the case; what does not fit is kept and refused."""
    option = _option_in(view)
    form = await _typed_form(view, asked)
    if more := asked_besides(form, option, fields_in(view)):
        await keep(form, asked)
        page = build(form, option, root=_root_of(view), note=f"{more} {KEEP_AGAIN}")
        await ack(response_action="update", view=page)
    else:
        await _keep_in_case(form, option, ack, view, client, asked)


async def _keep_in_case(
    form: CaseForm,
    option: OptionId,
    ack: AsyncAck,
    view: Json,
    client: AsyncWebClient,
    asked: Request,
) -> None:
    joined = form.holding(with_options(form.draft, option))
    problems = await _problems(joined, option, asked.directory)
    await keep(form if problems else joined, asked)
    if problems:
        raise Unfit(*problems)
    if await _redraw_root(client, view, joined):
        await ack()
    else:
        await ack(response_action="update", view=_kept(joined.draft, option))


async def _problems(form: CaseForm, option: OptionId, directory: Directory) -> tuple[Problem, ...]:
    builders = await ask_builders(form.draft, option, directory=directory)
    found = option_problems(
        form.draft, option, builders=builders, late=form.late, own=form.own_limits
    )
    if len(form.draft.options) <= MOST_OPTIONS:
        return found
    full = f"A case has at most {MOST_OPTIONS} options. Close this and remove one first."
    return (Problem(option_field(option, "title"), full), *found)


async def _redraw_root(client: AsyncWebClient, view: Json, form: CaseForm) -> bool:
    """Whether the page under the window shows the draft; what is typed there stays.

    A draft without evidence is not what the page shows: the side has filed since.
    """
    if not form.draft.evidence:
        return False
    try:
        await client.views_update(view_id=_root_of(view), view=case_view.build(form))
    except FAILURES:
        return False
    return True


def _kept(draft: Draft, option: OptionId) -> Json:
    title = draft.values[option_field(option, "title")]
    then = (
        "The page under this one could not be drawn anew. Close both and press State our case "
        "again: everything that you typed is there."
    )
    return modal("Kept", paragraph((f'"{title}" is kept in your draft.',)), context((then,)))


async def on_add_figures(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The optional figures appear in place."""
    form = await _typed_form(body["view"], asked)
    form = form.holding(with_figures(form.draft, _option_in(body["view"])))
    await _show(form, body["view"], client, asked)
    await ack()


async def on_told(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """What follows from the answer appears below it: a day, more questions, a founder's word."""
    form = await _typed_form(body["view"], asked)
    await _show(form, body["view"], client, asked)
    await ack()


async def on_close(ack: AsyncAck, view: Json, client: AsyncWebClient, asked: Request) -> None:
    """A new option stays begun; of one that is part of the case, what was typed last is dropped."""
    with contextlib.suppress(Refusal):
        form = await _loaded_form(view, asked)
        begun = holding(form.draft, changes_in(view))
        if _option_in(view) not in form.draft.options and begun != form.draft:
            await keep(form.holding(begun), asked)
        await _redraw_root(client, view, form)
    await ack()


async def _typed_form(view: Json, asked: Request) -> CaseForm:
    form = await _loaded_form(view, asked)
    return form.holding(read(view, form.draft))


async def _loaded_form(view: Json, asked: Request) -> CaseForm:
    """The form as kept, with what the page under the window says of the side's record."""
    form = await load_form(asked.dispute_submitted(view), asked)
    return replace(form, record=str(json.loads(view["private_metadata"])["record"]))


async def _show(form: CaseForm, view: Json, client: AsyncWebClient, asked: Request) -> None:
    page = build(form, _option_in(view), root=_root_of(view))
    await show_and_keep(form, page, view, client, asked)


async def _is_option(body: Json) -> bool:
    return bool(body["view"]["callback_id"] == Form.OPTION)


def register(app: AsyncApp) -> None:
    """What can be done in the form."""
    app.view(Form.OPTION.value)(on_keep)
    app.view_closed(Form.OPTION.value)(on_close)
    app.action(Click.ADD_OPTION_FIGURES.value)(on_add_figures)
    app.action({"action_id": ANSWER, "block_id": TOLD_AT_ONCE}, matchers=[_is_option])(on_told)
