"""The form "State our case": opened, filed, closed."""

import contextlib
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.draft import Draft
from bot.domain.errors import HasEnded, Problem, Refusal, Unfit
from bot.services import disputes, windows
from handlers.context import ALL_CLOSED, Request, present
from handlers.ids import Click, Form
from handlers.modals import case_clicks, case_view
from handlers.modals.case_answers import case_from, typed_option
from handlers.modals.case_clicks import typed_form
from handlers.modals.case_draft import option_field
from handlers.modals.case_form import CaseForm, ask_builders, begun, keep, load_form
from handlers.modals.filled import fields_in
from handlers.modals.option_fields import asked_besides
from handlers.modals.own_record import find_record
from handlers.text import Json

CHANGED_ELSEWHERE = (
    "Somebody of your side has changed this case while your form was open. "
    "All of it is here now: read it once more, then file."
)
THEN_FILE = "All that you typed is here; file again."


async def on_open(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form appears with what the side has typed so far, or with its filed case."""
    found = await load_form(asked.dispute_clicked(body), asked)
    form = begun(found)
    if form != found:
        await keep(form, asked)
    form = replace(form, record=await find_record(form, asked))
    await present(client, body, case_view.build(form))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """File exactly what the page shows; what cannot be filed is kept as typed."""
    form = await _submitted_form(view, asked)
    if note := _why_not_yet(form, view):
        await keep(form, asked)
        await ack(response_action="update", view=case_view.build(form, note=note))
    else:
        await _file(form, view, asked)
        await ack(response_action=ALL_CLOSED)


def _why_not_yet(form: CaseForm, view: Json) -> str:
    """Why the page is drawn anew before anything is filed; "" when it shows all there is."""
    if not case_view.shows_all_of(view, form.draft):
        return CHANGED_ELSEWHERE
    fields = fields_in(view)
    lacking = (asked_besides(form, option, fields) for option in form.draft.options[:1])
    more = next(lacking, "")
    return f"{more} {THEN_FILE}" if more else ""


async def _submitted_form(view: Json, asked: Request) -> CaseForm:
    """The form as typed; one that comes after the window's end has the ruling made on the spot."""
    try:
        return await typed_form(view, asked)
    except HasEnded:
        dispute = asked.dispute_submitted(view)
        await windows.close_window(dispute, now=asked.now, begin=asked.begin)
        raise


async def _file(form: CaseForm, view: Json, asked: Request) -> None:
    builders = await ask_builders(form.draft, *form.draft.options, directory=asked.directory)
    try:
        case = case_from(form.draft, builders=builders, late=form.late, own=form.own_limits)
        await disputes.state_case(form.id, case, by=form.by, now=asked.now, begin=asked.begin)
    except Unfit as unfit:
        await keep(form, asked)
        fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        found = (_placed(problem, form.draft, fields) for problem in unfit.problems)
        raise Unfit(*found) from unfit


def _placed(problem: Problem, draft: Draft, fields: set[str]) -> Problem:
    """The problem; one of an option that is not written out on the page begins with its title."""
    for number, option_id in enumerate(draft.options, start=1):
        if problem.field.startswith(option_field(option_id, "")) and problem.field not in fields:
            title = typed_option(draft, option_id).title
            named = f'"{title}"' if title else f"Option {number}"
            return replace(problem, sentence=f"{named}: {problem.sentence}")
    return problem


async def on_close(ack: AsyncAck, view: Json, asked: Request) -> None:
    """What was typed last is kept where Slack sends it along; nothing newer is overwritten."""
    with contextlib.suppress(Refusal):
        form = await load_form(asked.dispute_submitted(view), asked)
        draft = case_view.read_changes(view, form.draft)
        if draft != form.draft:
            await keep(form.holding(draft), asked)
    await ack()


def register(app: AsyncApp) -> None:
    """The button, the form that it opens, and what can be clicked there."""
    app.action(Click.STATE_CASE.value)(on_open)
    app.view(Form.STATE_CASE.value)(on_submit)
    app.view_closed(Form.STATE_CASE.value)(on_close)
    case_clicks.register(app)
