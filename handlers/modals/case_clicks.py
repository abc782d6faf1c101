"""What can be clicked on the first page of "State our case", and how the page changes by it."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import MOST_EVIDENCE
from bot.domain.ids import OptionId
from handlers.context import Request, clicked_value, present
from handlers.ids import ANSWER, Click, Form
from handlers.modals import case_view, option
from handlers.modals.case_draft import (
    unfinished_option,
    with_evidence,
    with_figures,
    without_evidence,
    without_option,
)
from handlers.modals.case_form import CaseForm, keep, load_form, new_id, show_and_keep
from handlers.modals.option_in_short import EDIT
from handlers.modals.option_paths import beginning
from handlers.text import Json


async def typed_form(view: Json, asked: Request) -> CaseForm:
    """The form with all that its first page holds.

    Raises:
        HasEnded, NotAllowed, NoSuchDispute: as stating the case would.

    """
    form = await load_form(asked.dispute_submitted(view), asked)
    read = form.holding(case_view.read(view, form.draft))
    return replace(read, record=case_view.record_in(view))


async def on_add_evidence(
    ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request
) -> None:
    """Fields for one more piece of evidence appear in place."""
    form = await typed_form(body["view"], asked)
    if len(form.draft.evidence) < MOST_EVIDENCE:
        await _show(form.holding(with_evidence(form.draft, new_id())), body, client, asked)
    await ack()


async def on_remove_evidence(
    ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request
) -> None:
    """A piece of evidence goes, with all that was typed into it."""
    form = await typed_form(body["view"], asked)
    left = without_evidence(form.draft, clicked_value(body))
    await _show(form.holding(left), body, client, asked)
    await ack()


async def on_add_figures(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The optional figures of the first option appear in place."""
    form = await typed_form(body["view"], asked)
    added = with_figures(form.draft, OptionId(clicked_value(body)))
    await _show(form.holding(added), body, client, asked)
    await ack()


async def on_told(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """What follows from the answer appears below it: a day, more questions, a founder's word."""
    form = await typed_form(body["view"], asked)
    await _show(form, body, client, asked)
    await ack()


async def on_add_option(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """A window for one more option opens; one that was begun and not kept is taken up again."""
    form = await typed_form(body["view"], asked)
    option_id = unfinished_option(form.draft) or OptionId(new_id())
    await _write_out(beginning(form, option_id), option_id, body, client, asked)
    await ack()


async def on_option_menu(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """An option is written out in its window, or goes."""
    form = await typed_form(body["view"], asked)
    deed, _, of = body["actions"][0]["selected_option"]["value"].partition(" ")
    if deed == EDIT:
        await _write_out(form, OptionId(of), body, client, asked)
    else:
        left = without_option(form.draft, OptionId(of))
        await _show(form.holding(left), body, client, asked)
    await ack()


async def _write_out(
    form: CaseForm, option_id: OptionId, body: Json, client: AsyncWebClient, asked: Request
) -> None:
    """The option in a window over the page, whose own fields are kept first."""
    await keep(form, asked)
    await present(client, body, option.build(form, option_id, root=body["view"]["id"]))


async def _show(form: CaseForm, body: Json, client: AsyncWebClient, asked: Request) -> None:
    await show_and_keep(form, case_view.build(form), body["view"], client, asked)


async def _is_state_case(body: Json) -> bool:
    return bool(body["view"]["callback_id"] == Form.STATE_CASE)


def register(app: AsyncApp) -> None:
    """Every button on the page, and the fields that say at once what follows."""
    app.action(Click.ADD_EVIDENCE.value)(on_add_evidence)
    app.action(Click.REMOVE_EVIDENCE.value)(on_remove_evidence)
    app.action(Click.ADD_FIGURES.value)(on_add_figures)
    app.action(Click.ADD_OPTION.value)(on_add_option)
    app.action(Click.OPTION_MENU.value)(on_option_menu)
    at_once = option.TOLD_AT_ONCE
    app.action({"action_id": ANSWER, "block_id": at_once}, matchers=[_is_state_case])(on_told)
