"""The form "Retire": what a ruling chose runs no more, and its GPUs are free."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import ledger
from bot.domain.errors import Refusal
from bot.domain.ledger import commitment_of
from bot.domain.ruling import Ruling
from bot.domain.sealing import seen_in_channel
from bot.services.gates import retire
from handlers.blocks import modal, paragraph
from handlers.context import Request, metadata, present
from handlers.details import fit
from handlers.endings import full_ending
from handlers.ids import Click, Form
from handlers.ledger import gpu_weeks
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Json


def build(page: Page, ruling: Ruling) -> Json:
    """The form about that ruling."""
    return modal(
        f"Retire {page.number}",
        paragraph(page.first_line, (f"{full_ending(page, ruling)}.",)),
        paragraph((_WHEN,), (_what_it_means(page),)),
        form=Form.RETIRE,
        submit="Retire",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


_WHEN = "Retire it once what was chosen runs no more, because it was shut down or replaced."
_FOR_GOOD = "The ruling and its answers stay on record. This cannot be taken back."


def _what_it_means(page: Page) -> str:
    used = commitment_of(page.known)
    freed = f"Its {gpu_weeks(used.gpu_weeks)} are free again in the GPU ledger. " if used else ""
    return f"{freed}{_FOR_GOOD}"


def build_done(page: Page) -> Json:
    """The window that says that it is done."""
    said = "It is retired. Its card says so, and the GPU ledger counts it no more."
    return modal(f"Retire {page.number}", paragraph(page.first_line, (said,)))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who speaks for the winning side or is a founder, while it runs."""
    dispute, person = await find_clicked(body, asked)
    changed, _ = ledger.retire(dispute, by=person, now=asked.now)
    if dispute.retired and changed is dispute:
        raise Refusal(f"{dispute.id} was retired on ", dispute.retired.at, ".")
    ruling = dispute.state
    assert isinstance(ruling, Ruling)  # noqa: S101  (or it would have been refused)
    seen = seen_in_channel(dispute, now=asked.now)
    await present(client, body, fit(lambda page: build(page, ruling), seen, asked.now))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """It is retired, and who said so reads that."""
    retired = await retire(
        asked.dispute_submitted(view), by=await asked.person(), now=asked.now, begin=asked.begin
    )
    seen = seen_in_channel(retired, now=asked.now)
    await ack(response_action="update", view=fit(build_done, seen, asked.now))


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.RETIRE.value)(on_click)
    app.view(Form.RETIRE.value)(on_submit)
