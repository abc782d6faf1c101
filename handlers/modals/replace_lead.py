"""The form "Replace a lead": the opener names another one for a side that has not filed."""

from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Filed, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.leads import replace_lead as rule
from bot.domain.person import Membership, Person
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.words import Mention
from bot.services.disputes import replace_lead
from handlers.blocks import field, modal, option, paragraph, radio
from handlers.context import ALL_CLOSED, Request, metadata, present, submitted_side, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.introduction import introduce
from handlers.modals.naming import clicked_side, person_field
from handlers.reading import find_clicked
from handlers.text import Json, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form: the side, where it is asked for, and who is named."""

    side: str = ""
    lead: str = ""


def build(seen: SeenDispute, sides: tuple[Side, ...], answer: Answer) -> Json:
    """The form; which side is asked only where there are several."""
    only = sides[0] if len(sides) == 1 else None
    return modal(
        "Replace a lead",
        introduce(seen.opening),
        paragraph(*(_lead_of(seen, side) for side in sides), (_WHAT_IT_MEANS,)),
        *([] if only else [_side_field(sides, answer.side)]),
        person_field(
            "lead",
            f"Who speaks for {only} instead?" if only else "Who speaks for it instead?",
            initial=answer.lead,
        ),
        form=Form.REPLACE_LEAD,
        submit="Replace",
        close="Cancel",
        metadata=metadata(seen.opening.id, only),
    )


_WHAT_IT_MEANS = (
    "Whoever you name is asked for the case at once, and goes on from what the side has typed so "
    "far. The lead until now is told. The end does not move."
)


def _lead_of(seen: SeenDispute, side: Side) -> Line:
    return (f"{side.capitalize()} is led by ", Mention(seen.party(side).lead), ".")


def _side_field(sides: tuple[Side, ...], chosen: str) -> Json:
    offered = (option(side.capitalize(), side.value) for side in sides)
    return field("side", "Which side?", radio(offered, initial=chosen))


def parse(view: Json) -> Answer:
    """What was chosen; the side is known without asking where only one can be meant."""
    return Answer(side=typed(view, "side"), lead=typed(view, "lead"))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for the opener, for the sides that have not filed."""
    dispute, by = await find_clicked(body, asked)
    sides = sides_to_replace(dispute, clicked_side(body), by, now=asked.now)
    await present(client, body, build(seen_in_channel(dispute, now=asked.now), sides, Answer()))
    await ack()


def sides_to_replace(
    dispute: Dispute, named: Side | None, by: Person, *, now: datetime
) -> tuple[Side, ...]:
    """The side that is named, or every one whose lead the rules would let `by` replace."""
    unfiled = [side for side in Side if not isinstance(dispute.party(side).standing, Filed)]
    sides = (named,) if named else tuple(unfiled or Side)
    for side in sides:
        # Naming the lead who is there changes nothing, and asks all that the rules ask.
        same = Person(id=dispute.party(side).lead, membership=Membership.FULL_MEMBER)
        rule(dispute, side, same, by=by, now=now)
    return sides


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """Who was named leads the side now."""
    side, user = _read(view)
    await replace_lead(
        asked.dispute_submitted(view),
        side,
        await asked.directory.person(user),
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def _read(view: Json) -> tuple[Side, UserId]:
    answer = parse(view)
    answers = Answers({"side": answer.side, "lead": answer.lead})
    several = any(block["block_id"] == "side" for block in view["blocks"])
    side = (
        answers.choice("side", Side, missing="Choose a side.") if several else submitted_side(view)
    )
    user = answers.user("lead", missing="Choose somebody.")
    answers.refuse_problems()
    return side or Side.PRODUCT, user


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.REPLACE_LEAD.value)(on_click)
    app.view(Form.REPLACE_LEAD.value)(on_submit)
