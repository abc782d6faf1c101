"""The form "Name a deputy": somebody gets the rights of a side's lead too."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.ids import TeamId, UserId
from bot.domain.rights import Action
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.words import Mention
from bot.services.disputes import name_deputy
from bot.services.ports import Begin, Directory
from bot.services.reads import find
from handlers.blocks import field, modal, paragraph, person
from handlers.context import clicked, metadata, present, submitted, submitted_side
from handlers.ids import Click, Form
from handlers.modals.introduction import introduce
from handlers.modals.naming import Named, clicked_side, parse_named, read_person, side_to_name_for
from handlers.text import Json, Line

FIELD = "deputy"


def build(seen: SeenDispute, side: Side, named: Named) -> Json:
    """The form for that side."""
    return modal(
        "Name a deputy",
        introduce(seen.opening),
        paragraph(_what_it_means(seen, side)),
        field(
            FIELD,
            f"Who stands in for the {side} lead?",
            person(initial=named.user),
            hint="A full member of this workspace who does not speak for the other side.",
        ),
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


async def on_click(
    ack: AsyncAck,
    body: Json,
    client: AsyncWebClient,
    team: TeamId,
    who: UserId,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> None:
    """The form opens for the side's lead, or for a founder when the lead has left."""
    dispute = await find(clicked(body, team), begin=begin)
    by = await directory.person(who)
    side = await side_to_name_for(
        dispute, clicked_side(body), Action.NAME_DEPUTY, by, directory=directory, now=now
    )
    await present(client, body, build(seen_in_channel(dispute, now=now), side, Named()))
    await ack()


async def on_submit(
    ack: AsyncAck,
    view: Json,
    team: TeamId,
    who: UserId,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> None:
    """Who was named gets the lead's rights."""
    await name_deputy(
        submitted(view, team),
        submitted_side(view),
        await read_person(parse(view), FIELD, directory),
        by=await directory.person(who),
        directory=directory,
        now=now,
        begin=begin,
    )
    await ack()


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.NAME_DEPUTY.value)(on_click)
    app.view(Form.NAME_DEPUTY.value)(on_submit)
