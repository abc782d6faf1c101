"""The form "Not me": a lead says who speaks for the side instead."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.rights import Action
from bot.domain.sealing import SeenDispute
from bot.domain.words import Mention
from bot.services.disputes import pass_on_lead
from handlers.blocks import modal, paragraph
from handlers.context import ALL_CLOSED, Request, metadata, present, submitted_side
from handlers.ids import Click, Form
from handlers.modals.introduction import introduce
from handlers.modals.naming import Named, parse_named, person_field, read_person, side_to_name_for
from handlers.text import Json, Line

FIELD = "lead"


def build(seen: SeenDispute, side: Side, by: UserId, named: Named) -> Json:
    """The form for that side, as `by` reads it."""
    return modal(
        "Not me" if by == seen.party(side).lead else "Pass the lead on",
        introduce(seen.opening),
        paragraph(_what_it_means(seen, side, by)),
        person_field(FIELD, f"Who speaks for {side} instead?", initial=named.user),
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


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for the side's lead, or for a founder when the lead has left."""
    seen, side = await side_to_name_for(body, Action.HAND_OVER, asked)
    await present(client, body, build(seen, side, asked.who, Named()))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """Who was named leads the side now."""
    await pass_on_lead(
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
    app.action(Click.NOT_ME.value)(on_click)
    app.view(Form.NOT_ME.value)(on_submit)
