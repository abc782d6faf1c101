"""The form "Not me": a lead says who speaks for the side instead."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.ids import TeamId, UserId
from bot.domain.rights import Action
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.words import Mention
from bot.services.disputes import pass_on_lead
from bot.services.ports import Begin, Directory
from bot.services.reads import find
from handlers.blocks import field, modal, paragraph, person
from handlers.context import clicked, metadata, present, submitted, submitted_side
from handlers.ids import Click, Form
from handlers.modals.introduction import introduce
from handlers.modals.naming import Named, clicked_side, parse_named, read_person, side_to_name_for
from handlers.text import Json, Line

FIELD = "lead"


def build(seen: SeenDispute, side: Side, by: UserId, named: Named) -> Json:
    """The form for that side, as `by` reads it."""
    return modal(
        "Not me" if by == seen.party(side).lead else "Pass the lead on",
        introduce(seen.opening),
        paragraph(_what_it_means(seen, side, by)),
        field(
            FIELD,
            f"Who speaks for {side} instead?",
            person(initial=named.user),
            hint="A full member of this workspace who does not speak for the other side.",
        ),
        form=Form.NOT_ME,
        submit="Pass it on",
        close="Cancel",
        metadata=metadata(seen.opening.id, side),
    )


def _what_it_means(seen: SeenDispute, side: Side, by: UserId) -> Line:
    lead = seen.party(side).lead
    who: Line = ("You are",) if by == lead else (Mention(lead), " is")
    means = (
        f" the {side} lead. Whoever you name takes over at once, with all that {side} has typed "
        "or filed so far, and is told. The end does not move."
    )
    return (*who, means)


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
        dispute, clicked_side(body), Action.HAND_OVER, by, directory=directory, now=now
    )
    await present(client, body, build(seen_in_channel(dispute, now=now), side, who, Named()))
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
    """Who was named leads the side now."""
    await pass_on_lead(
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
    app.action(Click.NOT_ME.value)(on_click)
    app.view(Form.NOT_ME.value)(on_submit)
