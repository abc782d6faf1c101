"""The form "Lift a gate": research says which of its gates stands no more."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.errors import Refusal
from bot.domain.person import Person
from bot.domain.rights import Action, Situation, check
from bot.domain.running import refuse_unless_running
from bot.domain.sealing import seen_in_channel
from bot.services.gates import lift_gate
from bot.services.reads import find
from handlers.blocks import field, modal, option, radio, select
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.details import fit
from handlers.gates import gate_blocks, gate_in_short, standing_gates
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.introduction import introduce
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Json

MOST_RADIO = 10
"""docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element."""
MOST_POSITION = 10**9


def build(page: Page) -> Json:
    """The form, with the gate chosen where there is one alone."""
    return modal(
        "Lift a gate",
        introduce(page.opening),
        *gate_blocks(page),
        field("gate", "Which one?", _choice(page), hint="Both sides are told. It stays on record."),
        form=Form.LIFT_GATE,
        submit="Lift",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


def _choice(page: Page) -> Json:
    offered = [
        option(gate_in_short(page, gate), str(position)) for position, gate in standing_gates(page)
    ]
    initial = offered[0]["value"] if len(offered) == 1 else ""
    show = radio if len(offered) <= MOST_RADIO else select
    return show(offered, initial=initial)


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who speaks for research, while a gate stands."""
    dispute, person = await find_clicked(body, asked)
    _refuse_unless_liftable(dispute, person, asked)
    seen = seen_in_channel(dispute, now=asked.now)
    await present(client, body, fit(build, seen, asked.now))
    await ack()


def _refuse_unless_liftable(dispute: Dispute, person: Person, asked: Request) -> None:
    refuse_unless_running(dispute, asked.now)
    check(Action.RAISE_GATE, person, Situation(dispute=dispute, side=Side.RESEARCH))
    page = Page(seen=seen_in_channel(dispute, now=asked.now), now=asked.now, most=1)
    if not standing_gates(page):
        raise Refusal(_nothing_to_lift(dispute))


def _nothing_to_lift(dispute: Dispute) -> str:
    return f"No gate stands on {dispute.id}, so there is nothing to lift."


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The gate stands no more, and both sides are told."""
    dispute = await find(asked.dispute_submitted(view), begin=asked.begin)
    answers = Answers({"gate": typed(view, "gate")})
    missing = "Choose one of the gates."
    position = answers.whole("gate", least=0, most=MOST_POSITION, missing=missing)
    answers.refuse_problems()
    if position is None or position >= len(dispute.gates):
        raise Refusal(_nothing_to_lift(dispute))
    await lift_gate(
        dispute.id, position, by=await asked.speaker(), now=asked.now, begin=asked.begin
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.LIFT_GATE.value)(on_click)
    app.view(Form.LIFT_GATE.value)(on_submit)
