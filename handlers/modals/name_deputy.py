"""The form "Name a deputy": somebody gets the rights of a side's lead too."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.rights import Action
from bot.domain.sealing import SeenDispute
from bot.domain.words import Mention
from bot.services.disputes import name_deputy
from handlers.blocks import modal, paragraph
from handlers.context import ALL_CLOSED, Request, metadata, present, submitted_side
from handlers.ids import Click, Form
from handlers.modals.introduction import introduce
from handlers.modals.naming import Named, parse_named, person_field, read_person, side_to_name_for
from handlers.text import Json, Line

FIELD = "deputy"


def build(seen: SeenDispute, side: Side, named: Named) -> Json:
    """The form for that side."""
    return modal(
        "Name a deputy",
        introduce(seen.opening),
        paragraph(_what_it_means(seen, side)),
        person_field(FIELD, f"Who stands in for the {side} lead?", initial=named.user),
        form=Form.NAME_DEPUTY,
        submit="Name deputy",
        close="Cancel",
        metadata=metadata(seen.opening.id, side),
    )


def _what_it_means(seen: SeenDispute, side: Side) -> Line:
    means = (
        f"A deputy speaks for {side} as the lead does, and reads its case and its draft. Naming "
        "a deputy and passing the lead on stay with the lead."
    )
    deputy = seen.party(side).deputy
    if deputy is None:
        return (means,)
    return (means, " ", Mention(deputy), " is the deputy now; whoever you name takes that place.")


def parse(view: Json) -> Named:
    """Who was named."""
    return parse_named(view, FIELD)


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for the side's lead, or for a founder when the lead has left."""
    seen, side = await side_to_name_for(body, Action.NAME_DEPUTY, asked)
    await present(client, body, build(seen, side, Named()))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """Who was named gets the lead's rights."""
    await name_deputy(
        asked.dispute_submitted(view),
        submitted_side(view),
        await read_person(parse(view), FIELD, asked),
        by=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.NAME_DEPUTY.value)(on_click)
    app.view(Form.NAME_DEPUTY.value)(on_submit)
